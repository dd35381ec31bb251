"""The page of the next step on a phone: short, its first step whole, everything else one tap deeper."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.flows.watching import overhang, violations, watch
from tests.golden.papers import case_of, filed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("store", "keys")]
MOST_SCREENS = 4


@pytest.mark.parametrize("name", ["ninety_calls", "bound_to_a_bank", "cousins_debt"])
def test_the_page_is_at_most_four_screens(page: Page, live_server: Any, name: str) -> None:
    """Of each kind of case, folded; opened, nothing is wider than the phone and nothing that axe minds."""
    page.set_viewport_size({"width": 390, "height": 844})
    complaint = filed(case_of(name))
    assert complaint.owner is not None
    may_sign_in(complaint.owner)
    seen = watch(page)
    sign_in(page, live_server.url, complaint.owner.username, "/cases/")
    page.goto(f"{live_server.url}/cases/{complaint.number}/law/")
    expect(page.get_by_text("先做这一件")).to_be_in_viewport()
    screens = page.evaluate("document.documentElement.scrollHeight / 844")
    sys.stdout.write(f"{name}: {screens:.1f} screens\n")
    if os.environ.get("ANNING_PICTURES"):
        Path("test-results").mkdir(exist_ok=True)
        page.screenshot(path=f"test-results/plan-{name}.png", full_page=True)
    assert screens <= MOST_SCREENS
    assert violations(page) == []
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert overhang(page) <= 0
    assert violations(page) == []
    assert seen.quiet()


BROKEN = """() => [...document.querySelectorAll(".foot nav a, .foot nav button")].filter((one) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = getComputedStyle(one).font;
  return one.textContent.trim().split(/\\s+/).some((word) => pen.measureText(word).width > one.clientWidth);
}).map((one) => one.textContent.trim())"""


def test_it_is_as_short_in_english_and_where_somebody_is_threatened(page: Page, live_server: Any) -> None:
    """With whom to call before anything else, and in words that take more room; the foot of the page breaks none of them."""
    page.set_viewport_size({"width": 390, "height": 844})
    complaint = filed(case_of("ex_neighbour"))
    assert complaint.owner is not None
    may_sign_in(complaint.owner)
    sign_in(page, live_server.url, complaint.owner.username, "/cases/")
    address = f"{live_server.url}/cases/{complaint.number}/law/"
    for language, words in (("", "先打电话，别的可以等。"), ("English", "Call first; the rest can wait.")):
        if language:
            page.get_by_role("button", name=language).click()
        page.goto(address)
        expect(page.get_by_text(words)).to_be_visible()
        screens = page.evaluate("document.documentElement.scrollHeight / 844")
        sys.stdout.write(f"threatened {language}: {screens:.2f} screens\n")
        assert screens <= MOST_SCREENS
    assert page.evaluate(BROKEN) == []
