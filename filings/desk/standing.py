"""A case in words for the desk: its state, its days, whose it is, who acted. Colour alone says nothing to some."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Protocol

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.actors import BY_KEY
from accounts.models import Membership, User
from complaints.models import Act, LedgerEntry
from filings.models import Filing, Note
from filings.moves import MOVES, State, find
from filings.standing import day_words
from legal.models import Overrule

OPEN = (State.ACKNOWLEDGED, State.ACCEPTED)  # where an answer is still owed
SOON = 3  # days
_AT_DESK = (
    Act.QUESTION_ASKED,
    Act.NOTE_ADDED,
    Act.ASSIGNED,
    Act.RECUSED,
    Act.RECUSAL_LIFTED,
    Act.IDENTITY_ASKED,
    Act.IDENTITY_OPENED,
    Act.IDENTITY_DECLINED,
    Act.DECISION_CORRECTED,
    Act.APPROVAL_ASKED,
    Act.APPROVAL_SETTLED,
    Act.PERIOD_EXTENDED,
    Act.PERIOD_PAUSED,
    Act.PERIOD_RESUMED,
    Act.FILE_GIVEN,
    Act.LETTER_NUMBERED,
    Act.LETTER_ISSUED,
    Act.LETTER_VOIDED,
    Act.LETTER_SERVED,
    Act.MEDIATION_MOVED,
    Act.REFERRAL_MOVED,
    Act.ANSWER_RECORDED,
    Act.TASK_SET,
    Act.TASK_DONE,
    Act.SUPPLEMENT_SEEN,
    Act.WITHDRAWAL_SEEN,
    Act.KEPT_ON_BASIS,
)
_OF_STAFF = (Act.CASE_READ, Act.EXHIBIT_READ, Act.ASSESSMENT_OVERRULED)
_NOTES_OF_STAFF = (Note.Kind.QUESTION, Note.Kind.SPOKEN, Note.Kind.INTERNAL, Note.Kind.AMENDED)


def state_label(state: str) -> str:
    """The state as the desk says it; the labels of ``State`` speak to the complainant."""
    return _("新收到，待受理") if state == State.ACKNOWLEDGED else str(State(state).label)


def person_name(person: User) -> str:
    """A colleague's name, Chinese names with the family name first; else what they sign in with."""
    return name_of(person.get_username(), person.first_name, person.last_name)


def name_of(username: str, given: str, family: str) -> str:
    """As ``person_name``, of what stands in a row."""
    family, given = family.strip(), given.strip()
    if not family and not given:
        return username
    return f"{family}{given}" if not f"{family}{given}".isascii() else f"{given} {family}".strip()


def assignee(filing: Filing, *, here: bool) -> str:
    """Who has the case, and that they have left where they are ``here`` no more; "" for nobody."""
    if filing.assigned_to is None:
        return ""
    name = person_name(filing.assigned_to)
    return name if here else _("%s（已离开）") % name


class Dated(Protocol):
    """A filing, or its row in the queue."""

    @property
    def state(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def not_before(self) -> date | None: ...
    @property
    def paused_on(self) -> date | None: ...


def days_left(filing: Dated, today: date, *, uncounted: bool = False, known: bool = False) -> tuple[str, str]:
    """What to say and how it stands: ``late``, ``soon``, ``ample``, ``open`` (a day that cannot be counted yet), ``none``
    (no day is known) or ``over``. ``uncounted``: a deadline runs of which not even the earliest day is known. ``known``: there
    were some, and none runs now."""
    if filing.state == State.WITHDRAWN:
        return _("已撤回，没有期限"), "over"
    if filing.state not in OPEN:
        return _("已办结"), "over"
    if filing.paused_on is not None:
        return day_words(None, None, filing.paused_on), "open"
    if filing.due_on is None and filing.not_before is not None:
        return day_words(None, filing.not_before), "open"
    if filing.due_on is None:
        if uncounted:
            return _("期限暂不能计算"), "open"
        return (_("没有在算的期限") if known else _("没有查到期限")), "none"
    left = (filing.due_on - today).days
    urgency = "late" if left < 0 else "soon" if left <= SOON else "ample"
    return _left(left, get_language()), urgency


@lru_cache(maxsize=2_000)
def _left(left: int, _language: str | None) -> str:
    """A page says it fifty times: written once."""
    if left < 0:
        return ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", -left) % {"days": -left}
    if left == 0:
        return _("今天到期")
    return ngettext("还剩 %(days)d 天", "还剩 %(days)d 天", left) % {"days": left}


# ── Who acted: colleagues by name, also when they have left; never a party for want of a name ─────────────────────


def names_of(
    filing: Filing,
    complainants: Collection[str],
    entries: Iterable[LedgerEntry],
    notes: Iterable[Note],
    overrules: Iterable[Overrule],
    seen_by: Iterable[str] = (),
    *,
    at_work: Iterable[User] = (),
) -> dict[str, str]:
    """The name of everybody who wrote one of these, by the label that stands there. Who is known to be ``at_work`` at the
    desk is not asked for again."""
    entries, notes, overrules = list(entries), list(notes), list(overrules)
    staff = {one.made_by for one in overrules} | {*seen_by}
    staff |= {note.written_by for note in notes if note.kind in _NOTES_OF_STAFF}
    staff |= {entry.actor for entry in entries if entry.act in _OF_STAFF or by_desk(entry)}
    labels = staff | {note.written_by for note in notes} | {entry.actor for entry in entries}
    accounts = [one.removeprefix("user:") for one in labels if one not in complainants]
    ids = [int(one) for one in accounts if one.isdecimal()]
    works_here = Membership.objects.at_work().filter(user=OuterRef("pk"), organisation=filing.organisation_id)
    known: dict[str, tuple[User | None, bool]] = {f"user:{person.pk}": (person, True) for person in at_work}
    if others := [pk for pk in ids if f"user:{pk}" not in known]:
        asked = User.objects.filter(pk__in=others).annotate(works_here=Exists(works_here))
        known |= {f"user:{person.pk}": (person, person.works_here) for person in asked}
    found = {}
    for label in labels:
        person, here = known.get(label, (None, False))
        found[label] = _name(label, person, here, complainants, label in staff)
    return found


def _name(label: str, person: User | None, here: bool, complainants: Collection[str], worked: bool) -> str:
    if label in complainants:
        return _("投诉人")
    if label.startswith("system:"):
        return _("系统")
    if label.startswith(BY_KEY):
        return _("业务系统（接口密钥 %s）") % label.removeprefix(BY_KEY)
    if person is None:
        return _("已离开的工作人员") if worked else _("未知的操作人")
    if worked and not here:
        return _("%s（已离开）") % person_name(person)
    return person_name(person) if worked or person.is_staff else _("未知的操作人")


def by_desk(entry: LedgerEntry) -> bool:
    """Whether an entry is an act of the organisation that its filing was sent to, by what a desk alone can do."""
    if entry.act != Act.FILING_MOVED:
        return entry.act in _AT_DESK
    before, to = str(entry.detail.get("from")), str(entry.detail.get("to"))
    return before in MOVES and find(before, to, {"desk"}) is not None


_EVENTS: dict[str, Any] = {
    Act.QUESTION_ASKED: gettext_lazy("提问"),
    Act.NOTE_ADDED: gettext_lazy("备注"),
    Act.ASSIGNED: gettext_lazy("分派"),
    Act.RECUSED: gettext_lazy("声明回避"),
    Act.RECUSAL_LIFTED: gettext_lazy("回避解除"),
    Act.SUPPLEMENT_SEEN: gettext_lazy("看过补充"),
    Act.WITHDRAWAL_SEEN: gettext_lazy("知悉撤回"),
    Act.KEPT_ON_BASIS: gettext_lazy("依法留存"),
    Act.DECISION_CORRECTED: gettext_lazy("更正处理"),
    Act.APPROVAL_ASKED: gettext_lazy("请人复核"),
    Act.APPROVAL_SETTLED: gettext_lazy("复核"),
    Act.PERIOD_EXTENDED: gettext_lazy("延长期限"),
    Act.PERIOD_PAUSED: gettext_lazy("暂停计算"),
    Act.PERIOD_RESUMED: gettext_lazy("恢复计算"),
    Act.MEDIATION_MOVED: gettext_lazy("调解"),
    Act.REFERRAL_MOVED: gettext_lazy("移交立案"),
    Act.ANSWER_RECORDED: gettext_lazy("口头答复"),
    Act.TASK_SET: gettext_lazy("安排任务"),
    Act.TASK_DONE: gettext_lazy("办好任务"),
}
_MOVES: dict[str, Any] = {
    State.ACKNOWLEDGED: gettext_lazy("收到"),
    State.ACCEPTED: gettext_lazy("受理"),
    State.REFUSED: gettext_lazy("不予受理"),
    State.TRANSFERRED: gettext_lazy("转出"),
    State.DECIDED: gettext_lazy("作出处理"),
    State.CLOSED: gettext_lazy("结案"),
    State.WITHDRAWN: gettext_lazy("撤回"),
}


@cache
def _event(act: str, to: str, _language: str | None) -> str:
    words = _MOVES.get(to) if act == Act.FILING_MOVED else _EVENTS.get(act)
    return str(words or _("进展"))


def last_of(
    event: dict[str, Any] | None, sent_at: datetime | None, brought: datetime | None, language: str | None
) -> tuple[str, datetime | None]:
    """Of what the desk did last (act, to, at), when it was sent, and when the last supplement came."""
    said, at = (
        (_event(event["act"], event["to"] or "", language), event["at"]) if event else (_("收到"), sent_at)
    )
    if brought is not None and (at is None or brought > at):
        return _("来了补充"), brought
    return said, at
