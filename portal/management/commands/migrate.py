"""Django's migrate, as the owner of the tables, followed by what the web role may do with them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate

from portal.grants import OWN, grant


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """The models as each migration knew them come and go by thousands: to look for garbage among them took a third of all."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Command(Migrate):
    help = "Migrates the database as its owner (DATABASE_OWNER_URL) and grants the web role what it may do."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED_DATABASE and not settings.DATABASE_OWNER_GIVEN:
            raise CommandError("DATABASE_OWNER_URL is required for migrate when DATABASE_URL is set")
        options["database"] = OWN
        with _seldom_collecting():
            super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            grant()
