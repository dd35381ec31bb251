"""``verify_bundle PATH [--fingerprint F] [--tsa-roots PEM] [--json]``: the bundle's own verify.py, run by the portal.

It trusts the portal's own keys and ``TIMESTAMP_ROOTS``, and what is given in addition. Needs no database. The report
itself is in Chinese: it is the one that a court reads.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.bundle import verify
from filings.services import portal_trust


class Command(BaseCommand):
    help = (
        "Checks a bundle (zip or folder) with the program that travels inside it and names each faulty file. "
        "Exit code 0: sound and signed by a trusted key, the portal's own or the one given; 1: faults; "
        "2: consistent, but signed by no trusted key, or the signature could not be checked; 64: the call was wrong."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="the bundle: a zip or a folder")
        parser.add_argument("--fingerprint", help="of a public key to trust beside the portal's own")
        parser.add_argument(
            "--tsa-roots",
            help="trusted root certificates of the time-stamp authority (PEM), for TIMESTAMP_ROOTS",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def run_from_argv(self, argv: list[str]) -> None:
        """Wrong arguments end with 64: argparse's own 2 would read as a verdict."""
        self._called_from_command_line = True
        try:
            self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
        except SystemExit as ended:
            raise SystemExit(verify.USAGE if ended.code else 0) from None
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        trust = portal_trust()
        try:
            if options["tsa_roots"] is not None:
                trust["roots"] = verify.certificates(options["tsa_roots"], options["path"])
            report = verify.check(options["path"], options["fingerprint"], **trust)
        except verify.Unusable as error:
            raise CommandError(str(error), returncode=verify.USAGE) from None
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(verify.in_words(report))
        if report.exit_code:
            raise SystemExit(report.exit_code)
