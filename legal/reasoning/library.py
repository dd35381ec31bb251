"""The corpus as a library: what followed which wording, what changed in it, and who relies on an article. Pure."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from core.sentences import sentence
from legal.corpus import Article, Corpus, Reference, Statute, load
from legal.corpus.articles import read_reference
from legal.reasoning.facts import ROLES

LEVELS = ("法律", "行政法规", "司法解释", "部门规章", "地方性法规", "司法文件", "推荐性国家标准", "行业自律")
ALIKE = 0.35  # two wordings that share less than this are one rule written anew: word by word would be noise
SHORTEST = 2  # what two changes have between them, if shorter, is read as part of the change
_TOKEN = re.compile(r"\d+|[A-Za-z]+|.", re.DOTALL)
# Copies differ in the width of their punctuation, the law does not.
_WIDE = str.maketrans(":,;()", "：，；（）")


# ── Finding ──────────────────────────────────────────────────────────────────────────────────────────────────────


def shelves(words: str = "") -> list[tuple[str, list[Statute]]]:
    """The statutes by level, the highest first; with ``words``, those whose name or short name has them."""
    wanted = "".join(words.split()).casefold()
    found: dict[str, list[Statute]] = {level: [] for level in LEVELS}
    for statute in load().statutes.values():
        names = (statute.id, statute.name, *statute.aliases)
        if any(wanted in name.casefold() for name in names):
            found.setdefault(statute.level, []).append(statute)
    return [(level, sorted(row, key=lambda one: one.name)) for level, row in found.items() if row]


def called(name: str) -> list[Statute]:
    """The statutes that a name means which is not an identity: an alias or the full title."""
    return [one for one in load().statutes.values() if name in (one.name, *one.aliases)]


def numbers(statute: Statute) -> list[str]:
    """The article numbers of every version, each once, in the order of the law."""

    def place(number: str) -> tuple[int, int, str]:
        digits = re.match(r"\d+", number)
        return (0, int(digits[0]), number) if digits else (1, 0, number)

    return sorted({number for version in statute.versions for number in version.articles}, key=place)


def standing(thing: Any, on: date) -> str:
    """``past``, ``current`` or ``future``: how a version or an article with ``start`` and ``end`` stands on a day."""
    if on < thing.start:
        return "future"
    return "past" if thing.end is not None and thing.end < on else "current"


# ── What followed what ───────────────────────────────────────────────────────────────────────────────────────────


def followed_by(article: Article) -> Article | None:
    return load().successors.get(article)


def followed(article: Article) -> list[Article]:
    """The wordings whose place this one took; two where two articles became one."""
    return list(load().predecessors.get(article, ()))


# ── What changed ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words: in both wordings (``same``), only in the old (``del``) or only in the new (``ins``)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One wording beside the next. ``how``: same | changed | rewritten | unverified (one of them has no words here)."""

    old: Article
    new: Article
    how: str
    before: tuple[Part, ...] = ()
    after: tuple[Part, ...] = ()


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    joined: list[Part] = []
    for part in parts:
        if not part.text:
            continue
        if joined and joined[-1].kind == part.kind:
            joined[-1] = Part(part.kind, joined[-1].text + part.text)
        else:
            joined.append(part)
    return tuple(joined)


def compared(old: str, new: str) -> tuple[str, tuple[Part, ...], tuple[Part, ...]]:
    """How two texts differ, with the old one's parts and the new one's. Their texts are kept to the last sign."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = difflib.SequenceMatcher(
        None,
        [one.translate(_WIDE) for one in before],
        [one.translate(_WIDE) for one in after],
        autojunk=False,
    )
    steps = matcher.get_opcodes()
    if all(step[0] == "equal" for step in steps):
        return "same", (Part("same", old),), (Part("same", new),)
    if matcher.ratio() < ALIKE:
        return "rewritten", (Part("same", old),), (Part("same", new),)
    left, right = [], []
    for place, (what, i1, i2, j1, j2) in enumerate(steps):
        inside = 0 < place < len(steps) - 1
        kept = what == "equal" and not (inside and i2 - i1 < SHORTEST)
        left.append(Part("same" if kept else "del", "".join(before[i1:i2])))
        right.append(Part("same" if kept else "ins", "".join(after[j1:j2])))
    return "changed", _joined(left), _joined(right)


@lru_cache(maxsize=256)
def change(old: Article, new: Article) -> Change:
    if old.text is None or new.text is None:
        return Change(old, new, "unverified")
    return Change(old, new, *compared(old.text, new.text))


def changes(statute: Statute, number: str) -> list[Change]:
    """Every step from or to a wording of this article, oldest first, with what its predecessors and successors were."""
    mine = statute.wordings(number)
    steps = [(old, new) for new in mine for old in followed(new)] + [
        (old, new) for old in mine if (new := followed_by(old)) is not None
    ]
    once = dict.fromkeys(steps)
    return [change(old, new) for old, new in sorted(once, key=lambda step: (step[1].start, step[0].id))]


# ── Who relies on it ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reliance:
    """A ground or a channel that names an article, what for, and the one version it means if it names one."""

    kind: str  # ground | channel
    title: str
    slug: str  # of the page of a situation, the name of a channel
    uses: tuple[str, ...]


def _named(corpus: Corpus) -> Iterator[tuple[Reference, tuple[str, str, str], str]]:
    """Every reference with who makes it (kind, title, slug) and what for."""
    for ground in corpus.grounds.values():
        who = ("ground", ground.title, ground.slug)
        for reference in ground.provisions:
            yield reference, who, sentence("对方抗辩的依据" if reference.adverse else "情形的依据")
        for respondent in ground.respondents:
            for reference in respondent.provisions:
                yield reference, who, sentence("责任主体：{who}", who=ROLES[respondent.role])
        for remedy in ground.relief:
            for reference in remedy.provisions:
                yield reference, who, sentence("救济：{what}", what=remedy.text)
    for channel in corpus.channels.values():
        who = ("channel", channel.title, channel.name)
        for reference in channel.provisions:
            yield reference, who, sentence("渠道的依据")
        for key, what in PERIODS.items():
            for row in channel.rule.get(key, ()):
                if ":" in row["basis"]:
                    yield read_reference(row["basis"], "filing"), who, what


PERIODS = {
    "answers": sentence("答复期限"),
    "acceptance": sentence("受理期限"),
    "after_acceptance": sentence("办理期限"),
    "later": sentence("办理期限"),
    "bars": sentence("提出的期限"),
}


@lru_cache(maxsize=1)
def _relied() -> Mapping[str, list[Reliance]]:
    found: dict[str, dict[tuple[str, str, str], dict[str, None]]] = {}
    for reference, who, what in _named(load()):
        said = what
        if reference.version:
            said = sentence("{what}（{year}年起施行的文本）", what=what, year=reference.version)
        found.setdefault(reference.id, {}).setdefault(who, {})[said] = None
    return {
        identity: [Reliance(*who, tuple(uses)) for who, uses in rows.items()]
        for identity, rows in found.items()
    }


def reliances(article: str) -> list[Reliance]:
    """Who relies on ``广告法:43``: grounds first, then channels, each once, in the order of the corpus."""
    return _relied().get(article, [])
