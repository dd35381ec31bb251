"""Django's migrate, as the owner of the tables, followed by what the web role may do with them."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate

from portal.grants import OWN, grant


class Command(Migrate):
    help = "Migrates the database as its owner (DATABASE_OWNER_URL) and grants the web role what it may do."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED_DATABASE and not settings.DATABASE_OWNER_GIVEN:
            raise CommandError("DATABASE_OWNER_URL is required for migrate when DATABASE_URL is set")
        options["database"] = OWN
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            grant()
