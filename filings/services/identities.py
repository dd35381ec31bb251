"""Who complained, where an organisation keeps that closed: it opens to one person, for one filing, on a need they state."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import IdentityNeed, Membership, Organisation, User
from complaints.ledger import append_entry
from complaints.models import Act
from core.language import gettext as _
from core.retention_and_limits import IDENTITY_OPEN_LIFE
from filings.models import DeskNews, Filing
from filings.services.desk_news.telling import no_longer_asked, tell_desk
from filings.services.reach import Refused, colleagues, hold, roles

LONGEST_NEED = 500
State = IdentityNeed.State


def custodians(filing: Filing, *, but: User | None, at: datetime | None = None) -> list[User]:
    """Who may agree: the custodians at its desk other than who asks; nobody of a case of their own."""
    kept = Membership.objects.at_work(at).filter(organisation=filing.organisation_id, custodian=True)
    apart = [filing.complaint.owner_id, but.pk if but else None]
    here = colleagues(filing, at).filter(pk__in=kept.values("user"))
    return [one for one in here if one.pk not in apart]


def open_identity(*, by: Actor, filing: Filing, need: str, at: datetime | None = None) -> IdentityNeed:
    """State why one must know who complained. It opens at once, or once a custodian agrees, as the organisation wants it;
    who complained reads that it was opened."""
    at, need = at or timezone.now(), need.replace("\x00", "").strip()
    try:
        with transaction.atomic():
            held = hold(by, filing)
            if "desk" not in roles(by, held) or by.user is None or held.organisation is None:
                raise Refused(_("只有收到这份材料的机构可以这样办。没有改动任何内容。"))
            if not by.masked(held.organisation_id, held.pk):
                raise Refused(_("投诉人身份已经对您打开。"))
            if not need or len(need) > LONGEST_NEED:
                raise Refused(_("请写明为什么需要，最多 %d 字。没有打开。") % LONGEST_NEED)
            waits = held.organisation.identity == Organisation.Identity.CUSTODIAN
            keepers = custodians(held, but=by.user, at=at) if waits else []
            if waits and not keepers:
                raise Refused(_("本机构现在没有别的身份保管人，没有打开。请机构管理员指定。"))
            made = IdentityNeed.objects.create(
                person=by.user,
                organisation=held.organisation,
                filing_id=held.pk,
                need=need,
                state=State.ASKED if waits else State.OPEN,
                until=None if waits else at + IDENTITY_OPEN_LIFE,
                asked_at=at,
            )
            _enter(by, held, made, Act.IDENTITY_ASKED if waits else Act.IDENTITY_OPENED, at)
            if waits:
                tell_desk(filing=held, kind=DeskNews.Kind.ASKED, at=at, by=by, people=keepers)
    except IntegrityError:
        raise Refused(_("已经在请身份保管人同意了。没有改动任何内容。")) from None
    return made


def settle_identity(
    *, by: Actor, filing: Filing, row: IdentityNeed, agree: bool, words: str = "", at: datetime | None = None
) -> IdentityNeed:
    """A custodian agrees, or declines and says why. Refused for who asked, and for whoever is no custodian."""
    at, words = at or timezone.now(), words.replace("\x00", "").strip()
    with transaction.atomic():
        held = hold(by, filing)
        rows = IdentityNeed.objects.filter(filing_id=held.pk, organisation=held.organisation_id)
        asked = rows.select_for_update(of=("self",)).select_related("person").filter(pk=row.pk).first()
        if asked is None or asked.state != State.ASKED:
            raise Refused(_("这项请求已经有了结果。没有改动任何内容。"))
        if by.user is None or by.user not in custodians(held, but=asked.person, at=at):
            raise Refused(_("要由另一位身份保管人办。没有改动任何内容。"))
        if (not agree and not words) or len(words) > LONGEST_NEED:
            raise Refused(_("请写明为什么不同意，最多 %d 字。没有改动任何内容。") % LONGEST_NEED)
        asked.state = State.OPEN if agree else State.DECLINED
        asked.until = at + IDENTITY_OPEN_LIFE if agree else None
        asked.settled_by, asked.settled_at, asked.words = by.label, at, words
        asked.save(update_fields=["state", "until", "settled_by", "settled_at", "words"])
        no_longer_asked(
            filing=held, kind=DeskNews.Kind.ASKED, asked_at=asked.asked_at, at=at, state=asked.state
        )
        _enter(by, held, asked, Act.IDENTITY_OPENED if agree else Act.IDENTITY_DECLINED, at)
        tell_desk(filing=held, kind=DeskNews.Kind.SETTLED, at=at, by=by, people=[asked.person])
    return asked


def _enter(by: Actor, held: Filing, row: IdentityNeed, act: Act, at: datetime) -> None:
    detail = {"filing": str(held.pk), "organisations": [held.organisation_id], "identity": row.pk}
    append_entry(by=by, complaint_id=held.complaint_id, act=act, detail=detail, at=at)
