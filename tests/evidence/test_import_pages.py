"""The pages of an import: progress, the list with its ticks over several pages, what was kept."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SESSION_CODES, Actor
from complaints.models import Contact, Draft
from complaints.services import ComplainantInput, file_complaint, save_answers
from evidence import services
from evidence.models import Exhibit, Import, Rendition
from tests.counting import Counting
from tests.evidence import backups, samples
from tests.evidence.conftest import Receive

pytestmark = pytest.mark.django_db
WORKER = Actor.system("importer")


@pytest.fixture
def holder(begun: tuple[Draft, Actor], client: Client) -> Client:
    session = client.session
    session[SESSION_CODES] = list(begun[1].codes)
    session.save()
    save_answers(by=begun[1], draft=begun[0], step="kind", answers={"kind": "harassment"})
    return client


def handed_in(holder: Client, draft: Draft, content: bytes, name: str = "sms.xml") -> str:
    """The address of the import that the file became."""
    answer = holder.post(
        reverse("draft_imports", args=[draft.pk]), {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def carry() -> None:
    while services.carry_imports(by=WORKER, at=timezone.now() + timedelta(seconds=5)):
        pass


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(round|shown)" value="([^"]*)"', page))


def test_from_upload_to_what_was_kept(holder: Client, begun: tuple[Draft, Actor]) -> None:
    here = handed_in(holder, begun[0], backups.backup())
    waiting = holder.get(here).content.decode()
    assert "等待读取" in waiting
    assert 'http-equiv="refresh"' in waiting
    carry()
    listed = holder.get(here).content.decode()
    assert "2025年11月3日 拒绝后又来 3 条" in listed
    assert "checked" not in listed
    assert listed.index(backups.SHOP_NUMBER) < listed.index(backups.FRIEND_NUMBER)
    sent = {**hidden(listed), "group": ["0"], "act": "choose"}
    assert holder.post(here, sent).status_code == 302
    carry()
    kept = holder.get(here).content.decode()
    assert "收入 7 条" in kept
    assert backups.FRIEND_NUMBER not in kept
    assert "2025年11月3日 拒绝后仍收到 3 次" in kept
    event = holder.get(reverse("step", args=[begun[0].pk, "event"])).content.decode()
    assert 'value="2025-11-01"' in event
    assert 'value="2025-11-06"' in event
    save_answers(by=begun[1], draft=begun[0], step="situations", answers={"situations": ["optout_ignored"]})
    assert 'value="6"' in holder.get(reverse("step", args=[begun[0].pk, "contacts"])).content.decode()
    refusal = holder.get(reverse("step", args=[begun[0].pk, "refusal"])).content.decode()
    assert 'value="2025-11-03"' in refusal
    files = holder.get(reverse("draft_files", args=[begun[0].pk])).content.decode()
    assert "手机备份：已收入 7 条" in re.sub(r"\s+", " ", files)


def many(count: int) -> bytes:
    rows = [
        (f"10690{number:06}", 1, backups.BEGIN, f"【示例商家{number:03}】全场五折，退订回T")
        for number in range(count)
    ]
    return backups.backup(rows)


def test_ticks_are_remembered_over_pages_and_searches(holder: Client, begun: tuple[Draft, Actor]) -> None:
    here = handed_in(holder, begun[0], many(120))
    carry()
    first = holder.get(here).content.decode()
    assert "第 1 页，共 3 页" in first
    onward = holder.post(here, {**hidden(first), "group": ["0", "3"], "to": "2"})
    assert onward["Location"].endswith("?page=2")
    second = holder.get(onward["Location"]).content.decode()
    assert "别的页已勾选 2 组" in second
    found = holder.post(
        onward["Location"], {**hidden(second), "group": ["60"], "act": "search", "q": "商家119"}
    )
    third = holder.get(found["Location"]).content.decode()
    assert "找到 1 组" in third
    assert "别的页已勾选 3 组" in third
    every = holder.post(found["Location"], {**hidden(third), "act": "all", "q": "商家119"})
    assert "checked" in holder.get(every["Location"]).content.decode()
    back = holder.get(here).content.decode()
    assert back.count("checked") == 2
    holder.post(here, {**hidden(back), "group": ["3"], "act": "choose"})  # the first one was unticked again
    carry()
    kept = set(Contact.objects.values_list("reading__read__signature", flat=True))
    assert kept == {"示例商家003", "示例商家060", "示例商家119"}


def test_a_number_that_a_spreadsheet_broke_says_what_to_do(
    holder: Client, begun: tuple[Draft, Actor]
) -> None:
    table = "号码,时间,内容\n1.06558E+16,2025-11-03 10:00,【示例】优惠 退订回T\n".encode()
    here = handed_in(holder, begun[0], table, "短信.csv")
    carry()
    assert "请回到手机短信里重新抄录完整号码" in holder.get(here).content.decode()


def test_a_page_that_is_out_of_date_changes_nothing(holder: Client, begun: tuple[Draft, Actor]) -> None:
    here = handed_in(holder, begun[0], backups.backup())
    carry()
    page = hidden(holder.get(here).content.decode())
    stale = holder.post(here, {**page, "round": "2020", "group": ["0"], "act": "choose"})
    assert (stale.status_code, "已经过时" in stale.content.decode()) == (422, True)
    nothing = holder.post(here, {**page, "act": "choose"})
    assert (nothing.status_code, "还没有勾选" in nothing.content.decode()) == (422, True)
    assert holder.post(here, {"act": "sudo"}).status_code == 422
    wild = holder.post(here, {**page, "shown": "0,1,x,-1,99999999999", "group": ["77", "1"], "act": "choose"})
    assert wild.status_code == 302  # of what was shown, what is there
    carry()
    assert set(Contact.objects.values_list("sender", flat=True)) == {backups.LENDER_NUMBER}


def test_what_is_no_backup_is_said_on_the_page(holder: Client, begun: tuple[Draft, Actor]) -> None:
    here = handed_in(holder, begun[0], b"%PDF-1.4 ", "a.pdf")
    carry()
    page = holder.get(here).content.decode()
    assert "这是 PDF，不是短信备份" in page
    assert "当作普通证据" in page  # the same bytes read again say the same
    empty = holder.post(
        reverse("draft_imports", args=[begun[0].pk]), {"file": SimpleUploadedFile("a.xml", b"")}
    )
    assert (empty.status_code, "0 字节" in empty.content.decode()) == (422, True)
    missing = holder.post(reverse("draft_imports", args=[begun[0].pk]))
    assert (missing.status_code, "还没有选文件" in missing.content.decode()) == (422, True)


def test_a_backup_among_the_files_is_offered_for_import(
    holder: Client, begun: tuple[Draft, Actor], hand_in: Receive
) -> None:
    exhibit = hand_in(backups.backup(), "sms-20251112.xml")
    hand_in(b"words", "笔记.txt")
    files = holder.get(reverse("draft_files", args=[begun[0].pk])).content.decode()
    assert files.count("这是手机备份？") == 1
    answer = holder.post(reverse("draft_imports", args=[begun[0].pk]), {"exhibit": str(exhibit.pk)})
    assert answer["Location"] == reverse("import", args=[Import.objects.get(exhibit=exhibit).pk])
    assert holder.post(reverse("draft_imports", args=[begun[0].pk]), {"exhibit": "x"}).status_code == 404


def test_removing_choosing_again_and_erasing(holder: Client, begun: tuple[Draft, Actor]) -> None:
    here = handed_in(holder, begun[0], backups.backup())
    carry()
    holder.post(here, {**hidden(holder.get(here).content.decode()), "group": ["0"], "act": "choose"})
    carry()
    holder.post(here, {"act": "remove"})
    assert not Contact.objects.exists()
    assert "您移除了" in holder.get(here).content.decode()
    holder.post(here, {"act": "again"})
    carry()
    holder.post(here, {**hidden(holder.get(here).content.decode()), "group": ["1"], "act": "choose"})
    carry()
    assert Contact.objects.get().sender == backups.LENDER_NUMBER
    holder.post(here, {"act": "erase"})
    assert "备份原件已经删除" in holder.get(here).content.decode()
    assert Contact.objects.count() == 1


def test_the_original_of_a_filed_case_is_erased_where_it_says_who_has_it(
    holder: Client, begun: tuple[Draft, Actor]
) -> None:
    """Mails and bundles may hold it by then, and recipients are told: no button of this page goes round that."""
    here = handed_in(holder, begun[0], backups.backup())
    carry()
    holder.post(here, {**hidden(holder.get(here).content.decode()), "group": ["1"], "act": "choose"})
    carry()
    filed = file_complaint(
        by=begun[1],
        draft=begun[0],
        kind="harassment",
        situations=["no_consent"],
        story="",
        facts={"event": {"first": "2025-11-01", "last": "2025-11-12"}},
        complainant=ComplainantInput(name="林某", phone="13800000000"),
    )
    exhibit = Import.objects.get().exhibit
    page = holder.get(here).content.decode()
    assert 'value="erase"' not in page
    assert reverse("erase_exhibit", args=[filed.complaint.number, exhibit.ordinal]) in page
    late = holder.post(here, {"act": "erase"})  # a tab that was open when it was filed
    assert late.status_code == 422
    assert "这件投诉已经登记，没有删除" in late.content.decode()
    assert not Import.objects.get().exhibit.erased
    assert not filed.complaint.ledger.filter(act="exhibit_erased").exists()


def test_for_others_there_is_nothing(holder: Client, begun: tuple[Draft, Actor]) -> None:
    here = handed_in(holder, begun[0], backups.backup())
    visitor = Client()
    for address in (here, reverse("draft_imports", args=[begun[0].pk])):
        assert visitor.get(address).status_code == 404
        assert visitor.post(address, {"act": "decline"}).status_code == 404


def test_the_list_costs_the_same_however_long_it_is(
    holder: Client, begun: tuple[Draft, Actor], counted: Counting
) -> None:
    here = handed_in(holder, begun[0], many(120))
    carry()
    with counted("import_list"):
        holder.get(here)


def test_what_is_no_backup_becomes_evidence_like_any_other_or_is_erased(
    holder: Client, begun: tuple[Draft, Actor]
) -> None:
    for name, act in (("账单.pdf", "evidence"), ("错.pdf", "erase")):
        content = samples.acting_paper() + name.encode()
        here = handed_in(holder, begun[0], content, name)
        carry()
        page = holder.get(here).content.decode()
        assert "当作普通证据" in page
        assert "再读一次" not in page
        done = holder.post(here, {"act": act}, follow=True).content.decode()
        assert ("正在检查、制作查看副本" if act == "evidence" else "文件的内容已经删除") in done
    paper, wrong = Exhibit.objects.of_case(begun[0].pk).select_related("sealed")
    assert (paper.erased, wrong.erased) == (False, True)
    assert not Import.objects.filter(exhibit=paper).exists()
    services.make_renditions(by=WORKER, exhibit_id=paper.pk)
    copy = Exhibit.objects.get(pk=paper.pk).clean_copy
    assert copy is not None
    assert copy.ready
    assert copy.media_type == "application/pdf"


def test_what_holds_the_messages_of_a_phone_is_not_shown_whole(
    holder: Client, begun: tuple[Draft, Actor]
) -> None:
    declined = handed_in(holder, begun[0], backups.backup())
    carry()
    holder.post(declined, {"act": "decline"})
    named = handed_in(holder, begun[0], b"torn", "sms-20260316.xml")
    carry()
    for here in (declined, named):
        assert "当作普通证据" not in holder.get(here).content.decode()
        assert holder.post(here, {"act": "evidence"}).status_code == 422
    assert Import.objects.count() == 2
    assert not Rendition.objects.exclude(state=Rendition.State.REFUSED).exists()
