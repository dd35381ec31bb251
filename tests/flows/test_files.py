"""Files handed in on the page: one that is refused neither hides what became of the others nor shuts the way on."""

import io
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.actors import Actor
from complaints.models import Draft
from evidence import services
from evidence.services import make_renditions
from tests.flows import consumer
from tests.flows.test_keyboard_and_axe import Inspected

pytestmark = pytest.mark.django_db(transaction=True)


def at_the_files(page: Page, address: str) -> Draft:
    consumer.start(page, address)
    draft = Draft.objects.get()
    page.goto(f"{address}/drafts/{draft.pk}/evidence/files/")
    return draft


@pytest.mark.usefixtures("store", "keys")
def test_one_of_many_is_refused(page: Page, live_server: Any) -> None:
    seen = Inspected(page)
    at_the_files(page, live_server.url)
    good = {"name": "短信截图.png", "mimeType": "image/png", "buffer": consumer.screenshot()}
    same = {**good, "name": "又一次.png"}
    empty = {"name": "空的.png", "mimeType": "image/png", "buffer": b""}
    page.get_by_label("选择文件").set_input_files([good, same, empty])
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_text("空的.png：这个文件是空的")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("已原样封存，编为第 1 号")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("“又一次.png”和第 1 号文件一模一样")).to_be_visible()
    expect(page.get_by_text("选好的文件还没有交")).to_be_hidden()
    expect(page.get_by_role("link", name="继续", exact=True)).to_be_visible()
    seen.look("one refused")
    while make_renditions(by=Actor.system("examiner")):
        pass
    expect(page.get_by_text("查看副本已备好")).to_be_visible(timeout=20_000)  # the page looks by itself
    seen.sound()


@pytest.mark.usefixtures("store", "keys")
def test_a_photo_that_was_imported_says_what_to_do(page: Page, live_server: Any) -> None:
    draft = at_the_files(page, live_server.url)
    by = Actor.system("importer")
    services.receive_backup(
        by=by, complaint_id=draft.pk, stream=io.BytesIO(consumer.screenshot()), filename="照片.png"
    )
    while services.carry_imports(by=by):
        pass
    page.reload()
    expect(page.get_by_text("它不是读得出的手机备份")).to_be_visible()
    page.get_by_role("link", name="手机备份：没有导入").click()
    page.get_by_role("button", name="当作普通证据").click()
    expect(page.get_by_text("第 1 号文件当作普通证据")).to_be_visible()
