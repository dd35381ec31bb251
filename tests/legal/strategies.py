"""Facts of any shape that the contract allows, for properties."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from legal.reasoning.facts import FACTS, KINDS, LISTS, REQUIRED

DAYS = st.dates(date(2013, 1, 1), date(2027, 6, 30)).map(date.isoformat)
REGIONS = st.sampled_from(
    ["310113", "410100", "500100", "36", "1301", "430100", "140100", "340100", "370100", "620100"]
)


def _values(fact: Any) -> st.SearchStrategy[Any]:
    match fact.type:
        case "flag":
            return st.booleans()
        case "number":
            return st.sampled_from([0, 0.1, 1, 6, 7, 49, 50, 200])
        case "date":
            return DAYS
        case "choice":
            return st.sampled_from(list(fact.values))
        case "choices":
            return st.lists(st.sampled_from(list(fact.values)), max_size=3, unique=True)
        case "texts":
            return st.lists(st.sampled_from(["甲", "乙"]), max_size=2)
        case "region":
            return REGIONS
    return st.sampled_from(["", "某物"])


def _row(name: str, fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    values = {key: _values(fact) for key, fact in fields.items()}
    needed = {key: values.pop(key) for key in REQUIRED.get(name, ())}
    return st.fixed_dictionaries(needed, optional=values)


LEAVES = {
    name: _values(fact) for name, fact in FACTS.items() if "." in name and not name.startswith("event.")
}


ROWS = {name: st.lists(_row(name, fields), min_size=1, max_size=3) for name, fields in LISTS.items()}


@st.composite
def facts(draw: Any) -> dict[str, Any]:
    """Some facts: a kind, an event, and a few of everything else."""
    ends = sorted(draw(st.lists(DAYS, min_size=2, max_size=2)))
    found: dict[str, Any] = {
        "kind": draw(st.sampled_from(KINDS)),
        "event": {"first": ends[0], "last": ends[1]},
        "filing_date": draw(DAYS),
    }
    for name in draw(st.lists(st.sampled_from(sorted(LEAVES)), max_size=25, unique=True)):
        group, _, leaf = name.partition(".")
        found.setdefault(group, {})[leaf] = draw(LEAVES[name])
    for name, fields in LISTS.items():
        if draw(st.booleans()):
            rows = draw(st.lists(_row(name, fields), max_size=3))
            group, _, leaf = name.partition(".")
            if leaf:
                found.setdefault(group, {})[leaf] = rows
            else:
                found[name] = rows
    return found


__all__ = ["LEAVES", "ROWS", "facts"]
