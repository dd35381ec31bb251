"""What a case can do next, for its page: one step first, the others after it, what is done already, and which days are near.

Read of the plan alone: what is open, in which order and until when, ``legal.reasoning.planning`` decides.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.stated import Facts
from core.retention_and_limits import SOON
from documents.official import form_of
from filings import services
from filings.models import Filing
from filings.moves import State
from legal.corpus import load
from legal.presentation import cited
from legal.reasoning import answers
from legal.reasoning.cards import Card, card_of
from legal.reasoning.planning import leading

MOST_TAKEN = 5  # things to have at hand that a card names
# A filing in one of these leaves its channel to be proposed again.
_AGAIN = (State.WITHDRAWN,)


@dataclass(frozen=True)
class Step:
    """A channel as the page proposes it: ``way`` is its entry of the plan in words; ``why`` it stands where it does."""

    way: Mapping[str, Any]
    plain: str
    why: str
    takes: Sequence[str]
    more: int
    gets: str
    never: str
    never_by: Sequence[Mapping[str, str]]  # the articles that say so, with their pages
    until: str
    soon: bool

    @property
    def channel(self) -> str:
        return str(self.way["channel"])


@dataclass(frozen=True)
class Day:
    """A day after which something is lost; ``address`` leads to what can be done about it."""

    until: str
    what: str
    basis: str
    page: str
    address: str = ""
    press: str = ""


@dataclass(frozen=True)
class Planned:
    """``first`` is None where something waits for the person already, or nothing is left to begin."""

    first: Step | None
    others: list[Step]
    closed: list[Mapping[str, Any]]
    aside: list[Mapping[str, Any]]
    near: list[Day]
    later: list[Day]
    passed: list[Day]
    done: list[tuple[str, str, str]] = field(default_factory=list)
    sues: bool = False  # a court is open, gone to already or not


def planned(
    complaint: Complaint,
    facts: Facts,
    plan: Sequence[Mapping[str, Any]],
    clocks: Sequence[Mapping[str, Any]],
    filings: Iterable[Filing],
    *,
    grounds: Sequence[answers.Ground],
    today: date,
    danger: bool,
    heard: Collection[str] | None = None,
) -> Planned:
    """``plan`` and ``clocks`` are in the words of ``legal.presentation``; ``danger``: the police come first; ``heard``: the
    channels that can be asked for something wanted, None where nobody said what they want. A channel that takes no material
    without a request is not first where nothing can be asked of it, but something of another."""
    codes = {one["code"] for one in leading(facts, grounds)}
    rows = [one for one in filings if one.state not in _AGAIN]
    done = {str(way["channel"]) for way in plan if _is_done(complaint, str(way["channel"]), facts, rows)}
    open_ways = [way for way in plan if way["relevant"] and way["open"] and way["channel"] not in done]
    steps = [
        _step(way, plan, today, card_of(load().channels[way["channel"]], facts, codes, load()))
        for way in open_ways
    ]
    steps.sort(key=lambda one: (not (danger and one.channel == "police"), not one.soon))
    first = next((one for one in steps if _can_be_asked(one.channel, heard)), steps[0] if steps else None)
    # Two ways may end by the same article on the same day: that is told once.
    days = list(dict.fromkeys(_day(complaint, clock) for clock in clocks if not clock.get("passed")))
    near = [one for one in days if date.fromisoformat(one.until) - today <= SOON]
    return Planned(
        first=first,
        others=[one for one in steps if one is not first],
        closed=[way for way in plan if way["relevant"] and not way["open"] and way["channel"] not in done],
        aside=[way for way in plan if not way["relevant"]],
        near=near,
        later=[one for one in days if one not in near],
        passed=[_day(complaint, clock) for clock in clocks if clock.get("passed")],
        done=services.earlier_steps(facts),
        sues=any(way["channel"] == services.COURT and way["open"] for way in plan),
    )


def _can_be_asked(channel: str, heard: Collection[str] | None) -> bool:
    return heard is None or channel in heard or not form_of(channel).needs_request


def _is_done(complaint: Complaint, channel: str, facts: Facts, filings: Sequence[Filing]) -> bool:
    """Whether the case went there already: from here to each company that it names there, or by the person before."""
    to, act = load().channels[channel].prior
    told = [one for one in facts.get("prior", ()) if "channel" not in one]
    if any(one["to"] == to and one.get("act", act) == act for one in told):
        return True
    sent = {one.recipient.name for one in filings if one.channel == channel}
    return bool(sent) and {*services.companies_of(complaint, channel)} <= sent


def _step(way: Mapping[str, Any], plan: Sequence[Mapping[str, Any]], today: date, card: Card) -> Step:
    told = load().channels[str(way["channel"])].rule.get("page", {})
    last = str(way["not_after"] or "") if not way["not_after_soft"] else ""
    soon = bool(last) and date.fromisoformat(last) - today <= SOON
    return Step(
        way=way,
        plain=card.plain,
        why=_why(way, plan, told, last if soon else "", card.urgent),
        takes=card.takes[:MOST_TAKEN],
        more=len(card.takes[MOST_TAKEN:]),
        gets=card.gets,
        never=card.never,
        never_by=[cited(basis, today) for basis in told.get("never_by", ())],
        until=last,
        soon=soon,
    )


def _why(
    way: Mapping[str, Any],
    plan: Sequence[Mapping[str, Any]],
    told: Mapping[str, str],
    last: str,
    urgent: Sequence[str],
) -> str:
    """Why now: its day is near, it is urgent, its addressee kept silent, another step waits for it, or it closes nothing."""
    if last:
        return _("最晚 %s：过了这一天，这条路就走不成了。") % last
    if urgent:
        return _("您说的里有：%s。先报案，别的照样可以走。") % _("、").join(_(one) for one in urgent)
    if way["silence"]:
        return _("被要求的机关过了期限没有答复，或者拒绝了。")
    waiting = [_(str(one["title"])) for one in plan if one["waits_for"] == way["channel"] and one["relevant"]]
    if waiting:
        return _("先走这一步，后面才能走：%s。") % _("、").join(waiting)
    return told.get("beside", "") or told.get("first", "")


def _day(complaint: Complaint, clock: Mapping[str, Any]) -> Day:
    """The records that may be deleted are asked to be kept; of the other days, the step itself is on the page."""
    keep = clock.get("preserve")
    return Day(
        until=str(clock["until"]),
        what=str(clock["what"]),
        basis=str(clock["basis"]),
        page=str(clock["page"]),
        address=reverse("preservation", args=[complaint.number]) if keep else "",
        press=_("要求对方保存记录") if keep else "",
    )
