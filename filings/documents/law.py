"""The law of a case as a document needs it, taken from what `legal.assess` answered. No article number
lives here: every citation comes with the assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

QUOTABLE = frozenset({"two_copies", "one_copy"})
PLEADED = frozenset({"established", "arguable"})


@dataclass(frozen=True, kw_only=True)
class Provision:
    """An article in force on the day that matters. `text` is the paragraph or item that is cited.

    `strength` is `arguable` where it is open whether the article reaches this case; `law` is False for an
    industry rule or a recommended standard, which only measures the care that was due.
    """

    id: str
    citation: str
    text: str | None = None
    verified: str = "number_only"
    strength: str = "direct"
    law: bool = True

    @property
    def quoted(self) -> str | None:
        """The words that may be quoted: None unless a stored copy of the text verifies them (rule 8)."""
        return self.text if self.verified in QUOTABLE and self.text else None


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """A form of relief (R1 …) with the articles it rests on, by number."""

    code: str
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Liable:
    """A role that answers for a ground, with the articles that make it answer, by number."""

    role: str
    title: str
    named: bool = False
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ground:
    """`title` in plain Chinese; `met` the texts of the elements that facts on hand satisfy.

    `relief` are the codes that the ground opens, `remedies` what they rest on, `liable` who answers.
    """

    code: str
    title: str
    status: str = "arguable"
    met: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    relief: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    liable: tuple[Liable, ...] = ()


def grounds_from(
    assessment: Mapping[str, Any], *, titles: Mapping[str, str] | None = None, channel: str = ""
) -> tuple[Ground, ...]:
    """The grounds that may be pleaded. `needs_facts` and `not_met` stay out of every document.

    `titles` overrides the name of a ground by its code; otherwise `title` of the assessment is used.
    With a `channel`, only the grounds that lead to it: an appeal against an operator does not plead what
    a debt collector did. All of them where none leads there.
    """
    found = _pleaded(assessment, titles or {})
    leads = {ground["code"]: ground.get("channels", ()) for ground in assessment.get("grounds", ())}
    return tuple(ground for ground in found if channel in leads[ground.code]) or found


def _pleaded(assessment: Mapping[str, Any], named: Mapping[str, str]) -> tuple[Ground, ...]:
    return tuple(
        Ground(
            code=ground["code"],
            title=named.get(ground["code"]) or ground.get("title") or ground["code"],
            status=ground["status"],
            met=tuple(e["text"] for e in ground.get("elements", ()) if e["status"] == "met"),
            provisions=_pleadable(ground.get("provisions", ())),
            relief=tuple(r["code"] for r in ground.get("relief", ())),
            remedies=tuple(
                Remedy(code=r["code"], provisions=_pleadable(r.get("basis", ())))
                for r in ground.get("relief", ())
            ),
            liable=tuple(
                Liable(
                    role=r["role"],
                    title=r["title"],
                    named=r["named"],
                    provisions=_pleadable(r.get("basis", ())),
                )
                for r in ground.get("respondents", ())
            ),
        )
        for ground in assessment.get("grounds", ())
        if ground["status"] in PLEADED
    )


def provisions_of(grounds: Iterable[Ground]) -> tuple[Provision, ...]:
    """Each provision once, in the order of first mention."""
    seen: dict[tuple[str, str], Provision] = {}
    for ground in grounds:
        for provision in ground.provisions:
            seen.setdefault((provision.id, provision.citation), provision)
    return tuple(seen.values())


def _pleadable(rows: Iterable[Mapping[str, Any]]) -> tuple[Provision, ...]:
    """Without what speaks for the other side."""
    return tuple(_provision(row) for row in rows if row.get("strength") != "adverse")


def _provision(data: Mapping[str, Any]) -> Provision:
    return Provision(
        id=data["id"],
        citation=data["citation"],
        text=data.get("quote") or data.get("text"),
        verified=data["verified"],
        strength=data.get("strength", "direct"),
        law=data.get("law", True),
    )
