"""What people are told about a phone's backup: why nothing was read of it, which lines were not, what to do."""

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from evidence.importers.entry import FORMATS


def format_label(slug: str) -> str:
    return next((one.label for one in FORMATS if one.slug == slug), "")


def what_can_be_read() -> str:
    return _(
        "可以导入的有：SMS Backup & Restore 的 XML、超级备份、手机助手导出的 vmsg 或 CSV、sms-ie 的 zip、"
        "iPhone 用 iMazing 或 PhoneView 导出的 CSV、iPhone 备份里的 sms.db、有号码、时间、内容几列的 CSV 或 Excel 表格。"
    )


def not_a_backup(code: str, facts: dict[str, Any]) -> str:
    """Why nothing was read of a file, and what to do; it stays sealed all the same."""
    sentences = {
        "empty": _("文件里没有内容。请重新从手机导出。"),
        "not_text": _other_kind(str(facts.get("found", ""))),
        "old_excel": _("这是旧版 Excel（.xls）文件，或者有密码。请另存为没有密码的 .xlsx 或 CSV 再导入。"),
        "xml_unknown": _("这个 XML 文件不是短信或通话的备份。"),
        "xml_entities": _("这个文件的 XML 里有会自行展开的内容，不予读取。"),
        "json_unknown": _("这个 JSON 文件不是短信或通话的备份。"),
        "database_unknown": _(
            "这个数据库不是 iPhone 的短信库（sms.db）。安卓的短信库（mmssms.db）请改用 SMS Backup & Restore 导出 XML。"
        ),
        "table_unknown": _(
            "看不出哪一列是号码、哪一列是时间、哪一列是内容。表格请在第一行写上列名再导入；如果是短信原文，请在填短信那一步粘贴。"
        ),
        "sheet_broken": _("Excel 文件已损坏，读不出来。请重新保存，或另存为 CSV。"),
        "sheet_too_big": _("Excel 文件展开后超过 %(limit)s MB。请另存为 CSV 再导入。"),
        "zip_broken": _("压缩包不完整或已损坏。请重新从手机导出。"),
        "zip_encrypted": _("文件有密码。请导出没有密码的备份，或先解压、去掉密码。"),
        "zip_bomb": _("压缩包展开后异常巨大，不予读取。请先解压，再导入里面的短信文件。"),
        "zip_too_many": _("压缩包里的文件超过 %(limit)s 个。请先解压，再导入里面的短信文件。"),
        "zip_without_messages": _("压缩包里没有找到短信或通话记录。"),
        "exceeded": _("在规定的时间和内存内没有读完。请重新导出，导出时选日期范围，分几次导入。"),
        "too_many": _("超过 %(limit)s 条。请重新导出，导出时选日期范围，分几次导入。"),
        "nothing": _("认得出格式，但一条短信、一次通话也没有读出来。可能导出时没有勾选短信。"),
    }
    why = sentences.get(code, _("读不出短信或通话。"))
    with suppress(KeyError, ValueError):
        why %= facts
    if code in _KIND_UNKNOWN or code not in sentences:
        why += what_can_be_read()
    return why + _("文件原样封存着，没有给任何人看；不需要可以删除。")


# Only who came with another kind of file is helped by the list of kinds that can be read.
_KIND_UNKNOWN = (
    "not_text", "xml_unknown", "json_unknown", "database_unknown", "table_unknown", "zip_without_messages"
)  # fmt: skip


def _other_kind(found: str) -> str:
    """What a file is instead of a backup, and where it belongs. ``found`` is its media type."""
    if found.startswith("image/"):
        return _("这是图片，不是短信备份。请当作普通证据上传；截图上的字可以在填短信那一步识别。")
    if found == "application/pdf":
        return _("这是 PDF，不是短信备份。请当作普通证据上传。")
    if found in ("application/vnd.rar", "application/x-7z-compressed", "application/gzip"):
        return _("这种压缩包读不了。请先解压，再导入里面的短信文件。")
    return _("这不是短信或通话的备份文件。")


def unreadable(code: str) -> str:
    """Why one line was not read."""
    sentences = {
        "cut_off": _("文件在这里断了"),
        "malformed": _("写法有错"),
        "too_long": _("太长"),
        "quote_open": _("引号没有配对"),
        "no_content": _("既没有号码也没有内容"),
        "no_columns": _("缺了几列"),
        "part_unknown": _("不是短信或通话的文件"),
        "part_encrypted": _("有密码"),
        "part_broken": _("这一部分已损坏"),
        "archive_in_archive": _("压缩包里的压缩包，没有打开"),
        "database_in_archive": _("压缩包里的数据库，没有打开"),
        "database_damaged": _("数据库有损坏"),
        "broken_off": _("从这里起读不下去"),
        "unstorable": _("存不进去"),
    }
    return sentences.get(code, code)


def doubt(code: str) -> str:
    """What is uncertain about a contact."""
    sentences = {
        "zone_unknown": _("时区不明，按北京时间"),
        "zone_assumed": _("按北京时间"),
        "date_unknown": _("没有日期"),
        "date_ambiguous": _("日期写法有两种读法"),
        "sender_damaged": _("号码被表格软件改坏，读不出原号码"),
        "sender_zero_lost": _("号码开头可能少一个 0"),
        "sender_hidden": _("没有显示号码"),
        "summary_only": _("只有摘要，不是全文"),
        "text_damaged": _("有的字读不出"),
        "text_cut": _("太长，后面没有收入"),
        "not_sent": _("没有发出去"),
        "voicemail": _("语音留言"),
        "attachment_only": _("只有附件"),
    }
    return sentences.get(code, code)


def whole_phone() -> str:
    """Why nobody is shown the file itself."""
    return _(
        "手机备份里有整部手机的短信，不给任何人看，也不发给任何机构。选出要投诉的短信以后，这里会是只有那些短信的摘录。"
    )


def named_like_a_backup() -> str:
    """Why there is no copy of a file that was handed in among others and is called like a phone's backup."""
    return _(
        "看文件名，这是手机短信或通话的备份，里面有整部手机的内容，所以默认不做查看副本，不给任何人看。请点“导入”选出要投诉的，这里就会有只有那些短信的摘录；如果它不是备份，请改个文件名再交一次。"
    )


def extract(count: int) -> str:
    """Beside the copy that is shown instead of a backup."""
    return _("这是摘录：只有选出的 %d 条，每条写明在原件里的位置；备份里的其他内容不提供给任何人。") % count


def declined() -> str:
    return _("您没有从这个文件里选短信，里面的内容一条也没有收入。文件仍原样封存。")


def removed() -> str:
    return _("您移除了从这个文件收入的短信和通话。文件仍原样封存，可以再导入。")


def erased() -> str:
    return _("文件内容已依法删除，不能再读取；已经收入的短信和通话还在。")


def portal_at_fault() -> str:
    return _("读取这个备份时系统出错，一条也没有少：文件原样封存着。请再试一次。")
