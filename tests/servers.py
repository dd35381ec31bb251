"""The tests' own servers, and a database of its own for every test process.

A template is migrated as the owner once for each state of migrations and models; every process works on a clone of it,
as the web role. Tests roll back. Those that must commit (``transaction=True``) leave a database that nothing may
truncate: it is made as it was (tests.afresh).
"""

import fcntl
import hashlib
import os
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from portal.embedded.broker import Broker
from portal.embedded.cluster import Cluster
from portal.embedded.holders import Hold
from portal.embedded.home import make_sockets, remove_sockets, sockets_of
from tests.afresh import Clone
from tests.once import put_down, sealed_in
from tests.settings import FOLDER, SCRATCH, TEST_DATABASE

ROOT = Path(__file__).resolve().parents[1]
# Every package of the product, from where the directions of their imports are checked: none can be forgotten here.
HOUSE = tuple(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"])


def tests_cluster() -> Cluster:
    return Cluster(FOLDER / "pg", sockets_of(FOLDER), careless=True)


@pytest.fixture(scope="session")
def servers() -> Iterator[Cluster]:
    """PostgreSQL and Valkey of the tests, shared by the processes of a run; the last one stops them."""

    def start() -> None:
        sockets = make_sockets(FOLDER)
        Broker(FOLDER / "run", sockets).start()
        tests_cluster().start()
        tests_cluster().ensure("postgres")

    def stop() -> None:
        tests_cluster().stop()
        Broker(FOLDER / "run", sockets_of(FOLDER)).stop()
        remove_sockets(FOLDER)

    with Hold(FOLDER / "run", start=start, stop=stop):
        SCRATCH.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield tests_cluster()
        connections.close_all()
        shutil.rmtree(SCRATCH, ignore_errors=True)


def _state() -> str:
    """A name for what a migrated database looks like: migrations, models and grants, by content."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    files = [ROOT / "portal" / "grants.py"]
    for app in HOUSE:
        files += [*(ROOT / app).glob("models*.py"), *(ROOT / app).glob("models/*.py")]
        files += (ROOT / app / "migrations").glob("*.py")
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _drop(cluster: Cluster, names: list[str]) -> None:
    with cluster.connect() as connection:
        for name in names:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def _databases(cluster: Cluster, pattern: str) -> list[str]:
    with cluster.connect() as connection:
        return [
            row[0]
            for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
        ]


def _point_to(database: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database


def _make_template(cluster: Cluster) -> str:
    template = f"template_{_state()}"
    with open(FOLDER / "run" / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template in _databases(cluster, "template\\_%"):
            return template
        building = f"building_{template}"
        _drop(cluster, [building])
        cluster.ensure(building)
        _point_to(building)
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            _point_to(TEST_DATABASE)
        _drop(
            cluster,
            [name for name in _databases(cluster, "template\\_%") if name not in ("template0", "template1")],
        )
        with cluster.connect() as connection:
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            connection.execute(rename.format(sql.Identifier(building), sql.Identifier(template)))
    return template


def _is_abandoned(database: str) -> bool:
    try:
        os.kill(int(database.rsplit("_", 1)[1]), 0)
    except (ProcessLookupError, ValueError):
        return True
    except PermissionError:
        return False
    return False


@pytest.fixture(scope="session")
def template(servers: Cluster) -> str:
    """The name of the migrated database that others are cloned from."""
    _drop(servers, [name for name in _databases(servers, "anning\\_test\\_%") if _is_abandoned(name)])
    return _make_template(servers)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """Takes the place of pytest-django's: a clone of the template instead of a migration."""
    servers: Cluster = request.getfixturevalue("servers")
    with django_db_blocker.unblock():
        clone = Clone(servers, request.getfixturevalue("template"), TEST_DATABASE)
        clone.make()
    original = TransactionTestCase._fixture_teardown

    def as_it_was(case: TransactionTestCase) -> None:
        connections.close_all()
        clone.again()

    TransactionTestCase._fixture_teardown = as_it_was  # TestCase rolls back and never comes here
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        connections.close_all()
        _drop(servers, [TEST_DATABASE])


@pytest.fixture(autouse=True)
def _fresh_counters(request: pytest.FixtureRequest) -> None:
    """Rate limits of one test do not count in the next."""
    marked = request.node.get_closest_marker("django_db") is not None
    if marked or {"db", "transactional_db", "client", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("servers")
        cache.clear()


@pytest.fixture
def store(settings: object, tmp_path: Path) -> Path:
    """A storage of sealed bytes for one test alone."""
    folder = tmp_path / "store"
    put_down("store", folder)
    settings.STORAGES = sealed_in(folder)
    return folder


@pytest.fixture
def keys(settings: object, tmp_path: Path) -> Path:
    """A folder of keys for one test alone."""
    folder = tmp_path / "keys"
    put_down("keys", folder)
    settings.KEYS_DIR = folder
    return folder
