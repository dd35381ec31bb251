"""Covering parts of a file in a browser: with a mouse, with the keyboard alone, and without script."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.actors import Actor
from accounts.models import User
from evidence.models import Exhibit, Redaction, Rendition
from evidence.services import make_redactions, make_renditions, receive
from evidence.services.recognising import recognise_pictures
from tests.browsers import photograph
from tests.evidence.writings import typeset, written_page
from tests.flows.watching import overhang, violations, watch
from tests.flows.world import _filed, _signed_in

pytestmark = pytest.mark.django_db(transaction=True)
REDACTOR = Actor.system("redactor")


@pytest.fixture
def owner() -> User:
    return User.objects.create_user(username="owner", password="x")


@pytest.fixture
def exhibits(owner: User, store: Path, keys: Path) -> tuple[Exhibit, Exhibit]:
    """A screenshot whose words were read, and a paper of two pages."""
    by = Actor.of_user(owner)
    case, _code = _filed(owner)
    files = (written_page(), "截图.png"), (typeset(["机主电话 13800138000", "第二页"]), "账单.pdf")
    made = [
        receive(by=by, complaint_id=case.pk, stream=io.BytesIO(content), filename=name)
        for content, name in files
    ]
    while make_renditions(by=Actor.system("examiner")):
        pass
    while recognise_pictures(by=Actor.system("reader")):
        pass
    return made[0], made[1]


def sign_in(page: Page, live_server: Any, client: Client) -> None:
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Over the picture, from and to fractions of it."""
    edge = page.locator("[data-canvas] svg").bounding_box()
    assert edge is not None
    places = [(edge["x"] + edge["width"] * x, edge["y"] + edge["height"] * y) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=5)
    page.mouse.up()


def test_a_box_is_drawn_moved_and_burned_in(
    page: Page, live_server: Any, owner: User, exhibits: tuple[Exhibit, Exhibit]
) -> None:
    watched = watch(page)
    picture, _paper = exhibits
    sign_in(page, live_server, _signed_in(owner))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/evidence/{picture.pk}/")
    page.get_by_role("link", name="遮盖其中一部分").click()
    expect(page.locator("rect.found")).to_have_count(1)  # the number; 王小明 is nobody of the case
    drag(page, (0.03, 0.1), (0.6, 0.25))
    expect(page.locator("rect.box")).to_have_count(1)
    first = page.get_by_role("group", name="第 1 个框")
    assert abs(float(first.get_by_label("从左").input_value()) - 3) < 0.5
    drag(page, (0.3, 0.2), (0.32, 0.22))  # takes it along
    assert abs(float(first.get_by_label("从左").input_value()) - 5) < 0.6
    page.get_by_label("电话号码").check()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert overhang(page) == 0
        photograph(page, f"redact-{width}")
    page.get_by_role("button", name="遮盖并核对").click()
    expect(page.get_by_text("正在遮盖，并把结果重新读一遍核对")).to_be_visible()
    made = make_redactions(by=REDACTOR)
    assert made is not None
    assert (made.state, made.reason, made.count) == ("done", "", 2)
    page.reload()
    expect(page.get_by_role("heading", name="遮盖副本")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    assert overhang(page) == 0
    photograph(page, "redacted-390")
    assert watched.quiet()


def test_the_keyboard_alone_covers_too(
    page: Page, live_server: Any, owner: User, exhibits: tuple[Exhibit, Exhibit]
) -> None:
    _picture, paper = exhibits
    sign_in(page, live_server, _signed_in(owner))
    page.goto(f"{live_server.url}/evidence/{paper.pk}/redact/2/")
    add = page.get_by_role("button", name="加一个框")
    add.focus()
    page.keyboard.press("Enter")
    left = page.get_by_role("group", name="第 1 个框").get_by_label("从左")
    expect(left).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(left).to_have_value("35.5")
    save = page.get_by_role("button", name="保存这一页")
    save.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("这一页的框已保存")).to_be_visible()
    assert Redaction.objects.get().boxes == {"2": [[0.355, 0.45, 0.2, 0.05]]}


def test_without_script_numbers_and_ticks_do_it(owner: User, exhibits: tuple[Exhibit, Exhibit]) -> None:
    picture, paper = exhibits
    client = _signed_in(owner)
    page = client.get(f"/evidence/{picture.pk}/redact/").content.decode()
    ticked = re.findall(r'name="place" value="([^"]+)"', page)
    assert len(ticked) == 1
    answer = client.post(f"/evidence/{picture.pk}/redact/", {
        "left": ["3", ""], "top": ["10%", ""], "width": ["90", ""], "height": ["15", ""], "place": ticked, "burn": "",
    })  # fmt: skip
    assert answer.status_code == 302
    made = make_redactions(by=REDACTOR)
    assert made is not None
    assert (made.state, made.count) == ("done", 2)
    shown = client.get(f"/evidence/{picture.pk}/redact/").content.decode()
    assert "共 2 处" in shown
    copy = client.get(f"/evidence/{picture.pk}/redacted")
    assert copy["Content-Type"] == "image/png"
    assert client.get(f"/evidence/{picture.pk}/redacted/top")["Content-Type"] == "image/jpeg"
    assert "place" not in client.get(f"/evidence/{paper.pk}/redact/1/").content.decode().split("<fieldset")[1]
    assert client.post(f"/evidence/{paper.pk}/redact/1/", {"look": ""}).status_code == 302
    assert "正在识别这一页" in client.get(f"/evidence/{paper.pk}/redact/1/").content.decode()
    assert recognise_pictures(by=Actor.system("reader")) == paper.pk
    found = client.get(f"/evidence/{paper.pk}/redact/1/").content.decode()
    assert len(re.findall(r'name="place" value="([^"]+)"', found)) == 1
    wrong = client.post(f"/evidence/{paper.pk}/redact/1/", {
        "left": ["3"], "top": ["甲"], "width": ["90"], "height": ["15"], "save": "",
    })  # fmt: skip
    assert wrong.status_code == 422
    assert 'value="甲"' in wrong.content.decode()  # nothing typed is lost
    nothing = client.post(f"/evidence/{paper.pk}/redact/1/", {"burn": ""})
    assert "还没有画框" in nothing.content.decode()
    assert client.get(f"/evidence/{paper.pk}/redact/3/").status_code == 404
    assert Rendition.objects.filter(kind="redacted", exhibit=paper).count() == 0
