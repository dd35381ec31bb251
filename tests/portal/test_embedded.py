"""The embedded servers, really started: by commands, by two at once, after a kill, and wherever a socket fits."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from portal.embedded.cluster import Cluster
from portal.embedded.home import make_sockets, remove_sockets, sockets_of

ROOT = Path(__file__).resolve().parents[2]
ASK = "from django.db import connection as c; print(c.cursor().execute('select current_user').fetchone()[0])"


def environment_of(home: Path, **more: str) -> dict[str, str]:
    """The environment of someone who has set nothing but where things are kept."""
    ours = (
        "DATABASE_",
        "BROKER_URL",
        "CACHE_URL",
        "KEYS_DIR",
        "STORE",
        "ALLOWED_HOSTS",
        "API_RATE",
        "EMAIL_URL",
        "DJANGO_ALLOW",
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **clean,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "ANNING_HOME": str(home),
        "ANNING_DEMO": "0",
        **more,
    }


def manage(home: Path, *arguments: str, **more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment_of(home, **more), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def left_behind(home: Path) -> list[str]:
    """Sockets, pid files, holders, and processes whose command line names this folder."""
    found = [str(path) for path in (home / "run" / "holders").glob("*")]
    found += [
        str(path)
        for path in (home / "run" / "sockets", home / "pg" / "postmaster.pid", sockets_of(home))
        if path.exists()
    ]
    return found + processes_of(home)


def processes_of(home: Path) -> list[str]:
    """The command lines of the processes that work for this folder: they were given its name, or are called by it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            given = (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if (
            f"ANNING_HOME={home}".encode() in given
            or str(home) in command
            or str(sockets_of(home)) in command
        ):
            found.append(command)
    return [command for command in found if command.strip()]


def test_a_command_starts_the_servers_and_leaves_nothing(tmp_path):
    command = manage(tmp_path, "shell", "--no-imports", "-c", ASK)
    out, err = command.communicate(timeout=90)
    assert (out, command.returncode) == ("anning_web\n", 0), err
    assert left_behind(tmp_path) == []


def test_two_first_commands_at_once_share_one_cluster(tmp_path):
    both = [manage(tmp_path, "shell", "--no-imports", "-c", ASK) for _ in range(2)]
    for command in both:
        out, err = command.communicate(timeout=90)
        assert (out, command.returncode) == ("anning_web\n", 0), err
    assert left_behind(tmp_path) == []


def test_servers_of_a_killed_command_are_adopted(tmp_path):
    waits = "import sys; from django.db import connection as c; c.ensure_connection(); print('up', flush=True); sys.stdin.read()"
    first = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", waits],
        cwd=ROOT, env=environment_of(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdout is not None
    assert first.stdout.readline() == "up\n"
    server = (tmp_path / "pg" / "postmaster.pid").read_text().split()[0]
    first.send_signal(signal.SIGKILL)
    first.communicate()
    again = f"{ASK}; print(open({str(tmp_path / 'pg' / 'postmaster.pid')!r}).read().split()[0])"
    second = manage(tmp_path, "shell", "--no-imports", "-c", again)
    out, err = second.communicate(timeout=90)
    assert out.split() == ["anning_web", server], err
    assert left_behind(tmp_path) == []


def test_a_power_cut_leaves_a_pid_file_and_the_next_start_recovers(tmp_path):
    sockets = make_sockets(tmp_path)
    cluster = Cluster(tmp_path / "pg", sockets)
    cluster.start()
    cluster.ensure("anning")
    with cluster.connect("anning") as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    os.kill(int((tmp_path / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    cluster.start()
    try:
        with cluster.connect("anning") as connection:
            assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]
    finally:
        cluster.stop()
        remove_sockets(tmp_path)
    assert left_behind(tmp_path) == []


def test_a_long_path_does_not_matter(tmp_path):
    home = tmp_path / ("很长的文件夹名" * 6)
    command = manage(home, "shell", "--no-imports", "-c", ASK)
    out, err = command.communicate(timeout=90)
    assert out == "anning_web\n", err


def test_sockets_are_for_this_user_alone(tmp_path):
    sockets = make_sockets(tmp_path)
    try:
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    finally:
        remove_sockets(tmp_path)


def test_a_folder_that_someone_else_put_there_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    sockets_of(tmp_path).symlink_to(elsewhere)
    with pytest.raises((PermissionError, FileExistsError)):
        make_sockets(tmp_path)


def test_a_cluster_of_another_version_is_named(tmp_path):
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("9\n")
    command = manage(tmp_path, "shell", "-c", ASK)
    _, err = command.communicate(timeout=60)
    assert command.returncode == 2
    assert "was made by PostgreSQL 9" in err
    assert "Traceback" not in err
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DATABASE_URL": "postgresql://w:secret@127.0.0.1:1/anning"}, "DATABASE_URL: cannot reach anning at 127.0.0.1:1"),
        ({"DATABASE_URL": "mysql://w@h/anning"}, "DATABASE_URL: expected an address that begins with postgres"),
        ({"DATABASE_URL": "postgresql://w@h:port/anning"}, "DATABASE_URL: not an address"),
        ({"DATABASE_OWNER_URL": "postgresql://o@h/anning"}, "DATABASE_URL is required when DATABASE_OWNER_URL is set"),
        (
            {"DATABASE_URL": "postgresql://w@h/one", "DATABASE_OWNER_URL": "postgresql://o@h/two"},
            "DATABASE_OWNER_URL: another name than DATABASE_URL",
        ),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL: expected an address that begins with smtp"),
        ({"EMAIL_URL": "smtp:///"}, "EMAIL_URL: expected smtp://user:password@host:port"),
        ({"S3_BUCKET": "sealed"}, "S3_ACCESS_KEY is required when S3_BUCKET is set"),
        ({"S3_SECRET_KEY": "secret"}, "S3_BUCKET is required when S3_SECRET_KEY is set"),
        ({"BROKER_URL": "amqp://broker.example"}, "CACHE_URL is required when BROKER_URL is amqp://"),
        ({"BROKER_URL": "sqla+sqlite://"}, "BROKER_URL: expected an address that begins with amqp://"),
        ({"PUBLIC_URL": "anning.example"}, "PUBLIC_URL: expected https://host"),
        ({"DEBUG": "perhaps"}, "DEBUG: expected 1 or 0"),
        ({"PORT": "eighty"}, "PORT: expected a whole number"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_in_one_line(tmp_path, environment, said):
    command = manage(tmp_path, "showmigrations", **environment)
    _, err = command.communicate(timeout=60)
    assert command.returncode == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert "secret" not in err.replace("S3_SECRET", "")


def test_migrating_an_outside_database_needs_its_owner(tmp_path, servers):
    served = f"postgresql://anning_web@{str(servers.sockets).replace('/', '%2F')}/postgres"
    command = manage(tmp_path, "migrate", DATABASE_URL=served)
    _, err = command.communicate(timeout=60)
    assert command.returncode == 1
    assert "DATABASE_OWNER_URL is required for migrate when DATABASE_URL is set" in err
    assert "Traceback" not in err


def test_serving_from_a_database_that_is_not_there_is_said_in_one_line(tmp_path):
    command = manage(tmp_path, "serve", DATABASE_URL="postgresql://w:secret@127.0.0.1:1/anning")
    _, err = command.communicate(timeout=60)
    assert command.returncode == 2
    assert err.startswith("DATABASE_URL: cannot reach anning at 127.0.0.1:1")
    assert len(err.strip().splitlines()) == 1
    assert "secret" not in err


def test_a_runtime_folder_that_is_a_file_is_said_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    command = manage(tmp_path / "file", "serve")
    _, err = command.communicate(timeout=60)
    assert command.returncode == 2
    assert len(err.strip().splitlines()) == 1
    assert "ANNING_HOME" in err
