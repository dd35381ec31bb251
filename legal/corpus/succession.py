"""What took the place of what. Written once, as ``successor``; who came before is worked out from it."""

from collections.abc import Iterable, Mapping

from legal.corpus.articles import Article, Statute, read_reference


def pointed_at(article: Article, statutes: Mapping[str, Statute]) -> Article | None:
    """The article that a ``successor`` means: of the version it names, else the first that begins later."""
    if not article.successor:
        return None
    reference = read_reference(article.successor)
    statute = statutes.get(reference.statute)
    for one in statute.wordings(reference.number) if statute else ():
        if one.version.key == reference.version or (reference.version is None and one.start > article.start):
            return one
    return None


def successors(statutes: Mapping[str, Statute]) -> dict[Article, Article]:
    """Each wording to the one that took its place; the same number goes on unless it was given to another rule."""
    links: dict[Article, Article] = {}
    for statute in statutes.values():
        for version in statute.versions:
            for article in version.articles.values():
                if next_one := pointed_at(article, statutes):
                    links[article] = next_one
    given = set(links.values())
    for statute in statutes.values():
        for old, new in zip(statute.versions, statute.versions[1:], strict=False):
            for number, article in old.articles.items():
                same = new.articles.get(number)
                if same and article not in links and same not in given:
                    links[article] = same
    return links


def predecessors(links: Mapping[Article, Article]) -> dict[Article, tuple[Article, ...]]:
    """Each wording to those whose place it took, oldest first; two where two articles became one."""
    found: dict[Article, list[Article]] = {}
    for old, new in links.items():
        found.setdefault(new, []).append(old)
    return {new: tuple(sorted(olds, key=lambda one: (one.start, one.id))) for new, olds in found.items()}


def came_before(statute: str, statutes: Iterable[Statute]) -> tuple[str, ...]:
    """The statutes whose place one took, in the order of the day on which they ended."""
    return tuple(
        one.id
        for one in sorted(statutes, key=lambda one: str(one.versions[-1].end))
        if one.successor == statute
    )
