"""The letters of a mediation: what they are filled with, whom they are addressed to, what an invitation must not say."""

from datetime import datetime

from django.utils import timezone

from core.days import day_read
from core.language import gettext as _
from filings.models import DeskLetter, Filing, LetterKind, Mediation
from filings.moves import State
from filings.services.by_law import ways_left
from filings.services.mediation.ending import amount_of, end_ground, limitation_words, payment_words
from filings.services.mediation.holding import session_words
from filings.services.mediation.moving import day_of
from filings.services.mediation.rules import mediation_of, mediation_rule
from filings.services.reach import Refused
from filings.services.sending.content import content_of

Kind = LetterKind
OF_MEDIATION = {
    Kind.INVITATION: Mediation.State.INVITED,
    Kind.SETTLEMENT: Mediation.State.SETTLED,
    Kind.ENDING: Mediation.State.ENDED,
}
NAME = "complainant.name", "representative.name"
_NOT_TOLD = (*NAME, "complainant.phone", "representative.phone", "complainant.address", "number")


def may_be_written(held: Filing, kind: str) -> bool:
    """Whether the step of a letter can be taken now."""
    found = mediation_of(held) if held.state == State.ACCEPTED else None
    return found is not None and found.way_to(OF_MEDIATION[Kind(kind)], "desk") is not None


def mediation_values(held: Filing, kind: str, given: dict[str, str], at: datetime) -> dict[str, str]:
    """What the fields of a template are of a mediation; {} for other letters."""
    found = mediation_of(held) if kind in OF_MEDIATION else None
    rule = mediation_rule(held)
    if found is None or rule is None:
        return {}
    values = {"被投诉人": found.respondent, "依据": f"{rule.citation}。"}
    until = day_of(given.get("until", ""))
    if kind == Kind.INVITATION:
        told = dict(found.told)
        said = [f"{label}：{text}" for label, text in found.lines]
        called = next((one for one in found.sessions.all() if not one.attendance), None)
        values |= {
            # By name only where that was consented to.
            "投诉人": next((told[name] for name in NAME if told.get(name)), "一名消费者"),
            "提供的内容": "\n".join(said),
            "答复期限": day_read(until) if until else "",
            "调解安排": session_words(called) if called else " ".join(given.get("body", "").split()),
        }
    elif kind == Kind.SETTLEMENT:
        yuan = amount_of(given.get("yuan", ""))
        values |= {"协议": given.get("reason", ""), "付款": payment_words(yuan, until), "理由": ""}
    else:
        values |= {
            "依据": _grounded(held, given),
            "途径": "\n".join(ways_left(held, State.DECIDED, timezone.localdate(at))),
            "时效": limitation_words(held, rule),
        }
    return values


def _grounded(held: Filing, given: dict[str, str]) -> str:
    ground = given.get("ground", "")
    chosen = end_ground(held, ground) if ground else None
    return f"{chosen.citation}：“{chosen.words}”。" if chosen else ""


def addressee_of(held: Filing, letter: DeskLetter, complainant: str) -> str:
    """To whom a letter is written: an invitation to the respondent, an agreement to both."""
    found = mediation_of(held) if letter.kind in (Kind.INVITATION, Kind.SETTLEMENT) else None
    if found is None:
        return complainant
    return found.respondent if letter.kind == Kind.INVITATION else f"{complainant}、{found.respondent}"


def check_tells_no_more(held: Filing, letter: DeskLetter) -> None:
    """Refused for an invitation in which stands who complained, or their number, where that was not consented to."""
    found = mediation_of(held) if letter.kind == Kind.INVITATION else None
    if found is None:
        return
    fields, told = content_of(held)["fields"], dict(found.told)
    consented = "".join(told.values())
    for name in _NOT_TOLD:
        value = str(fields.get(name) or "").strip()
        if len(value) > 1 and value in letter.text and value not in consented:
            raise Refused(_("正文里写了投诉人没有同意给被投诉方看的：%s。没有发出；写的还在这里。") % value)
