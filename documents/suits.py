"""What somebody must know who hands a claim in: copies, court fee, small claims. The words stand in the court's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.sentences import sentence
from documents.claims import Claim, disputes, unrelated
from documents.requests import Request
from documents.wording import filled
from legal.corpus import load
from legal.reasoning.naming import is_branch


def apart(claim: Claim) -> list[str]:
    """That two legal relations stand in one claim, or defendants who have nothing to do with each other, and what is asked of
    whom."""
    rows, words = disputes(claim), "apart"
    if not rows:
        rows, words = unrelated(claim), "unrelated"
    if not rows:
        return []
    relations = "；".join(
        sentence("和{whom}的是{cause}（{what}）", whom="、".join(whom), cause=cause, what="、".join(what))
        for cause, whom, what in rows
    )
    return [filled(load().channels["court"].parts["suit"][words], {"relations": relations})]


@dataclass(frozen=True)
class Suit:
    """One of the legal relations of a claim that a court has brought apart: its 案由, whom it is with, the ticks that ask for
    nothing else."""

    cause: str
    whom: str
    ticks: tuple[str, ...]


def suits(claim: Claim, offered: Iterable[Request]) -> list[Suit]:
    """What each would be as a claim of its own; none where it is one. ``offered`` are those of the page, by its places."""
    every = list(offered)
    return [
        Suit(
            cause=cause,
            whom="、".join(whom),
            ticks=tuple(
                f"{one.slug}:{who.place}"
                for one in every
                if one.title in what
                for who in one.asked
                if who.wished and who.name in whom
            ),
        )
        for cause, whom, what in disputes(claim) or unrelated(claim)
    ]


def told_of_suit(claim: Claim) -> list[str]:
    """Copies by the defendants that are named (民事诉讼法 123), then what follows from whether money is asked for."""
    words: Mapping[str, str] = load().channels["court"].parts["suit"]
    made = claim.requests.made
    money = [one for one in made if one.sum]
    branch = apart(claim)
    branch += [words["branch"]] if any(is_branch(one.name) for one in claim.told.respondents) else []
    copies = filled(words["copies"], {"copies": str(max(1, len(claim.told.respondents)))})
    if not made:
        return [copies, *branch]
    if not money:
        return [copies, *branch, words["fee_piece"], words["not_small"]]
    if len(money) < len(made):
        return [copies, *branch, words["fee_both"], words["not_small"]]
    return [copies, *branch, words["fee_money"], words["small"]]
