"""Of what a person wants, which ways of the plan can be asked for it; and where none can, why, and what would open one.

For the person alone. Read of the assessment: what a single paper asks, ``documents.requests`` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from complaints.stated import Facts
from core.sentences import sentence
from documents.holding import bears_out
from documents.law import PLEADED
from documents.losses import TAKEN, asked_as, loss_of
from documents.official import OfficialForm, form_of
from documents.requests import GONE, kinds
from legal.corpus import load
from legal.reasoning import answers
from legal.reasoning.facts import FACTS, Known, label
from legal.reasoning.planning import derive


@dataclass(frozen=True)
class Wished:
    """One thing that is wanted: the channels that can be asked for it, or ``why`` none can; ``helped`` by whoever can be asked to
    help before anybody is shown to have done wrong."""

    wish: str
    title: str
    channels: tuple[str, ...]
    why: str = ""
    helped: tuple[str, ...] = ()


def wished(facts: Facts, found: answers.Assessment, on: date) -> list[Wished]:
    """Everything that the person wants, in their order."""
    known = derive(facts, on)
    told = []
    for wish in facts.get("wishes") or ():
        ways = tuple(_heard(wish, known, found, on))
        why = "" if ways else _why(wish, known, found, on)
        helped = tuple(_helping(wish, known, found, on))
        told.append(Wished(wish, FACTS["wishes"].values[wish], ways, why, helped))
    return told


def _heard(wish: str, known: Known, found: answers.Assessment, on: date) -> Iterator[str]:
    rows = {
        slug: row for slug, row in kinds().items() if _meant(wish, row, known) and not _over(row, known, on)
    }
    alive = [one for one in found["grounds"] if one["status"] in PLEADED]
    roles = {one.get("role", "unknown") for one in known.get("respondents") or ()}
    for way in found["plan"]:
        if not way["relevant"] or (not way["open"] and not way["waits_for"]):
            continue
        form = form_of(way["channel"])
        about = {*form.respondent_roles, *form.respondent_otherwise}
        if about and roles and not about & roles and "unknown" not in roles:
            continue
        heard = [one for one in alive if way["channel"] in one["channels"]]
        if any(
            slug in form.requests
            and _asked(slug, row, _lasting(row, _own(slug, row, heard, form), known, on), roles, known)
            for slug, row in rows.items()
        ):
            yield way["channel"]


def _own(
    slug: str, row: Mapping[str, Any], heard: list[answers.Ground], form: OfficialForm
) -> list[answers.Ground]:
    """Of a company nothing is asked for what others answer for, but to help; and none apologises for what another did."""
    if not form.to_company or slug in form.helps:
        return heard
    of = {*form.respondent_roles}
    own = [one for one in heard if of & {who["role"] for who in one["respondents"]}]
    if not row.get("acts"):
        return own
    return [one for one in own if of & {*_doing(one["code"])} or one["code"] in row.get("answered", ())]


def _doing(code: str) -> Iterator[str]:
    pleading = load().grounds[code].pleading
    yield from pleading.by
    yield from (role for role, _when in pleading.by_when)


def _helping(wish: str, known: Known, found: answers.Assessment, on: date) -> Iterator[str]:
    """The open ways that help with it where no ground lets it be asked for yet."""
    alive = {one["code"] for one in found["grounds"] if one["status"] in PLEADED}
    rows = {
        slug
        for slug, row in kinds().items()
        if wish in row["wishes"]
        and not {"code", "grounds", "of"} & {*row}
        and not alive & {*row.get("absent", ())}
        and not (row.get("ongoing") and _stopped(known, on))
        and _holds(row.get("when"), known)
    }
    for way in found["plan"]:
        if way["relevant"] and way["open"] and rows & {*form_of(way["channel"]).helps}:
            yield way["channel"]


def _meant(wish: str, row: Mapping[str, Any], known: Known) -> bool:
    here = row.get("wishes_when", {}).get(wish)
    return wish in row["wishes"] or (here is not None and _holds(here, known))


def _asked(
    slug: str, row: Mapping[str, Any], heard: list[answers.Ground], roles: set[str], known: Known
) -> bool:
    """Whether one of these grounds lets it be asked of one of those complained about, on these facts."""
    if {one["code"] for one in heard} & {*row.get("absent", ())}:
        return False
    codes = {"R10", "R12"} if row.get("penal") else {row["code"]} if "code" in row else set()
    fits = any(
        (not codes or codes & {relief["code"] for relief in one["relief"]})
        and one["code"] in row.get("grounds", (one["code"],))
        and one["code"] not in row.get("but", ())
        for one in heard
    )
    among = {*row.get("roles", ()), *row.get("otherwise", ())}
    if roles and roles <= {*row.get("spares", ())}:
        return False
    if not fits or (among and roles and not among & roles) or not _holds(row.get("when"), known):
        return False
    return row.get("sum") not in _OF_COSTS or _spent(slug, known)


# What is asked where it is told as spent or lost, and nowhere else.
_OF_COSTS = ("damages", "medical", "costs", "balance", "opening", "taken")


def _spent(slug: str, known: Known) -> bool:
    costs = (known.get("loss") or {}).get("costs") or ()
    if kinds()[slug]["sum"] == "taken":
        paid = (known.get("debt") or {}).get("paid_under_pressure")
        return bool(paid) or any(loss_of(str(one["what"])) == TAKEN for one in costs)
    return any(asked_as(str(one["what"]), kind=known["kind"]) == slug for one in costs)


def _over(row: Mapping[str, Any], known: Known, on: date) -> bool:
    """Whether it is asked only of what stopped within some days, and it did not, or long ago."""
    return "over" in row and not GONE < _ago(known, on) <= row["over"]


def _lasting(
    row: Mapping[str, Any], heard: list[answers.Ground], known: Known, on: date
) -> list[answers.Ground]:
    """The grounds on which it can be asked today: that something stops, of what goes on alone."""
    if not row.get("ongoing") or not _stopped(known, on):
        return heard
    return [one for one in heard if one["code"] in row.get("lasting", ())]


def _stopped(known: Known, on: date) -> bool:
    return _ago(known, on) > GONE or _holds({"use": "one_day_fraud"}, known)


def _ago(known: Known, on: date) -> int:
    """Days since the last time."""
    return (on - date.fromisoformat(known["event"]["last"])).days


def _why(wish: str, known: Known, found: answers.Assessment, on: date) -> str:
    """Why nowhere: what is so, else what is still open in what the person chose, else what would open it."""
    said = load().requests["unmet"]
    rows = said.get(wish, ())
    gone = (row["gone"] for row in rows if "gone" in row and _ago(known, on) > GONE)
    sure = (row["say"] for row in rows if "sure" in row and _holds(row["sure"], known))
    lacks = "、".join(map(label, _open(wish, known, found)))
    waits = [sentence("还不知道：{facts}。到“补充和更正”说了，再看能不能提。", facts=lacks)] if lacks else []
    fitting = (row["say"] for row in rows if not {"gone", "sure"} & {*row} and _holds(row.get("when"), known))
    return str(next(chain(gone, sure, waits, fitting), said["otherwise"]))


def _open(wish: str, known: Known, found: answers.Assessment) -> list[str]:
    """The facts that the grounds chosen still wait for, where one of them would let it be asked for; of a sum that is none."""
    rows = [row for row in kinds().values() if _meant(wish, row, known) and "sum" not in row]
    missing: list[str] = []
    for ground in found["grounds"]:
        reliefs = {one["code"] for one in ground["relief"]}
        fits = any(
            row.get("code") in {None, *reliefs} and ground["code"] in row.get("grounds", (ground["code"],))
            for row in rows
        )
        if ground["chosen"] and ground["status"] == "needs_facts" and fits:
            missing += [name for one in ground["elements"] for name in one["missing"] if not one["judgement"]]
    return list(dict.fromkeys(missing))


def _holds(tree: Any, known: Known) -> bool:
    return tree is None or bears_out(known, tree)
