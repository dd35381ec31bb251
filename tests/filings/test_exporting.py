"""Bundles: who may have one, what it freezes, the same bytes twice, sound by its own verify.py."""

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint, LedgerEntry
from core.keys import public_key_fingerprint
from core.retention_and_limits import EXPORT_TRIES
from documents.bundle import verify
from evidence.services import erase
from filings import services
from filings.models import Export
from filings.services.bundles.exports import _carry_out, _claim, write_bundle
from filings.services.bundles.issued import portal_trust
from tests.cases import (
    NOW,
    Case,
    add_exhibit,
    make_case,
    make_desk,
    make_hand_recipient,
    make_user,
    queued,
    shared,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def shared_case() -> tuple[Case, Actor]:
    case = make_case()
    add_exhibit(case, colour="red", name="一.png")
    add_exhibit(case, colour="green", name="二.png")
    queued(case, make_desk()[0])
    services.sweep_outbox(at=NOW)
    lawyer = make_user("lawyer", first_name="律师", last_name="李")
    shared(by=case.by, complaint=case.complaint, with_user=lawyer, at=NOW)
    return case, Actor.of_user(lawyer)


def test_a_lawyer_gets_a_bundle_that_proves_itself(tmp_path: Path):
    case, lawyer = shared_case()
    export = services.request_export(by=lawyer, complaint=case.complaint, at=NOW + timedelta(hours=1))
    before = LedgerEntry.objects.filter(complaint=case.complaint, sequence__lte=export.ledger_length)
    assert before.order_by("-sequence")[0].digest == export.ledger_head
    assert case.complaint.ledger.order_by("-sequence")[0].act == "exported"

    steps: list[tuple[int, int]] = []
    export = services.build_export(export=export, progress=lambda done, total: steps.append((done, total)))

    assert export.state == Export.State.DONE, export.error
    assert (export.done, export.total) == steps[-1]
    assert steps[-1][0] == steps[-1][1]
    path = tmp_path / "bundle.zip"
    with services.open_export(by=lawyer, export=export) as bundle:
        path.write_bytes(bundle.read())
    report = verify.check(str(path), **portal_trust())
    assert (report.faults, report.signature, report.exhibits) == ([], "valid", 2)
    assert (report.sound, report.receipt) == (True, "valid")
    # Alone it says sound with the fingerprint that the portal publishes, and without it nothing about who signed.
    published = ["--fingerprint", public_key_fingerprint()]
    for arguments, code in ((published, 0), ([], 2)):
        ran = subprocess.run(
            [sys.executable, verify.__file__, str(path), *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, "完好" in ran.stdout) == (code, code == 0), ran.stdout
    names = zipfile.ZipFile(path).namelist()
    assert any(name.endswith(".pdf") and "data/filings/01-12315_report/" in name for name in names)


def test_the_same_export_gives_the_same_bytes(tmp_path: Path, settings: Any):
    case, lawyer = shared_case()
    export = services.request_export(by=lawyer, complaint=case.complaint, at=NOW + timedelta(hours=1))
    first = write_bundle(export, tmp_path / "a" / "bundle.zip").read_bytes()
    add_exhibit(case, colour="blue", name="三.png")
    queued(case, make_hand_recipient(), at=NOW + timedelta(hours=2))
    settings.PUBLIC_URL = "https://elsewhere.example"  # a portal that moved, or a command with another port
    assert write_bundle(export, tmp_path / "b" / "bundle.zip").read_bytes() == first


def test_chosen_exhibits_travel_in_the_order_given(tmp_path: Path):
    case, _lawyer = shared_case()
    third = add_exhibit(case, colour="blue", name="三.png")
    first = case.complaint.exhibits.get(ordinal=1)
    export = services.request_export(by=case.by, complaint=case.complaint, exhibits=[third, first])
    assert export.exhibits == [str(third.pk), str(first.pk)]

    bundle = zipfile.ZipFile(io.BytesIO(write_bundle(export, tmp_path / "bundle.zip").read_bytes()))
    index = json.loads(
        next(bundle.read(name) for name in bundle.namelist() if name.endswith("data/index.json"))
    )
    assert [(one["number"], one["name"]) for one in index["exhibits"]] == [
        ("1-1", "三.png"),
        ("1-2", "一.png"),
    ]
    assert len(index["omitted"]) == 1

    with pytest.raises(services.Refused):
        services.request_export(by=case.by, complaint=case.complaint, exhibits=[first, first])
    with pytest.raises(services.Refused):
        services.request_export(by=case.by, complaint=case.complaint, exhibits=[add_exhibit(make_case())])


def test_who_may_not_have_it():
    case, lawyer = shared_case()
    _recipient, stranger = make_desk()
    caseworker = Actor(
        user=make_user("desk", is_staff=True),
        organisation_ids=(case.complaint.filings.get().organisation_id,),
    )
    with pytest.raises(Complaint.DoesNotExist):
        services.request_export(by=stranger, complaint=case.complaint)
    with pytest.raises(services.Refused):
        services.request_export(by=caseworker, complaint=case.complaint)

    export = services.request_export(by=lawyer, complaint=case.complaint)
    with pytest.raises(services.Refused, match="还在生成"):
        services.open_export(by=lawyer, export=export)
    services.build_export(export=export)
    for nobody in (stranger, caseworker, Actor()):
        with pytest.raises(Export.DoesNotExist):
            services.open_export(by=nobody, export=export)

    access = case.complaint.access.get(why="shared")
    services.end_share(by=case.by, access=access)
    with pytest.raises(Export.DoesNotExist):
        services.open_export(by=lawyer, export=export)


def test_an_exhibit_that_was_erased_meanwhile_is_named():
    case, _lawyer = shared_case()
    export = services.request_export(by=case.by, complaint=case.complaint)
    erase(by=case.by, exhibit=case.complaint.exhibits.get(ordinal=2), reason="request")
    export = services.build_export(export=export)
    assert (export.state, export.sealed) == (Export.State.FAILED, None)
    assert "已经删除" in export.error


def test_the_sweep_builds_what_waits():
    case, _lawyer = shared_case()
    export = services.request_export(by=case.by, complaint=case.complaint)
    assert services.sweep_exports() == 1
    assert services.sweep_exports() == 0
    assert Export.objects.get(pk=export.pk).state == Export.State.DONE


def test_the_command_writes_the_zip_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    case, _lawyer = shared_case()
    call_command("export_bundle", case.complaint.number, output=str(tmp_path / "out"), json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["path"] == str(tmp_path / "out" / f"{case.complaint.number}.zip")
    assert verify.check(found["path"], **portal_trust()).sound


def test_the_command_names_a_wrong_number(tmp_path: Path):
    with pytest.raises(CommandError, match="AN-1999-000001"):
        call_command("export_bundle", "AN-1999-000001", output=str(tmp_path))


def test_a_worker_that_was_thought_dead_does_not_take_a_later_building_for_its_own():
    """The claim is what tells two workers of one export apart; the attempts never start again from the beginning."""
    case, _lawyer = shared_case()
    export = services.request_export(by=case.by, complaint=case.complaint, at=NOW)
    stale = _claim(NOW, export.pk)
    assert stale is not None
    built = services.build_export(export=export, at=NOW + timedelta(days=4000))
    assert (built.state, built.attempts) == (Export.State.DONE, 2)
    Export.objects.filter(pk=export.pk).update(state=Export.State.WAITING)  # as when its time stamp came
    taken = _claim(NOW, export.pk)
    assert taken is not None
    assert taken.attempts == 3
    _carry_out(stale, None, NOW)
    held = Export.objects.get(pk=export.pk)
    assert (held.state, held.sha256, held.sealed_id) == (Export.State.BUILDING, built.sha256, built.sealed_id)


def test_an_export_given_up_leaves_no_pages_of_the_case_behind(
    settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
):
    settings.ANNING_HOME = tmp_path
    case, _lawyer = shared_case()
    export = services.request_export(by=case.by, complaint=case.complaint)
    Export.objects.filter(pk=export.pk).update(attempts=EXPORT_TRIES)
    left = tmp_path / "scratch" / f"export-{export.pk}-{EXPORT_TRIES}"
    other = tmp_path / "scratch" / "export-of-somebody-else"
    for folder in (left, other):
        folder.mkdir(parents=True)
        (folder / "page.pdf").write_bytes(b"a page of the case")
    with django_capture_on_commit_callbacks(execute=True):
        assert services.build_export(export=export).state == Export.State.FAILED
    assert (left.exists(), other.exists()) == (False, True)


def test_pages_that_a_killed_worker_left_are_swept_when_nobody_goes_on(settings: Any, tmp_path: Path):
    """Not those of an export that is being built, nor what was touched a moment ago, nor what is somebody else's."""
    settings.ANNING_HOME = tmp_path
    case, _lawyer = shared_case()
    export = services.request_export(by=case.by, complaint=case.complaint)
    now = timezone.now()
    Export.objects.filter(pk=export.pk).update(
        state=Export.State.BUILDING, attempts=2, lease_until=now + timedelta(minutes=3)
    )
    unknown = uuid4()
    names = [
        f"export-{export.pk}-1",
        f"export-{export.pk}-2",
        f"export-{unknown}-1",
        "export-of-somebody-else",
    ]
    folders = [tmp_path / "scratch" / name for name in names]
    fresh = tmp_path / "scratch" / f"export-{unknown}-2"
    for folder in (*folders, fresh):
        folder.mkdir(parents=True)
        (folder / "page.pdf").write_bytes(b"a page of the case")
    for folder in folders:
        os.utime(folder, times=(now.timestamp() - 7200,) * 2)
    services.sweep_exports(at=now)
    assert [folder.exists() for folder in (*folders, fresh)] == [False, True, False, True, True]
    Export.objects.filter(pk=export.pk).update(state=Export.State.FAILED, lease_until=None, error="x")
    services.sweep_exports(at=now)
    assert not folders[1].exists()


def test_one_whose_time_stamp_could_not_be_added_is_forgotten_like_any_other():
    case, _lawyer = shared_case()
    export = services.build_export(export=services.request_export(by=case.by, complaint=case.complaint))
    Export.objects.filter(pk=export.pk).update(state=Export.State.FAILED)
    erase(by=case.by, exhibit=case.complaint.exhibits.get(ordinal=1), reason="request")
    services.sweep_exports()
    held = Export.objects.select_related("sealed").get(pk=export.pk)
    assert (held.state, held.sealed.erased) == (Export.State.REMOVED, True)
