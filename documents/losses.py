"""What money a row of the costs is: taken, spent on health, on what was damaged, for want of work, to get one's right. To a
court they are different things, to the person one list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from documents.material import Cost
from documents.sentences import folded, sentences_of
from legal.corpus import load

TAKEN, HEALTH, DAMAGED, LOST, WORK, RIGHTS = "taken", "harm", "damaged", "lost", "work", "rights"
# What was bought of who advertised it: neither lost nor spent to get a right.
BOUGHT = "bought"
# What was paid to them in advance, and is to be given back.
PREPAID = "prepaid"
# What they charged for a number: once, when it was chosen or opened; or again and again.
OPENING, CHARGED = "opening", "charged"


def loss_of(what: str) -> str:
    """“被转走的余额” was taken, “心理咨询费” is of health, “换锁” of what was damaged, “误工” of work, “买保健品的钱” what was
    bought, “没退的会员费” what was paid in advance, “选号费” and “多交的月租” charged for a number. What is called so was spent
    to get one's right: “盗刷以后去报案的交通费”; all else was lost."""
    words = load().requests

    def named(kind: str) -> bool:
        return any(word in what for word in words[kind])

    if what.startswith(_COST_OF_IT):
        return LOST
    for kind in (HEALTH, WORK):
        if named(kind):
            return kind
    if gave_back(what):
        return LOST
    if named(AIRTIME):
        return AIRTIME
    if named("seeking") and not re.search(f"(?:{'|'.join(words[TAKEN])})[走了]?的(?!.*[去后])", what):
        return RIGHTS
    for kind in (OPENING, CHARGED, PREPAID):
        if named(kind):
            return kind
    if named("buying") and not named("kept") and not named(DAMAGED):
        return BOUGHT
    return next((kind for kind in (TAKEN, DAMAGED) if named(kind)), LOST)


# How what was spent to have one's own things is called: it is a part of the loss.
_COST_OF_IT = "因此支出的"


def as_spent(what: str, yuan: Decimal, story: str, *, kind: str = "") -> str:
    """A row of the costs as a paper calls it: a fare is no cost of getting one's right, where the sentence that tells the sum
    tells that something was fetched with it, and nothing of complaint, police, proof or suit. In the matter of a number that
    somebody else had before, a fare is what the number cost, unless it was to the police, a court, a lawyer; and a fee that
    a hospital took is no cost of healing where nobody fell ill of it."""
    words = load().requests
    if loss_of(what) == HEALTH and kind == _OF_A_NUMBER and not re.search(_FELL_ILL, what + story):
        return f"{_COST_OF_IT}{what}"
    if loss_of(what) != RIGHTS:
        return what
    told = [
        one
        for one in sentences_of(story)
        if re.search(rf"(?<![\d.]){yuan.normalize():f}(?:元|块)", folded(one))
    ]
    if told and kind == _OF_A_NUMBER and re.search(_FARES, what):
        return what if any(re.search(_TO_LAW, one) for one in told) else f"{_COST_OF_IT}{what}"
    fetched = [one for one in told if any(word in one for word in words["fetching"])]
    redress = any(word in one for one in [what, *told] for word in words["redress"])
    return f"{_COST_OF_IT}{what}" if fetched and not redress else what


def a_fare(what: str) -> bool:
    """Whether a row of what was lost is what was spent on the way, and not on getting one's right."""
    return what.startswith(_COST_OF_IT) and re.search(_FARES, what) is not None


_FELL_ILL = "睡不|失眠|吓|心慌|心悸|犯病|发病|血压|晕|焦虑|抑郁|病倒|住院|看医生|心理"
_OF_A_NUMBER = "second_hand_number"
_FARES = "交通|车费|车票|路费|打车|油费|停车"
_TO_LAW = "报警|报案|派出所|公安|法院|立案|开庭|律师|公证|取证"


def gave_back(what: str) -> bool:
    """Whether the person paid it to others who had been deceived: it left no account of theirs."""
    return any(word in what for word in load().requests["gave_back"])


def taken(what: str) -> bool:
    return loss_of(what) == TAKEN


def of_property(what: str) -> bool:
    """What is damages to property: taken, spent to mend and replace, not earned."""
    return loss_of(what) in (TAKEN, DAMAGED, LOST, AIRTIME, OPENING, CHARGED)


def earned(what: str) -> bool:
    """Whether it was not earned: no loss of a thing."""
    return any(word in what for word in load().requests["earned"])


def harm(what: str) -> bool:
    """Whether it was spent on one's health: a loss, and nothing spent to get one's right."""
    return loss_of(what) == HEALTH


# What of it lies in a number and is not used yet: given back, and no loss.
AIRTIME = "airtime"

PRICE, BALANCE, REFUND, OPENED = "return_price", "balance", "refund", "return_opening"
_ASKED_AS = {
    TAKEN: "damages",
    DAMAGED: "damages",
    LOST: "damages",
    HEALTH: "medical",
    WORK: "costs",
    RIGHTS: "costs",
    BOUGHT: PRICE,
    PREPAID: PRICE,
    AIRTIME: BALANCE,
    OPENING: OPENED,
    CHARGED: REFUND,
}
# What is asked back so in complaints of these kinds alone: in others it was lost.
_ASKED_IN = {
    PRICE: {"harassment"},
    BALANCE: {"second_hand_number", "fake_collection"},
    REFUND: {"second_hand_number"},
    OPENED: {"second_hand_number"},
}


def asked_as(what: str, *, kind: str) -> str:
    """The request by which a row of the costs is asked back in a ``kind`` of complaint."""
    slug = _ASKED_AS[loss_of(what)]
    return slug if kind in _ASKED_IN.get(slug, {kind}) else "damages"


def sum_of(costs: Iterable[Cost], *kinds: str) -> Decimal:
    return sum((one.yuan for one in costs if loss_of(one.what) in kinds), Decimal(0))
