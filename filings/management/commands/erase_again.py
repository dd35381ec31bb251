"""``erase_again [--look] [--json]``: after a restore, erase what had been erased before (个人信息保护法 47)."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.actors import Actor
from evidence.services import forget_bytes
from filings import services


class Command(BaseCommand):
    help = (
        "Walks the erasures that the ledgers and the list beside the store tell of, and destroys again every key, copy, "
        "word, mail and bundle that a restored backup brought back. Exit code 1 when something is left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--look", action="store_true", help="only say what is there again")
        parser.add_argument("--json", action="store_true", help="the result as JSON on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        look_only = options["look"]
        found = services.erase_again(
            by=Actor.system("eraser"), at=timezone.now(), everything=True, look_only=look_only
        )
        files = 0 if look_only else forget_bytes()
        left = [one for one in found if one.why_not]
        if options["json"]:
            said = {"returned": [asdict(one) for one in found], "left": len(left), "files": files}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            for one in found:
                case = one.number or f"draft {one.complaint_id}"
                self.stdout.write(
                    f"{'LEFT' if one.why_not else 'ERASED'} {case}: exhibit {one.ordinal} ({one.exhibit}), "
                    f"erased on {one.erased_on}, says the {one.said_by}. {one.why_not}".rstrip()
                )
            self.stdout.write(
                f"{len(found)} exhibits were there again, {len(left)} are left, {files} files removed"
            )
        if left:
            raise SystemExit(1)
