"""Checks the law data: dates, gaps, overlaps, dangling references, unreachable grounds, and what the files of the channels
say for documents and filings. Needs no database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from filings.channels import corpus_faults
from legal.corpus.checking import counts
from legal.corpus.reader import FOLDER, CorpusError, read_corpus


class Command(BaseCommand):
    help = _("检查法律数据：日期、空档、重叠、引用、情形和渠道")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", default=str(FOLDER), help=_("法律数据的文件夹"))
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            corpus = read_corpus(Path(options["folder"]))
        except (CorpusError, OSError, KeyError, TypeError) as error:
            raise CommandError(_("法律数据读不了：%s") % error) from error
        found, totals = corpus_faults(corpus), counts(corpus)
        if options["json"]:
            self.stdout.write(json.dumps({"faults": found, **totals}, ensure_ascii=False, indent=1))
        else:
            for fault in found:
                self.stdout.write(fault)
            self.stdout.write(
                _(
                    "%(statutes)s部规范，%(articles)s条，%(grounds)s种情形，%(channels)s个渠道，%(faults)s处问题"
                )
                % {**totals, "faults": len(found)}
            )
        if found:
            raise SystemExit(1)
