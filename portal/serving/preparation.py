"""What has to be true before the portal serves: tables, grants, the law, somewhere to look at."""

import os
import sys
from collections.abc import Callable

from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from portal.grants import grant

Say = Callable[[str], None]


def pending_migrations() -> bool:
    connection = connections["default"]
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrated(say: Say) -> None:
    """Tables up to date, and the web role's grants with them. Raises CommandError."""
    if not _is_readable() or pending_migrations():
        say("Migrating the database …")
        call_command("migrate", verbosity=0, interactive=False)
    elif settings.EMBEDDED_DATABASE or settings.DATABASE_OWNER_GIVEN:
        grant()
    for connection in connections.all():
        connection.close()


def _is_readable() -> bool:
    """Whether the web role may read which migrations ran: not before the first grant."""
    with connections["default"].cursor() as cursor:
        found = (
            "SELECT coalesce(has_table_privilege(to_regclass('public.django_migrations'), 'SELECT'), false)"
        )
        return bool(cursor.execute(found).fetchone()[0])


def law_checked(say: Say) -> None:
    """The law corpus has no gap, overlap or dangling reference. Raises CommandError."""
    if "check_corpus" in get_commands():
        say("Checking the law corpus …")
        with open(os.devnull, "w") as silence:
            call_command("check_corpus", stdout=silence)


def is_empty() -> bool:
    from complaints.models import Complaint  # once the apps are ready

    return not Complaint.objects.exists()


def wants_demo(say: Say) -> bool:
    """Whether to load the demo's cases: asked on a terminal, decided by ANNING_DEMO=1/0, else yes, and said.

    Only into the embedded database: demo accounts have no place anywhere else.
    """
    if "demo" not in get_commands() or not settings.EMBEDDED_DATABASE or not is_empty():
        return False
    answer = os.environ.get("ANNING_DEMO", "").strip()
    if answer:
        return answer not in {"0", "no", "n"}
    if not sys.stdin.isatty():
        say("The database is empty: loading the demo's cases (ANNING_DEMO=0 leaves it empty).")
        return True
    try:
        answer = input(
            "The database is empty. Load the demo's cases, so that every page shows something? [Y/n] "
        )
        return answer.strip().lower() not in {"n", "no", "否"}
    except EOFError:
        return False


def recipients_known() -> None:
    """The public recipients stand in the table; what an administrator changed stays changed."""
    with open(os.devnull, "w") as silence:
        call_command("load_recipients", stdout=silence)


def prepared(say: Say) -> None:
    migrated(say)
    law_checked(say)
    recipients_known()


def load_demo(say: Say) -> None:
    """The demo's cases, through the same services as the web. A failure is said and does not keep the portal down."""
    say("Loading the demo's cases …")
    try:
        call_command("demo")
    except CommandError as error:
        say(f"The demo's cases were not all loaded: {error}")
