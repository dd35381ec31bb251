"""The corpus in admin: filters, what must be checked by hand, and for administrators alone."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from legal.corpus import load
from legal.reasoning import library, unverified, workdays
from tests.filings.desk_cases import make_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db
CORPUS = load()
ARTICLES = [a for s in CORPUS.statutes.values() for v in s.versions for a in v.articles.values()]
PAGES = ("/admin/law/", "/admin/law/by-hand/")


@pytest.fixture
def administrator() -> Client:
    return signed_in(User.objects.create_superuser("root", password="x"))


def listed(response: Any) -> int:
    return int(response.context["page"].paginator.count)


@pytest.mark.parametrize("path", PAGES)
def test_administrators_see_it_and_nobody_else(administrator: Client, path: str) -> None:
    response = administrator.get(path)
    assert response.status_code == 200
    assert forbidden(response) == []
    assert signed_in(make_desk().caseworker).get(path).status_code == 403
    assert Client().get(path)["Location"].startswith("/admin/login/")


def test_the_index_links_to_it_for_administrators_alone(administrator: Client) -> None:
    assert all(f'href="{path}"' in administrator.get("/admin/").content.decode() for path in PAGES)
    assert "/admin/law/" not in signed_in(make_desk().caseworker).get("/admin/").content.decode()


@pytest.mark.parametrize("verification", ["two_copies", "one_copy", "number_only"])
def test_filter_by_verification(administrator: Client, verification: str) -> None:
    response = administrator.get("/admin/law/", {"verification": verification})
    assert listed(response) == sum(one.verification == verification for one in ARTICLES) > 0
    assert {row["article"].verification for row in response.context["rows"]} == {verification}


def test_filters_by_statute_and_force_go_together(administrator: Client) -> None:
    today = timezone.localdate()
    response = administrator.get("/admin/law/", {"statute": "广告法", "force": "past"})
    expected = [a for a in ARTICLES if a.statute.id == "广告法" and library.standing(a, today) == "past"]
    assert listed(response) == len(expected) > 0
    assert "statute=" in response.content.decode().split("force=future")[0]
    assert listed(administrator.get("/admin/law/")) == len(ARTICLES)
    assert listed(administrator.get("/admin/law/", {"statute": "nothing"})) == 0
    assert administrator.get("/admin/law/", {"p": "x"}).status_code == 200


def test_everything_that_is_not_verified_is_to_be_checked() -> None:
    checks = unverified.to_check(timezone.localdate())
    for what, holds in (
        ("number_only", lambda one: one.verification == "number_only"),
        ("one_copy", lambda one: one.verification == "one_copy"),
        ("number_uncertain", lambda one: one.number_uncertain),
        ("partial", lambda one: one.partial),
    ):
        assert sum(one.what == what for one in checks) == sum(map(holds, ARTICLES)), what
    assert {one.statute.id for one in checks if one.what == "no_address"} == {
        one.id for one in CORPUS.statutes.values() if not one.official
    }


def test_the_list_says_what_is_known_and_leads_to_the_page(administrator: Client) -> None:
    response = administrator.get("/admin/law/by-hand/")
    said = words(response)
    assert "主席令序号未核实" in said
    assert CORPUS.wordings("短信规定74:21")[0].note in said
    today = timezone.localdate()
    for year in (today.year, today.year + 1):
        assert (f"{year}年的放假安排待国务院办公厅公布" in said) is not workdays.is_known(year)
