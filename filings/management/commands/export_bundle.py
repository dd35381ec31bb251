"""The bundle of a case, on the command line."""

import json
import shutil
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actors import Actor
from complaints.models import Complaint
from filings import services
from filings.models import Export

PORTAL = Actor.system("command_line")


class Command(BaseCommand):
    help = (
        "Exports the bundle of a complaint: a zip that proves itself without this portal (python3 verify.py)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help="the complaint's number, such as AN-2026-000001")
        parser.add_argument(
            "--output", metavar="DIR", required=True, help="the folder to write NUMBER.zip into"
        )
        parser.add_argument("--json", action="store_true", help="print JSON on standard output")

    def handle(self, *args: Any, number: str, output: str, **options: Any) -> None:
        complaint = Complaint.objects.filter(number=number.strip().upper()).first()
        if complaint is None:
            raise CommandError(f"there is no complaint with the number {number!r}")
        folder = Path(output).expanduser()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"--output {output}: {error.strerror}") from None
        try:
            export = services.request_export(by=PORTAL, complaint=complaint)
            while export.state in (Export.State.WAITING, Export.State.BUILDING):
                export = services.build_export(export=export, progress=self._progress)
                if export.state == Export.State.BUILDING:  # a worker was faster
                    time.sleep(0.5)
        except services.Refused as refused:
            raise CommandError(str(refused)) from None
        if export.state != Export.State.DONE:
            raise CommandError(export.error)
        target = self._write(export, folder / f"{complaint.number}.zip")
        if options["json"]:
            found = {
                "number": complaint.number,
                "path": str(target),
                "sha256": export.sha256,
                "exhibits": len(export.exhibits),
                "ledger_entries": export.ledger_length,
                "key_id": export.key_id,
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write(str(target))

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")

    def _write(self, export: Export, target: Path) -> Path:
        part = target.with_name(f".{target.name}.part")
        with services.open_export(by=PORTAL, export=export) as bundle, part.open("wb") as file:
            shutil.copyfileobj(bundle, file)
        part.replace(target)
        return target.resolve()
