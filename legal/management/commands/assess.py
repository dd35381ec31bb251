"""What the law says about the facts of a case. Needs no database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from legal.narration import narrate
from legal.reasoning.assessment import assess
from legal.reasoning.facts import FactsError


class Command(BaseCommand):
    help = _("按事实对照法律：成立的情形、依据、救济、渠道和期限")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help=_("事实的 JSON 文件，- 为标准输入"))
        parser.add_argument("--on", metavar="DATE", help=_("提交日期，代替 filing_date"))
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
        parser.add_argument("--lines", metavar="FILE.jsonl", help=_("每行一个 JSON 对象，可有 id；逐行输出"))

    def handle(self, *args: Any, **options: Any) -> None:
        day = _day(options["on"])
        if options["lines"]:
            with _opened(options["lines"]) as lines:
                for reply in replies(lines, day):
                    self.stdout.write(reply)
            return
        with _opened(options["file"]) as file:
            content = file.read()
        try:
            result = assess(_parsed(content), on=day)
        except ValueError as error:
            raise CommandError(_("事实读不了：%s") % error) from error
        self.stdout.write(
            json.dumps(result, ensure_ascii=False, indent=1) if options["json"] else narrate(result)
        )


def _opened(name: str) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CommandError(
            _("读不了文件 %(file)s：%(why)s") % {"file": name, "why": error.strerror}
        ) from error


def _day(given: str | None) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise CommandError(_("--on：应为 2025-11-11 这样的日期，收到 %s") % given) from error


def _parsed(content: bytes) -> Any:
    """The JSON of some bytes. Raises ValueError in one sentence."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(_("文件不是 UTF-8 编码")) from None
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise ValueError(_("不是有效的 JSON（第%(line)s行第%(column)s列）") % place) from None
    except RecursionError:
        raise ValueError(_("JSON 嵌套太深")) from None


def replies(lines: BinaryIO, day: date | None) -> Iterator[str]:
    """One JSON line for every line that is not empty, with the same ``id``; a line that cannot be read says why."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        known: dict[str, Any] = {}
        try:
            facts = _parsed(line)
            if isinstance(facts, dict) and "id" in facts:
                known = {"id": facts["id"]}
            reply = {**known, **assess(facts, on=day)}
        except ValueError as error:
            reply = known | {"error": str(error), "line": number}
            if isinstance(error, FactsError):
                reply["key"] = error.key
        yield json.dumps(reply, ensure_ascii=False)
