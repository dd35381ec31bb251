"""P6: database, store and keys out of a backup into an empty server; custody verifies, a bundle is rebuilt byte-equal.

The commands are those of docs/evidence.md.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.utils import timezone

from evidence.services import make_heads, stamp_due
from evidence.timestamps.local import roots_file
from filings import services
from portal.embedded.cluster import Cluster
from portal.embedded.home import make_sockets, remove_sockets
from portal.embedded.programs import postgresql
from tests.cases import add_exhibit, make_case
from tests.evidence.authorities import authority, needs_openssl

ROOT = Path(__file__).resolve().parents[2]
REBUILD = """
import sys, django
django.setup()
from pathlib import Path
from filings.models import Export
from filings.services.bundles.exports import write_bundle
write_bundle(Export.objects.get(), Path(sys.argv[1]))
"""


@pytest.fixture
def empty_server(tmp_path: Path, servers: Cluster) -> Iterator[Cluster]:
    """A second server that has never seen the portal, with the two roles and an empty database."""
    folder = tmp_path / "second"
    folder.mkdir()
    cluster = Cluster(folder / "pg", make_sockets(folder), careless=True)
    cluster.start()
    try:
        cluster.ensure("anning")
        yield cluster
    finally:
        cluster.stop()
        remove_sockets(folder)


def _dumped(folder: Path) -> Path:
    """The database as it is now."""
    here, dump = settings.DATABASES["owner"], folder / "anning.dump"
    _run(postgresql() / "pg_dump", "--format=custom", "--file", dump, "-h", here["HOST"], "-p", "5432", "-U",
         here["USER"], here["NAME"])  # fmt: skip
    return dump


def _restored(dump: Path, server: Cluster, files: Path, folder: Path) -> dict[str, str]:
    """The dump in the other server; the environment of a portal that serves it, with store and keys under ``files``."""
    there = str(server.sockets)
    _run(postgresql() / "pg_restore", "--exit-on-error", "--single-transaction", "-h", there, "-p", "5432", "-U",
         "anning_owner", "-d", "anning", dump)  # fmt: skip
    address = quote(there, safe="")
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": f"postgresql://anning_web@{address}:5432/anning",
        "DATABASE_OWNER_URL": f"postgresql://anning_owner@{address}:5432/anning",
        "KEYS_DIR": str(files / "keys"),
        "STORE": str(files / "store"),
        "ANNING_HOME": str(folder / "home"),
        "PYTHONPATH": str(ROOT),
    }


def _run(*command: object, ends_with: int = 0, **more: str) -> str:
    done = subprocess.run(
        [str(one) for one in command],
        cwd=ROOT,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == ends_with, done.stderr[-3000:] + done.stdout[-2000:]
    return done.stdout


@needs_openssl
@pytest.mark.django_db(transaction=True)
def test_a_backup_restored_elsewhere_is_whole(
    empty_server: Cluster, store: Path, keys: Path, tmp_path: Path
) -> None:
    case = make_case()
    add_exhibit(case, colour="red", name="一.png")
    add_exhibit(case, colour="green", name="二.png")
    made = services.build_export(export=services.request_export(by=case.by, complaint=case.complaint))
    assert made.state == "done", made.error
    tomorrow = timezone.now() + timedelta(days=1)
    with authority(tmp_path / "tsa"):
        make_heads(at=tomorrow)
        assert stamp_due(at=tomorrow) >= 1
    with services.open_export(by=case.by, export=made) as bundle:
        first = bundle.read()

    dump, restored = _dumped(tmp_path), tmp_path / "restored"
    for folder in (store, keys):
        shutil.copytree(folder, restored / folder.name)
        shutil.rmtree(folder)  # nothing of the first portal's files is left to be read by mistake
    elsewhere = _restored(dump, empty_server, restored, tmp_path)
    elsewhere["TIMESTAMP_ROOTS"] = str(roots_file(tmp_path / "tsa"))
    elsewhere["TIMESTAMP_URL"] = "https://time.invalid/"
    said = json.loads(_run(sys.executable, "manage.py", "verify_custody", "--json", **elsewhere))
    assert said["faults"] == []
    assert (said["cases"], said["exhibits"], said["heads"]) == (1, 2, 1)
    assert said["tokens"] >= 1
    _run(sys.executable, "-c", REBUILD, tmp_path / "again.zip", **elsewhere)
    assert (tmp_path / "again.zip").read_bytes() == first


@pytest.mark.django_db(transaction=True)
def test_what_was_erased_after_the_backup_is_erased_again(
    empty_server: Cluster, store: Path, keys: Path, tmp_path: Path
) -> None:
    """The dump is older than the erasure: it holds the key, and its ledger knows of nothing. The list beside the store does."""
    case = make_case()
    exhibit, other = add_exhibit(case, colour="red"), add_exhibit(case, colour="green")
    services.build_export(export=services.request_export(by=case.by, complaint=case.complaint))
    dump = _dumped(tmp_path)
    before = tmp_path / "before" / "store"
    shutil.copytree(store, before)
    services.erase_exhibit(by=case.by, exhibit=exhibit)
    restored = tmp_path / "restored"
    shutil.copytree(keys, restored / "keys")
    shutil.copytree(before, restored / "store")  # with its bytes, as they were
    shutil.copytree(store / "erased", restored / "store" / "erased")  # and the list, as it is
    elsewhere = _restored(dump, empty_server, restored, tmp_path)

    def manage(command: str, *arguments: str, ends_with: int = 0) -> Any:
        given = (sys.executable, "manage.py", command, "--json", *arguments)
        return json.loads(_run(*given, ends_with=ends_with, **elsewhere))

    _run(sys.executable, "manage.py", "migrate", **elsewhere)
    (fault,) = manage("verify_custody", ends_with=1)["faults"]
    assert (fault["reference"], fault["number"]) == (str(exhibit.pk), case.complaint.number)
    said = manage("erase_again")
    assert [(one["exhibit"], one["why_not"]) for one in said["returned"]] == [(str(exhibit.pk), "")]
    after = manage("verify_custody")
    assert (after["faults"], after["erased"]) == ([], 1)
    assert not (restored / "store" / exhibit.sealed.name).exists()
    assert (restored / "store" / other.sealed.name).exists()
    assert manage("erase_again") == {"returned": [], "left": 0, "files": 0}
