"""A phone's backup into a complaint, on the command line."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Complaint
from evidence import services
from evidence.importers.grouping import Wanted
from evidence.models import Exhibit, Import
from evidence.words import backup_words

PORTAL = Actor.system("command_line")


class Command(BaseCommand):
    help = _(
        "把手机备份（XML、vmsg、CSV、XLSX、zip、ndjson、sms.db）里的短信和通话收入一件投诉，报告读到、收入、重复、读不出各多少条。"
        "默认只收入像推销、催收、诈骗的短信（和退订回复）；--all 全部收入；--sender、--signature 只收入这些号码、签名的全部。"
        "文件本身作为证据封存；没有收入的一条也不保留。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help=_("投诉编号，如 AN-2026-000001"))
        parser.add_argument("file", metavar="FILE", help=_("从手机导出的备份文件"))
        parser.add_argument("--all", action="store_true", help=_("全部收入"))
        parser.add_argument(
            "--sender", action="append", default=[], help=_("只收入这个号码的（可以写几次，或用逗号隔开）")
        )
        parser.add_argument(
            "--signature", action="append", default=[], help=_("只收入这个签名的（可以写几次，或用逗号隔开）")
        )
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))

    def handle(self, *args: Any, number: str, file: str, **options: Any) -> None:
        senders, signatures = _several(options["sender"]), _several(options["signature"])
        if options["all"] and (senders or signatures):
            raise CommandError(_("--all 是全部收入，不能和 --sender、--signature 一起用。"))
        complaint = Complaint.objects.filter(number=number.strip().upper()).first()
        if complaint is None:
            raise CommandError(_("没有编号为 %s 的投诉。") % number)
        wanted = Wanted(every=options["all"], senders=senders, signatures=signatures)
        imported = self._carried(self._received(complaint, Path(file).expanduser(), wanted))
        if imported.state != Import.State.KEPT:
            raise CommandError(imported.reason)
        found = {
            "number": complaint.number,
            "exhibit": str(imported.exhibit_id),
            "sha256": imported.exhibit.sha256,
            "format": imported.format,
            "declared": imported.declared,
            "read": imported.read,
            "chosen": imported.chosen,
            "kept": imported.kept,
            "repeated": imported.repeated,
            "unreadable": imported.unreadable,
            "unreadable_lines": [
                {"part": part, "line": line, "code": code} for part, line, code in imported.unreadable_lines
            ],
        }
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else in_words(imported))

    def _received(self, complaint: Complaint, path: Path, wanted: Wanted) -> Import:
        try:
            with path.open("rb") as stream:
                return services.receive_backup(
                    by=PORTAL,
                    complaint_id=complaint.pk,
                    stream=stream,
                    filename=path.name,
                    door=Exhibit.Door.IMPORT,
                    wanted=wanted,
                )
        except OSError as error:
            raise CommandError(
                _("读不了文件 %(file)s：%(why)s") % {"file": path, "why": error.strerror}
            ) from None
        except (services.NotReceived, services.NotNow) as reason:
            raise CommandError(str(reason)) from None

    def _carried(self, imported: Import) -> Import:
        """Both passes, here, unless a worker is faster."""
        while True:
            done = services.carry_imports(by=PORTAL, import_id=imported.pk, progress=self._progress)
            imported = Import.objects.select_related("exhibit__sealed").get(pk=imported.pk)
            if not imported.working:
                return imported
            if done is None:  # a worker has it, or it is not due yet
                self._progress(imported)
                time.sleep(0.5)

    def _progress(self, imported: Import) -> None:
        if sys.stderr.isatty():
            words = f"{imported.get_state_display()} {imported.percent}% {imported.read}"
            self.stderr.write(f"\r{words:<40}", ending="")


def _several(given: list[str]) -> tuple[str, ...]:
    return tuple(one.strip() for text in given for one in text.replace("，", ",").split(",") if one.strip())


def in_words(imported: Import) -> str:
    rows = [
        (_("格式"), backup_words.format_label(imported.format)),
        (_("读到"), imported.read),
        (_("选中"), imported.chosen),
        (_("收入"), imported.kept),
        (_("重复，合并为一"), imported.repeated),
        (_("读不出"), imported.unreadable),
    ]
    if imported.declared is not None and imported.declared != imported.read:
        rows.insert(1, (_("文件自称"), imported.declared))
    lines = [f"{name}：{value}" for name, value in rows]
    for part, line, code in imported.unreadable_lines:
        lines.append(
            _("  第 %(place)s 条：%(why)s")
            % {"place": f"{part} {line}".strip(), "why": backup_words.unreadable(code)}
        )
    if not imported.kept and not imported.repeated:
        lines.append(
            _("没有收入任何一条。要收入全部，加 --all；要收入某个号码或签名的，加 --sender 或 --signature。")
        )
    return "\n".join(lines)
