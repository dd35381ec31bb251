"""``make bench``: seeds a cluster of its own and measures intake, desk, law and imports (``workbench.bench``)."""

import json
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.models import Complaint
from filings.models import Filing
from portal import embedded
from portal.embedded.home import REPOSITORY, home
from portal.serving import preparation
from workbench.bench import bundle, desk, imports, intake, law, report, server

PARTS = ("intake", "desk", "law", "import", "bundle")
FOREIGN = (  # settings of a deployment, or of a run of tests
    "ALLOWED_", "BROKER_", "CACHE_", "DATABASE_", "DEBUG", "DJANGO_", "EMAIL_", "KEYS_", "PUBLIC_", "S3_", "SECRET_", "STORE",
    "TRUSTED_", "WEB_",
)  # fmt: skip
MARK = "ANNING_BENCH"  # set for the inner process, which stands in the folder of the benchmark


class Command(BaseCommand):
    help = "Measures intake, desk, law, imports and bundles, in a runtime folder of its own; ends by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--complaints", type=int, default=10_000)
        parser.add_argument("--only", choices=PARTS)
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument(
            "--requests", type=int, default=0, help="a round and page; 0 for 400 (intake) and 30 (desk)"
        )
        parser.add_argument(
            "--messages",
            type=int,
            default=0,
            help="of the imported backup; 0 for 100,000 with --only, else 20,000",
        )
        parser.add_argument("--pages", type=int, default=5_000, help="of the largest bundle")
        parser.add_argument(
            "--keep", action="store_true", help="keep the seeded cluster, and use the one that was kept"
        )
        parser.add_argument(
            "--json", action="store_true", help="figures as JSON on stdout, progress on stderr"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if (
            options["complaints"] < 100
            or min(options["rounds"] - 1, options["requests"], options["messages"], options["pages"] - 10) < 0
        ):
            raise CommandError(
                "--complaints: 100 or more; --rounds: 1 or more; --requests, --messages: 0 or more; --pages: 10 or more"
            )
        if os.environ.get(MARK):
            with embedded.hold() or _nothing():
                self._measure(options)
            return
        folder = home() / "bench"
        if not options["keep"]:
            shutil.rmtree(folder, ignore_errors=True)
        try:
            done = subprocess.run(
                [sys.executable, *sys.argv], env=_environment(folder), cwd=REPOSITORY, check=False
            )
        finally:
            if not options["keep"]:
                shutil.rmtree(folder, ignore_errors=True)
        if done.returncode:
            raise CommandError(f"The benchmark ended with {done.returncode}; its last words are above.")

    def _measure(self, options: dict[str, Any]) -> None:
        machine = {
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
            "at": f"{timezone.localtime():%Y-%m-%d %H:%M}",
        }
        found: dict[str, Any] = {"complaints": options["complaints"], "machine": machine}
        preparation.migrated(self._say)
        found["seed_seconds"] = self._seed(options["complaints"])
        if options["only"] in (None, "law"):
            found["law"] = law.measure(cases=options["complaints"], say=self._say)
        if options["only"] in (None, "import"):
            messages = options["messages"] or (100_000 if options["only"] else 20_000)
            found["import"] = imports.measure(messages=messages, say=self._say)
        if options["only"] in (None, "desk", "intake"):
            with server.served() as port:
                found |= self._served(port, options)
        if options["only"] in (None, "bundle"):
            pages = options["pages"]
            sizes = tuple(one for one in bundle.SIZES if one[1] <= pages) or ((10, pages),)
            found["bundle"] = bundle.measure(say=self._say, sizes=sizes)
        found["machine"]["load_at_end"] = round(os.getloadavg()[0], 1)
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else report.table(found))

    def _served(self, port: int, options: dict[str, Any]) -> dict[str, Any]:
        """What is asked over HTTP."""
        rounds, asked, found = options["rounds"], options["requests"], {}
        # Before intake: filing adds to what is measured.
        if options["only"] != "intake":
            found["desk"] = desk.measure(port=port, requests=asked or 30, rounds=rounds, say=self._say)
        if options["only"] != "desk":
            found["intake"] = intake.measure(port=port, requests=asked or 400, rounds=rounds, say=self._say)
        return found

    def _seed(self, complaints: int) -> int | None:
        """Seconds; None when enough stand there from before."""
        missing = complaints - Complaint.objects.count()
        if missing <= 0 and Filing.objects.exists():
            return None
        begun = timezone.now()
        call_command("seed", complaints=missing, stdout=self.stderr, stderr=self.stderr)
        return round((timezone.now() - begun).total_seconds())

    def _say(self, line: str) -> None:
        self.stderr.write(line)


def _environment(folder: Path) -> dict[str, str]:
    """What the inner process sees: nothing of a deployment, and limits of calls too wide to be met."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    wide = {"API_RATE_ACCOUNT": "1000000/min", "API_RATE_ANONYMOUS": "1000000/min"}
    return {**own, **wide, "ANNING_HOME": str(folder), MARK: "1"}


def _nothing() -> Any:
    raise CommandError(f"The benchmark needs the embedded servers ({settings.ANNING_HOME}).")
