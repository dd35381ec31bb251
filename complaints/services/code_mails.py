"""Mails about the code of a case: whose mailbox it is, that it was filed, how to get back in, that somebody did.

None of them names a person, tells of the matter or holds a code; none names the number before the mailbox is confirmed. What
they say is made when they are sent; a link is known to the mail alone, and its digest is stored.
"""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from accounts.actors import code_digest
from accounts.services import has_verified
from complaints.models import (
    Access,
    Act,
    CodeMail,
    Complaint,
    LedgerEntry,
    Party,
    Subscription,
    WayBack,
)
from complaints.numbers import mail_address
from complaints.services.drafts import new_code
from core import mails
from core.fields import blind_index
from core.language import gettext as _
from core.language import read_in
from core.retention_and_limits import (
    CODE_MAILS_KEPT,
    FILED_MAILS_A_DAY,
    HELP_LINK_LIFE,
    HELP_MAILS_A_DAY,
    HELP_MAILS_TO_ONE,
    MAILBOX_LINK_LIFE,
    WAY_BACK_LIFE,
    WAYS_BACK_A_DAY,
    WRONG_TELEPHONES,
)

# Cases that one mail names; who was there first stays, whatever a stranger files with the same address.
MOST_NAMED = 100
_HOURS = int(WAY_BACK_LIFE.total_seconds()) // 3600
Kind = CodeMail.Kind
_MOST = {
    Kind.CONFIRM: FILED_MAILS_A_DAY,
    Kind.FILED: FILED_MAILS_A_DAY,
    Kind.WAY_BACK: WAYS_BACK_A_DAY,
    # Who holds a code may replace it as often as they like.
    Kind.REPLACED: WAYS_BACK_A_DAY,
    Kind.HELP: HELP_MAILS_A_DAY,
    Kind.CHILD: HELP_MAILS_A_DAY,
}
_HANDS_OVER = (Kind.HELP, Kind.CHILD)


def address_index(given: str) -> str:
    """The keyed hash by which an address is found again, however its letters were written."""
    return blind_index(mail_address(given).lower())


def tell(case: Complaint, kind: Kind, at: datetime, address: str | None = None) -> None:
    """A mail to the address given at filing, if there is one; a row of the caller's transaction."""
    to = case.filed_complainant.email if address is None else address
    for mail in code_mails(case, kind, at, to):
        mail.save(force_insert=True)


def code_mails(case: Complaint, kind: Kind, at: datetime, to: str) -> list[CodeMail]:
    """The mail to an address, not stored yet; none where there is no address."""
    if not to:
        return []
    return [CodeMail(complaint=case, kind=kind, to=to, to_index=address_index(to), created_at=at, due_at=at)]


def send_code_mails(*, at: datetime | None = None, most: int = 50) -> int:
    """Send what is due; the number dealt with."""
    rows = CodeMail.objects.select_related("complaint")
    task = "complaints.tasks.send_code_mails"
    return mails.send_due(rows, _written, task=task, gone=_gone, at=at, most=most)


def forget_code_mails(*, at: datetime) -> int:
    """Delete what was asked for and sent some days ago, and links whose time is over; the number deleted."""
    over = CodeMail.objects.filter(finished_at__lte=at - CODE_MAILS_KEPT)
    gone, _by_model = over.delete()
    links, _by_model = WayBack.objects.filter(expires_at__lte=at).delete()
    return gone + links


def _written(row: CodeMail, at: datetime) -> EmailMessage | None:
    """In the language in which the case is read, or the account was."""
    with read_in(row.complaint.language if row.complaint is not None else row.language):
        return _written_in_turn(row, at)


def _written_in_turn(row: CodeMail, at: datetime) -> EmailMessage | None:
    with transaction.atomic():
        # Whose turn it is at a mailbox: two workers would each find the last place free.
        cases = list(_cases_of(row).select_for_update(no_key=True, of=("self",))[:MOST_NAMED])
        if row.kind == Kind.WAY_BACK:
            cases = _of_one_spelling(row, cases)
        # Who asked on the page of a case was told that it comes: see ask_to_confirm.
        most = _MOST.get(Kind(row.kind), 0) * (2 if row.kind == Kind.CONFIRM and row.number else 1)
        if row.kind in _HANDS_OVER and row.number:
            most = HELP_MAILS_TO_ONE
        if most and _sent_today(row, at) >= most:
            return None
        makes = {
            Kind.WAY_BACK: lambda: _of_mailbox(row, cases, at),
            Kind.CONFIRM: lambda: _to_confirm(row, at),
            Kind.HELP: lambda: _to_hand_over(row, at),
            Kind.CHILD: lambda: _to_hand_over(row, at),
            Kind.CLOSED: lambda: _of_account(row),
        }
        message = makes.get(Kind(row.kind), lambda: _of_case(row, at))()
        if message is not None:
            CodeMail.objects.filter(pk=row.pk).update(sent=True, to=row.to)
    return message


def _cases_of(row: CodeMail) -> models.QuerySet[Complaint]:
    """The cases of a mailbox: the one that was asked for, whatever strangers filed before it, then the oldest."""
    mine = Party.objects.filter(role=Party.Role.COMPLAINANT, email_index=row.to_index)
    # What a child took over is found by nothing that its guardian filed.
    left = LedgerEntry.objects.filter(act=Act.CHILD_TOOK_OVER, complaint=models.OuterRef("pk"))
    cases = Complaint.objects.filter(~models.Exists(left), pk__in=mine.values("complaint"))
    asked = models.Case(models.When(number=row.number, then=0), default=1)
    return cases.order_by(asked, "filed_at", "pk").prefetch_related("parties")


def _of_one_spelling(row: CodeMail, cases: list[Complaint]) -> list[Complaint]:
    """The cases that were filed with one spelling of the address, to which alone the mail goes: that of the case that was
    asked for, or as it was typed, or the oldest. Another spelling may be another person's mailbox."""
    spelled = [case.filed_complainant.email for case in cases]
    typed = mail_address(row.to)
    if spelled and not (typed in spelled and cases[0].number != row.number):
        typed = spelled[0]
    row.to = typed
    return [case for case, spelling in zip(cases, spelled, strict=True) if spelling == typed]


def _sent_today(row: CodeMail, at: datetime) -> int:
    """How many of the kind went to the mailbox; of ways back, to the spelling that was there first, or to all others: who
    files with another spelling uses up none of its mails."""
    mails_of_day = CodeMail.objects.filter(
        to_index=row.to_index, kind=row.kind, sent=True, created_at__gt=at - WAY_BACK_LIFE
    )
    sent = mails_of_day.exclude(pk=row.pk).exclude(state=CodeMail.State.FAILED)
    if row.kind in _HANDS_OVER:  # asked for on a page, or brought by a filing: strangers file what they like
        return sent.filter(number="").count() if not row.number else sent.exclude(number="").count()
    if row.kind != Kind.WAY_BACK:
        return sent.count()
    oldest = _cases_of(CodeMail(to_index=row.to_index)).first()
    first = oldest.filed_complainant.email if oldest else ""
    return sum((one.to == first) == (row.to == first) for one in sent)


def ask_to_confirm(case: Complaint, address: str, at: datetime) -> bool:
    """A new link, in the place of the one before once it is made: a row of the caller's transaction. False where no more may
    go to the mailbox today; one that waits to be sent is enough.

    A case that had none has a place of its own: strangers who filed with the same address used up theirs alone.
    """
    day = CodeMail.objects.filter(
        to_index=address_index(address), kind=Kind.CONFIRM, created_at__gt=at - WAY_BACK_LIFE
    ).exclude(state=CodeMail.State.FAILED)
    goes = day.filter(models.Q(sent=True) | models.Q(state=CodeMail.State.WAITING))
    asked, typed = goes.exclude(number=""), goes.filter(number="")
    mine = asked.filter(complaint=case)
    if mine.filter(state=CodeMail.State.WAITING).exists():
        return True
    number = asked.count() + min(typed.count(), FILED_MAILS_A_DAY)
    had = mine.exists() or typed.filter(complaint=case, sent=True).exists()
    if number >= (FILED_MAILS_A_DAY if had else 2 * FILED_MAILS_A_DAY):
        return False
    for mail in code_mails(case, Kind.CONFIRM, at, address):
        mail.number = case.number
        mail.save(force_insert=True)
    return True


def _of_case(row: CodeMail, at: datetime) -> EmailMessage | None:
    """What happened to one case, and what to do about it."""
    case = row.complaint
    if case is None:
        return None
    known = is_confirmed(case, row.to)
    if row.kind == Kind.FILED and not known:
        return None
    words = {
        "case": _("投诉 %s ") % case.number if known else _("用这个邮箱登记的一件投诉"),
        "number": case.number if known else "",
        "filed_at": case.filed_at,
        "at": row.created_at,
        "page": settings.PUBLIC_URL + reverse("resume" if case.owner_id is None else "my_cases"),
        "way_back": settings.PUBLIC_URL + reverse("way_back"),
        "account": case.owner_id is not None,
        "telephone": bool(case.filed_complainant.phone_index),
        "hours": _HOURS,
    }
    if row.kind == Kind.TAKEN_OVER and words["telephone"]:
        words["link"] = _link(case, at, undoes=True)
    subjects = {
        Kind.FILED: _("%s已登记"),
        Kind.CODE_REPLACED: _("%s的案件码换过了"),
        Kind.REPLACED: _("%s的案件码换过了"),
        Kind.TAKEN_OVER: _("%s转入了一个账号"),
    }
    body = render_to_string(f"complaints/mails/{row.kind}.txt", words)
    return row.mail(capfirst(subjects[Kind(row.kind)] % words["case"]), body)


def is_confirmed(case: Complaint, address: str) -> bool:
    """Whether who reads this mailbox said that it is the complainant's."""
    mine = Subscription.objects.active().filter(
        complaint=case, medium=Subscription.Medium.MAIL, address_index=address_index(address)
    )
    return any(one.address == address for one in mine)


def _to_confirm(row: CodeMail, at: datetime) -> EmailMessage | None:
    """The first mail to an address that somebody typed: a link, and nothing of the case."""
    case = row.complaint
    mine = {"complaint": case, "medium": Subscription.Medium.MAIL, "address_index": row.to_index}
    if (
        case is None
        or Subscription.objects.filter(refused=True, **mine).exists()
        or is_confirmed(case, row.to)
    ):
        return None
    before = Subscription.objects.standing().filter(**mine)
    if not row.number and before.asked(at).filter(asked_at__lt=row.created_at).exists():
        return None  # the link that it has can still be used
    before.filter(confirmed_at=None).delete()
    before.update(ended_at=at)  # spelled otherwise: that may be another person's mailbox
    token = new_code()
    asked = Subscription.objects.create(
        address=row.to,
        token_digest=code_digest(token),
        asked_at=at,
        expires_at=at + MAILBOX_LINK_LIFE,
        **mine,
    )
    if has_verified(case.owner, row.to):
        asked.confirmed_at = at
        asked.save(update_fields=["confirmed_at"])
        row.kind = Kind.FILED
        return _of_case(row, at)
    link = settings.PUBLIC_URL + reverse("mailbox", kwargs={"token": token})
    words = {"link": link, "days": MAILBOX_LINK_LIFE.days}
    return row.mail(_("请确认这个邮箱"), render_to_string("complaints/mails/confirm.txt", words))


def _to_hand_over(row: CodeMail, at: datetime) -> EmailMessage | None:
    """A link that gives a case to whose it is: an adult for whom it was filed, a child that is old enough. None where
    another was asked for since; those before it end once it has gone."""
    case = row.complaint
    if case is None:
        return None
    purpose = WayBack.Purpose.HELP if row.kind == Kind.HELP else WayBack.Purpose.CHILD
    if purpose == WayBack.Purpose.HELP and not awaits_person(case):
        return None
    since = WayBack.objects.open(at).asked_after(row.created_at).filter(complaint=case, purpose=purpose)
    # What the person asked for at their own mailbox stands beside it: it is in no place of a mail of who asked them.
    if since.exclude(mail__kind=Kind.WAY_BACK).exists():
        return None
    _made, token = hand_over_link(case, purpose, at, row.to, mail=row)
    words = {"link": address_of_link(purpose, token), "code": token, "days": HELP_LINK_LIFE.days}
    words["page"] = settings.PUBLIC_URL + reverse("resume")
    with read_in(case.language):
        subject = _("有人帮您登记了一件投诉，请您确认") if row.kind == Kind.HELP else _("请您接手自己的投诉")
        return row.mail(subject, render_to_string(f"complaints/mails/{row.kind}.txt", words))


def _gone(row: CodeMail, at: datetime) -> None:
    """Once the mail that hands a case over has gone, what was asked for before it ends, by whichever way that went."""
    if row.kind not in _HANDS_OVER:
        return
    mine = WayBack.objects.filter(mail=row).order_by("pk").last()
    if mine is not None:
        before = WayBack.objects.open(at).asked_until(row.created_at).exclude(pk=mine.pk)
        before.filter(complaint=mine.complaint_id, purpose=mine.purpose).update(ended_at=at)


def _of_account(row: CodeMail) -> EmailMessage:
    """The last mail to the address of an account."""
    words = {
        "at": row.created_at,
        "cases": row.had_cases,
        "way_back": settings.PUBLIC_URL + reverse("way_back"),
        "days": CODE_MAILS_KEPT.days,
    }
    return row.mail(_("您的账号已注销"), render_to_string("complaints/mails/closed.txt", words))


def awaits_person(case: Complaint) -> bool:
    """Whether the adult for whom a case was filed has not confirmed yet: nobody owns it."""
    return not Access.objects.own().filter(complaint=case).exists()


def renewed_link(
    case: Complaint, purpose: WayBack.Purpose, at: datetime, address: str, *, telephone_index: str = ""
) -> tuple[WayBack, str]:
    """A link in the place of the one before, by whichever way that went, and its code."""
    WayBack.objects.open(at).filter(complaint=case, purpose=purpose).update(ended_at=at)
    return hand_over_link(case, purpose, at, address, telephone_index=telephone_index)


def hand_over_link(
    case: Complaint,
    purpose: WayBack.Purpose,
    at: datetime,
    address: str,
    *,
    telephone_index: str = "",
    mail: CodeMail | None = None,
) -> tuple[WayBack, str]:
    token = new_code()
    link = WayBack.objects.create(
        complaint=case,
        token_digest=code_digest(token),
        created_at=at,
        expires_at=at + HELP_LINK_LIFE,
        purpose=purpose,
        address=address,
        telephone_index=telephone_index,
        mail=mail,
    )
    return link, token


def address_of_link(purpose: WayBack.Purpose, token: str) -> str:
    page = "confirm_help" if purpose == WayBack.Purpose.HELP else "child_takes_over"
    return settings.PUBLIC_URL + reverse(page, kwargs={"token": token})


def _of_mailbox(row: CodeMail, cases: list[Complaint], at: datetime) -> EmailMessage | None:
    """A link for every case that was filed with this address as it is spelled, whichever was asked for: so that no mail of
    the few of a day is spent on another one alone."""
    if not cases or (row.number and row.number not in {case.number for case in cases}):
        return None
    with read_in(cases[0].language):
        lines = [
            {
                "number": case.number
                if is_confirmed(case, case.filed_complainant.email)
                else _("%s 登记的一件投诉") % f"{timezone.localdate(case.filed_at):%Y-%m-%d}",
                "account": case.owner_id is not None,
                "link": ""
                if case.owner_id or not case.filed_complainant.phone_index
                else _way_in(row, case, at),
            }
            for case in cases
        ]
        words = {"cases": lines, "hours": _HOURS, "tries": WRONG_TELEPHONES}
        return row.mail(_("找回您的投诉"), render_to_string("complaints/mails/way_back.txt", words))


def _way_in(row: CodeMail, case: Complaint, at: datetime) -> str:
    """The link back; of a case that waits for its person the one by which they confirm, as they do everywhere."""
    if case.helper is None or not awaits_person(case):
        return _link(case, at)
    _made, token = hand_over_link(case, WayBack.Purpose.HELP, at, row.to, mail=row)
    return address_of_link(WayBack.Purpose.HELP, token)


def _link(case: Complaint, at: datetime, *, undoes: bool = False) -> str:
    token = new_code()
    access = (
        Access.objects.in_force(at).filter(complaint=case, why=Access.Why.OWNER).first() if undoes else None
    )
    WayBack.objects.create(
        complaint=case,
        token_digest=code_digest(token),
        created_at=at,
        expires_at=at + WAY_BACK_LIFE,
        undoes=access,
    )
    return settings.PUBLIC_URL + reverse("way_back_link", kwargs={"token": token})
