"""What is read out of a phone's file: messages and calls, what could not be read, and what the file says it holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.sentences import sentence

MAX_TEXT = 100_000  # characters of one message that are read


class NotABackup(Exception):
    """Nothing in this file can be read as messages or calls. ``code`` names why; ``facts`` fill the sentence.

    Codes: ``empty``, ``not_text`` (with ``found``), ``old_excel``, ``xml_unknown``, ``xml_entities``, ``json_unknown``,
    ``database_unknown``, ``table_unknown``, ``sheet_broken``, ``sheet_too_big`` (``limit`` in MB), ``zip_broken``,
    ``zip_encrypted``, ``zip_bomb``, ``zip_too_many`` (``limit``), ``zip_without_messages``, ``too_heavy`` (out of memory).
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Format:
    """The program or kind of table that wrote a file. ``label`` is shown to people."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One message or call, as the file has it.

    ``line`` with ``part`` names it for good: the same file gives the same numbers in the same order. It is the line of a
    text, CSV, vMessage or NDJSON file, the row of a sheet, the number of an element in XML or of a record in a JSON list,
    and the ROWID in a database.

    ``doubts`` are codes: ``zone_unknown`` (the file names no zone, or one that its writer is known to get wrong;
    Beijing time is assumed), ``zone_assumed`` (a hand-made table; Beijing time is assumed), ``date_unknown``,
    ``date_ambiguous`` (3/4/2024), ``sender_damaged`` (1.06558E+16 or a number cell of more than 15 digits: refused, and
    ``sender`` is empty), ``sender_zero_lost`` (a number cell that cannot keep a leading 0), ``sender_hidden``,
    ``summary_only`` (the file has a preview and not the whole message), ``text_damaged`` (some signs could not be read),
    ``text_cut``, ``not_sent`` (a draft or failed message), ``voicemail``, ``attachment_only``.
    """

    line: int
    channel: str  # values of Contact.Channel: sms, mms, call; app for iMessage
    direction: str  # in, out, missed, rejected, blocked, unknown
    sender: str  # the other side's number, normalised; empty when hidden or damaged
    sender_as_written: str
    at: datetime | None  # aware, Asia/Shanghai
    on: date | None
    text: str
    seconds: int | None  # duration of a call
    part: str  # the file inside a zip, the sheet of a workbook; else empty
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message or call that could not be read. Holds nothing of what it says.

    Codes: ``cut_off`` (the file ends inside it), ``malformed``, ``too_long``, ``quote_open``, ``no_content`` (neither a
    number nor words), ``no_columns`` (a line without the columns of its table), ``part_unknown``,
    ``part_encrypted``, ``part_broken``, ``archive_in_archive``, ``database_in_archive``, ``database_damaged``, ``broken_off``
    (reading ended here).
    """

    line: int
    part: str
    code: str


@dataclass(frozen=True, slots=True)
class Declared:
    """How many entries a file, or one part of it, says it holds."""

    count: int
    part: str = ""


Item = Entry | Unreadable | Declared

SMS_BACKUP = Format("sms_backup_restore", sentence("SMS Backup & Restore 备份"))
CALL_BACKUP = Format("call_backup_restore", sentence("SMS Backup & Restore 通话记录"))
SUPER_CALLS = Format("super_backup_calls", sentence("超级备份通话记录"))
SUPER_SMS = Format("super_backup_sms", sentence("超级备份短信"))
XIAOMI_CLOUD = Format("xiaomi_cloud", sentence("小米云短信"))
VMESSAGE = Format("vmessage", sentence("vMessage 短信（.vmsg）"))
SMS_IE_LINES = Format("sms_ie_v2", sentence("SMS Import/Export 短信"))
SMS_IE_LIST = Format("sms_ie_v1", sentence("SMS Import/Export 短信（旧版）"))
CALL_LIST = Format("call_list", sentence("通话记录（JSON）"))
IPHONE_LIST = Format("iphone_json", sentence("iPhone 短信（JSON）"))
IPHONE_DATABASE = Format("iphone_sms_db", sentence("iPhone 备份短信库（sms.db）"))
IMAZING = Format("imazing_csv", sentence("iMazing 导出的短信"))
PHONEVIEW = Format("phoneview_csv", sentence("PhoneView 导出的短信"))
IPHONE_TABLE = Format("iphone_csv", sentence("iPhone 短信（CSV）"))
ASSISTANT = Format("assistant_csv", sentence("手机助手导出的短信"))
TABLE = Format("table_csv", sentence("表格（CSV）"))
SHEET = Format("table_xlsx", sentence("表格（Excel）"))

FORMATS = (
    SMS_BACKUP, CALL_BACKUP, SUPER_CALLS, SUPER_SMS, XIAOMI_CLOUD, VMESSAGE, SMS_IE_LINES, SMS_IE_LIST, CALL_LIST,
    IPHONE_LIST, IPHONE_DATABASE, IMAZING, PHONEVIEW, IPHONE_TABLE, ASSISTANT, TABLE, SHEET,
)  # fmt: skip
