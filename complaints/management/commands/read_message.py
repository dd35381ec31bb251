"""Read one SMS, or a file of many, and say what is in it. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from complaints.reading import Reading, decode, read
from complaints.reading.folding import LIMIT
from complaints.reading.lines import each_line

# Four bytes a character, and one more than is read, so that the reading itself says that there was more.
MOST_BYTES = 4 * LIMIT + 4
# How the files begin that people take for the message: PDF, zip and Word, PNG, JPEG, HEIC.
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\x00\x00\x00")


class Command(BaseCommand):
    help = _(
        "读一条短信：类别、签名、退订方式、金额、电话、链接、期限、称呼、是否称欠款、威胁、发送号码的种类"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help=_("短信文本文件，- 为标准输入"))
        parser.add_argument("--sender", help=_("发送号码，照手机上显示的写"))
        parser.add_argument("--date", help=_("收到的日期或时间，如 2025-11-02 或 2025-11-02T21:30"))
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
        parser.add_argument(
            "--lines", metavar="FILE.jsonl", help=_("每行一个 JSON 对象：id、text，可有 sender、date")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        received = _moment(options["date"])
        if options["lines"]:
            write_lines(self, options["lines"], lambda row: _answer(row, received))
            return
        reading = read(text_of(options["file"]), sender=options["sender"], received=received, explain=True)
        if options["json"]:
            self.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(in_words(reading))


def write_lines(command: BaseCommand, name: str, answer: Any) -> None:
    """Print the answers to a file of lines as they come."""
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as lines:
            for reply in each_line(lines, answer):
                command.stdout.write(reply)
    except OSError as error:
        raise CommandError(
            _("读不了文件 %(file)s：%(why)s") % {"file": name, "why": error.strerror}
        ) from error


def text_of(name: str) -> str:
    """The text of a file or of standard input, in whichever encoding it is. Reads no more than a reading can use."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(MOST_BYTES)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES)
    except OSError as error:
        raise CommandError(
            _("读不了文件 %(file)s：%(why)s") % {"file": name, "why": error.strerror}
        ) from error
    if not data.strip():
        raise CommandError(_("%s：没有内容可读") % (_("标准输入") if name == "-" else name))
    if data.startswith(_NO_TEXT):
        raise CommandError(
            _("%s 不是文本文件。截图、PDF 里的短信，请把文字存成 .txt 再读")
            % (_("标准输入") if name == "-" else name)
        )
    return decode(data)[0]


def _answer(row: dict[str, Any], received: date | datetime | None) -> dict[str, Any]:
    sender, day = row.get("sender"), row.get("date")
    when = _parse(day) if isinstance(day, str) else received
    who = str(sender) if sender is not None else None
    return read(row["text"], sender=who, received=when, explain=True).as_json()


def _parse(value: str) -> date | datetime:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return datetime.fromisoformat(value)


def _moment(value: str | None) -> date | datetime | None:
    if not value:
        return None
    try:
        return _parse(value)
    except ValueError as error:
        raise CommandError(
            _("日期 %(date)s 读不懂，请写成 2025-11-02 或 2025-11-02T21:30") % {"date": value}
        ) from error


def in_words(reading: Reading) -> str:
    """The reading for a person at a terminal."""
    categories = {
        "marketing": _("商业营销"), "collection": _("催收"), "verification": _("验证码"),
        "fraud": _("涉嫌诈骗或违法"), "notice": _("通知"), "personal": _("个人"),
    }  # fmt: skip
    threats = {
        "detention": _("抓捕、刑事追究"), "violence": _("暴力"), "publicity": _("告知他人或公开"), "insult": _("侮辱"),
        "lawsuit": _("起诉"), "credit": _("征信"), "door_visit": _("上门"),
    }  # fmt: skip
    bodies = {"court": _("法院"), "police": _("公安"), "lawyer": _("律师"), "procuratorate": _("检察院")}
    rows = [
        (_("类别"), categories[reading.category]),
        (_("拿不准，也可能是"), "、".join(categories[one.name] for one in reading.alternatives)),
        (_("这样看的字句"), "、".join(reading.words)),
        (_("签名"), reading.signature),
        (
            _("退订方式"),
            reading.opt_out
            and _("%(text)s（回复 %(code)s）") % {"text": reading.opt_out.text, "code": reading.opt_out.code},
        ),
        (_("金额（元）"), "、".join(f"{yuan:,f}" for yuan in reading.amounts)),
        (_("电话"), "、".join(reading.phones)),
        (_("链接"), "、".join(reading.urls)),
        (_("期限"), _due(reading)),
        (_("称呼"), reading.addressee),
        (_("所称欠款人"), reading.debtor),
        (_("称有欠款"), _("是") if reading.claims_debt else None),
        (_("威胁"), "、".join(threats[threat] for threat in reading.threats)),
        (_("自称"), bodies.get(reading.impersonates or "")),
        (_("发送号码"), reading.sender and f"{reading.sender.number} {reading.sender.meaning}"),
        (_("可以问谁"), reading.sender and reading.sender.advice),
        (_("注意"), _("文本过长，只读了前面的部分") if reading.truncated else None),
    ]
    return "\n".join(f"{name}：{value}" for name, value in rows if value)


def _due(reading: Reading) -> str | None:
    if reading.deadline:
        return f"{reading.deadline}（{reading.deadline_words}）"
    return reading.deadline_words and _("%(words)s（需要收到的日期才能算出）") % {
        "words": reading.deadline_words
    }
