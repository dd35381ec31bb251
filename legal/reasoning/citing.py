"""Turning a reference of the corpus into a citation of the law in force, where its own condition holds."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from complaints.stated import Facts
from core.sentences import sentence
from legal.corpus import Article, Corpus, Reference
from legal.corpus.articles import read_reference
from legal.reasoning import answers
from legal.reasoning.conditions import evaluate
from legal.reasoning.regions import complainants


@lru_cache(maxsize=8192)
def _presented(article: Article, paragraph: int | None, item: str | None) -> answers.Wording:
    statute = article.statute
    return {
        "id": article.id,
        "in_force": [article.start.isoformat(), article.end.isoformat() if article.end else None],
        "citation": article.citation(paragraph, item),
        "text": article.text,
        # An item of an article that has one paragraph is cited without it, and quoted as that item.
        "quote": article.quote(paragraph or (1 if item else None), item),
        "verified": article.verification,
        "statute": statute.name,
        "law": not statute.soft,
        "note": article.note,
    }


def present(article: Article, paragraph: int | None = None, item: str | None = None) -> answers.Wording:
    """One article for a page or a document: identity, dates, citation, wording or None, how far it is verified.

    ``text`` is the whole article, ``quote`` the paragraph or item that is cited.
    """
    row = _presented(article, paragraph, item)
    return {**row, "in_force": list(row["in_force"])}  # whoever gets it may change it


def cited_as(identity: str, on: date, corpus: Corpus) -> str:
    """What ``35号令:11`` is called when it is written down; by the title alone where it was not in force."""
    if ":" not in identity:
        return f"《{corpus.statutes[identity].name}》"
    article = corpus.article(identity, on)
    return article.citation() if article else f"《{corpus.statutes[read_reference(identity).statute].name}》"


def cite(
    reference: Reference,
    facts: Facts,
    event: date,
    filing: date,
    corpus: Corpus,
    region: str | None = None,
) -> answers.Provision | None:
    """The citation, or None where nothing was in force, another region rules, or the condition does not hold.

    ``region`` is whose provincial rules are meant; the complainant's where it is not given.
    """
    statute = corpus.statutes[reference.statute]
    if statute.region:
        where = complainants(facts).code if region is None else region
        if not where.startswith(statute.region):
            return None
    article = corpus.find(reference, filing if reference.law == "filing" else event)
    # What began under the earlier order and went on under the next is judged by both (short messages across 2026-05-01).
    before = reference.straddling and article is None
    if before:
        article = corpus.find(reference, date.fromisoformat(facts["event"]["first"]))
    if article is None:
        return None
    for condition in ({"use": statute.applies} if statute.applies else None, reference.when):
        if condition is not None and evaluate(condition, facts, corpus.conditions).value is not True:
            return None
    wording = present(article, reference.paragraph, reference.item)
    told = facts.get("complainant") or {}
    # Whether who bought for their trade is a consumer, is for whoever decides.
    in_trade = told.get("for_business") is True
    consumer = None if in_trade else told.get("consumer_of_respondent")
    open_to_argument = (
        reference.arguable
        or statute.soft
        or (reference.consumer and consumer is not True)
        or (in_trade and statute.id in corpus.requests["of_consumers"])
    )
    strength = "adverse" if reference.adverse else "arguable" if open_to_argument else "direct"
    notes = [wording["note"], reference.note]
    if before and article.end is not None:
        notes.append(sentence("适用于{day}以前的部分。", day=article.end.isoformat()))
    if reference.consumer and consumer is not True:
        notes.append(sentence("以消费关系为前提；没有消费关系的，能否适用有争议。"))
    return {**wording, "strength": strength, "note": "".join(note for note in notes if note)}


def cite_all(
    references: Iterable[Reference],
    facts: Facts,
    event: date,
    filing: date,
    corpus: Corpus,
    region: str | None = None,
) -> list[answers.Provision]:
    """The citations that hold, each place once, in the order of the corpus."""
    rows = [cite(reference, facts, event, filing, corpus, region) for reference in references]
    return list({row["citation"]: row for row in rows if row is not None}.values())


def carry(
    rows: Iterable[answers.Provision], facts: Facts, event: date, filing: date, corpus: Corpus
) -> list[answers.Provision]:
    """What carries the law that is cited back to the conduct from before it (民法典时间效力规定 1(三))."""
    began = date.fromisoformat(facts["event"]["first"])
    statutes = [corpus.statutes[name] for name in dict.fromkeys(row["id"].partition(":")[0] for row in rows)]
    bridges = [
        statute.carried_by for statute in statutes if statute.carried_by and began < statute.versions[0].start
    ]
    return cite_all(bridges, facts, event, filing, corpus)


def identities(rows: Iterable[answers.Wording]) -> list[str]:
    """The provision ids of some citations, each once."""
    return list(dict.fromkeys(row["id"] for row in rows))


def basis(rows: Iterable[answers.Provision]) -> list[answers.Basis]:
    """Citations for a document that names them by number: all but the wording and what is said to the person."""
    return [
        {
            "id": row["id"],
            "citation": row["citation"],
            "verified": row["verified"],
            "strength": row["strength"],
            "law": row["law"],
        }
        for row in rows
    ]
