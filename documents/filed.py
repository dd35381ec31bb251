"""The papers of a filing, and what they say: of its frozen content, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypedDict

from core.canonical import canonical
from documents import material
from documents.blocks import Added
from documents.claims import Claim, claim_data, claim_parts, statement_of_claim
from documents.frozen import BY_HAND, Content, case_of
from documents.letters import Letter, complaint_letter, letter_data, letter_parts
from documents.packs import field_sheet, pack_data, print_pack, sheet_data
from documents.press import Document
from legal.reasoning.answers import Way as PlanEntry

CLAIM, LETTER, PRINT_PACK, FIELD_SHEET = "claim", "letter", "print_pack", "field_sheet"


class Cover(TypedDict):
    """What the cover of a print pack says of the last day and of when an answer is owed."""

    recipient: material.Recipient
    not_after: date | None
    answer_due: str


def papers_of(content: Content, entry: PlanEntry | None, *, by_hand: bool) -> list[tuple[str, Document]]:
    """Letter or claim; ``by_hand`` also the print pack and the sheet of the official form's fields."""
    made = made_of(content, seal=material.Seal(**content["seal"]))
    found = [_front(made)]
    if by_hand:
        found.append((PRINT_PACK, print_pack(made, **_cover(content, entry))))
        found.append((FIELD_SHEET, field_sheet(made)))
    return found


def _front(made: Letter | Claim) -> tuple[str, Document]:
    if isinstance(made, Claim):
        return CLAIM, statement_of_claim(made)
    return LETTER, complaint_letter(made)


def words_in_turn(content: Content, entry: PlanEntry | None, *, by_hand: bool) -> Iterator[str]:
    """Everything that the same papers say, as a row of texts of which the last is all: two contents with equal words make
    equal papers. The others are parts of it that are drawn sooner: where one differs, the papers do."""
    made = made_of(content)
    yield from map(canonical, claim_parts(made) if isinstance(made, Claim) else letter_parts(made))
    if by_hand:
        # The pack has the letter or claim in it.
        yield canonical([pack_data(made, **_cover(content, entry)), sheet_data(made)])
    else:
        yield canonical(claim_data(made) if isinstance(made, Claim) else letter_data(made))


def made_of(content: Content, *, seal: material.Seal | None = None) -> Letter | Claim:
    """The letter or claim that frozen content makes."""
    case, on = case_of(content), date.fromisoformat(content["on"])
    to, edits = material.Recipient(**content["recipient"]), content.get("edits", {})
    added = tuple(Added(**row) for row in content.get("added", ()))
    if content["document"] == CLAIM:
        claim = content["claim"]
        return Claim(
            court=content.get("court") or to.name,
            on=on,
            case=case,
            seal=seal,
            cause=claim["cause"],
            jointly=claim["jointly"],
            edits=edits,
            added=added,
        )
    printed = content["way"] == BY_HAND
    return Letter(
        channel=content["channel"],
        recipient=to,
        on=on,
        case=case,
        seal=seal,
        printed=printed,
        edits=edits,
        added=added,
    )


def _cover(content: Content, entry: PlanEntry | None) -> Cover:
    # A limitation of some requests is said in words, not as a last day.
    soft, until = (entry.get("not_after_soft"), entry.get("not_after")) if entry else (None, None)
    return {
        "recipient": material.Recipient(**content["recipient"]),
        "not_after": date.fromisoformat(until) if until and not soft else None,
        "answer_due": "".join(entry["reasons"]) if entry and soft else "",
    }
