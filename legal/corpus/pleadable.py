"""Whether what a ground says fits who it is said against and what happened: roles of articles, alternatives of elements."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from legal.corpus.articles import Reference
from legal.corpus.pleading import ALWAYS_KNOWN, SPEAKING, places, statements
from legal.corpus.reader import Corpus, Ground
from legal.reasoning.conditions import Tree, fact_names

OR = "或"


def pleadable_faults(corpus: Corpus) -> Iterator[str]:
    """A direct basis that speaks to another role; an alternative that no sentence of a paper resolves."""
    for ground in corpus.grounds.values():
        yield from _role_faults(corpus, ground)
        yield from _or_faults(corpus, ground)


# ── Whom an article speaks to ────────────────────────────────────────────────────────────────────────────────────────
def addressed(corpus: Corpus, reference: Reference) -> set[str]:
    """The roles that a place in the law speaks to; empty where it speaks to anybody."""
    statute = corpus.statutes.get(reference.statute)
    wordings = statute.wordings(reference.number) if statute else []
    return {role for article in wordings for role in article.speaks_to(reference.paragraph)}


def _role_faults(corpus: Corpus, ground: Ground) -> Iterator[str]:
    for respondent in ground.respondents:
        for reference in _direct(respondent.provisions):
            roles = addressed(corpus, reference)
            if roles and respondent.role not in roles:
                yield (
                    f"{ground.code} {respondent.role}: {reference.id} speaks to {', '.join(sorted(roles))}: write arguable: true,"
                    " or leave it out"
                )
    always = {respondent.role for respondent in ground.respondents if respondent.when is None}
    for reference in _direct(ground.provisions):
        roles = addressed(corpus, reference)
        named = _roles_of(reference.when, corpus.conditions)
        if roles and not (named <= roles if named else always & roles):
            yield (
                f"{ground.code}: {reference.id} speaks to {', '.join(sorted(roles))}, and may be cited against others alone:"
                " give it a condition"
            )


def _direct(references: Iterable[Reference]) -> Iterator[Reference]:
    return (one for one in references if not one.arguable and not one.adverse)


def _roles_of(tree: Tree | None, named: Mapping[str, Tree]) -> set[str]:
    """The roles that a condition asks for, wherever it does."""
    if tree is None:
        return set()
    word, given = next(iter(tree.items()))
    match word:
        case "all" | "any":
            return {role for part in given for role in _roles_of(part, named)}
        case "use":
            return _roles_of(named.get(given), named)
        case "role":
            return set(given)
        case "contains" if str(given[0]).endswith("_roles"):
            return set(given[1])
    return set()


# ── Which of several ─────────────────────────────────────────────────────────────────────────────────────────────────
def _or_faults(corpus: Corpus, ground: Ground) -> Iterator[str]:
    said = {
        name
        for part, row in statements(ground.pleading)
        if part not in ("claim", "argued")  # which tell a court alone
        for name in _asked(row, corpus)
    }
    for element in ground.elements:
        if OR not in element.text or element.judgement or element.instead:
            continue
        trees = [tree for tree in (element.when, element.arguable) if tree is not None]
        decide = {name for tree in trees for name in fact_names(tree, corpus.conditions)}
        if not (decide - ALWAYS_KNOWN) & said:
            yield f"{element.id}: “{element.text}” leaves open which, and no sentence of its pleading rests on what decides it"
    for part, row in statements(ground.pleading):
        for wording in row.wordings:
            if part in ("facts", "claim") and "或者" in wording:
                yield f"{ground.code} pleading {part}: “{wording}” leaves open which"


def _asked(row: Any, corpus: Corpus) -> set[str]:
    asked = fact_names(row.when, corpus.conditions) if row.when is not None else set()
    return asked | {name for one in row.wordings for name in places(one) if name not in SPEAKING}
