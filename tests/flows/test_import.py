"""A phone's backup in a browser: from the intake to the filed case, on a phone; and a worker killed on the way."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.actors import Actor
from complaints.models import Complaint, Contact
from complaints.services import open_draft
from evidence import services
from evidence.importers.grouping import Wanted
from evidence.models import Import
from tests.browsers import photograph
from tests.evidence import backups
from tests.filings.test_killed_workers import kill, start
from tests.flows import consumer
from tests.flows.test_keyboard_and_axe import Inspected

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = Actor.system("importer")
CARRY = (
    "import django; django.setup()\n"
    "from accounts.actors import Actor\nfrom evidence import services\n"
    "while services.carry_imports(by=Actor.system('importer')): pass\n"
)


def carry() -> None:
    while services.carry_imports(by=WORKER, at=timezone.now()):
        pass


def uploaded(page: Page, content: bytes, name: str) -> None:
    page.get_by_label("选择备份文件").set_input_files(
        {"name": name, "mimeType": "text/xml", "buffer": content}
    )
    page.get_by_role("button", name="上传并读取").click()
    page.wait_for_url(re.compile(r"/backups/[0-9a-f-]{36}/$"))  # in pieces, then on to what is read of it


def test_in_a_draft_and_in_the_filed_case(page: Page, live_server: Any) -> None:
    seen = Inspected(page)
    consumer.start(page, live_server.url)
    page.get_by_role("link", name="导入手机备份").click()
    seen.look("before")
    uploaded(page, backups.backup(), "sms-20251112.xml")
    expect(page.get_by_role("progressbar")).to_be_visible()
    seen.look("reading")
    carry()
    # The page looks by itself.
    expect(page.get_by_text("没有勾选的一条也不保留")).to_be_visible(timeout=20_000)
    seen.look("choosing")
    photograph(page, "import-choosing")
    assert page.locator("input[name=group]:checked").count() == 0
    page.get_by_label(re.compile(backups.SHOP)).check()
    page.get_by_role("button", name="收入勾选的，其余不保留").click()
    carry()
    expect(page.get_by_text("收入 7 条。")).to_be_visible(timeout=20_000)
    seen.look("kept")
    photograph(page, "import-kept")
    draft = Import.objects.get().exhibit.complaint_id
    page.goto(f"{live_server.url}/drafts/{draft}/understood/")
    assert page.get_by_label("最早的一次是哪天？").input_value() == "2025-11-01"
    assert page.get_by_text("您选出的短信和通话").first.is_visible()
    seen.look("understood")
    for _step in consumer.pages_of_the_intake(page, files=False):
        pass
    number = consumer.file(page)
    page.goto(f"{live_server.url}/cases/{number}/contacts/")
    expect(page.get_by_text("2025年11月3日 拒绝后仍收到")).to_be_visible()
    seen.look("contacts")
    photograph(page, "contacts")
    page.goto(f"{live_server.url}/cases/{number}/")
    page.get_by_role("link", name="导入手机备份").click()
    later = backups.messages(9)
    uploaded(page, backups.backup(later), "later.xml")
    carry()
    page.get_by_label(re.compile(backups.SHOP)).check(timeout=20_000)
    page.get_by_role("button", name="收入勾选的，其余不保留").click()
    carry()
    expect(page.get_by_text("收入 3 条。")).to_be_visible(timeout=20_000)
    seen.look("kept in a case")
    assert Complaint.objects.get(number=number).contacts.count() == 1 + 7 + 3  # the one that was pasted too
    result = page.url
    page.get_by_text("删除备份原件").click()
    seen.look("erasing")
    page.get_by_role("link", name="删除原件：先看已经交给了谁").click()
    page.get_by_label("我知道删除以后谁也恢复不了").check()
    seen.look("erasing a filed backup")
    page.get_by_role("button", name="永久删除内容").click()
    expect(page.get_by_text("哈希值和存证记录保留").first).to_be_visible()
    page.goto(result)
    expect(page.get_by_text("备份原件已经删除").first).to_be_visible()
    assert seen.wrong == {}
    assert seen.watched.quiet()


def test_a_killed_worker_leaves_neither_gaps_nor_doubles() -> None:
    draft, _code = open_draft(by=Actor())
    rows = [
        (
            f"1069{number % 40:08}",
            1,
            backups.BEGIN + timedelta(minutes=number),
            f"【示例{number % 40}】优惠第{number}期，退订回T",
        )
        for number in range(4_000)
    ]
    content = io.BytesIO(backups.backup(rows))
    imported = services.receive_backup(
        by=WORKER, complaint_id=draft.pk, stream=content, filename="sms.xml", wanted=Wanted(every=True)
    )
    worker = start(CARRY)
    deadline = timezone.now() + timedelta(seconds=60)
    while not Contact.objects.exists():
        assert worker.poll() is None, "the worker ended by itself"
        assert timezone.now() < deadline
    kill(worker)
    some = Contact.objects.count()
    assert 0 < some < 4_000
    assert services.carry_imports(by=WORKER, import_id=imported.pk) is None  # the lease is still running
    services.carry_imports(by=WORKER, import_id=imported.pk, at=timezone.now() + timedelta(minutes=5))
    imported.refresh_from_db()
    assert (imported.state, imported.kept, imported.chosen, imported.repeated) == ("kept", 4_000, 4_000, 0)
    assert Contact.objects.filter(complaint_id=draft.pk).count() == 4_000
    assert set(Contact.objects.values_list("line", flat=True)) == set(range(1, 4_001))
