"""``verify_custody [NUMBER] [--json]``: is everything still what was received, and is every ledger whole?"""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from complaints.models import Complaint
from evidence.custody import audit, heads
from evidence.models import Timestamp
from evidence.services import trusted_roots


class Command(BaseCommand):
    help = (
        "Re-hashes the stored bytes and re-walks the ledger of one complaint; without a number of all, with the daily "
        "heads and the tokens of trusted time. Exit code 1 when a fault is found, and names its place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "number", nargs="?", metavar="NUMBER", help="AN-2026-000001; without it, every case"
        )
        parser.add_argument("--json", action="store_true", help="the result as JSON on standard output")

    def _cases(self, number: str | None) -> Iterable[UUID]:
        if number is None:
            return audit.cases()
        found = Complaint.objects.filter(number=number.strip().upper()).values_list("pk", flat=True).first()
        if found is None:
            raise CommandError(f"no complaint has the number {number!r}")
        return [found]

    def handle(self, *args: Any, **options: Any) -> None:
        totals = dict.fromkeys(
            ("cases", "entries", "exhibits", "copies", "erased", "documents", "heads", "tokens", "unstamped"),
            0,
        )
        faults: list[audit.Fault] = []
        for complaint_id in self._cases(options["number"]):
            checked = audit.check_case(complaint_id)
            totals["cases"] += 1
            for name in ("entries", "exhibits", "copies", "erased"):
                totals[name] += getattr(checked, name)
            faults += checked.faults
            if totals["cases"] % 200 == 0:
                self.stderr.write(
                    f"{totals['cases']} cases, {totals['exhibits']} exhibits, {len(faults)} faults"
                )
        if options["number"] is None:
            faults += self._over_all(totals)
        self._say(totals, faults, as_json=options["json"])
        if faults:
            raise SystemExit(1)

    def _over_all(self, totals: dict[str, int]) -> list[audit.Fault]:
        """What belongs to no single case: documents and bundles, the daily heads, the tokens of trusted time."""
        faults: list[audit.Fault] = list(audit.check_erasures())
        for fault in audit.check_others():
            totals["documents"] += 1
            faults += [fault] if fault else []
            if totals["documents"] % 1000 == 0:
                self.stderr.write(f"{totals['documents']} documents, {len(faults)} faults")
        for found in heads.check_heads():
            totals["heads"] += 1
            faults += found
        try:
            roots = trusted_roots()
        except (OSError, ValueError) as problem:
            raise CommandError(f"TIMESTAMP_ROOTS cannot be read: {type(problem).__name__}") from None
        if roots:
            for fault in heads.check_tokens(roots):
                totals["tokens"] += 1
                faults += [fault] if fault else []
        elif stamped := Timestamp.objects.filter(state="done").count():
            self.stderr.write(f"{stamped} tokens were not checked: TIMESTAMP_ROOTS names no authority")
        totals["unstamped"] = Timestamp.objects.exclude(state="done").count()
        return faults

    def _say(self, totals: dict[str, int], faults: list[audit.Fault], *, as_json: bool) -> None:
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
            draft = f"draft {fault['complaint_id']}" if fault["complaint_id"] else "portal"
            case = fault["number"] or draft
            self.stdout.write(f"FAULT {case}: {fault['place']} ({fault['reference']}): {fault['what']}")
        self.stdout.write(
            ", ".join(f"{count} {name}" for name, count in totals.items()) + f", {len(faults)} faults"
        )
