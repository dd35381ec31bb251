"""What a paper draws on, and how it cites: the case as far as its list of fields goes, the facts that may be told, the
law of the day. Plain data; nothing here asks a clock or a database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, cast

from complaints.stated import Facts
from documents.blocks import Firm, Sentence
from documents.claims import suing
from documents.holding import bears_out
from documents.law import QUOTABLE, Ground
from documents.material import Case, Recipient, Respondent
from documents.wording import allowed
from legal.corpus import load
from legal.reasoning.citing import cite
from legal.reasoning.conditions import Stated, Tree, lookup
from legal.reasoning.naming import is_suable

MOST_NUMBERS = 20


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """``given`` are the answers to what the kind of paper asks besides (``Kind.needs``), by name; several of one are joined
    by a space. ``grounds`` are those that may be pleaded, ``facts`` those that may be told."""

    case: Case
    on: date
    facts: Stated = field(default_factory=dict)
    grounds: tuple[Ground, ...] = ()
    court: str = ""
    addressee: Recipient | None = None
    firm: Firm | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "case", allowed(self.case))
        if not self.case.facts:
            object.__setattr__(self, "case", replace(self.case, facts=self.facts))
        object.__setattr__(self, "grounds", self.grounds or self.case.grounds)

    def fact(self, name: str) -> Any:
        """The fact at a dotted name; None where it is not known."""
        return lookup(self.facts, name)

    def told(self, *names: str) -> tuple[str, ...]:
        """Those of the facts that are known: what a sentence rests on that either of them carries."""
        return tuple(name for name in names if self.fact(name) not in (None, [], {}))

    def shows(self, tree: Tree) -> bool:
        """Whether the facts that are known meet a condition."""
        return bears_out(self.facts, tree)

    def answer(self, name: str) -> str:
        return self.given.get(name, "").strip()

    def chosen(self, name: str) -> tuple[str, ...]:
        """The answers to a question that takes several."""
        return tuple(self.given.get(name, "").split())

    @property
    def named(self) -> tuple[Respondent, ...]:
        """Those complained about whom one can sue: with a name that tells them from others (民诉法 122(二))."""
        return tuple(one for one in self.case.respondents if is_suable(one.name, one.uscc))

    @cached_property
    def claimed(self) -> Case:
        """The case as the claim has it: its defendants, and the grounds on which something is asked of them."""
        return suing(replace(self.case, grounds=self.grounds), self.on)

    @property
    def sued(self) -> tuple[Respondent, ...]:
        """Those whom the claim names: every other paper to the court names the same."""
        return tuple(one for one in self.claimed.respondents if is_suable(one.name, one.uscc))

    @property
    def known(self) -> Facts:
        """The facts as the law reads them."""
        return cast("Facts", self.facts)

    @property
    def senders(self) -> tuple[str, ...]:
        """The numbers that wrote or called, as far as they are told; a paper names the first few."""
        told = [
            *(self.fact("contacts.numbers") or ()),
            *(one.sender for one in self.case.messages if one.sender),
        ]
        return tuple(dict.fromkeys(told))[:MOST_NUMBERS]

    @property
    def suit(self) -> Mapping[str, Any]:
        """What was last brought before a court; empty where nothing was."""
        suits = [one for one in self.fact("prior") or () if one.get("to") == "court"]
        return suits[-1] if suits else {}

    @property
    def pending(self) -> bool:
        """A court has taken the suit and has not ended it."""
        return self.suit.get("accepted") is True and not self.suit.get("answered_on")

    @property
    def docket(self) -> str:
        """The number of the suit: as it was given for this paper, else as it was told of the suit."""
        return self.answer("docket") or str(self.suit.get("ticket") or "")

    def cites(self, basis: str) -> list[str]:
        """The articles that a paper rests on (``legal/corpus/papers``), as in force on the day that matters. Empty where one
        of them was not, or its number is not verified: a paper that somebody signs pleads only what is (rule 8)."""
        corpus = load()
        event = date.fromisoformat(str(self.fact("event.last") or self.on))
        cited = []
        for reference in corpus.papers[basis]:
            row = cite(reference, self.known, event, self.on, corpus)
            article = corpus.find(reference, self.on if reference.law == "filing" else event)
            if row is None or article is None or article.number_uncertain or row["verified"] not in QUOTABLE:
                return []
            cited.append(row["citation"])
        return cited

    def under(self, before: str, basis: str, after: str) -> Sentence | None:
        """A sentence with the articles of a basis between its words; None where they are not to be had on that day."""
        cited = self.cites(basis)
        return Sentence(text=f"{before}{together(cited)}{after}", rests=("law",)) if cited else None


_PLACE = re.compile("(《.+》(?:（[^）]*）)?)(第.+)", re.S)


def together(citations: list[str]) -> str:
    """《…》第一条、第二条和《…》第三条: the name of each law once."""
    laws: dict[str, list[str]] = {}
    for one in citations:
        parted = _PLACE.fullmatch(one)
        law, place = (parted[1], parted[2]) if parted else (one, "")
        laws.setdefault(within(law), []).append(place)
    *first, last = (law + "、".join(places) for law, places in laws.items())
    return f"{'、'.join(first)}和{last}" if first else last


def within(law: str) -> str:
    """《关于适用〈…〉的解释》: a title within a title has single brackets."""
    head, _, tail = law.rpartition("》")
    inner = head[1:].replace("《", "〈").replace("》", "〉")
    return f"《{inner}》{tail}" if head else law
