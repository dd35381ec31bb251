"""How well the reader as it stands reads labelled texts that it has not seen. Needs no database, learns and keeps nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workbench.training.looking import look


class Command(BaseCommand):
    help = "Reads labelled messages, or stories, or both, and prints how much of what they are was read"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--messages", type=Path, help="labelled messages: a file of JSON lines")
        parser.add_argument("--stories", type=Path, help="labelled stories: the same")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["messages"] or options["stories"]):
            raise CommandError("give --messages FILE, --stories FILE, or both")
        try:
            found = look(options["messages"], options["stories"])
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{type(error).__name__}: {error}") from error
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
