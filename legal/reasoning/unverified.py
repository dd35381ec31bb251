"""What a person must still check against official texts, found in the corpus itself. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from legal.corpus import Article, Statute, load
from legal.reasoning import library

SITE_ROOTS = ("https://flk.npc.gov.cn/",)  # the door of a database, not the address of a text
WHATS = {
    "number_only": "原文没有核实，只列条号",
    "number_uncertain": "条号是推断的，或者没有核实",
    "partial": "只录了前几款",
    "one_copy": "只核对过一份存本",
    "unbroken": "存本没有分款，不能引到款",
    "promulgation": "公布文号没有核实",
    "no_address": "没有官方地址",
    "site_root": "官方地址只到数据库首页",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look up: which (a key of WHATS), where it stands, and whether anything of the portal rests on it today."""

    what: str
    statute: Statute
    number: str  # of the article; empty where the whole statute or a version is meant
    citation: str
    note: str
    in_force: bool
    relied_on: int  # by how many grounds and channels


def _of_article(article: Article, today: date) -> Iterator[Check]:
    found = {
        "number_only": article.verification == "number_only",
        "number_uncertain": article.number_uncertain,
        "partial": article.partial,
        "one_copy": article.verification == "one_copy",
    }
    for what, holds in found.items():
        if holds:
            yield Check(
                what,
                article.statute,
                article.number,
                article.citation(),
                article.note,
                article.in_force(today),
                len(library.reliances(article.id)),
            )


def _of_statute(statute: Statute, today: date) -> Iterator[Check]:
    for version in statute.versions:
        current = library.standing(version, today) == "current"
        title = f"《{statute.name}》{version.citation}"
        relied = sum(bool(library.reliances(f"{statute.id}:{number}")) for number in version.articles)
        if version.unbroken:
            yield Check("unbroken", statute, "", title, version.number, current, relied)
        if not version.number or "未核实" in version.number:
            yield Check("promulgation", statute, "", title, version.number, current, relied)
    whole = f"《{statute.name}》"
    current = any(library.standing(version, today) == "current" for version in statute.versions)
    relied = sum(bool(library.reliances(f"{statute.id}:{number}")) for number in library.numbers(statute))
    if not statute.official:
        yield Check("no_address", statute, "", whole, "", current, relied)
    elif statute.official in SITE_ROOTS:
        yield Check("site_root", statute, "", whole, statute.official, current, relied)


def to_check(today: date) -> list[Check]:
    """Everything to check, by kind; within a kind what is in force and most relied on comes first."""
    found: list[Check] = []
    for statute in load().statutes.values():
        found += _of_statute(statute, today)
        for version in statute.versions:
            for article in version.articles.values():
                found += _of_article(article, today)
    kinds = list(WHATS)
    return sorted(
        found, key=lambda one: (kinds.index(one.what), not one.in_force, -one.relied_on, one.citation)
    )
