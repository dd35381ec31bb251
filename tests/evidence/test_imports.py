"""A phone's backup into a draft and a case: what is chosen is kept, once; nothing else is."""

import io
import json
import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry, walk
from complaints.models import Act, Complaint, Contact, Draft, LedgerEntry
from complaints.services import ComplainantInput, discard_draft, expire_drafts, file_complaint, save_answers
from evidence import services
from evidence.custody import audit
from evidence.examination.run import Exceeded
from evidence.importers.grouping import Wanted
from evidence.models import Exhibit, Import, Rendition, Sealed
from evidence.services import backups as backups_room
from tests.evidence import backups
from tests.evidence.conftest import AT, Receive

pytestmark = pytest.mark.django_db
State = Import.State
WORKER = Actor.system("importer")


def given(
    begun: tuple[Draft, Actor], content: bytes, name: str = "sms.xml", wanted: Wanted | None = None
) -> Import:
    draft, holder = begun
    return services.receive_backup(
        by=holder, complaint_id=draft.pk, stream=io.BytesIO(content), filename=name, wanted=wanted, at=AT
    )


def carried(imported: Import) -> Import:
    """Pass after pass, until nothing is due."""
    while services.carry_imports(by=WORKER, import_id=imported.pk, at=AT + timedelta(minutes=1)):
        pass
    return Import.objects.select_related("exhibit__sealed").get(pk=imported.pk)


def chosen(begun: tuple[Draft, Actor], imported: Import, *senders: str, disturbing: bool = False) -> Import:
    groups = services.groups_of(imported)
    places = [place for place, group in enumerate(groups) if group.sender in senders]
    services.tick(by=begun[1], imported=imported, shown=range(len(groups)), chosen=places)
    services.choose(by=begun[1], imported=imported, disturbing=disturbing, at=AT)
    return carried(imported)


def test_what_was_read_is_listed_by_sender_and_signature(begun: tuple[Draft, Actor]) -> None:
    imported = carried(given(begun, backups.backup(declared=99)))
    assert (imported.state, imported.format, imported.read) == (State.CHOOSING, "sms_backup_restore", 11)
    assert (imported.declared, imported.unreadable) == (99, 0)
    groups = services.groups_of(imported)
    assert [one.sender for one in groups[:2]] == [backups.SHOP_NUMBER, backups.LENDER_NUMBER]
    shop, lender, *others = groups
    assert (shop.signature, shop.count, shop.sent, shop.kind) == (backups.SHOP, 6, 1, "marketing")
    assert (shop.first, shop.last) == ("2025-11-01", "2025-11-06")
    assert (shop.refused_on, shop.after, shop.night) == ("2025-11-03", 3, 0)
    assert (lender.kind, lender.night) == ("collection", 1)
    assert {one.sender for one in others} == {"95588", backups.FRIEND_NUMBER}
    assert services.ticked(imported) == frozenset()  # nothing is chosen for the person
    assert not Contact.objects.exists()


def test_what_was_chosen_is_kept_with_its_line_and_nothing_else(begun: tuple[Draft, Actor]) -> None:
    imported = chosen(begun, carried(given(begun, backups.backup())), backups.SHOP_NUMBER)
    assert (imported.state, imported.chosen, imported.kept, imported.repeated) == (State.KEPT, 7, 7, 0)
    kept = list(Contact.objects.filter(complaint_id=begun[0].pk))
    assert {one.sender for one in kept} == {backups.SHOP_NUMBER}
    assert [one.direction for one in kept].count("out") == 1
    first = kept[0]
    assert (first.exhibit_id, first.line, first.received_at) == (imported.exhibit_id, 1, backups.BEGIN)
    assert first.reading["read"]["signature"] == backups.SHOP
    assert first.text.startswith(f"【{backups.SHOP}】双十一第0天")


def test_of_chosen_senders_only_what_disturbs_on_request(begun: tuple[Draft, Actor]) -> None:
    rows = [
        *backups.messages(),
        (backups.SHOP_NUMBER, 1, backups.BEGIN, f"【{backups.SHOP}】您的验证码是445566，请勿泄露。"),
    ]
    waiting = carried(given(begun, backups.backup(rows)))
    assert services.groups_of(waiting)[0].categories == {"marketing": 6, "verification": 1}
    # Six offers and the refusal.
    assert chosen(begun, waiting, backups.SHOP_NUMBER, disturbing=True).kept == 7
    assert not Contact.objects.filter(text__contains="445566").exists()


def dump() -> str:
    """Every cell of every table, as the database would give it to whoever stole it."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            rows = cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" AS t').fetchall()
            cells += [row[0] for row in rows]
    return "\n".join(cells)


@pytest.mark.parametrize("stage", ["choosing", "kept"])
def test_what_was_not_chosen_stands_nowhere(begun: tuple[Draft, Actor], stage: str) -> None:
    imported = carried(given(begun, backups.backup()))
    if stage == "kept":
        imported = chosen(begun, imported, backups.SHOP_NUMBER)
        assert imported.closed_groups is None
        assert imported.closed_choice is None
    said = dump()
    for words in (backups.PRIVATE, "密信", "778899", backups.FRIEND_NUMBER, "95588", backups.LENDER_NUMBER):
        assert words not in said
        assert words.encode().hex() not in said  # a bytea is dumped in hexadecimal
        assert json.dumps(words).strip('"') not in said
    assert (backups.SHOP_NUMBER in said) == (stage == "kept")


def test_nobody_is_shown_the_whole_file_and_the_extract_is_its_copy(begun: tuple[Draft, Actor]) -> None:
    imported = carried(given(begun, backups.backup()))
    copy = Rendition.objects.get(exhibit=imported.exhibit, kind="clean")
    assert (copy.state, "整部手机" in copy.reason) == ("refused", True)
    imported = chosen(begun, imported, backups.SHOP_NUMBER)
    copy = Rendition.objects.get(exhibit=imported.exhibit, kind="clean")
    assert copy.ready
    with services.open_rendition(by=begun[1], rendition=copy) as stream:
        words = stream.read().decode()
    assert imported.exhibit.sha256 in words
    assert len(words.splitlines()) == 6 + 7
    assert "1\t2025-11-01 09:30:00\t短信\t收到\t1069012345678\t【示例旗舰店】双十一第0天" in words
    assert backups.PRIVATE not in words
    checked = audit.check_case(begun[0].pk)
    assert (checked.faults, checked.copies) == ([], 1)


def test_a_file_taken_as_ordinary_evidence_loses_its_copy_when_it_is_imported(
    begun: tuple[Draft, Actor], hand_in: Receive
) -> None:
    rows = (f"{backups.LENDER_NUMBER},2025-11-03,您的欠款已逾期", f"13900004321,2025-11-04,{backups.PRIVATE}")
    table = "\n".join(("号码,日期,内容", *rows, ""))
    # A list that may be one: shown like any text until it is imported.
    exhibit = hand_in(table.encode(), "短信.txt")
    services.make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk, at=AT)
    whole = Rendition.objects.get(exhibit=exhibit, kind="clean").sealed
    assert whole is not None
    imported = services.begin_import(by=begun[1], exhibit=exhibit, at=AT)
    assert Sealed.objects.get(pk=whole.pk).erased
    assert not Rendition.objects.filter(exhibit=exhibit, state="done").exists()
    assert chosen(begun, carried(imported), backups.LENDER_NUMBER).kept == 1
    assert audit.check_case(begun[0].pk).faults == []


def test_the_same_message_out_of_two_files_is_one(begun: tuple[Draft, Actor]) -> None:
    chosen(begun, carried(given(begun, backups.backup())), backups.SHOP_NUMBER)
    longer = [(f"+86 {n}" if n.startswith("106") else n, b, at, t) for n, b, at, t in backups.messages(8)]
    second = carried(given(begun, backups.backup(longer), "later.xml"))
    second = chosen(begun, second, backups.SHOP_NUMBER)
    assert (second.chosen, second.kept, second.repeated) == (9, 2, 7)
    assert Contact.objects.count() == 9


def test_what_stands_twice_in_a_file_is_one_and_two_of_a_day_without_a_time_are_two(
    begun: tuple[Draft, Actor],
) -> None:
    twice = backups.messages(3)[:3] * 2
    imported = chosen(begun, carried(given(begun, backups.backup(twice))), backups.SHOP_NUMBER)
    assert (imported.read, imported.kept, imported.repeated) == (6, 3, 3)
    table = "号码,日期,内容\n" + "1069055,2025-11-03,【示例】全场五折，退订回T\n" * 2
    days = chosen(begun, carried(given(begun, table.encode(), "a.csv")), "1069055")
    assert (days.kept, days.repeated) == (2, 0)
    again = chosen(
        begun, carried(given(begun, (table + "1069056,2025-11-03,你好\n").encode(), "b.csv")), "1069055"
    )
    assert (again.kept, again.repeated) == (0, 2)


def test_what_cannot_be_read_is_counted_and_listed(begun: tuple[Draft, Actor]) -> None:
    imported = carried(given(begun, backups.backup(end=False)))
    assert (imported.state, imported.read, imported.unreadable) == (State.CHOOSING, 11, 1)
    assert imported.unreadable_lines == [["", 12, "cut_off"]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "不是短信"),
        ("今天天气很好，去公园走走。".encode(), "可以导入的有"),
        (b"PK\x03\x04 broken", "压缩包"),
        (b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "b">]><smses><sms body="&a;"/></smses>', "自行展开"),
        (b"<html><body>1069</body></html>", "可以导入的有"),
        (b"a,b\n" * 1000, "可以导入的有"),
    ],
)  # fmt: skip
def test_what_is_no_backup_is_refused_with_what_to_do_and_stays_evidence(
    begun: tuple[Draft, Actor], content: bytes, words: str
) -> None:
    imported = carried(given(begun, content))
    assert imported.state == State.REFUSED
    assert words in imported.reason
    assert "原样封存" in imported.reason
    assert not imported.exhibit.erased


def test_nothing_ticked_is_said_and_declining_keeps_nothing(begun: tuple[Draft, Actor]) -> None:
    imported = carried(given(begun, backups.backup()))
    with pytest.raises(services.NotNow, match="还没有勾选"):
        services.choose(by=begun[1], imported=imported, at=AT)
    imported = services.decline(by=begun[1], imported=imported, at=AT)
    assert (imported.state, imported.closed_groups) == (State.REFUSED, None)
    assert not Contact.objects.exists()


def test_choosing_again_adds_and_an_extract_that_was_given_away_stays(begun: tuple[Draft, Actor]) -> None:
    imported = chosen(begun, carried(given(begun, backups.backup())), backups.SHOP_NUMBER)
    again = services.begin_import(by=begun[1], exhibit=imported.exhibit, at=AT)
    assert again.pk == imported.pk
    before = Rendition.objects.get(exhibit=imported.exhibit, kind="clean").sealed_id
    again = chosen(begun, carried(again), backups.LENDER_NUMBER)
    assert (again.chosen, again.kept, again.repeated) == (1, 8, 0)
    copy = Rendition.objects.get(exhibit=imported.exhibit, kind="clean")
    assert Sealed.objects.get(pk=before).erased
    assert copy.sealed_id != before
    assert audit.check_case(begun[0].pk).faults == []
    detail = {"exhibits": [imported.exhibit.sha256]}
    append_entry(by=begun[1], complaint_id=begun[0].pk, act=Act.FILING_PREPARED, detail=detail, at=AT)
    with pytest.raises(services.NotNow, match="重新导出"):
        services.begin_import(by=begun[1], exhibit=imported.exhibit, at=AT)


def test_contacts_are_removed_from_a_draft_and_not_from_a_complaint(begun: tuple[Draft, Actor]) -> None:
    imported = chosen(begun, carried(given(begun, backups.backup())), backups.SHOP_NUMBER)
    assert services.remove_contacts(by=begun[1], imported=imported, at=AT) == 7
    assert not Contact.objects.exists()
    copy = Rendition.objects.get(exhibit=imported.exhibit, kind="clean")
    assert (copy.state, copy.sealed) == ("refused", None)
    again = carried(services.begin_import(by=begun[1], exhibit=imported.exhibit, at=AT))
    again = chosen(begun, again, backups.SHOP_NUMBER)
    filed = _filed(begun)
    assert filed.contacts.count() == 7
    assert "示例旗舰店" in filed.searchable
    with pytest.raises(services.NotNow, match="已经登记"):
        services.remove_contacts(by=begun[1], imported=again, at=AT)
    acts = [one.act for one in LedgerEntry.objects.filter(complaint=filed).order_by("sequence")]
    assert acts.count(Act.CONTACTS_IMPORTED) == 2
    assert Act.CONTACTS_REMOVED in acts
    assert walk(filed.pk, LedgerEntry.objects.filter(complaint=filed).order_by("sequence")) == []


def _filed(begun: tuple[Draft, Actor]) -> Complaint:
    day = AT.date().isoformat()
    return file_complaint(
        by=begun[1],
        kind="harassment",
        situations=["optout_ignored"],
        story="",
        facts={
            "kind": "harassment",
            "event": {"first": "2025-11-01", "last": day},
            "refusal": {"on": "2025-11-04"},
        },
        complainant=ComplainantInput(name="王小宁"),
        draft=begun[0],
        at=AT,
    ).complaint


def test_the_day_of_the_refusal_counts_where_no_answer_did(begun: tuple[Draft, Actor]) -> None:
    save_answers(by=begun[1], draft=begun[0], step="refusal", answers={"refusal__on": "2025-11-04"})
    rows = [row for row in backups.messages() if row[1] == 1]
    unnamed = services.groups_of(carried(given(begun, backups.backup(rows))))
    assert {one.refused_on for one in unnamed} == {""}  # whom they refused is not known yet
    signature = unnamed[0].signature
    named = {"rows": [{"role": "content_provider", "name": f"{signature}（上海）有限公司"}]}
    save_answers(by=begun[1], draft=begun[0], step="respondents", answers=named)
    told = services.groups_of(carried(given(begun, backups.backup(rows) + b"\n")))
    assert {(one.signature, one.refused_on, one.after) for one in told if one.refused_on} == {
        (signature, "2025-11-04", 2)
    }


@pytest.mark.parametrize("how", ["discarded", "expired"])
def test_a_draft_that_ends_takes_its_contacts_along(begun: tuple[Draft, Actor], how: str) -> None:
    draft, holder = begun
    imported = chosen(begun, carried(given(begun, backups.backup())), backups.SHOP_NUMBER)
    if how == "discarded":
        discard_draft(by=holder, draft=draft)
    else:
        expire_drafts(by=Actor.system("drafts"), at=timezone.now() + timedelta(days=60))
    assert not Contact.objects.exists()
    services.erase_abandoned(by=Actor.system("eraser"), at=AT + timedelta(days=3))
    assert Exhibit.objects.get(pk=imported.exhibit_id).erased
    assert not Sealed.objects.filter(
        rendition__exhibit=imported.exhibit_id, wrapped_key__isnull=False
    ).exists()


def test_a_draft_that_ends_before_the_second_pass_gets_no_contacts(begun: tuple[Draft, Actor]) -> None:
    draft, holder = begun
    imported = carried(given(begun, backups.backup()))
    services.tick(by=holder, imported=imported, shown=[0], chosen=[0])
    services.choose(by=holder, imported=imported, at=AT)
    discard_draft(by=holder, draft=draft)
    services.carry_imports(by=WORKER, import_id=imported.pk, at=AT + timedelta(minutes=1))
    assert not Contact.objects.exists()


def test_erasing_the_original_ends_its_reading_and_leaves_what_was_kept(begun: tuple[Draft, Actor]) -> None:
    kept = chosen(begun, carried(given(begun, backups.backup())), backups.SHOP_NUMBER)
    services.erase(by=begun[1], exhibit=kept.exhibit, reason="request", at=AT)
    assert Contact.objects.count() == 7
    with pytest.raises(services.NotNow, match="已依法删除"):
        services.begin_import(by=begun[1], exhibit=kept.exhibit, at=AT)
    waiting = carried(given(begun, backups.backup(backups.messages(2)), "b.xml"))
    services.erase(by=begun[1], exhibit=waiting.exhibit, reason="request", at=AT)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.closed_groups) == (State.REFUSED, None)


@pytest.mark.parametrize("end", ["killed", "erased", "given up"])
def test_a_choice_that_was_kept_in_part_keeps_nothing(
    begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """The page says that it came to nothing, and the person chooses anew: a friend's words must not be there already."""
    _draft, holder = begun
    imported = chosen(begun, carried(given(begun, backups.backup())), "95588")
    services.begin_import(by=holder, exhibit=imported.exhibit, at=AT)
    groups = services.groups_of(carried(imported))
    places = [place for place, group in enumerate(groups) if group.sender == backups.FRIEND_NUMBER]
    services.tick(by=holder, imported=imported, shown=range(len(groups)), chosen=places)
    services.choose(by=holder, imported=imported, at=AT)
    monkeypatch.setattr(backups_room, "BATCH", 1)
    real, turn = backups_room._contact, []

    def dies(*given_to: Any) -> Contact:
        turn.append(True)
        if len(turn) % 2 == 0:
            raise KeyboardInterrupt if end == "given up" else Exceeded("killed")
        return real(*given_to)

    monkeypatch.setattr(backups_room, "_contact", dies)
    if end == "erased":
        services.carry_imports(by=WORKER, import_id=imported.pk, at=AT)
        assert Contact.objects.filter(sender=backups.FRIEND_NUMBER).exists()
        services.erase(by=holder, exhibit=imported.exhibit, reason="request", at=AT)
    for hours in range(1, 7):
        with suppress(KeyboardInterrupt):
            services.carry_imports(by=WORKER, import_id=imported.pk, at=AT + timedelta(hours=hours))
    imported.refresh_from_db()
    assert imported.state == (State.FAILED if end == "given up" else State.REFUSED)
    assert set(Contact.objects.values_list("sender", flat=True)) == {"95588"}


def test_without_a_page_the_choice_is_given_along(begun: tuple[Draft, Actor]) -> None:
    disturbing = carried(given(begun, backups.backup(), wanted=Wanted()))
    assert (disturbing.state, disturbing.kept) == (State.KEPT, 8)  # six offers, the refusal, the collector
    one = given(
        begun, backups.backup(backups.messages(7)), "b.xml", wanted=Wanted(senders=("0086 1069 0123 4567 8",))
    )
    assert (carried(one).chosen, carried(one).kept) == (8, 1)
    every = carried(given(begun, backups.backup(backups.messages(5)), "c.xml", wanted=Wanted(every=True)))
    assert (every.chosen, every.kept, every.repeated) == (10, 3, 7)
    assert Contact.objects.filter(text=backups.PRIVATE).count() == 1


def test_it_is_its_owners_alone(begun: tuple[Draft, Actor]) -> None:
    imported = carried(given(begun, backups.backup()))
    stranger = Actor(codes=("0" * 64,))
    assert not Import.objects.visible_to(stranger).exists()
    with pytest.raises(Import.DoesNotExist):
        services.tick(by=stranger, imported=imported, shown=[0], chosen=[0])
    with pytest.raises(Exhibit.DoesNotExist):
        services.begin_import(by=stranger, exhibit=imported.exhibit, at=AT)


def test_a_worker_that_lost_its_lease_writes_nothing(
    begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = carried(given(begun, backups.backup()))
    services.tick(by=begun[1], imported=imported, shown=[0], chosen=[0])
    services.choose(by=begun[1], imported=imported, at=AT)
    real = backups_room._contact

    def slow(*given_to: Any) -> Contact:
        """While the row was being made, another worker took the work over."""
        Import.objects.filter(pk=imported.pk).update(claim=uuid.uuid4())
        return real(*given_to)

    monkeypatch.setattr(backups_room, "_contact", slow)
    services.carry_imports(by=WORKER, import_id=imported.pk, at=AT + timedelta(minutes=1))
    imported.refresh_from_db()
    assert (imported.state, imported.kept) == (State.KEEPING, 0)
    assert not Contact.objects.exists()
    monkeypatch.undo()
    services.carry_imports(by=WORKER, import_id=imported.pk, at=AT + timedelta(hours=1))
    imported.refresh_from_db()
    assert (imported.state, imported.kept) == (State.KEPT, 7)


def test_a_file_that_kills_its_reader_is_given_up(
    begun: tuple[Draft, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_given: Any, **_more: Any) -> None:
        raise Exceeded("killed")

    monkeypatch.setattr(backups_room, "read_confined", dies)
    imported = given(begun, backups.backup())
    assert services.carry_imports(by=WORKER, import_id=imported.pk, at=AT) == imported.pk
    imported.refresh_from_db()
    assert imported.state == State.PENDING
    assert services.carry_imports(by=WORKER, import_id=imported.pk, at=AT) is None  # not before its time
    services.carry_imports(by=WORKER, import_id=imported.pk, at=AT + timedelta(hours=1))
    imported.refresh_from_db()
    assert (imported.state, "选日期范围" in imported.reason) == (State.REFUSED, True)
