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
from tests.evidence.authorities import authority, needs_openssl
from tests.filings.cases import add_exhibit, make_case

ROOT = Path(__file__).resolve().parents[2]
REBUILD = """
import sys, django
django.setup()
from pathlib import Path
from filings.models import Export
from filings.services.exporting import write_bundle
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


def _run(*command: object, **more: str) -> str:
    done = subprocess.run(
        [str(one) for one in command],
        cwd=ROOT,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-2000:]
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

    backup, restored = tmp_path / "backup", tmp_path / "restored"
    here = settings.DATABASES["owner"]
    _run(postgresql() / "pg_dump", "--format=custom", "--file", backup.with_suffix(".dump"), "-h", here["HOST"],
         "-p", "5432", "-U", here["USER"], here["NAME"])  # fmt: skip
    for folder in (store, keys):
        shutil.copytree(folder, restored / folder.name)
        shutil.rmtree(folder)  # nothing of the first portal's files is left to be read by mistake
    there = str(empty_server.sockets)
    _run(postgresql() / "pg_restore", "--exit-on-error", "--single-transaction", "-h", there, "-p", "5432", "-U",
         "anning_owner", "-d", "anning", backup.with_suffix(".dump"))  # fmt: skip

    address = quote(there, safe="")
    elsewhere = {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": f"postgresql://anning_web@{address}:5432/anning",
        "DATABASE_OWNER_URL": f"postgresql://anning_owner@{address}:5432/anning",
        "KEYS_DIR": str(restored / "keys"),
        "STORE": str(restored / "store"),
        "ANNING_HOME": str(tmp_path / "home"),
        "TIMESTAMP_URL": "https://time.invalid/",
        "TIMESTAMP_ROOTS": str(roots_file(tmp_path / "tsa")),
        "PYTHONPATH": str(ROOT),
    }
    said = json.loads(_run(sys.executable, "manage.py", "verify_custody", "--json", **elsewhere))
    assert said["faults"] == []
    assert (said["cases"], said["exhibits"], said["heads"]) == (1, 2, 1)
    assert said["tokens"] >= 1
    _run(sys.executable, "-c", REBUILD, tmp_path / "again.zip", **elsewhere)
    assert (tmp_path / "again.zip").read_bytes() == first
