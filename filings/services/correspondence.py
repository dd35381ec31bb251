"""What a desk asks the complainant, what it heard from them, words inside a desk, and who at the desk has the case. Answers
that are written are supplements."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.ledger import append_entry
from complaints.models import Act, CameBy
from core.language import gettext as _
from filings.models import TAKES_MORE, DeskNews, Filing, Note
from filings.moves import State
from filings.news import News
from filings.services.desk_news.telling import tell_desk
from filings.services.listing.keeping import keep_listing
from filings.services.reach import Refused, colleagues, hold, roles
from filings.services.sending import notices

_AT_DESK = (State.ACKNOWLEDGED, State.ACCEPTED)
MOST_CHARACTERS = 20_000
SPOKEN_BY = (CameBy.TELEPHONE, CameBy.COUNTER)


def _as(role: str, by: Actor, held: Filing, otherwise: str) -> None:
    if role not in roles(by, held):
        raise Refused(otherwise)


def _written(text: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise Refused(_("还没有写内容。"))
    if len(text) > MOST_CHARACTERS:
        raise Refused(_("写得太长：最多 %d 个字。您写的内容没有保存，请缩短后再提交。") % MOST_CHARACTERS)
    return text


def ask(
    *,
    by: Actor,
    filing: Filing,
    question: str,
    missing_material: bool = False,
    at: datetime | None = None,
) -> Note:
    """Ask the complainant; the filing shows since when an answer is awaited. Deadlines go on; those that run from when all
    the material is there begin anew once what was ``missing_material`` has come."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        _as("desk", by, held, _("只有收到这份材料的机构可以提问。"))
        if held.state not in _AT_DESK:
            raise Refused(_("这份材料现在是“%s”，不能再向投诉人提问。") % State(held.state).label)
        note = _asked(by, held, Act.QUESTION_ASKED, question, missing_material, at)
        notices.tell_complainant(filing=held, news=News.ASKED, at=at)
    return note


def record_question(
    *,
    by: Actor,
    filing: Filing,
    question: str,
    missing_material: bool = False,
    at: datetime | None = None,
) -> Note:
    """The complainant writes down what a recipient outside this portal asked for, so that it can be answered as what a desk
    asks; what follows for the days is the same."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        _as("witness", by, held, _("只有投诉人可以登记对方的要求；对方在办案台上的，由它自己提问。"))
        if held.state not in TAKES_MORE:
            raise Refused(
                _("这份材料现在是“%s”，不用再登记对方的要求。没有改动任何内容。") % State(held.state).label
            )
        return _asked(by, held, Act.QUESTION_RECORDED, question, missing_material, at)


def _asked(by: Actor, held: Filing, act: str, question: str, missing_material: bool, at: datetime) -> Note:
    note = Note.objects.create(
        filing=held,
        kind=Note.Kind.QUESTION,
        missing_material=missing_material,
        text=_written(question),
        written_by=by.label,
        at=at,
    )
    held.waiting_since = held.waiting_since or at
    held.save(update_fields=["waiting_since"])
    detail = {"filing": str(held.pk), "note": note.pk}
    if missing_material:
        detail["missing_material"] = True
    append_entry(by=by, complaint_id=held.complaint_id, act=act, detail=detail, at=at)
    keep_listing(held, at=at)
    return note


def record_spoken_answer(
    *,
    by: Actor,
    filing: Filing,
    text: str,
    way: str,
    said_at: datetime | None,
    read_back: bool,
    at: datetime | None = None,
) -> Note:
    """Write down what who complained answered on the telephone or at the counter, as their words, once it was read back to
    them: of a complaint that the desk took down itself, since they may have no other way. Who complained reads it and can add
    to it. It brings no material: a question for that waits on, and no period begins anew."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        _as("desk", by, held, _("只有收到这份材料的机构可以登记口头答复。"))
        if not held.came_by:
            raise Refused(_("这件是投诉人自己在平台上提交的，由投诉人在平台上答复。没有保存。"))
        if held.waiting_since is None or held.state not in _AT_DESK:
            raise Refused(_("这件现在没有等投诉人答复的问题。没有保存。"))
        if way not in SPOKEN_BY:
            raise Refused(_("请选来电还是来访。没有保存。"))
        if said_at is None or not held.waiting_since <= said_at <= at:
            raise Refused(_("请填什么时候说的：不能早于提问，也不能晚于现在。没有保存。"))
        if not read_back:
            raise Refused(_("还没有勾选“念给投诉人听过”。没有保存。"))
        kept = Note.objects.create(
            filing=held,
            kind=Note.Kind.SPOKEN,
            text=_written(text),
            written_by=by.label,
            at=at,
            came_by=way,
            said_at=said_at,
        )
        asked = held.notes.filter(kind=Note.Kind.QUESTION, at__gte=held.waiting_since)
        held.waiting_since = (
            asked.filter(missing_material=True).order_by("at").values_list("at", flat=True).first()
        )
        held.save(update_fields=["waiting_since"])
        detail = {"filing": str(held.pk), "note": kept.pk, "way": way, "said_at": said_at.isoformat()}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.ANSWER_RECORDED, detail=detail, at=at)
        tell_desk(filing=held, kind=DeskNews.Kind.ANSWERED, at=at, by=by)
        notices.tell_complainant(filing=held, news=News.SPOKEN, at=at)
        keep_listing(held, at=at)
    return kept


def note(
    *, by: Actor, filing: Filing, text: str, mentions: Iterable[User] = (), at: datetime | None = None
) -> Note:
    """Write down something inside the desk; the complainant never sees it. Who is mentioned is told: only those who can open
    the case, as a mention gives no access."""
    at, mentioned = at or timezone.now(), list(mentions)
    with transaction.atomic():
        held = hold(by, filing)
        _as("desk", by, held, _("只有收到这份材料的机构可以写内部备注。"))
        here = set(colleagues(held, at).filter(pk__in=[one.pk for one in mentioned])) if mentioned else set()
        if any(one not in here or one.pk == held.complaint.owner_id for one in mentioned):
            raise Refused(_("提到的人里有打不开本件的，没有保存。只能提到本机构的在职同事。"))
        kept = Note.objects.create(
            filing=held, kind=Note.Kind.INTERNAL, text=_written(text), written_by=by.label, at=at
        )
        detail: dict[str, Any] = {"filing": str(held.pk), "note": kept.pk}
        if mentioned:
            detail["mentions"] = [f"user:{one.pk}" for one in mentioned]
            tell_desk(filing=held, kind=DeskNews.Kind.MENTIONED, at=at, by=by, people=mentioned)
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.NOTE_ADDED, detail=detail, at=at)
        keep_listing(held, at=at)
    return kept


def assign(*, by: Actor, filing: Filing, to: User | None, at: datetime | None = None) -> Filing:
    """Give a filing to a colleague of the same organisation, or back to nobody."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(by, filing)
        _as("desk", by, held, _("只有收到这份材料的机构可以分派经办人。"))
        if to is not None and not colleagues(held, at).filter(pk=to.pk).exists():
            raise Refused(_("这位用户不是本机构的在职成员，没有分派。"))
        if held.assigned_to_id == (to.pk if to else None):
            return held
        before, held.assigned_to = held.assigned_to, to
        held.save(update_fields=["assigned_to"])
        detail = {"filing": str(held.pk), "to": f"user:{to.pk}" if to else ""}
        append_entry(by=by, complaint_id=held.complaint_id, act=Act.ASSIGNED, detail=detail, at=at)
        if to is not None:
            tell_desk(filing=held, kind=DeskNews.Kind.ASSIGNED, at=at, by=by, people=[to])
        if before is not None:
            tell_desk(filing=held, kind=DeskNews.Kind.TAKEN, at=at, by=by, people=[before])
    return held
