"""``verify_bundle PATH [--fingerprint F] [--json]``: the bundle's own verify.py, run by the portal. Needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from filings.bundle import verify


class Command(BaseCommand):
    help = _(
        "检查一个案卷（zip 或文件夹）是否完好：逐个写明有问题的文件。完好返回 0，有问题 1，签名未能检查 2"
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help=_("案卷的 zip 或文件夹"))
        parser.add_argument("--fingerprint", help=_("平台公布的公钥指纹，与案卷里的公钥对照"))
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify.check(options["path"], options["fingerprint"])
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(verify.in_words(report))
        if report.exit_code:
            raise SystemExit(report.exit_code)
