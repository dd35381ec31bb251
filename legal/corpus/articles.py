"""Statutes, their versions and articles, and references to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from legal.reasoning import numerals
from legal.reasoning.conditions import Tree


class CorpusError(Exception):
    """The corpus is not written as docs/law.md says; the text names the file and the place."""


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """One article as it read from ``start`` to ``end`` (both days included; no end = still in force)."""

    statute: "Statute"
    version: "Version"
    number: str
    start: date
    end: date | None
    verification: str  # two_copies | one_copy | number_only
    paragraphs: tuple[str, ...]  # empty where the wording is not verified
    cited_as: str
    note: str
    successor: str | None
    number_uncertain: bool
    repealed: bool  # it ended and nothing took its place
    partial: bool  # only the first paragraphs are recorded; the others are not verified
    # The roles that it speaks to, by paragraph, 0 for all of it; empty where it speaks to anybody.
    addresses: Mapping[int, tuple[str, ...]]

    @property
    def id(self) -> str:
        return f"{self.statute.id}:{self.number}"

    @property
    def text(self) -> str | None:
        """The operative text, or None where it is not verified: then it is cited, never quoted."""
        return "\n".join(self.paragraphs) or None

    def in_force(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on <= self.end)

    def speaks_to(self, paragraph: int | None) -> tuple[str, ...]:
        """The roles that a paragraph speaks to; empty where it speaks to anybody."""
        return self.addresses.get(paragraph or 0, self.addresses.get(0, ()))

    def quote(self, paragraph: int | None, item: str | None) -> str | None:
        """The words of one paragraph or item; the whole text where the copy does not show its paragraphs."""
        if not self.paragraphs or self.version.unbroken or paragraph is None:
            return self.text
        words = self.paragraphs[paragraph - 1]
        if item is None:
            return words
        return next(line for line in words.split("\n") if line.startswith((f"（{item}）", f"({item})")))

    def item(self, item: str) -> str:
        """The words of an item, without its number; "" where the copy at hand has none."""
        mark = f"（{item}）"
        lines = (self.text or "").split("\n")
        return next((line.removeprefix(mark).rstrip("；。") for line in lines if line.startswith(mark)), "")

    def citation(self, paragraph: int | None = None, item: str | None = None) -> str:
        """《…》（2021年修正）第四十三条第一款; the paragraph is left out where the article has only one."""
        place = self.cited_as or numerals.article(self.number)
        if self.number_uncertain and not self.cited_as:
            place += "（条号待核实）"
        if paragraph and (len(self.paragraphs) != 1 or self.partial) and not self.version.unbroken:
            place += f"第{numerals.chinese(paragraph)}款"
        if item:
            place += f"第{item}项"
        return f"《{self.statute.name}》{self.version.citation}{place}"


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A wording of a statute as a whole and the days on which it was in force."""

    start: date
    end: date | None
    citation: str
    number: str
    unbroken: bool  # the copy at hand runs the paragraphs of an article together
    articles: dict[str, Article] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return str(self.start.year)


@dataclass(frozen=True, slots=True, eq=False)
class Statute:
    """One act, regulation, interpretation, provincial rule or industry standard."""

    id: str
    name: str
    aliases: tuple[str, ...]
    issuer: str
    level: str
    region: str  # GB/T 2260 prefix of a provincial rule, else empty
    official: str
    predecessors: tuple[str, ...]  # whose place it took: worked out by the reader from their ``successor``
    successor: str | None
    applies: str | None  # a named condition that every citation in a case must meet
    # What says that it also governs conduct that began before it and went on.
    carried_by: "Reference | None"
    versions: tuple[Version, ...]

    @property
    def predecessor(self) -> str | None:
        """The statute whose place it took, the last where there were several."""
        return self.predecessors[-1] if self.predecessors else None

    @property
    def soft(self) -> bool:
        """Not law: an industry rule or a recommended standard, usable as a measure of care only."""
        return self.level in ("行业自律", "推荐性国家标准")

    def find(self, number: str, on: date, version: str | None = None) -> Article | None:
        """The article in force on a day, or None."""
        for candidate in self.versions:
            if version and candidate.key != version:
                continue
            article = candidate.articles.get(number)
            if article and article.in_force(on):
                return article
        return None

    def wordings(self, number: str) -> list[Article]:
        """Every version of an article, oldest first."""
        return [v.articles[number] for v in self.versions if number in v.articles]


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the law as a ground or channel names it: ``广告法:43``, perhaps one version, paragraph, item, a condition."""

    statute: str
    number: str
    version: str | None = None
    paragraph: int | None = None
    item: str | None = None
    when: Tree | None = None
    consumer: bool = False  # rests on a consumer relation: arguable without one
    arguable: bool = False  # whether it reaches this situation is disputed
    adverse: bool = False  # speaks for the other side: the person is told, no document pleads it
    straddling: bool = False  # cited too where the conduct began while it was in force and went on after it
    law: str = "event"  # the date that chooses the version: event | filing
    note: str = ""

    @property
    def id(self) -> str:
        return f"{self.statute}:{self.number}"


_WORDS = frozenset(
    {"at", "para", "item", "when", "consumer", "arguable", "adverse", "straddling", "law", "note"}
)


def read_reference(given: str | Mapping[str, Any], law: str = "event") -> Reference:
    """``民法典:1033`` or ``{at: 民法典:1033, para: 1, item: 一, when: …}``."""
    return _place(given, law) if isinstance(given, str) else _reference(given, law)


@cache
def _place(at: str, law: str) -> Reference:
    return _reference({"at": at}, law)


def _reference(row: Mapping[str, Any], law: str) -> Reference:
    statute, separator, number = row["at"].partition(":")
    if not separator:
        raise CorpusError(f"{row['at']}: a reference reads 法:条")
    statute, _, version = statute.partition("@")
    unknown = set(row) - _WORDS
    if unknown:
        raise CorpusError(f"{row['at']}: unknown {', '.join(sorted(unknown))}")
    return Reference(
        statute=statute,
        number=number,
        version=version or None,
        paragraph=row.get("para"),
        item=row.get("item"),
        when=row.get("when"),
        consumer=row.get("consumer", False),
        arguable=row.get("arguable", False),
        adverse=row.get("adverse", False),
        straddling=row.get("straddling", False),
        law=row.get("law", law),
        note=row.get("note", ""),
    )


def _addresses(given: list[str] | Mapping[int, list[str]]) -> Mapping[int, tuple[str, ...]]:
    rows = {0: given} if isinstance(given, list) else given
    return {paragraph: tuple(roles) for paragraph, roles in rows.items()}


def read_statute(row: Mapping[str, Any]) -> Statute:
    """A statute from its YAML. What came before it is not written: the reader works it out."""
    if "predecessor" in row:
        raise CorpusError(f"{row['id']}: predecessor is worked out: write successor in the earlier statute")
    versions: list[Version] = []
    statute = Statute(
        id=row["id"],
        name=row["name"],
        aliases=tuple(row.get("aliases", ())),
        issuer=row["issuer"],
        level=row["level"],
        region=str(row.get("region", "")),
        official=row.get("official", ""),
        predecessors=(),
        successor=row.get("successor"),
        applies=row.get("applies"),
        carried_by=read_reference(row["carried_by"]) if "carried_by" in row else None,
        versions=(),
    )
    for given in row["versions"]:
        for name in ("from", "to"):
            if given.get(name) is not None and not isinstance(given[name], date):
                raise CorpusError(f"{row['id']}: {name}: {given[name]!r} is no date such as 2025-03-01")
        version = Version(
            start=given["from"],
            end=given.get("to"),
            citation=given.get("citation", ""),
            number=given.get("number", ""),
            unbroken=given.get("unbroken", False),
        )
        for article in given["articles"]:
            number = str(article["number"])
            if number in version.articles:
                raise CorpusError(f"{row['id']}: article {number} stands twice in one version")
            version.articles[number] = Article(
                statute=statute,
                version=version,
                number=number,
                start=article.get("from", version.start),
                end=article.get("to", version.end),
                verification=article["verification"],
                paragraphs=tuple(article.get("paragraphs", ())),
                cited_as=article.get("cited_as", ""),
                note=article.get("note", ""),
                successor=article.get("successor"),
                number_uncertain=bool(article.get("number_inferred") or article.get("number_unverified")),
                repealed=article.get("repealed", False),
                partial=article.get("partial", False),
                addresses=_addresses(article.get("addresses", {})),
            )
        versions.append(version)
    object.__setattr__(statute, "versions", tuple(versions))
    return statute
