"""Situations of a debt that cannot be true of one and the same debt. Pure."""

from collections.abc import Iterable

from complaints.models import Situation

# By whose the debt is, as the question about it takes it. That it is one's own fits no other of these.
SITUATION_OF_DEBT = {
    "none": Situation.NO_DEBT.value,
    "others": Situation.OTHERS_DEBT.value,
    "disputed": Situation.AMOUNT_WRONG.value,
    "settled": Situation.AMOUNT_WRONG.value,
}
_EXCLUDE = tuple(dict.fromkeys(SITUATION_OF_DEBT.values()))


def debts_among(situations: Iterable[str]) -> list[str]:
    """Those of the situations of which one alone is true of one debt."""
    chosen = set(situations)
    return [one for one in _EXCLUDE if one in chosen]


def at_odds(situations: Iterable[str], owed: str = "") -> list[str]:
    """Situations that exclude each other, or what was answered about the debt; none where they agree."""
    chosen = debts_among(situations)
    if len(chosen) > 1:
        return chosen
    answered = owed in SITUATION_OF_DEBT or owed == "own"
    return chosen if chosen and answered and SITUATION_OF_DEBT.get(owed) not in chosen else []
