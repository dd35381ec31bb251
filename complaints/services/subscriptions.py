"""The ways by which news of a case reaches its complainant: begun, confirmed, ended. What is sent by them: ``filings``."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, code_digest
from complaints.ledger import append_entry
from complaints.models import Act, CodeMail, Complaint, Subscription, TextedNumber, WayBack
from complaints.services.access import owns
from complaints.services.code_mails import (
    address_index,
    ask_to_confirm,
    is_confirmed,
    tell,
)
from core.language import gettext as _
from core.retention_and_limits import ENDED_WAY_LIFE, TEXTED_NUMBER_LIFE, TEXTS_STOPPED_LIFE

Medium = Subscription.Medium


class NotAsked(Exception):
    """No link is sent. The message is for people: why, what stays, what to do."""


def ask_mailbox(*, by: Actor, complaint: Complaint, at: datetime | None = None) -> None:
    """Send the link that confirms the complainant's address once more; the one before works until then. Raise NotAsked where
    none is sent, Complaint.DoesNotExist for others."""
    at = at or timezone.now()
    with transaction.atomic():
        case = hold_own(by, complaint.pk)
        address = case.complainant.email
        if not address:
            raise NotAsked(_("没有填邮箱，没有寄。请先补上。"))
        mine = Subscription.objects.filter(
            complaint=case, medium=Medium.MAIL, address_index=address_index(address)
        )
        if mine.filter(refused=True).exists():
            raise NotAsked(_("打开确认链接的人说这个邮箱不是自己的，没有寄。请改邮箱。"))
        if is_confirmed(case, address):
            raise NotAsked(_("这个邮箱已经确认过了，不用再寄。"))
        if not ask_to_confirm(case, address, at):
            raise NotAsked(_("今天寄到这个邮箱的确认信到了上限，没有再寄；先前信里的链接照旧。请明天再要。"))


def find_mailbox(*, token: str) -> Subscription | None:
    """The mailbox of a link, confirmed or not; looking at it changes nothing."""
    rows = Subscription.objects.standing().filter(medium=Medium.MAIL, token_digest=code_digest(token))
    return rows.select_related("complaint").first()


def confirm_mailbox(*, token: str, at: datetime | None = None) -> Subscription | None:
    """Whoever reads the mailbox says that it is the complainant's: from now on it gets news, the number first. None where
    the link cannot be used any more; twice is once."""
    at = at or timezone.now()
    with transaction.atomic():
        known = find_mailbox(token=token)
        if known is None:
            return None
        held = _held(known)
        if held.ended_at is not None or (held.confirmed_at is None and _over(held, at)):
            return None
        if held.confirmed_at is None:
            begin(by=Actor(), held=held, at=at)
            tell(held.complaint, CodeMail.Kind.FILED, at, held.address)
    return held


def read_by_complainant(case: Complaint, at: datetime) -> None:
    """A link that went to the address given at filing was used with the telephone given with it: the mailbox is theirs. For a
    case that the caller has locked."""
    address = case.filed_complainant.email
    mine = {"complaint": case, "medium": Medium.MAIL, "address_index": address_index(address)}
    if is_confirmed(case, address) or address != case.complainant.email:
        return
    Subscription.objects.standing().filter(confirmed_at=None, **mine).delete()
    held = Subscription.objects.create(address=address, asked_at=at, **mine)
    begin(by=Actor(), held=held, at=at)


def refuse_mailbox(*, token: str, at: datetime | None = None) -> Subscription | None:
    """Whoever reads the mailbox filed nothing: no news goes there, and it is not asked again. Who had confirmed it wants no
    more mails, and may want them again."""
    at = at or timezone.now()
    with transaction.atomic():
        known = find_mailbox(token=token)
        if known is None:
            return None
        held = _held(known)
        if held.ended_at is None:
            held.refused = held.confirmed_at is None
            end(by=Actor(), held=held, at=at)
    return held


def end_subscription(*, by: Actor, subscription: Subscription, at: datetime | None = None) -> Subscription:
    """Stop one way of news, at the complainant's wish; twice is once. Raise Complaint.DoesNotExist for others."""
    at = at or timezone.now()
    with transaction.atomic():
        hold_own(by, subscription.complaint_id)
        held = _held(subscription)
        if held.ended_at is None:
            end(by=by, held=held, at=at)
    return held


def hold_own(by: Actor, complaint_id: UUID) -> Complaint:
    """The case, locked, for its complainant."""
    case = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
    if not owns(by, case.pk):
        raise Complaint.DoesNotExist
    return case


def begin(*, by: Actor, held: Subscription, at: datetime) -> None:
    """Let news go out by a way that the caller has locked or just made, inside its transaction."""
    held.confirmed_at = at
    held.save(update_fields=["confirmed_at"])
    _enter(by, held, Act.NEWS_BEGUN, at)


def end(*, by: Actor, held: Subscription, at: datetime) -> None:
    """End a way that the caller has locked, inside its transaction; what is known of the address goes."""
    began = held.confirmed_at is not None
    held.ended_at = at
    if held.medium != Medium.MAIL:
        held.address = ""
    held.save(update_fields=["ended_at", "refused", "address"])
    if began or held.refused:
        _enter(by, held, Act.NEWS_ENDED, at)


def forget_ended_ways(*, at: datetime) -> int:
    """Forget telephones and browsers that get no news any more, telephones whose code nobody typed, and those to which a link
    went that is over: also the keyed hash, by which they could be found again. The number forgotten."""
    over = at - ENDED_WAY_LIFE
    ways = Subscription.objects.filter(medium__in=(Medium.PUSH, Medium.TEXT))
    never = ways.standing().filter(confirmed_at=None, expires_at__lte=over)
    gone = never.update(ended_at=at, address="", address_index="")
    ended = ways.filter(ended_at__lte=over).exclude(address_index="")
    links = WayBack.objects.by_text().filter(ended_at__lte=over)
    return (
        gone
        + ended.update(address="", address_index="")
        + links.update(address="", telephone_index="")
        + _forget_texted(at)
    )


def _forget_texted(at: datetime) -> int:
    """Telephones that got a text some time ago, and those that their holders wanted none at for long enough."""
    wanted = TextedNumber.objects.filter(stopped_at=None, texted_at__lte=at - TEXTED_NUMBER_LIFE)
    stopped = TextedNumber.objects.filter(stopped_at__lte=at - TEXTS_STOPPED_LIFE)
    return wanted.delete()[0] + stopped.delete()[0]


def _held(subscription: Subscription) -> Subscription:
    rows = Subscription.objects.select_related("complaint").select_for_update(of=("self",))
    return rows.get(pk=subscription.pk)


def _over(held: Subscription, at: datetime) -> bool:
    return held.expires_at is None or held.expires_at <= at


def _enter(by: Actor, held: Subscription, act: Act, at: datetime) -> None:
    detail = {"subscription": held.pk, "medium": held.medium}
    append_entry(by=by, complaint_id=held.complaint_id, act=act, detail=detail, at=at)
