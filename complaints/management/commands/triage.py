"""Read a story in a person's own words, or a file of many, and say what it suggests. Needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from complaints.management.commands.read_message import text_of, write_lines
from complaints.reading import triage


class Command(BaseCommand):
    help = _("读一段经历：投诉种类和可能的情形，各附原话。只是建议，由本人确认")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help=_("文本文件，- 为标准输入"))
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
        parser.add_argument("--lines", metavar="FILE.jsonl", help=_("每行一个 JSON 对象：id、text"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["lines"]:
            write_lines(self, options["lines"], lambda row: triage(row["text"]).as_json())
            return
        found = triage(text_of(options["file"]))
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
            return
        kinds = {
            "harassment": _("骚扰"), "second_hand_number": _("二次号"), "fake_collection": _("不实催收"),
            "other": _("不在三类之内"),
        }  # fmt: skip
        self.stdout.write(_("种类：%(kind)s") % {"kind": kinds[found.kind]})
        if found.alternatives:
            others = "、".join(kinds[one.name] for one in found.alternatives)
            self.stdout.write(_("拿不准，也可能是：%(kinds)s") % {"kinds": others})
        for situation in found.situations:
            self.stdout.write(f"- {situation.slug}：{'、'.join(situation.words)}")
