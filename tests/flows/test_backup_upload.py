"""In a browser: a large backup whose connection breaks goes on where it broke off, also after the page was closed."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from complaints.models import Draft
from evidence.models import Exhibit, Import, Upload
from tests.browsers import photograph
from tests.evidence import backups
from tests.flows import consumer
from tests.flows.test_keyboard_and_axe import Inspected

pytestmark = pytest.mark.django_db(transaction=True)
PIECE = 2 * 1024 * 1024
PUT = re.compile(r"/evidence/uploads/[^/]+/\?offset=")


def large() -> bytes:
    """Somewhat more than two pieces."""
    words = "双十一全场五折，拒收请回复TD。" * 40
    return backups.backup(
        [
            (
                backups.SHOP_NUMBER,
                1,
                backups.BEGIN + timedelta(minutes=n),
                f"【{backups.SHOP}】第{n}期{words}",
            )
            for n in range(2_700)
        ]
    )


def offered(page: Page, address: str, file: Path) -> None:
    page.goto(address)
    page.get_by_label("选择备份文件").set_input_files(file)
    page.get_by_role("button", name="上传并读取").click()


@pytest.mark.usefixtures("store", "keys")
def test_a_backup_goes_on_where_it_broke_off(page: Page, live_server: Any, tmp_path: Path) -> None:
    consumer.start(page, live_server.url)
    draft = Draft.objects.get()
    address = f"{live_server.url}/drafts/{draft.pk}/evidence/backups/"
    file = tmp_path / "sms-20251112.xml"
    file.write_bytes(large())
    assert 2 * PIECE < file.stat().st_size < 3 * PIECE
    seen = Inspected(page)

    def broken(route: Route) -> None:
        if "offset=0" in route.request.url:
            route.continue_()
        else:
            route.abort()

    page.route(PUT, broken)
    offered(page, address, file)
    expect(page.get_by_text("网络断了，连上后会接着传。")).to_be_visible(timeout=20_000)
    seen.look("broken off")
    photograph(page, "backup-upload")
    assert Upload.objects.get().offset == PIECE
    assert seen.wrong == {}
    context = page.context
    page.close()
    later, sent = context.new_page(), []

    def noted(route: Route) -> None:
        sent.append(int(route.request.url.rpartition("=")[2]))
        route.continue_()

    later.route(PUT, noted)
    offered(later, address, file)
    expect(later.get_by_text("已原样封存，编为第 1 号")).to_be_visible(timeout=30_000)
    assert sent == [PIECE, 2 * PIECE]
    imported = Import.objects.get()
    assert later.url == f"{live_server.url}/backups/{imported.pk}/"
    assert Exhibit.objects.get().size == file.stat().st_size
