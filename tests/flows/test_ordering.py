"""Putting the exhibits of a bundle in order: by buttons, by the keyboard alone, by dragging, and without script."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Complaint
from evidence.models import Exhibit
from evidence.services import make_renditions, receive
from filings.models import Export
from tests.flows.test_redaction import sign_in
from tests.flows.watching import overhang, violations, watch
from tests.flows.world import _filed, _signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ["甲.png", "乙.png", "丙.png"]


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(username="owner", password="x")


@pytest.fixture
def case(owner: User, store: Path, keys: Path) -> Complaint:
    by = Actor.of_user(owner)
    made, _code = _filed(owner)
    for name, colour in zip(NAMES, ("red", "green", "blue"), strict=True):
        picture = io.BytesIO()
        Image.new("RGB", (60, 90), colour).save(picture, "PNG")
        receive(by=by, complaint_id=made.pk, stream=io.BytesIO(picture.getvalue()), filename=name)
    while make_renditions(by=Actor.system("examiner")):
        pass
    return made


def ordered() -> list[tuple[str, str]]:
    order = json.loads(Export.objects.get().order)
    return [(item["number"], item["name"]) for group in order["groups"] for item in group["items"]]


def numbers(page: Page) -> list[tuple[str, str]]:
    rows = page.locator("[data-row]")
    return [
        (
            rows.nth(place).locator("input[name$='-number']").input_value(),
            rows.nth(place).locator("input[name$='-name']").input_value(),
        )
        for place in range(rows.count())
    ]


def test_buttons_keyboard_and_mouse_write_the_same_numbers(
    page: Page, live_server: Any, owner: User, case: Complaint
) -> None:
    watched = watch(page)
    page.set_default_timeout(15_000)
    sign_in(page, live_server, _signed_in(owner))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/cases/{case.number}/bundle/?for=court")
    assert numbers(page) == [("1-1", "甲.png"), ("1-2", "乙.png"), ("1-3", "丙.png")]
    assert violations(page) == []
    assert overhang(page) <= 0

    page.get_by_role("button", name="上移 3.").click()
    assert [name for _, name in numbers(page)] == ["甲.png", "丙.png", "乙.png"]
    down = page.get_by_role("button", name="下移 1.")
    down.focus()
    page.keyboard.press("Enter")
    assert [name for _, name in numbers(page)] == ["丙.png", "甲.png", "乙.png"]
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    assert numbers(page) == [("1-1", "丙.png"), ("1-2", "乙.png"), ("1-3", "甲.png")]

    page.set_viewport_size({"width": 1280, "height": 2600})
    page.evaluate("scrollTo(0, 0)")
    rows = page.locator("[data-row]")
    handle, first = rows.nth(2).locator(".handle").bounding_box(), rows.nth(0).bounding_box()
    assert handle is not None
    assert first is not None
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(first["x"] + 60, first["y"] + 8, steps=25)
    expect(page.locator("[data-row].dragged")).to_have_count(1)
    page.mouse.up()
    expect(page.locator("[data-row].dragged")).to_have_count(0)
    assert numbers(page) == [("1-1", "甲.png"), ("1-2", "丙.png"), ("1-3", "乙.png")]

    page.get_by_role("button", name="生成案卷").click()
    expect(page.get_by_text("已经收下")).to_be_visible()
    assert ordered() == [("1-1", "甲.png"), ("1-2", "丙.png"), ("1-3", "乙.png")]
    assert violations(page) == []
    assert watched.quiet()
    page.goto(f"{live_server.url}/bundles/{Export.objects.get().code}/")
    assert violations(page) == []


def test_numbers_alone_do_it_without_script(owner: User, case: Complaint) -> None:
    client = _signed_in(owner)
    where = f"/cases/{case.number}/bundle/"
    assert "编号写成" in client.get(where + "?for=own").content.decode()
    sent = {
        "made_for": "own",
        "recipient": "",
        "megabytes": "0",
        "statement": "",
        "title-1": "先",
        "title-2": "后",
    }
    for exhibit, number in zip(
        Exhibit.objects.of_case(case.pk).order_by("ordinal"), ("2-2", "1-1", "2-1"), strict=True
    ):
        sent |= {f"{exhibit.pk}-number": number, f"{exhibit.pk}-travels": "clean", f"{exhibit.pk}-name": exhibit.filename,
                 f"{exhibit.pk}-proves": "", f"{exhibit.pk}-form": "电子数据"}  # fmt: skip
    assert client.post(where, sent).status_code == 302
    assert ordered() == [("1-1", "乙.png"), ("2-1", "丙.png"), ("2-2", "甲.png")]
