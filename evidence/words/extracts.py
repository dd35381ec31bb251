"""The extract of a backup: the chosen messages and calls alone, each with its line in the original. For people to read."""

from collections.abc import Iterable
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Contact
from evidence.models import Import
from evidence.words.backup_words import doubt, format_label

TOOL = "anning extract 1"
MEDIA_TYPE = "text/plain; charset=utf-8"


def write_extract(imported: Import, contacts: Iterable[Contact], out: BinaryIO) -> int:
    """Write the extract of one import as text in UTF-8; how many contacts it holds. The same rows give the same bytes."""
    exhibit = imported.exhibit
    head = (
        _("手机备份摘录"),
        _("只含投诉人选出的短信和通话；备份里的其他内容没有收入，也不提供给任何人。"),
        _("原件：第 %(ordinal)s 号证据，%(sha256)s") % {"ordinal": exhibit.ordinal, "sha256": exhibit.sha256},
        _("格式：%(format)s；原件读到 %(read)s 条，读不出 %(unreadable)s 条")
        % {
            "format": format_label(imported.format),
            "read": imported.read,
            "unreadable": imported.unreadable,
        },
        "",
        "\t".join(
            (_("原件第几条"), _("时间（北京）"), _("方式"), _("方向"), _("对方号码"), _("内容"), _("说明"))
        ),
    )
    out.write(("\n".join(head) + "\n").encode())
    count = 0
    for one in contacts:
        out.write(_line(one).encode("utf-8", "replace"))
        count += 1
    return count


def _line(one: Contact) -> str:
    place = f"{one.part} {one.line}" if one.part else str(one.line)
    remarks = [doubt(code) for code in one.reading.get("doubts", ())]
    if one.seconds is not None:
        remarks.insert(0, _("%d 秒") % one.seconds)
    cells = (
        place,
        when(one),
        one.get_channel_display(),
        one.get_direction_display(),
        one.sender or one.reading.get("as_written", ""),
        one.text,
        "；".join(remarks),
    )
    return "\t".join(" ".join(str(cell).split()) for cell in cells) + "\n"


def when(one: Contact) -> str:
    if one.received_at is not None:
        return timezone.localtime(one.received_at).strftime("%Y-%m-%d %H:%M:%S")
    return one.received_on.isoformat() if one.received_on else ""
