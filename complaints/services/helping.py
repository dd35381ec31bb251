"""Somebody who helps an adult with their case: asked for, confirmed by the adult, ended by either. They see the case and add
files; whatever decides something takes ``owns``, which they never do.

The adult confirms by a link to a mailbox of their own, or by its code on a telephone of their own, and the telephone that was
filed; or by their signature on a paper that is an exhibit. Each gives them the case's code. Before that nobody owns the case, so
nothing of it can be agreed to.
"""

import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from accounts.services import has_verified
from complaints.ledger import append_entry
from complaints.models import Access, Act, CodeMail, Complaint, LedgerEntry, Party, Subscription, WayBack
from complaints.services.access import owns
from complaints.services.code_mails import address_index, awaits_person, code_mails, renewed_link
from complaints.services.codes import end_links, put_code
from complaints.services.filing import received_and_kept, set_state, telephone_index
from complaints.services.subscriptions import read_by_complainant
from complaints.services.ways_back import Tried, wrong_telephone
from core.language import gettext as _
from core.retention_and_limits import HELP_MAILS_A_DAY, HELP_MAILS_TO_ONE

Kind, Purpose = CodeMail.Kind, WayBack.Purpose


class NotHelped(Exception):
    """Nothing was changed. The message is for people: why, and what to do."""


def helps(by: Actor, complaint_id: UUID) -> bool:
    """Whether this is somebody who helps with the case, and no more than that."""
    return Access.objects.in_force().of(by).helping().filter(complaint=complaint_id).exists()


def ever_helped(by: Actor, complaint_id: UUID) -> bool:
    """Whether this is somebody who helps with the case, or did: who ended it is still not the person."""
    return Access.objects.of(by).helping().filter(complaint=complaint_id).exists()


def is_helped(complaint: Complaint) -> bool:
    """Whether somebody helps with the case, whom nobody ended."""
    return Access.objects.in_force().helping().filter(complaint=complaint.pk).exists()


def ask_person(*, by: Actor, complaint: Complaint, address: str, at: datetime | None = None) -> None:
    """Send the adult a link to confirm. By who helps; raise Complaint.DoesNotExist for others, NotHelped for why not."""
    at = at or timezone.now()
    with transaction.atomic():
        case = _helped(by, complaint.pk)
        ask_by_mail(by, case, Kind.HELP, address, at)
        append_entry(by=by, complaint_id=case.pk, act=Act.HELP_ASKED, detail={}, at=at)


def ask_person_at(
    *, by: Actor, complaint: Complaint, telephone: str, at: datetime | None = None
) -> tuple[WayBack, str]:
    """The same by a telephone: the link and its code, for who sends them there. One of the asker's own confirms nothing, nor
    does the number that is asked for with the code: who has that telephone alone would know both."""
    at, index = at or timezone.now(), telephone_index(telephone)
    with transaction.atomic():
        case = _helped(by, complaint.pk)
        person, filed = case.complainant, case.filed_complainant
        if index in {
            telephone_index(one) for one in (person.phone, person.number, filed.phone, filed.number)
        }:
            raise NotHelped(
                _("这是登记的号码：确认时还要填它，码不能也发到它。请填本人的另一个手机号；没有发短信。")
            )
        mine = Complaint.objects.filter(owner=by.user)
        own = Party.objects.filter(complaint__in=mine, role=Party.Role.COMPLAINANT, phone_index=index)
        ways = Subscription.objects.active().filter(
            complaint__in=mine, medium=Subscription.Medium.TEXT, address_index=index
        )
        if own.exists() or ways.exists():
            raise NotHelped(_("这是您自己投诉里的号码。请填对方本人的手机号；没有发短信。"))
        append_entry(by=by, complaint_id=case.pk, act=Act.HELP_ASKED, detail={"how": "text"}, at=at)
        return renewed_link(case, Purpose.HELP, at, telephone, telephone_index=index)


def ask_by_mail(by: Actor, case: Complaint, kind: CodeMail.Kind, address: str, at: datetime) -> None:
    """A mail with a link that hands a case over, to a mailbox that is not the asker's own: strangers get few of them. How many
    may be asked for from one network, the doors count."""
    if has_verified(by.user, address):
        raise NotHelped(_("这是您自己账号的邮箱。请填对方本人的邮箱；没有寄信。"))
    day = CodeMail.objects.filter(kind=kind, created_at__gt=at - timedelta(days=1))
    if day.filter(complaint=case).count() >= HELP_MAILS_A_DAY:
        raise NotHelped(_("这件投诉今天寄的信到了上限，没有再寄；最近发的还能用。请明天再来。"))
    asked = day.exclude(number="")  # those of filings have places of their own
    if asked.filter(to_index=address_index(address)).count() >= HELP_MAILS_TO_ONE:
        raise NotHelped(_("寄到这个邮箱的信今天到了上限，没有再寄。请明天再来。"))
    for mail in code_mails(case, kind, at, address):
        mail.number = case.number
        mail.save(force_insert=True)


def find_link(*, token: str, purpose: WayBack.Purpose, at: datetime | None = None) -> WayBack | None:
    """The link, while it can be used; looking at it uses nothing up."""
    links = WayBack.objects.open(at or timezone.now()).filter(
        purpose=purpose, token_digest=code_digest(token)
    )
    return links.select_related("complaint").first()


def confirm_help(*, by: Actor, token: str, telephone: str, at: datetime | None = None) -> Tried | None:
    """The adult lets somebody help, or goes on alone where the help ended before: a code of the case for who has the link and
    knows the telephone that was filed. None where the link cannot be used any more; NotHelped in the browser of who helps."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_link(token, Purpose.HELP, at)
        if held is None or not awaits_person(held.complaint):
            return None
        case = held.complaint
        check_elsewhere(ever_helped(by, case.pk))
        if not same_telephone(telephone, case.filed_complainant.phone_index):
            return wrong_telephone(by, case, held, at)
        end_links(case, at)
        how: dict[str, Any] = {"how": "text" if held.telephone_index else "mail"}
        if not is_helped(case):
            how["alone"] = True
        code = put_code(by, case, at, how, act=Act.HELP_CONFIRMED)
        if held.address in ("", case.filed_complainant.email) and case.filed_complainant.email:
            read_by_complainant(case, at)
    return Tried(case, code)


def refuse_help(*, by: Actor, token: str, at: datetime | None = None) -> Complaint | None:
    """Whoever reads the mailbox wants none of it: the help ends, the complaint is withdrawn, nothing of it ever went out. None
    where the link cannot be used, or the adult owns the case already: it is theirs to withdraw."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_link(token, Purpose.HELP, at)
        if held is None or not awaits_person(held.complaint):
            return None
        case = held.complaint
        end_links(case, at)
        ended = _end(case, at)
        append_entry(by=by, complaint_id=case.pk, act=Act.HELP_REFUSED, detail={"ended": ended}, at=at)
        set_state(by=by, complaint=case, state=Complaint.State.WITHDRAWN, at=at)
    return case


def authorise_help(*, by: Actor, complaint: Complaint, exhibit: UUID, at: datetime | None = None) -> str:
    """Who helps names the exhibit that shows the adult's signature; the code that is the adult's, to be handed to them.

    Once, and only while nobody confirmed: whoever helps could otherwise take the case back from the adult.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = _helped(by, complaint.pk)
        record = list(LedgerEntry.objects.filter(complaint=case).order_by("sequence"))
        named = next(
            (one for one in received_and_kept(record) if one.detail["exhibit"] == str(exhibit)), None
        )
        if named is None:
            raise NotHelped(_("没有选哪一个文件是签了字的授权书。没有改动任何内容。"))
        how = {"how": "paper", "exhibit": str(exhibit), "sha256": named.detail["sha256"]}
        end_links(case, at)
        return put_code(by, case, at, how, act=Act.HELP_AUTHORISED)


def end_help(*, by: Actor, complaint: Complaint, at: datetime | None = None) -> int:
    """The adult ends the help, or who helps ends it: they see nothing of the case any more. How many were ended; raise
    Complaint.DoesNotExist for everybody else."""
    at = at or timezone.now()
    with transaction.atomic():
        case = Complaint.objects.select_for_update(no_key=True).get(pk=complaint.pk)
        own = owns(by, case.pk)
        if not own and not helps(by, case.pk):
            raise Complaint.DoesNotExist
        ended = _end(case, at, None if own else by)
        if ended:
            append_entry(by=by, complaint_id=case.pk, act=Act.HELP_ENDED, detail={"ended": ended}, at=at)
    return len(ended)


def hold_link(token: str, purpose: WayBack.Purpose, at: datetime) -> WayBack | None:
    """The link and its case, locked; None where it cannot be used any more."""
    known = find_link(token=token, purpose=purpose, at=at)
    if known is None:
        return None
    case = Complaint.objects.select_for_update(no_key=True).get(pk=known.complaint_id)
    held = WayBack.objects.open(at).filter(pk=known.pk).select_for_update().first()
    if held is not None:
        held.complaint = case
    return held


def check_elsewhere(here: bool) -> None:
    """Raise NotHelped where the browser is that of whom the link is not for: the record says who did what."""
    if here:
        raise NotHelped(
            _("这个浏览器是帮忙的人在用，不能替本人确认。请本人在自己的手机或电脑上打开链接，或者输入码。")
        )


def same_telephone(typed: str, *filed: str) -> bool:
    index = telephone_index(typed)
    return any(one and hmac.compare_digest(one, index) for one in filed)


def _helped(by: Actor, complaint_id: UUID) -> Complaint:
    """The case, locked, for who helps with it and while the adult has not confirmed."""
    case = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
    if not helps(by, case.pk):
        raise Complaint.DoesNotExist
    if not awaits_person(case):
        raise NotHelped(_("本人已经能自己打开这件投诉了。没有改动任何内容。"))
    return case


def _end(case: Complaint, at: datetime, only: Actor | None = None) -> list[int]:
    rows = Access.objects.in_force(at).helping().filter(complaint=case)
    if only is not None:
        rows = rows.of(only)
    ended: list[Any] = list(rows.order_by("pk").values_list("pk", flat=True))
    Access.objects.filter(pk__in=ended).update(until=at)
    return ended
