"""The reader's small tables out of labelled texts, and how well they read what they have not seen. Needs no database."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone


class Command(BaseCommand):
    help = "Trains the tables of complaints/reading/weights on labelled messages and stories, and measures them by source"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "messages", type=Path, help="labelled messages: a file of JSON lines, or a folder of them"
        )
        parser.add_argument("stories", type=Path, help="labelled stories: the same")
        parser.add_argument(
            "--out", type=Path, required=True, help="the folder to write reader.npz and manifest.json to"
        )
        parser.add_argument(
            "--only-train", action="append", default=[], metavar="NAME",
            help="a file (its name without ending) that trains and is never counted",
        )  # fmt: skip
        parser.add_argument(
            "--own", type=Path, nargs=2, metavar=("MESSAGES", "STORIES"),
            help="tables (.tsv) of invented texts, which train and are never counted",
        )  # fmt: skip
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, help="the day that the manifest bears"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # One thread adds in one order: the same texts make the same bytes. Read by the library when it is loaded.
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        from workbench.training.making import train

        own = options["own"] or (None, None)
        try:
            manifest = train(
                messages=[one for one in (options["messages"], own[0]) if one],
                stories=[one for one in (options["stories"], own[1]) if one],
                only_trains=options["only_train"],
                out=options["out"],
                on=options["on"] or timezone.localdate(),
            )
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(manifest, ensure_ascii=False, indent=1))
