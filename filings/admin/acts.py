"""What a caseworker may do with a case now: one form an act, each ending in one function of ``filings.services``."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from filings import services
from filings.desk.standing import OPEN, person_name, state_label
from filings.models import Filing
from filings.moves import State, allowed

LONGEST = 5_000  # characters of a reason, a question or a note
MOVE = "move:"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An act as the page offers it. What was typed stays in ``text`` until the act is done."""

    name: str
    label: str
    effect: str  # what follows from it, and who is told
    asks: str = ""  # the label of the text; "" when nothing is written
    tick: str = ""  # the label of a box to tick; "" for none
    ticked: bool = False
    grave: bool = False
    text: str = ""
    error: str = ""

    @property
    def onward(self) -> bool:
        """Whether the case may be left by it: after a note one mostly stays."""
        return self.name != "note"

    @property
    def field_id(self) -> str:
        return "text-" + self.name.replace(":", "-")


def standing(filing: Filing) -> str:
    """How the case stood when the page was made; another value later means that somebody acted in between."""
    waiting, unseen = (
        moment.isoformat() if moment else "" for moment in (filing.waiting_since, filing.unseen_since)
    )
    return f"{filing.state}/{waiting}/{unseen}"


def offers(filing: Filing, by: Actor) -> list[Offer]:
    """The moves that the table allows the desk, then asking and noting. Nobody handles a case of their own."""
    if "desk" not in services.roles(by, filing):
        return []
    found = [_of_move(move.to, str(move.label)) for move in allowed(filing.state, {"desk"})]
    if filing.state in OPEN:
        found.append(
            Offer(
                name="ask",
                label=_("向投诉人提问"),
                effect=_("投诉人会看到这个问题并可以答复；答复前本件标记为“等待投诉人答复”。"),
                asks=_("要问的问题"),
                tick=_("这是补正通知：要求补交材料。补齐以后，“自收到全部材料之日起”的期限重新起算。"),
            )
        )
    found.append(
        Offer(
            name="note",
            label=_("写内部备注"),
            effect=_("只有本机构的人员能看到，投诉人看不到。"),
            asks=_("备注"),
        )
    )
    return found


def _of_move(to: str, label: str) -> Offer:
    effects = {
        State.ACCEPTED: _("投诉人会看到：已受理。"),
        State.REFUSED: _("投诉人会看到不予受理和您写的理由，并可以另找渠道。"),
        State.TRANSFERRED: _("投诉人会看到转给了谁和为什么；本机构不再有期限。"),
        State.DECIDED: _("投诉人会看到您写的处理结果。"),
        State.CLOSED: _("本件结束，不再有期限。"),
    }
    asks = {
        State.REFUSED: _("不予受理的理由（投诉人会看到）"),
        State.TRANSFERRED: _("转给了哪个单位、为什么（投诉人会看到）"),
        State.DECIDED: _("处理结果（投诉人会看到）"),
    }
    return Offer(
        name=MOVE + to,
        label=label,
        effect=effects.get(State(to), ""),
        asks=asks.get(State(to), ""),
        grave=to == State.REFUSED,
    )


def objection(offered: list[Offer], act: str, text: str) -> str:
    """Why an act cannot be tried as posted, in words for the caseworker; "" when it can."""
    offer = next((one for one in offered if one.name == act), None)
    if offer is None:
        return _("没有执行：本件现在不能这样办理。")
    if offer.asks and not text:
        return _("没有执行：请先填写“%(field)s”。") % {"field": offer.asks}
    if len(text) > LONGEST:
        return _("没有执行：最多写 %(most)d 字，现在是 %(now)d 字。") % {"most": LONGEST, "now": len(text)}
    if "\x00" in text:
        return _("没有执行：文字里有不能保存的控制符，请删去后再试。")
    return ""


def perform(*, by: Actor, filing: Filing, act: str, text: str, ticked: bool = False) -> str:
    """Do an act that was offered; what to tell the caseworker. Raise services.Refused with words for them."""
    if act.startswith(MOVE):
        moved = services.move(by=by, filing=filing, to=act.removeprefix(MOVE), reason=text)
        return _("已记录：%(state)s。投诉人能看到这一步。") % {"state": state_label(moved.state)}
    done: dict[str, tuple[Callable[[], object], str]] = {
        "ask": (
            lambda: services.ask(by=by, filing=filing, question=text, missing_material=ticked),
            _("问题已发给投诉人，正在等待答复。"),
        ),
        "note": (lambda: services.note(by=by, filing=filing, text=text), _("内部备注已保存。")),
    }
    run, words = done[act]
    run()
    return words


def assign(*, by: Actor, filing: Filing, to: User | None) -> str:
    """Give the case to a colleague, to oneself, or back to nobody. Raise services.Refused."""
    services.assign(by=by, filing=filing, to=to)
    if to is None:
        return _("本件现在没有经办人。")
    return _("已交给 %(name)s 办理。") % {"name": person_name(to)}


def kept(found: list[Offer], act: str, text: str, error: str, ticked: bool = False) -> list[Offer]:
    """The offers with what was typed and ticked put back where it was."""
    return [
        replace(offer, text=text, error=error, ticked=ticked) if offer.name == act else offer
        for offer in found
    ]
