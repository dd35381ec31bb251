"""Whose a story says that the debt is: nobody's, another's, paid off, another sum. Of one debt only one of these is so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from complaints.reading.folding import Folded, fold
from complaints.reading.once import once
from complaints.reading.sayings import PATTERNS

_SAYINGS = (
    ("none", "not_owing"),
    ("others", "others_owe"),
    ("settled", "settled"),
    ("disputed", "amount_wrong"),
)
# Who borrowed in the teller's name, or is called like them, leaves open which it is.
_IN_ONES_NAME = re.compile(r"冒名|冒用|盗用|冒充我|我的?身份证|以我的?名义|同名|重名|名下")
_OWES_NO_MORE = re.compile("(?:没有?|不)(?:再)?欠")
_ADMITTED = re.compile(
    r"(?:债|钱|款)(?:确实|的确|就)?是我(?:自己)?(?:欠|借)?的|我(?:自己)?(?:承认|认)(?:欠|这笔)|"
    r"(?:确实|的确)是我(?:自己)?(?:欠|借)的|我(?:确实|的确)(?:欠|借)"
)
_PAID = re.compile("还清|结清|还完|还掉")


@dataclass(frozen=True)
class DebtTold:
    """``owed`` as the question about it takes it, "" where nothing is told, or where what is told excludes one another; ``said``
    are the words for each that is told."""

    owed: str
    said: Mapping[str, str]


@once
def debt_in(story: str) -> DebtTold:
    """What a story says of the debt. Any string is read."""
    return debt_told(fold(story))


def debt_told(folded: Folded) -> DebtTold:
    """What a story says of the debt."""
    said = {owed: words for owed, name in _SAYINGS if (words := _first(folded, name))}
    if "settled" in said and _PAID.search(said.get("disputed", "")):
        del said["disputed"]
    own = _first(folded, "own_debt")
    # 催收说我表哥欠钱，我没借过; 我表哥的早就还清了: whose it is is told, and is what it turns on.
    if "others" in said and not own and not _IN_ONES_NAME.search(folded.text):
        said = {"others": said["others"]}
    # 早就还清，不欠他们了: of what was paid off nothing is owed.
    if set(said) == {"settled", "none"} and (own or _OWES_NO_MORE.search(said["none"])):
        del said["none"]
    if not said and (own_words := _ADMITTED.search(folded.text)):
        return DebtTold("own", {"own": folded.words(*own_words.span())})
    # Where a debt of one's own is told, the person says which it is.
    return DebtTold("" if own or len(said) != 1 else next(iter(said)), said)


def _first(folded: Folded, name: str) -> str:
    match = PATTERNS[name].search(folded.text)
    return folded.words(*match.span()) if match and match.end() > match.start() else ""
