"""A database out of a backup brings erased keys back: they are noticed, and destroyed again.

What such a database looks like is made here by putting an erasure on the list (or into the ledger) that was never
carried out; ``tests/flows/test_backup.py`` restores a real one.
"""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.actors import Actor, code_digest
from complaints.ledger import append_entry
from complaints.models import Act, LedgerEntry
from complaints.services import open_draft
from core.canonical import stamp
from evidence.models import Exhibit, FixityFinding, PageWords, Rendition, Sealed
from evidence.sealed import erased_list, sealing
from evidence.services import check_fixity, erase, receive, tell_of_findings
from evidence.services.fixity import RETURNED
from filings import services
from filings.models import Export, Filing
from portal import health
from tests.cases import NOW, add_exhibit, make_case, make_user
from tests.filings.test_erasing import CANARY, NAME, bundled, holding, in_the_tables, mailed, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
BY = Actor.system("eraser")


def listed(exhibit: Exhibit, **more: Any) -> None:
    """On the list, as an erasure is that this database does not know of."""
    given = {"exhibit_id": exhibit.pk, "sha256": exhibit.sha256, "reason": "request", "at": NOW}
    erased_list.note(**{**given, **more})


def in_ledger(exhibit: Exhibit) -> None:
    detail = {"exhibit": str(exhibit.pk), "ordinal": 1, "sha256": exhibit.sha256, "reason": "request"}
    append_entry(by=BY, complaint_id=exhibit.complaint_id, act=Act.EXHIBIT_ERASED, detail=detail, at=NOW)


def run(command: str, *arguments: str) -> tuple[int, dict[str, Any]]:
    out, code = io.StringIO(), 0
    try:
        call_command(command, "--json", *arguments, stdout=out, stderr=io.StringIO())
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, json.loads(out.getvalue())


def list_of(store: Path) -> list[Path]:
    return sorted(path for path in (store / "erased").rglob("*") if path.is_file())


# ── The list ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_erasure_stands_on_a_list_that_names_no_person(
    store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    case = make_case()
    with django_capture_on_commit_callbacks(execute=True):
        exhibit = uploaded(case)
        services.erase_exhibit(by=case.by, exhibit=exhibit, at=NOW)
    (file,) = list_of(store)
    assert file.relative_to(store) == Path("erased", f"{NOW:%Y-%m-%d}", exhibit.pk.hex)
    assert file.stat().st_mode & 0o777 == 0o600
    entry = LedgerEntry.objects.get(act=Act.EXHIBIT_ERASED)
    assert json.loads(file.read_text()) == {
        "at": stamp(entry.at),
        "exhibit": str(exhibit.pk),
        "reason": "request",
        "sha256": exhibit.sha256,
    }
    assert services.erase_again(by=BY, at=NOW) == []


def test_a_death_before_the_list_was_written_is_made_up_for(
    store: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    case = make_case()
    exhibit = add_exhibit(case)

    def away(*args: object) -> None:
        raise OSError("away")

    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr(sealing, "store_note", away)
        services.erase_exhibit(by=case.by, exhibit=exhibit, at=NOW)
    assert list_of(store) == []
    services.erase_again(by=BY, at=NOW)
    assert [file.name for file in list_of(store)] == [exhibit.pk.hex]
    services.erase_again(by=BY, at=NOW, everything=True)
    assert len(list_of(store)) == 1


def test_what_is_rolled_back_is_not_listed(store: Path) -> None:
    """Without commit nothing was erased, and nothing may say so."""
    case = make_case()
    services.erase_exhibit(by=case.by, exhibit=add_exhibit(case), at=NOW)
    assert list_of(store) == []


# ── What came back ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_older_database_loses_again_whatever_was_erased(
    store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    case = make_case()
    with django_capture_on_commit_callbacks(execute=True):
        exhibit, other = uploaded(case), add_exhibit(case)
        filing, export = mailed(case, exhibit), bundled(case)
    listed(exhibit)
    assert holding(CANARY) >= 7
    code, said = run("verify_custody")
    assert (code, [fault["place"] for fault in said["faults"]]) == (1, ["exhibit 1"])
    assert "erase_again" in said["faults"][0]["what"]

    with django_capture_on_commit_callbacks(execute=True):
        (again,) = services.erase_again(by=BY, at=NOW)
    assert (again.exhibit, again.number, again.said_by) == (str(exhibit.pk), case.complaint.number, "list")
    assert again.why_not == ""

    assert (holding(CANARY), in_the_tables(CANARY), in_the_tables(NAME)) == (0, [], [])
    assert not PageWords.objects.filter(exhibit=exhibit).exists()
    assert Export.objects.get(pk=export.pk).state == Export.State.REMOVED
    assert Filing.objects.get(pk=filing.pk).mail is None
    assert not Exhibit.objects.get(pk=other.pk).erased
    entry = LedgerEntry.objects.get(act=Act.EXHIBIT_ERASED)
    assert (entry.actor, entry.detail["again"], entry.detail["reason"]) == ("system:eraser", True, "request")
    assert run("verify_custody")[0] == 0
    assert services.erase_again(by=BY, at=NOW, everything=True) == []


def test_a_key_of_one_copy_that_the_ledger_calls_erased_is_found() -> None:
    case = make_case()
    exhibit = add_exhibit(case)
    in_ledger(exhibit)
    Sealed.objects.filter(pk=exhibit.sealed_id).update(wrapped_key=None)
    code, said = run("verify_custody", case.complaint.number)
    assert code == 1
    copies = Rendition.objects.filter(exhibit=exhibit, sealed__isnull=False)
    assert {fault["place"] for fault in said["faults"]} == {f"{one.kind} copy of exhibit 1" for one in copies}
    (again,) = services.erase_again(by=BY, at=NOW)
    assert (again.said_by, again.why_not) == ("ledger", "")
    assert not Rendition.objects.filter(exhibit=exhibit, sealed__wrapped_key__isnull=False).exists()
    assert run("verify_custody", case.complaint.number)[0] == 0


def test_a_file_of_a_draft_goes_again_too() -> None:
    draft, code = open_draft(by=Actor())
    holder = Actor(codes=(code_digest(code),))
    exhibit = receive(by=holder, complaint_id=draft.pk, stream=io.BytesIO(b"note"), filename="a.txt", at=NOW)
    listed(exhibit)
    (again,) = services.erase_again(by=BY, at=NOW)
    assert (again.number, again.why_not) == ("", "")
    assert Exhibit.objects.get().erased


def test_older_than_forty_days_is_found_by_the_walk_over_the_whole_list() -> None:
    case = make_case()
    exhibit = add_exhibit(case)
    listed(exhibit, at=NOW.replace(year=2024))
    assert services.erase_again(by=BY, at=NOW) == []
    assert len(services.erase_again(by=BY, at=NOW, everything=True)) == 1
    assert Exhibit.objects.get(pk=exhibit.pk).erased


@pytest.mark.parametrize("more", [{"sha256": "sha256:" + "0" * 64}, {"reason": "whim"}])
def test_a_list_that_does_not_fit_erases_nothing_and_is_reported(more: dict[str, str]) -> None:
    case = make_case()
    exhibit = add_exhibit(case)
    listed(exhibit, **more)
    code, said = run("erase_again")
    assert (code, said["left"]) == (1, 1)
    assert "a person must look" in said["returned"][0]["why_not"]
    assert not Exhibit.objects.get(pk=exhibit.pk).erased
    code, said = run("verify_custody")
    assert code == 1
    assert "names other bytes" in said["faults"][0]["what"]


def test_a_line_that_cannot_be_read_is_reported(store: Path) -> None:
    case = make_case()
    exhibit = add_exhibit(case)
    listed(exhibit)
    list_of(store)[0].write_bytes(b"\xff{")
    assert run("erase_again")[0] == 1
    assert not Exhibit.objects.get(pk=exhibit.pk).erased


def test_the_command_looks_without_touching_and_waits_for_a_bundle() -> None:
    case = make_case()
    exhibit = add_exhibit(case)
    export = services.request_export(by=case.by, complaint=case.complaint, at=NOW)
    Export.objects.filter(pk=export.pk).update(state="building", lease_until=NOW.replace(year=2100))
    listed(exhibit)
    assert run("erase_again", "--look")[1]["returned"][0]["why_not"] == "only looked at"
    code, said = run("erase_again")
    assert (code, said["left"]) == (1, 1)
    assert "正在生成" in said["returned"][0]["why_not"]
    assert not Exhibit.objects.get(pk=exhibit.pk).erased
    Export.objects.filter(pk=export.pk).update(state="failed", lease_until=None)
    code, said = run("erase_again")
    assert (code, said["left"], len(said["returned"])) == (0, 0, 1)
    assert Exhibit.objects.get(pk=exhibit.pk).erased


def test_bytes_that_came_back_with_an_older_store_are_removed(
    store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    case = make_case()
    exhibit = add_exhibit(case)
    file = store / exhibit.sealed.name
    content = file.read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_exhibit(by=case.by, exhibit=exhibit, at=NOW)
    assert not file.exists()
    file.write_bytes(content)
    assert run("erase_again") == (0, {"returned": [], "left": 0, "files": 1})
    assert not file.exists()


# ── Health and mail ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_health_is_red_until_it_is_gone_and_one_mail_says_so(mailoutbox: list[Any]) -> None:
    make_user("root", is_superuser=True, email="root@example.cn")
    case = make_case()
    exhibit = add_exhibit(case)
    listed(exhibit)
    services.erase_again(by=BY, at=NOW)
    assert (FixityFinding.objects.get().what, health.fixity()["ok"]) == (RETURNED, False)
    check_fixity(at=NOW)
    assert (FixityFinding.objects.get().state, health.fixity()["ok"]) == ("mended", True)
    assert (tell_of_findings(at=NOW), tell_of_findings(at=NOW)) == (1, 0)
    (letter,) = mailoutbox
    assert letter.to == ["root@example.cn"]
    assert "erase_again" in letter.body
    assert "（已再次删除）" in letter.body


def test_the_walk_over_stored_bytes_finds_a_key_that_the_ledger_calls_erased() -> None:
    case = make_case()
    exhibit, other = add_exhibit(case), add_exhibit(case, colour="blue")
    in_ledger(exhibit)
    walked = check_fixity(at=NOW)
    assert walked is not None
    alive = Rendition.objects.filter(exhibit=exhibit, sealed__isnull=False).count()
    assert walked.found == FixityFinding.objects.filter(what=RETURNED, state="open").count() == 1 + alive
    assert not health.fixity()["ok"]
    check_fixity(at=NOW.replace(minute=30))
    assert FixityFinding.objects.filter(state="open").count() == 1 + alive  # sound bytes, and still there
    erase(by=case.by, exhibit=other, reason="request", at=NOW)
    services.erase_again(by=BY, at=NOW)
    check_fixity(at=NOW.replace(minute=40))
    assert health.fixity()["ok"]
