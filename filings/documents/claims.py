"""民事起诉状: the statement of claim (民事诉讼法 124)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from filings.documents.letters import facts_data, parties
from filings.documents.material import Case, Seal
from filings.documents.official import cause_of_action, form_of
from filings.documents.press import Document, typeset
from filings.documents.requests import requests_of
from filings.documents.wording import (
    allowed,
    basis_rows,
    cited_by_number,
    day,
    exhibit_rows,
    ground_rows,
    missing_from,
    seal_data,
)

COURT = "受诉人民法院的名称"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim to the court that the person chose, dated on the day of filing (which picks the 案由).

    `cause` is a key of official/causes.yaml and overrides the one that the first ground suggests.
    `jointly` asks that several defendants answer for sums together (连带).
    """

    court: str
    on: date
    case: Case
    seal: Seal | None = None
    cause: str = ""
    jointly: bool = False


def statement_of_claim(claim: Claim) -> Document:
    """The claim. Cites articles by number; their words stay in the bundle's annex."""
    form = form_of("court")
    case = allowed(claim.case)
    requests = requests_of(case, form, jointly=claim.jointly)
    return typeset(
        "claim",
        claim_data(claim),
        on=claim.on,
        title=form.title,
        cited=cited_by_number(case, form, requests.codes),
        missing=(*missing_from(case, form), *requests.missing, *(() if court_of(claim.court) else (COURT,))),
        left_out=requests.left_out,
    )


def court_of(name: str) -> str:
    """The name of a court, or nothing where only “the court that has jurisdiction” is known: a line to fill in."""
    return (
        name if re.fullmatch(r".+(人民|互联网|专门|金融|知识产权)法院.*", name) and "管辖" not in name else ""
    )


def claim_data(claim: Claim) -> dict[str, Any]:
    """What templates/letters/claim.typ prints."""
    form = form_of("court")
    case = allowed(claim.case)
    first = case.grounds[0].code if case.grounds else ""
    cause, edition = cause_of_action(first, on=claim.on, cause=claim.cause)
    several = len(case.respondents) > 1
    requests = requests_of(case, form, jointly=claim.jointly)
    return {
        "heading": form.title,
        "cause": cause,
        "edition": edition,
        "parties": parties(case, form),
        "defendants": "各被告" if several else "被告",
        "number": case.number,
        **facts_data(case),
        "grounds": ground_rows(case.grounds, form, case.respondents, speaker="原告"),
        "requests": list(requests.sentences),
        "basis": basis_rows(case, form, requests.codes),
        "exhibits": exhibit_rows(case.exhibits),
        "court": court_of(claim.court),
        "copies": max(1, len(case.respondents)),
        "represented": case.representative is not None,
        "date": day(claim.on),
        "seal": seal_data(claim.seal),
    }
