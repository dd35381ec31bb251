"""What somebody must know who hands a claim in: copies, court fee, small claims. The words stand in the court's file."""

from __future__ import annotations

from collections.abc import Mapping

from documents.claims import Claim
from documents.wording import filled
from legal.corpus import load


def told_of_suit(claim: Claim) -> list[str]:
    """Copies by the defendants that are named (民事诉讼法 123), then what follows from whether money is asked for."""
    words: Mapping[str, str] = load().channels["court"].parts["suit"]
    made = claim.requests.made
    money = [one for one in made if one.sum]
    copies = filled(words["copies"], {"copies": str(max(1, len(claim.told.respondents)))})
    if not made:
        return [copies]
    if not money:
        return [copies, words["fee_piece"], words["not_small"]]
    if len(money) < len(made):
        return [copies, words["fee_both"], words["not_small"]]
    return [copies, words["fee_money"], words["small"]]
