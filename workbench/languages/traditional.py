"""Traditional Chinese out of the words of the house: OpenCC, after the terms that ``locale/zh_Hant/terms.tsv`` lists.

Names of statutes keep their words and change their characters alone: what the law is called is not ours to translate.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from opencc import OpenCC

from legal.corpus import load

_STATUTE = re.compile(r"《[^》]*》")
_QUOTES = str.maketrans({"“": "「", "”": "」", "‘": "『", "’": "』"})
# Each stands for a term while the rest is converted; nobody writes them.
_FIRST_MARK = 0xE000


def terms(root: Path | None = None) -> dict[str, str]:
    """What the readers of traditional Chinese call a thing, by what the house calls it."""
    path = (root or settings.BASE_DIR) / "locale" / "zh_Hant" / "terms.tsv"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {row[0]: row[1] for row in rows}


@cache
def _kept() -> dict[str, str]:
    """Terms and names of statutes, the longest first."""
    letters = OpenCC("s2t")
    names = {statute.name for statute in load().statutes.values()}
    table = terms() | {name: letters.convert(name) for name in names}
    return dict(sorted(table.items(), key=lambda row: -len(row[0])))


@cache
def _words() -> OpenCC:
    return OpenCC("s2twp")


def traditional(text: str) -> str:
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        name = match.group()
        kept.append(_kept().get(name) or OpenCC("s2t").convert(name))
        return chr(_FIRST_MARK + len(kept) - 1)

    marked = _pattern().sub(keep, text)
    said = _words().convert(marked).translate(_QUOTES)
    return "".join(
        kept[ord(sign) - _FIRST_MARK] if 0 <= ord(sign) - _FIRST_MARK < len(kept) else sign for sign in said
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join([_STATUTE.pattern, *(re.escape(term) for term in _kept())]))
