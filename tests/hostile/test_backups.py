"""Phones' backups turned against their owner, or against the portal."""

import io
import re
import zipfile
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from complaints.models import Act, LedgerEntry
from complaints.services import ComplainantInput, ContactInput, file_complaint, open_draft
from evidence import services
from evidence.importers.grouping import Wanted
from evidence.models import ErasureReason, Exhibit, Import, Rendition
from evidence.services import receive
from filings.models import Recipient
from filings.services import Group, Item, Order, Refused, build_export, open_export, request_export
from filings.services.bundles.orders import propose_order
from filings.services.sending.content import case_fields
from tests.cases import FACTS, NOW, Case, add_exhibit, make_case, make_desk, make_user, prepared, shared
from tests.evidence import backups

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
State = Import.State


def given(case: Case, content: bytes = b"") -> Import:
    return services.receive_backup(
        by=case.by,
        complaint_id=case.complaint.pk,
        stream=io.BytesIO(content or backups.backup()),
        filename="sms.xml",
        at=NOW,
    )


def carried(imported: Import) -> Import:
    while services.carry_imports(by=Actor.system("importer"), import_id=imported.pk):
        pass
    return Import.objects.select_related("exhibit__sealed").get(pk=imported.pk)


def chosen(case: Case, imported: Import, sender: str) -> Import:
    groups = services.groups_of(imported)
    places = [place for place, group in enumerate(groups) if group.sender == sender]
    services.tick(by=case.by, imported=imported, shown=range(len(groups)), chosen=places)
    return carried(services.choose(by=case.by, imported=imported))


@pytest.fixture
def case() -> Case:
    return make_case()


@pytest.fixture
def desk() -> Recipient:
    return make_desk()[0]


def test_what_a_recipient_was_given_of_a_backup_does_not_grow_behind_the_consent(
    case: Case, desk: Recipient
) -> None:
    """The guard asked the wrong entry of the ledger: a second choice went to the desk, and nobody had agreed to it."""
    imported = chosen(case, carried(given(case)), backups.SHOP_NUMBER)
    copy = Rendition.objects.get(exhibit=imported.exhibit, kind="clean").sealed_id
    prepared(case, desk, exhibits=(imported.exhibit,))
    with pytest.raises(services.NotNow, match="重新导出"):
        services.begin_import(by=case.by, exhibit=imported.exhibit)
    assert Rendition.objects.get(exhibit=imported.exhibit, kind="clean").sealed_id == copy


def test_what_was_given_whole_is_not_taken_back_by_importing_it(case: Case, desk: Recipient) -> None:
    exhibit = services.receive(
        by=case.by,
        complaint_id=case.complaint.pk,
        stream=io.BytesIO("号码,时间,内容\n10690001,2025-11-03 09:26,全场五折\n".encode()),
        filename="记录.txt",  # a list made by hand, that is shown like any other text
        at=NOW,
    )
    services.make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk)
    before = Rendition.objects.get(exhibit=exhibit, kind="clean")
    assert before.ready
    prepared(case, desk, exhibits=(exhibit,))
    with pytest.raises(services.NotNow):
        services.begin_import(by=case.by, exhibit=exhibit)
    assert Rendition.objects.get(pk=before.pk).ready
    assert not Import.objects.exists()


@pytest.mark.parametrize("stage", ["pending", "choosing", "keeping"])
def test_nobody_agrees_to_a_backup_before_it_is_known_what_of_it_goes(
    case: Case, desk: Recipient, stage: str
) -> None:
    imported = given(case)
    if stage != "pending":
        imported = carried(imported)
    if stage == "keeping":
        services.tick(by=case.by, imported=imported, shown=[0], chosen=[0])
        services.choose(by=case.by, imported=imported)
    with pytest.raises(Refused, match="导入"):
        prepared(case, desk, exhibits=(Exhibit.objects.get(pk=imported.exhibit_id),))
    assert not LedgerEntry.objects.filter(act=Act.CONSENT_GIVEN).exists()


def test_a_whole_phone_is_in_no_bundle_of_anybody_but_its_owner(case: Case) -> None:
    """A lawyer sees the case, not the phone: not by ordering its original, not in a bundle that the owner made."""
    imported = chosen(case, carried(given(case)), backups.SHOP_NUMBER)
    content = backups.backup(backups.messages(2))
    named = receive(
        by=case.by, complaint_id=case.complaint.pk, stream=io.BytesIO(content), filename="sms.xml", at=NOW
    )
    lawyer = Actor.of_user(make_user("lawyer"))
    assert lawyer.user is not None
    shared(by=case.by, complaint=case.complaint, with_user=lawyer.user, at=NOW)
    for made_for in ("court", "own"):
        proposed = propose_order(complaint=case.complaint, made_for=made_for).groups or ()
        travels = {item.exhibit: item.travels for group in proposed for item in group.items}
        assert travels == {str(imported.exhibit_id): "clean", str(named.pk): "left_out"}
        for whole in (imported.exhibit_id, named.pk):
            order = Order(
                made_for=made_for,
                groups=(Group(title="", items=(Item(exhibit=str(whole), travels="original"),)),),
            )
            with pytest.raises(Refused, match="整部手机"):
                request_export(by=lawyer, complaint=case.complaint, order=order, at=NOW)
    theirs = request_export(by=lawyer, complaint=case.complaint, order=Order(made_for="own"), at=NOW)
    mine = request_export(by=case.by, complaint=case.complaint, order=order, at=NOW)
    for export in (theirs, mine):
        build_export(export=export, at=NOW)
    with open_export(by=lawyer, export=theirs, at=NOW) as stream:
        assert stream.read(2) == b"PK"
    with (
        open_export(by=case.by, export=mine, at=NOW) as stream,
        zipfile.ZipFile(io.BytesIO(stream.read())) as bag,
    ):
        assert content in [bag.read(name) for name in bag.namelist()]
    with pytest.raises(Refused, match="整部手机"):
        open_export(by=lawyer, export=mine, at=NOW)


def test_ticks_of_groups_that_are_not_there_are_not_kept(case: Case) -> None:
    """Else a page that posts numbers again and again fills the row without end."""
    imported = carried(given(case))
    count = len(services.groups_of(imported))
    many = range(100_000)
    services.tick(by=case.by, imported=imported, shown=many, chosen=many)
    imported = Import.objects.get(pk=imported.pk)
    assert services.ticked(imported) == frozenset(range(count))


def test_a_long_backup_does_not_push_out_what_the_person_wrote_and_a_desk_finds_nothing_beyond(
    desk: Recipient,
) -> None:
    """A hundred messages are sent; the one that was typed came after them all, and words of the others found the case."""
    draft, _code = open_draft(by=Actor())
    holder = Actor(codes=(draft.code_digest,))
    rows = [
        (f"10690000{place:06d}", 1, backups.BEGIN, f"【示例{place}】第{place}号优惠，拒收请回复R")
        for place in range(130)
    ]
    imported = services.receive_backup(
        by=holder,
        complaint_id=draft.pk,
        stream=io.BytesIO(backups.backup(rows)),
        filename="sms.xml",
        wanted=Wanted(every=True),
        at=NOW,
    )
    assert carried(imported).kept == 130
    owner = make_user("owner")
    typed = ContactInput(
        channel="sms", sender="10690000999999", text="我亲手抄的这一条最要紧", received_at=NOW
    )
    complaint = file_complaint(
        by=Actor(user=owner, codes=(draft.code_digest,)),
        draft=draft,
        kind="harassment",
        situations=["optout_ignored"],
        story="",
        facts=deepcopy(FACTS),
        complainant=ComplainantInput(name="王小宁", phone="13900001234", region="310113"),
        contacts=[typed],
        at=NOW,
    ).complaint
    sent = case_fields(complaint, ["messages"], [])["messages"]
    texts = [one["text"] for one in sent]
    assert typed.text in texts
    for place in range(130):
        text = rows[place][3]
        assert text in texts or text not in complaint.searchable, place


# ── Two acts at once must not wait for each other crosswise: the ledger's lock comes before the rows ────────────────
_ROWS = re.compile(r'FROM "evidence_(?:import|rendition|sealed)".*FOR (?:NO KEY )?UPDATE', re.DOTALL)
_LEDGER = "pg_advisory_xact_lock"


def locks(queries: CaptureQueriesContext) -> list[str]:
    """What was locked, in order: "ledger" or "rows"; what a worker passes over when it is locked is no waiting."""
    said = [one["sql"] for one in queries.captured_queries]
    return [
        "ledger" if _LEDGER in one else "rows"
        for one in said
        if _LEDGER in one or (_ROWS.search(one) and "SKIP LOCKED" not in one)
    ]


def _erasing(case: Case) -> Any:
    exhibit = given(case).exhibit
    return lambda: services.erase(by=case.by, exhibit=exhibit, reason=ErasureReason.REQUEST)


def _beginning(case: Case) -> Any:
    exhibit = given(case).exhibit
    return lambda: services.begin_import(by=case.by, exhibit=exhibit)


def _copying(case: Case) -> Any:
    exhibit = add_exhibit(case, copy=False)
    return lambda: services.make_renditions(by=Actor.system("examiner"), exhibit_id=exhibit.pk)


def _keeping(case: Case) -> Any:
    imported = carried(given(case))
    services.tick(by=case.by, imported=imported, shown=[0], chosen=[0])
    services.choose(by=case.by, imported=imported)
    return lambda: services.carry_imports(by=Actor.system("importer"), import_id=imported.pk)


@pytest.mark.parametrize("act", [_erasing, _beginning, _copying])
def test_the_ledger_is_taken_before_the_rows(case: Case, act: Any) -> None:
    """An erasure beside a worker that keeps a copy, or an import, ended in a deadlock and an error page."""
    do = act(case)
    with CaptureQueriesContext(connection) as queries:
        do()
    order = locks(queries)
    assert order[0] == "ledger"
    assert {"ledger", "rows"} == set(order)


def test_the_end_of_an_import_takes_the_ledger_before_the_rows(case: Case) -> None:
    do = _keeping(case)
    with CaptureQueriesContext(connection) as queries:
        do()
    order = locks(queries)
    assert order[order.index("ledger") + 1] == "rows"
    assert order.index("ledger") == 1, "only the batch, which writes no entry, locks the import alone"
