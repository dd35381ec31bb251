"""Every wish of every read case: which papers ask for it and of whom, and where none does, why.

After a change of what can be asked: ``python -m tests.documents.test_wish_matrix``, and read the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from documents import form_of
from documents.requests import Request, kinds
from documents.wished import Wished, wished
from legal.reasoning.assessment import assess
from legal.reasoning.facts import FACTS
from tests.documents.asking import ON, asked

CASES = Path(__file__).parents[1] / "golden" / "cases"
READ = Path(__file__).parent / "wishes_asked.txt"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))
WISHES = tuple(FACTS["wishes"].values)


def facts_with(name: str, wish: str) -> dict[str, Any]:
    told = yaml.safe_load((CASES / f"{name}.yaml").read_text())
    people = {key: told["complainant"][key] for key in ("region",) if key in told.get("complainant", {})}
    facts = {**told["facts"], "kind": told["kind"], "situations": told["situations"], "wishes": [wish]}
    facts["complainant"] = {**people, **facts.get("complainant", {})}
    facts["respondents"] = told.get("respondents", [])
    return dict(_iso(facts))


def _iso(value: Any) -> Any:
    """Days as people state them, in ISO."""
    if isinstance(value, dict):
        return {key: _iso(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_iso(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


@cache
def told(name: str, wish: str) -> Wished:
    facts = facts_with(name, wish)
    (one,) = wished(facts, assess(facts, on=ON), ON)  # type: ignore[arg-type]
    return one


def asking(name: str, wish: str) -> Iterator[str]:
    """“lender（示例消费金融有限公司）”: the papers that ask for it, each letter by whom it goes to."""
    facts = facts_with(name, wish)
    for channel in told(name, wish).channels:
        form = form_of(channel)
        to = [one["name"] for one in facts["respondents"] if one.get("role") in form.respondent_roles]
        for whom in (to if form.each else []) or [""]:
            found = asked(facts, channel, addressee=whom)
            paper = f"{channel}（{whom}）" if whom else channel
            if _for(wish, found.made):
                yield paper
            elif _for(wish, [one for one in found.every if one.takes]):
                # A sum that is for the person to say.
                yield f"{paper}：待填"


def _for(wish: str, requests: Iterable[Request]) -> bool:
    rows = (kinds()[one.slug] for one in requests)
    return any(wish in (*row["wishes"], *row.get("wishes_when", ())) for row in rows)


def matrix(name: str) -> str:
    rows = [f"【{name}】"]
    for wish in WISHES:
        papers = "、".join(asking(name, wish))
        rows.append(f"{wish}: {papers or '—'}" + ("" if papers else f" {told(name, wish).why}"))
    return "\n".join(rows)


@cache
def read() -> dict[str, str]:
    return {part.partition("】")[0]: f"【{part}".rstrip() for part in READ.read_text().split("【")[1:]}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_wanted_is_asked_where_it_was_read_to_be(name: str):
    assert matrix(name) == read()[name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_is_asked_somewhere_or_it_is_said_why_nowhere(name: str, wish: str):
    one = told(name, wish)
    assert [*asking(name, wish)] or one.helped or one.why


if __name__ == "__main__":
    READ.write_text("\n".join(map(matrix, NAMES)) + "\n")
