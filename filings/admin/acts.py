"""What a caseworker may do with a case now: one form an act, with what follows from it, its letter, the key that opens it.

Done is what was posted in ``filings.admin.performing``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Recusal, User
from filings import services
from filings.desk.standing import OPEN, person_name
from filings.models import DeskLetter, Filing, LetterKind
from filings.moves import Move, State, allowed

LONGEST = 5_000  # characters of a reason, a question or a note
MOVE, PROPOSE, EXTEND, MEDIATE, REFER = "move:", "propose:", "extend:", "mediate:", "refer:"
# The frequent acts. A key opens the form of an act; doing it takes its button.
KEYS = {
    f"{MOVE}{State.ACCEPTED}": "a",
    f"{MOVE}{State.REFUSED}": "r",
    f"{MOVE}{State.TRANSFERRED}": "t",
    f"{MOVE}{State.DECIDED}": "d",
    f"{MOVE}{State.CLOSED}": "c",
    "ask": "q",
    "note": "n",
    "task": "m",
}
# Of which act a letter tells; "letter:" begins one for what was done without it.
LETTER = "letter:"
LETTERS = {
    f"{MOVE}{State.ACCEPTED}": LetterKind.ACCEPTANCE,
    f"{MOVE}{State.REFUSED}": LetterKind.REFUSAL,
    f"{MOVE}{State.TRANSFERRED}": LetterKind.TRANSFER,
    f"{MOVE}{State.DECIDED}": LetterKind.DECISION,
    f"{MOVE}{State.CLOSED}": LetterKind.CLOSING,
    f"{PROPOSE}close": LetterKind.CLOSING,
    "ask": LetterKind.REQUEST,
    f"{MEDIATE}invite": LetterKind.INVITATION,
    f"{MEDIATE}settle": LetterKind.SETTLEMENT,
    f"{MEDIATE}end": LetterKind.ENDING,
}
_AFTER = {
    State.ACCEPTED: LetterKind.ACCEPTANCE,
    State.DECIDED: LetterKind.DECISION,
    State.CLOSED: LetterKind.CLOSING,
}
Given = Mapping[str, Any]


def letter_of(act: str) -> str:
    """Which kind of letter tells of an act; "" for none."""
    if act.startswith(LETTER):
        return act.removeprefix(LETTER)
    return LetterKind.EXTENSION if act.startswith(EXTEND) else LETTERS.get(act, "")


@dataclass(frozen=True, kw_only=True)
class Field:
    """What is chosen or filled in beside the text. ``kind``: select, people, day or line."""

    name: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    value: str = ""
    values: tuple[str, ...] = ()  # of several people


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An act as the page offers it. What was typed stays in ``text`` and the fields until the act is done."""

    name: str
    label: str
    effect: str  # what follows from it, and who is told
    asks: str = ""  # the label of the text; "" when nothing is written
    fields: tuple[Field, ...] = ()
    tick: str = ""  # the label of a box to tick; "" for none
    ticked: bool = False
    grave: bool = False
    text: str = ""
    error: str = ""

    @property
    def onward(self) -> bool:
        """Whether the case may be left by it: after a note one mostly stays."""
        return self.name not in ("note", "task", "recuse", "identity") and not self.name.startswith(LETTER)

    @property
    def letter(self) -> str:
        """The name of the letter that can be written for it; "" for none."""
        kind = "" if self.name.startswith(LETTER) else letter_of(self.name)
        return str(LetterKind(kind).label) if kind else ""

    @property
    def key(self) -> str:
        """The key that opens its form; "" for what is rare."""
        return KEYS.get(self.name, "")

    @property
    def field_id(self) -> str:
        return "text-" + self.name.replace(":", "-").replace("@", "-")


def standing(filing: Filing) -> str:
    """How the case stood when the page was made; another value later means that somebody acted in between."""
    waiting, unseen = (
        moment.isoformat() if moment else "" for moment in (filing.waiting_since, filing.unseen_since)
    )
    return f"{filing.state}/{waiting}/{unseen}/{filing.mediation}/{filing.referral}"


def offers(filing: Filing, by: Actor, mediation: Iterable[Offer]) -> list[Offer]:
    """The moves that the table allows the desk, then asking, the steps of its ``mediation``, periods, noting. Nobody handles
    a case of their own."""
    if "desk" not in services.roles(by, filing):
        return []
    # The page shows them too: asked once.
    prefetch_related_objects([filing], "deadlines")
    found = [_of_move(filing, move) for move in allowed(filing.state, {"desk"})]
    if filing.state in OPEN:
        found.append(_ask())
    if filing.came_by and filing.waiting_since is not None and filing.state in OPEN:
        found.append(_spoken())
    found += mediation
    found += _periods(filing)
    if by.masked(filing.organisation_id, filing.pk):
        found = [_identity(filing), *found]
    elif filing.state in (State.DECIDED, State.CLOSED) and filing.decision:
        found.append(
            Offer(
                name="correct",
                label=_("更正处理结果"),
                effect=_("投诉人会收到通知，看到更正后的；原来的留在往来里。"),
                asks=_("更正后的处理结果（投诉人会看到）"),
                text=filing.decision,
            )
        )
    found += _after(filing)
    people = tuple((str(one.pk), name) for one, name in colleagues_of(filing))
    found += [_note(people, by), _task(people)]
    return found if by.user is None else [*found, _recuse()]


def letters_of(filing: Filing) -> list[DeskLetter]:
    """Its letters, of a filing that ``with_insides`` read; asked once for a page, and not where there are none."""
    known: list[DeskLetter] | None = getattr(filing, "_letters_here", None)
    if known is None:
        there = getattr(filing, "has_letters", True)
        rows = filing.letters.select_related("file").defer("given", "filled", "text") if there else ()
        known = filing._letters_here = list(rows)  # type: ignore[attr-defined]
    return known


def _after(filing: Filing) -> list[Offer]:
    """A letter for what was done without one."""
    kind = _AFTER.get(State(filing.state))
    taken = (DeskLetter.State.DRAFT, DeskLetter.State.SEALING, DeskLetter.State.ISSUED)
    if kind is None or any(one.kind == kind and one.state in taken for one in letters_of(filing)):
        return []
    effect = _("只是文书：状态和期限不变。拟好、发出以后，投诉人会看到。")
    label = _("补一份%s") % kind.label
    return [Offer(name=f"{LETTER}{kind}", label=label, effect=effect)]


def colleagues_of(filing: Filing) -> list[tuple[User, str]]:
    """Who works at its desk, by name; asked once for a page."""
    known: list[tuple[User, str]] | None = getattr(filing, "_colleagues_here", None)
    if known is None:
        rows = services.colleagues_in_order(filing)
        known = filing._colleagues_here = [(one, person_name(one)) for one in rows]  # type: ignore[attr-defined]
    return known


def _ask() -> Offer:
    return Offer(
        name="ask",
        label=_("向投诉人提问"),
        effect=_("投诉人会看到这个问题并可以答复；答复前本件标记为“等待投诉人答复”。"),
        asks=_("要问的问题"),
        tick=_("这是补正通知：要求补交材料。补齐以后，“自收到全部材料之日起”的期限重新起算。"),
    )


def _spoken() -> Offer:
    ways = tuple((one.value, str(one.label)) for one in services.SPOKEN_BY)
    return Offer(
        name="spoken",
        label=_("登记口头答复"),
        effect=_("投诉人打来电话、来到窗口答复的，记在这里。投诉人会看到记了什么，可以再补充；期限不变。"),
        asks=_("投诉人说的话（照他说的记）"),
        fields=(
            Field(name="way", label=_("怎样说的"), kind="select", options=ways, required=True),
            Field(name="day", label=_("哪天"), kind="day", required=True),
            Field(name="time", label=_("几点（例如 14:30）"), kind="line", required=True),
        ),
        tick=_("念给投诉人听过，投诉人说没有记错"),
    )


def _note(people: tuple[tuple[str, str], ...], by: Actor) -> Offer:
    mine = str(by.user.pk) if by.user else ""
    others = tuple(one for one in people if one[0] != mine)
    mention = Field(name="people", label=_("提到谁（会收到消息）"), kind="people", options=others)
    return Offer(
        name="note",
        label=_("写内部备注"),
        effect=_("只有本机构的人员能看到，投诉人看不到。"),
        asks=_("备注"),
        fields=(mention,) if others else (),
    )


def _identity(filing: Filing) -> Offer:
    custodian = filing.organisation is not None and filing.organisation.identity == "custodian"
    effect = _("只对您、只在本件打开 30 天。投诉人看得到有人打开过。")
    if custodian:
        effect = _("身份保管人同意以后，只对您、只在本件打开 30 天。投诉人看得到有人打开过。")
    return Offer(
        name="identity",
        label=_("打开投诉人身份"),
        effect=effect,
        asks=_("为什么需要知道是谁（只有本机构能看到）"),
    )


def _recuse() -> Offer:
    return Offer(
        name="recuse",
        label=_("声明回避"),
        effect=_(
            "从现在起您打不开这件投诉，也不能办；在您手里的，回到未分派。同事看得到您声明了回避，投诉人看得到有人声明。"
        ),
        fields=(
            Field(
                name="why",
                label=_("为什么"),
                kind="select",
                options=(("", _("请选择")), *((value, str(label)) for value, label in Recusal.Why.choices)),
                required=True,
            ),
        ),
        grave=True,
    )


def _task(people: tuple[tuple[str, str], ...]) -> Offer:
    return Offer(
        name="task",
        label=_("记要办的事"),
        effect=_("只在本机构里。一行一项，办完打勾。"),
        asks=_("要办的事"),
        fields=(
            Field(name="person", label=_("由谁办"), kind="select", options=(("", _("不指定")), *people)),
            Field(name="day", label=_("哪天以前"), kind="day"),
        ),
    )


def _periods(filing: Filing) -> list[Offer]:
    """What the law of the channel lets be done with the periods that run."""
    found = []
    for row, rule in services.extensions_of(filing):
        second = services.extended(row) > 0
        effect = _("%(needs)s（%(citation)s）。投诉人会看到延长和理由。")
        if second:
            effect = _("%(needs)s（%(citation)s）。已经延长过，要另一位同事复核；同意以后投诉人会看到。")
        day = Field(name="day", label=_("延长到哪一天"), kind="day", required=True)
        found.append(
            Offer(
                name=f"{EXTEND}{rule.basis}",
                label=_("延长%d日") % rule.days if rule.days else _("延长期限"),
                effect=effect % {"needs": rule.needs, "citation": rule.citation},
                asks=_("理由（投诉人会看到）"),
                fields=() if rule.days else (day,),
            )
        )
    if rules := services.pauses_of(filing):
        options = tuple((one.slug, f"{one.title}（{one.citation}）") for one in rules)
        choose = Field(name="slug", label=_("因为什么"), kind="select", options=options, required=True)
        found.append(
            Offer(
                name="pause",
                label=_("暂停计算期限"),
                effect=_("这段时间不计入期限。投诉人会看到；结束以后请恢复计算。"),
                asks=_("理由（投诉人会看到）"),
                fields=(choose,),
            )
        )
    if filing.paused_on is not None:
        effect = _("暂停的天数加到期限上，从今天接着算。投诉人会看到新的日期。")
        found.append(Offer(name="resume", label=_("恢复计算期限"), effect=effect))
    return found


def _of_move(filing: Filing, move: Move) -> Offer:
    to = State(move.to)
    if move.two_persons:
        return Offer(
            name=f"{PROPOSE}close",
            label=str(move.label),
            effect=_("先请另一位同事复核；同意以后结案，投诉人会看到您写的理由。"),
            asks=_("为什么不作处理（投诉人会看到）"),
            grave=True,
        )
    again = to == State.ACCEPTED and move.needs_reason
    effects = {
        State.ACCEPTED: _("投诉人会看到：重新办理，和您写的理由。") if again else _("投诉人会看到：已受理。"),
        State.REFUSED: _("投诉人会看到法定情形、您写的理由，和还可以走的途径。"),
        State.TRANSFERRED: _(
            "投诉人会看到转给了谁和为什么；本机构不再有期限。材料不随着转，要由投诉人另行同意。"
        ),
        State.DECIDED: _("投诉人会看到您写的处理结果。"),
        State.CLOSED: _("本件结束，不再有期限。"),
    }
    asks = {
        State.REFUSED: _("不予受理的理由（投诉人会看到）"),
        State.TRANSFERRED: _("为什么转（投诉人会看到）"),
        State.DECIDED: _("处理结果（投诉人会看到）"),
    }
    return Offer(
        name=MOVE + to,
        label=str(move.label),
        effect=effects.get(to, ""),
        asks=_("理由（投诉人会看到）") if again else asks.get(to, ""),
        fields=_fields_of(filing, to),
        grave=to == State.REFUSED,
    )


def _fields_of(filing: Filing, to: State) -> tuple[Field, ...]:
    if to == State.TRANSFERRED:
        return (Field(name="body", label=_("转给哪个单位"), kind="line", required=True),)
    grounds = services.refusal_grounds(filing) if to == State.REFUSED else []
    if not grounds:
        return ()
    options = tuple((one.key, f"{one.citation.rpartition('）')[2]} {one.words}") for one in grounds)
    choose = (("", _("请选择")), *options)
    return (Field(name="ground", label=_("法定情形"), kind="select", options=choose, required=True),)


def kept(found: list[Offer], act: str, text: str, error: str, given: Given) -> list[Offer]:
    """The offers with what was typed, chosen and ticked put back where it was."""
    return [
        replace(
            offer,
            text=text,
            error=error,
            ticked="tick" in given,
            fields=tuple(_filled(one, given) for one in offer.fields),
        )
        if offer.name == act
        else offer
        for offer in found
    ]


def _filled(field: Field, given: Given) -> Field:
    several = tuple(given.getlist(field.name)) if isinstance(given, QueryDict) else ()
    return replace(field, value=str(given.get(field.name, "")), values=several)


def day_in(given: Given, name: str = "day") -> date | None:
    """A day that was filled in; None for none. Refused for what is no day."""
    typed = str(given.get(name, ""))
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise services.Refused(_("日期请写成 2026-12-31 这样。没有保存。")) from None
