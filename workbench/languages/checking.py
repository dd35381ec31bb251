"""What a translation must keep of the words it stands for."""

import re
from collections import Counter
from collections.abc import Iterator

from core.agreement import CHOICE, PLACE
from portal.languages import Key

HAN = re.compile(r"[\u4e00-\u9fff]")
_PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
# A name beside its translation: "Supreme People's Court (最高人民法院)".
_BESIDE = re.compile(r"[(（《][^()（）《》]*[)）》]")


def wrong(key: Key, said: tuple[str, ...], locale: str) -> Iterator[str]:
    """What is wrong with a translation, in words for who writes it."""
    if len(said) != (2 if key.plural and locale == "en" else 1):
        yield "one text, or of a message with a plural two"
        return
    # A plural's own places are those of its plural.
    originals = [key.id, key.plural or key.id]
    for original, text in zip(originals, said, strict=False):
        if not text.strip():
            yield "empty"
        for what, pattern in (("places", _PLACES), ("tags", _TAGS)):
            wanted, given = (Counter(pattern.findall(one)) for one in (original, text))
            if set(wanted) != set(given) or (what == "tags" and wanted != given):
                yield f"{what}: {sorted(wanted.elements())} became {sorted(given.elements())}"
        if "%" in _PLACES.sub("", text) and "%" not in _PLACES.sub("", original):
            yield "a percent sign of its own"
        if "[[" in CHOICE.sub("", text) or (CHOICE.search(text) and not PLACE.search(text.replace("%%", ""))):
            yield "words that agree with no number"
        if locale == "en" and HAN.search(_BESIDE.sub("", _PLACES.sub("", text))):
            yield "Chinese outside of brackets"
