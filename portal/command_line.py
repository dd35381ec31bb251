"""Runs a management command while holding the embedded servers that it needs."""

import signal
import sys
from contextlib import ExitStack
from types import FrameType

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, connections

from portal import embedded

# Commands that read no row. `serve` and `bench` hold the servers themselves.
WITHOUT_SERVERS = {
    "", "help", "version", "--help", "-h", "--version", "makemessages", "compilemessages", "collectstatic",
    "diffsettings", "spectacular", "startapp", "startproject", "serve", "bench", "make_keys", "read_message", "triage",
    "assess", "check_corpus", "verify_bundle",
}  # fmt: skip


def run(arguments: list[str]) -> int:
    """Run one command; its exit code. A setting that is wrong is named in one line, without a traceback."""
    command = arguments[1] if len(arguments) > 1 else ""
    signal.signal(signal.SIGTERM, _leave)
    try:
        with ExitStack() as stack:
            asks_for_help = bool({"--help", "-h"} & set(arguments))
            if command not in WITHOUT_SERVERS and not asks_for_help:
                if held := embedded.hold():
                    stack.enter_context(held)
                if not settings.EMBEDDED_DATABASE and (command != "check" or "--database" in arguments):
                    _reach("owner" if command == "migrate" else "default")
                stack.callback(connections.close_all)
            elif command == "serve" and not settings.EMBEDDED_DATABASE and not asks_for_help:
                _reach("default")
            execute_from_command_line(arguments)
    except (ImproperlyConfigured, embedded.ServerFailed) as error:
        print(error, file=sys.stderr)
        return 2
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        hint = " (ANNING_HOME or KEYS_DIR names this place)" if error.filename else ""
        print(f"{error}{hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _reach(alias: str) -> None:
    """Try the server that the environment names, before a command meets it half-way."""
    name = "DATABASE_OWNER_URL" if alias == "owner" and settings.DATABASE_OWNER_GIVEN else "DATABASE_URL"
    try:
        connections[alias].ensure_connection()
    except (OperationalError, psycopg.Error) as error:
        where = settings.DATABASES[alias]
        reason = " ".join(str(error).split()).rsplit("FATAL:", 1)[-1].strip()
        place = f"{where['HOST'] or 'the local socket'}:{where['PORT'] or 5432}"
        raise ImproperlyConfigured(f"{name}: cannot reach {where['NAME']} at {place} ({reason})") from None


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
