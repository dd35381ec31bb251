"""``verify_custody [NUMBER] [--json]``: is everything still what was received, and is every ledger whole?"""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from complaints.models import Complaint
from evidence import custody


class Command(BaseCommand):
    help = "Re-hashes the stored bytes and re-walks the ledger of one complaint, or of all. Exit code 1 when a fault is found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "number", nargs="?", metavar="NUMBER", help="AN-2026-000001; without it, every case"
        )
        parser.add_argument("--json", action="store_true", help="the result as JSON on standard output")

    def _cases(self, number: str | None) -> Iterable[UUID]:
        if number is None:
            return custody.cases()
        found = Complaint.objects.filter(number=number.strip().upper()).values_list("pk", flat=True).first()
        if found is None:
            raise CommandError(f"no complaint has the number {number!r}")
        return [found]

    def handle(self, *args: Any, **options: Any) -> None:
        totals = {"cases": 0, "entries": 0, "exhibits": 0, "copies": 0, "erased": 0, "documents": 0}
        faults: list[custody.Fault] = []
        for complaint_id in self._cases(options["number"]):
            checked = custody.check_case(complaint_id)
            totals["cases"] += 1
            for name in ("entries", "exhibits", "copies", "erased"):
                totals[name] += getattr(checked, name)
            faults += checked.faults
            if totals["cases"] % 200 == 0:
                self.stderr.write(
                    f"{totals['cases']} cases, {totals['exhibits']} exhibits, {len(faults)} faults"
                )
        if options["number"] is None:
            for fault in custody.check_others():
                totals["documents"] += 1
                faults += [fault] if fault else []
        self._say(totals, faults, as_json=options["json"])
        if faults:
            raise SystemExit(1)

    def _say(self, totals: dict[str, int], faults: list[custody.Fault], *, as_json: bool) -> None:
        cases = {fault.complaint_id for fault in faults if fault.complaint_id}
        numbers = dict(Complaint.objects.filter(pk__in=cases).values_list("pk", "number"))
        named = [
            {
                **asdict(fault),
                "complaint_id": str(fault.complaint_id or ""),
                "number": numbers.get(fault.complaint_id, "") if fault.complaint_id else "",
            }
            for fault in faults
        ]
        if as_json:
            self.stdout.write(json.dumps({**totals, "faults": named}, ensure_ascii=False))
            return
        for fault in named:
            draft = f"draft {fault['complaint_id']}" if fault["complaint_id"] else "filings"
            case = fault["number"] or draft
            self.stdout.write(f"FAULT {case}: {fault['place']} ({fault['reference']}): {fault['what']}")
        self.stdout.write(
            ", ".join(f"{count} {name}" for name, count in totals.items()) + f", {len(faults)} faults"
        )
