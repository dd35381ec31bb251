"""The law page of a case: each citation leads to its public page as it read on the right day; lawyers see every condition."""

import re
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest

from legal.corpus import load
from legal.models import Assessment
from legal.presentation import shown_clocks, shown_grounds, shown_plan
from legal.reasoning.assessment import assess
from tests.filings.pages import forbidden, words
from tests.flows.world import World, make_world
from tests.legal import cases
from tests.once import once_a_module

STORIES = {name: value for name, value in vars(cases).items() if name.isupper() and isinstance(value, dict)}
PAGE = re.compile(r"/law/([^/]+)/(.+)/\?on=(\d{4}-\d\d-\d\d)")


def pages_of(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Every citation of a page with its address."""
    result = assess(facts)
    grounds = shown_grounds(result, facts.get("situations", []))
    cited = [(one["citation"], one["page"]) for ground in grounds for one in ground["provisions"]]
    linked = [link for ground in grounds for relief in ground["relief"] for link in relief["links"]]
    linked += [link for way in shown_plan(result) for link in way["links"]]
    cited += [(link["citation"], link["page"]) for link in linked]
    return cited + [(clock["basis"], clock["page"]) for clock in shown_clocks(result) if clock["page"]]


@pytest.mark.parametrize("name", STORIES)
def test_every_citation_leads_to_the_text_that_it_cites(name: str) -> None:
    cited = pages_of(STORIES[name])
    assert cited
    for citation, page in cited:
        place = PAGE.fullmatch(unquote(page))
        assert place, (citation, page)
        article = load().article(f"{place[1]}:{place[2]}", date.fromisoformat(place[3]))
        assert article is not None, page
        assert citation.startswith(article.citation()), (citation, page)


@once_a_module
def world() -> World:
    return make_world()


def law(world: World, role: str) -> Any:
    return world.clients[role].get(f"/cases/{world.case.number}/law/reasons/")


def test_conditions_are_shown_to_the_lawyer_and_not_to_the_person(world: World) -> None:
    for_lawyer = law(world, "lawyer")
    assert for_lawyer.status_code == 200
    said = words(for_lawyer)
    assert "条件怎样得出" in said
    assert "拒绝过或者撤回了同意" in said
    assert "有没有退订或者拒绝过：是" in said
    assert forbidden(for_lawyer) == []
    for role in ("owner", "case_holder"):
        assert "条件怎样得出" not in words(law(world, role)), role


def test_a_trace_by_newer_data_says_so(world: World) -> None:
    kept = Assessment.objects.latest_of(world.case)
    assert kept is not None
    assert "法律数据有更新" not in words(law(world, "lawyer"))
    kept.pk, kept.corpus_version = None, "sha256:" + "0" * 64
    kept.made_at = kept.made_at.replace(year=kept.made_at.year + 1)
    kept.save(force_insert=True)
    assert "法律数据有更新" in words(law(world, "lawyer"))


def test_each_public_page_that_the_case_links_to_is_there(world: World) -> None:
    client = world.clients["owner"]
    links = set(re.findall(r'href="(/law/[^"]+)"', law(world, "owner").content.decode()))
    assert len(links) > 10
    for link in links:
        assert client.get(link).status_code == 200, link
