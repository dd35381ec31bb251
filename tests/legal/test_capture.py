"""Help with capturing proof: every element leads to a way, every way says what it costs and does not prove; days are right."""

import re
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from legal.corpus import load
from legal.reasoning.preserving import BEFORE_THE_RULE, NOT_TEXT, keeping, keeping_of
from tests.legal.cases import NO_DEBT, OPT_OUT
from tests.legal.test_checking import spoil  # noqa: F401
from tests.legal.test_self_help import filed, page

CAPTURE = "capture.yaml"


# ── The data ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_element_of_every_ground_has_a_way():
    capture = load().capture
    for ground in load().grounds.values():
        for element in ground.elements:
            assert capture.ways_for(element.id), element.id


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("  H1.1: [", "  H1.9: [", "capture: nothing says how to prove H1.1"),
        ("  H1.1: [", "  H1.9: [", "capture: no element H1.9"),
        ("  H2.1: [message_shot", "  H2.1: [message_shoot", "capture H2.1: no way message_shoot"),
        (
            "    limits: 截图是复制件",
            "    limit: 截图是复制件",
            "capture message_shot: says nothing of limits",
        ),
        ("picture: calls", "picture: cells", "capture call_log: no picture cells"),
        ('["电信条例:33"]', '["电信条例:333"]', "capture operator_bill: no article 电信条例:333"),
        ("  F3.1: [witness]", "  F3.1: [recording]", None),
        ("para: 2}", "para: 9}", "capture preservation: 民事诉讼法:84 (2024) has no paragraph 9 item None"),
    ],
)
def test_what_leads_nowhere_is_told(spoil, before, after, told):  # noqa: F811
    found = spoil((CAPTURE, before, after))
    assert (told in found) if told else found == [], found


# ── The days ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("first", "last", "gone", "articles"),
    [
        ((2025, 11, 1), (2025, 11, 11), ((2026, 4, 1), (2026, 4, 11)), [("短信规定31", 5)]),
        ((2025, 9, 30), (2025, 9, 30), ((2026, 2, 28), (2026, 2, 28)), [("短信规定31", 5)]),
        ((2026, 4, 30), (2026, 5, 1), ((2026, 9, 30), (2026, 11, 1)), [("短信规定31", 5), ("短信规定74", 6)]),
        ((2026, 5, 1), (2026, 5, 1), ((2026, 11, 1), (2026, 11, 1)), [("短信规定74", 6)]),
        ((2015, 6, 29), (2015, 6, 30), (None, (2015, 11, 30)), [("短信规定31", 5)]),
    ],
)
def test_the_day_from_which_records_may_be_deleted(first, last, gone, articles):
    found = keeping(first=date(*first), last=date(*last), channels={"sms"}, corpus=load())
    assert (found.first_gone, found.last_gone) == tuple(date(*one) if one else None for one in gone)
    assert [(one.statute.id, months) for one, months in found.articles] == articles
    assert found.why_not == ("" if gone[0] else BEFORE_THE_RULE)


def test_calls_have_no_day_and_say_so():
    found = keeping(first=date(2026, 1, 1), last=date(2026, 1, 2), channels={"call"}, corpus=load())
    assert (found.first_gone, found.articles, found.why_not) == (None, (), NOT_TEXT)
    assert keeping_of({"event": {"first": "2026-01-01", "last": "2026-01-02"}}, load()).why_not == ""


def test_a_day_is_open_then_running_then_over():
    found = keeping(first=date(2025, 11, 1), last=date(2025, 12, 1), channels={"sms"}, corpus=load())
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1)]
    assert [found.standing(day) for day in days] == ["open", "running", "running", "over"]


# ── The pages ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_everybody_may_read_all_of_it():
    found = page(None, "/capture/")
    for way in load().capture.ways.values():
        assert f'id="{way.id}"' in found
        for words in (way.title, way.cost, way.limits, *way.steps, *way.iphone, *way.android):
            assert words in found, words
    assert found.count("<svg viewBox") == sum(bool(way.picture) for way in load().capture.ways.values())
    assert "《中华人民共和国民事诉讼法》" in found
    assert "/preservation/" not in found


@pytest.mark.django_db
def test_a_case_leads_from_each_element_to_its_ways():
    owner = User.objects.create_user(username="captor", password="x")
    number = filed(owner, OPT_OUT).number
    found = page(owner, f"/cases/{number}/capture/")
    head, _fold, tail = found.partition("别的取证办法")
    for element in load().grounds["H2"].elements:
        assert element.text in head
        assert all(f'href="#{way.id}"' in head for way in load().capture.ways_for(element.id))
    for name in set(re.findall(r'href="#(\w+)"', head)) - {"main"}:
        assert f'id="{name}"' in head, name
    assert 'id="notary"' in head
    assert 'id="creditor"' in tail
    assert f"/cases/{number}/preservation/" in head


@pytest.mark.django_db
def test_the_law_page_leads_to_the_ways():
    owner = User.objects.create_user(username="captor", password="x")
    number = filed(owner, NO_DEBT).number
    assert f"/cases/{number}/capture/#" in page(owner, f"/cases/{number}/law/reasons/")


@pytest.mark.django_db
def test_the_public_page_of_a_situation_leads_to_the_ways():
    assert "/capture/#message_shot" in page(None, "/law/situations/optout_ignored/")


@pytest.mark.django_db
def test_nobody_else_reads_the_help_of_a_case():
    owner = User.objects.create_user(username="captor", password="x")
    assert Client().get(f"/cases/{filed(owner, OPT_OUT).number}/capture/").status_code == 404
