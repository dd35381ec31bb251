"""The bundle of a case, on the command line."""

import json
import shutil
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Complaint
from filings import services
from filings.models import Export
from filings.services import MEGABYTES

PORTAL = Actor.system("command_line")


class Command(BaseCommand):
    help = _("导出一件投诉的案卷：一个不靠本平台就能核验的压缩包（python3 verify.py --fingerprint …）")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help=_("投诉编号，如 AN-2026-000001"))
        parser.add_argument("--output", metavar="DIR", required=True, help=_("放 NUMBER.zip 的文件夹"))
        parser.add_argument(
            "--for",
            dest="made_for",
            choices=Export.For.values,
            default=Export.For.OWN,
            help=_("交给谁：决定里面有什么（docs/evidence.md）"),
        )
        parser.add_argument("--recipient", default="", help=_("印在封面上的接收人"))
        parser.add_argument(
            "--megabytes",
            type=int,
            choices=MEGABYTES,
            default=0,
            help=_("接收人的系统允许每个文件多大（MB）；0 为不限"),
        )
        parser.add_argument("--json", action="store_true", help=_("输出 JSON"))

    def handle(self, *args: Any, number: str, output: str, **options: Any) -> None:
        complaint = Complaint.objects.filter(number=number.strip().upper()).first()
        if complaint is None:
            raise CommandError(_("没有编号为 %s 的投诉。") % number)
        folder = Path(output).expanduser()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(
                _("不能写到 --output %(folder)s：%(why)s") % {"folder": output, "why": error.strerror}
            ) from None
        try:
            order = services.Order(
                made_for=options["made_for"],
                recipient=options["recipient"],
                megabytes=options["megabytes"],
            )
            export = self._built(services.request_export(by=PORTAL, complaint=complaint, order=order))
        except services.Refused as refused:
            raise CommandError(str(refused)) from None
        if not export.finished:
            raise CommandError(_("案卷没有生成：%s") % export.error)
        if export.state == Export.State.UNSTAMPED:
            self.stderr.write(_("还不是正式版：时间戳机构还没有回答。请过一会儿再导出一次。"))
        elif not export.with_time:
            self.stderr.write(_("没有时间戳：没有设置时间戳机构（TIMESTAMP_URL）。"))
        target = self._write(export, folder / f"{complaint.number}.zip")
        if options["json"]:
            found = {
                "number": complaint.number,
                "path": str(target),
                "sha256": export.sha256,
                "exhibits": len(export.exhibits),
                "ledger_entries": export.ledger_length,
                "key_id": export.key_id,
                "made_for": export.made_for,
                "state": export.state,
                "manifest_sha256": export.manifest_sha256,
                "stamped_at": export.stamped_at.isoformat() if export.stamped_at else None,
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write(str(target))

    def _built(self, export: Export) -> Export:
        """Build it here; where a worker was faster, look twice a second how far that one is, and say so."""
        told = False
        while export.state in (Export.State.WAITING, Export.State.BUILDING):
            export = services.build_export(export=export, progress=self._progress)
            if export.state == Export.State.BUILDING:
                if not told:
                    self.stderr.write(_("后台已经在生成这份案卷，正在等它。"))
                    told = True
                time.sleep(0.5)
        return export

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")

    def _write(self, export: Export, target: Path) -> Path:
        part = target.with_name(f".{target.name}.part")
        with services.open_export(by=PORTAL, export=export) as bundle, part.open("wb") as file:
            shutil.copyfileobj(bundle, file)
        part.replace(target)
        return target.resolve()
