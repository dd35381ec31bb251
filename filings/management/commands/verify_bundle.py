"""``verify_bundle PATH [--fingerprint F] [--tsa-roots PEM] [--json]``: the bundle's own verify.py, run by the portal.

Needs no database. The report itself is in Chinese: it is the one that a court reads.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from filings.bundle import verify


class Command(BaseCommand):
    help = (
        "Checks a bundle (zip or folder) with the program that travels inside it and names each faulty file. "
        "Exit code 0: sound; 1: faults; 2: the signature could not be checked."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="the bundle: a zip or a folder")
        parser.add_argument("--fingerprint", help="the public key's fingerprint as the portal publishes it")
        parser.add_argument("--tsa-roots", help="trusted root certificates of the time-stamp authority (PEM)")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify.check(options["path"], options["fingerprint"], options["tsa_roots"])
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(verify.in_words(report))
        if report.exit_code:
            raise SystemExit(report.exit_code)
