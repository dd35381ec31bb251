"""How much a story wants of the other side, where it names a sum and no cost: “要求…赔偿我500元”."""

from __future__ import annotations

import re
from decimal import Decimal

from documents.sentences import folded, own_words, sentences_of

_WANTS = re.compile("要求|请求|诉求|希望|想要?(?!不)|必须|应当|应该|^(?:我)?(?:就|只)?要(?!不)")
_PAYS = re.compile(
    r"赔(?:偿|付|给|我)?(?:给)?(?:我|本人)?(?:的)?(?:各项|精神|经济|一切)?(?:损失|损害|抚慰金)?(?:费)?(?:共计?|一共|总共)?"
    r"(?P<yuan>\d[\d,]*(?:\.\d+)?)(?P<wan>万)?(?:元|块)"
)
# What the other side said or offered is nothing that the person wants.
_THEIRS = re.compile("(?:说|称|答应|愿意|同意|答复|回复|只肯|只能|可以|最多)[^，,。；;]{0,10}赔")


def sum_wished(story: str) -> Decimal | None:
    """The only sum that is wished for; None where there is none, or several are."""
    found = {sum_ for one in sentences_of(story) if (sum_ := _in(folded(own_words(one)))) is not None}
    return found.pop() if len(found) == 1 else None


_NATURES = (("精神损失", "精神"), ("经济损失", "经济|财产|误工|油费|电话费"))


def nature_wished(story: str) -> str:
    """“精神损失”, where a sum is wished for by that name; "" where it is not."""
    for one in sentences_of(story):
        told = folded(own_words(one))
        paid = _PAYS.search(told)
        if paid is not None and _in(told) is not None:
            named = f"{paid[0]}{told[paid.end() : paid.end() + 6]}"
            return next((name for name, words in _NATURES if re.search(words, named)), "")
    return ""


def _in(sentence: str) -> Decimal | None:
    paid = _PAYS.search(sentence)
    if paid is None or _THEIRS.search(sentence) or not _WANTS.search(sentence[: paid.start()]):
        return None
    return Decimal(paid["yuan"].replace(",", "")) * (10_000 if paid["wan"] else 1)
