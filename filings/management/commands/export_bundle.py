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
from filings.services.ordering import MEGABYTES

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
        parser.add_argument(
            "--for",
            dest="made_for",
            choices=Export.For.values,
            default=Export.For.OWN,
            help="whom it is for; decides what is in it (docs/evidence.md)",
        )
        parser.add_argument("--recipient", default="", help="the name on the cover")
        parser.add_argument(
            "--megabytes",
            type=int,
            choices=MEGABYTES,
            default=0,
            help="the most that one file may weigh for the recipient's system; 0 for no limit",
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
            order = services.Order(
                made_for=options["made_for"],
                recipient=options["recipient"],
                megabytes=options["megabytes"],
            )
            export = self._built(services.request_export(by=PORTAL, complaint=complaint, order=order))
        except services.Refused as refused:
            raise CommandError(f"the bundle was refused: {refused}") from None
        if not export.finished:
            raise CommandError(f"the bundle was not built: {export.error}")
        if export.state == Export.State.UNSTAMPED:
            self.stderr.write(
                "Not final: the time-stamp authority has not answered yet. Export it again later."
            )
        elif not export.with_time:
            self.stderr.write("No time stamp: no authority is configured (TIMESTAMP_URL).")
        target = self._write(export, folder / f"{complaint.number}.zip")
        if options["json"]:
            found = {
                "number": complaint.number,
                "path": str(target),
                "sha256": export.sha256,
                "exhibits": len(export.exhibits),
                "ledger_entries": export.ledger_length,
                "key_id": export.key_id,
                "made_for": export.made_for,
                "state": export.state,
                "manifest_sha256": export.manifest_sha256,
                "stamped_at": export.stamped_at.isoformat() if export.stamped_at else None,
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write(str(target))

    def _built(self, export: Export) -> Export:
        """Build it here; where a worker was faster, look twice a second how far that one is, and say so."""
        told = False
        while export.state in (Export.State.WAITING, Export.State.BUILDING):
            export = services.build_export(export=export, progress=self._progress)
            if export.state == Export.State.BUILDING:
                if not told:
                    self.stderr.write("Another worker is building this bundle already; waiting for it.")
                    told = True
                time.sleep(0.5)
        return export

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")

    def _write(self, export: Export, target: Path) -> Path:
        part = target.with_name(f".{target.name}.part")
        with services.open_export(by=PORTAL, export=export) as bundle, part.open("wb") as file:
            shutil.copyfileobj(bundle, file)
        part.replace(target)
        return target.resolve()
