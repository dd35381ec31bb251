"""What people are told about a file: what it really is, why there is no copy, what the copy leaves out."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.examination.recognition import UNKNOWN
from evidence.words.backup_words import format_label

_TYPES: dict[str, Any] = {
    "image/jpeg": gettext_lazy("JPEG 图片"),
    "image/png": gettext_lazy("PNG 图片"),
    "image/gif": gettext_lazy("GIF 图片"),
    "image/webp": gettext_lazy("WebP 图片"),
    "image/heic": gettext_lazy("HEIC 图片"),
    "image/avif": gettext_lazy("AVIF 图片"),
    "image/bmp": gettext_lazy("BMP 图片"),
    "image/tiff": gettext_lazy("TIFF 图片"),
    "image/svg+xml": gettext_lazy("SVG 图形"),
    "application/pdf": gettext_lazy("PDF 文件"),
    "text/plain": gettext_lazy("文字"),
    "message/rfc822": gettext_lazy("邮件"),
    "application/mbox": gettext_lazy("邮箱存档（多封邮件）"),
    "multipart/related": gettext_lazy("网页存档（MHT）"),
    "text/csv": gettext_lazy("表格文字（CSV）"),
    "application/json": gettext_lazy("JSON 文字"),
    "application/x-phone-backup": gettext_lazy("手机短信、通话的备份"),
    "application/zip": gettext_lazy("ZIP 压缩包"),
    "application/x-7z-compressed": gettext_lazy("7z 压缩包"),
    "application/vnd.rar": gettext_lazy("RAR 压缩包"),
    "application/gzip": gettext_lazy("gzip 压缩文件"),
    "application/x-bzip2": gettext_lazy("bzip2 压缩文件"),
    "application/x-xz": gettext_lazy("xz 压缩文件"),
    "application/x-ole-storage": gettext_lazy("旧版 Office 文件"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": gettext_lazy("Word 文件"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": gettext_lazy("Excel 文件"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": gettext_lazy(
        "PowerPoint 文件"
    ),
    "application/vnd.android.package-archive": gettext_lazy("安卓安装包"),
    "application/x-msdownload": gettext_lazy("Windows 程序"),
    "application/x-executable": gettext_lazy("程序"),
    "application/vnd.sqlite3": gettext_lazy("SQLite 数据库"),
    "application/postscript": gettext_lazy("PostScript 文件"),
    "audio/mpeg": gettext_lazy("MP3 录音"),
    "audio/mp2": gettext_lazy("MP2 录音"),
    "audio/aac": gettext_lazy("AAC 录音"),
    "audio/webm": gettext_lazy("WebM 录音"),
    "audio/mp4": gettext_lazy("M4A 录音"),
    "audio/amr": gettext_lazy("AMR 录音"),
    "audio/wav": gettext_lazy("WAV 录音"),
    "audio/ogg": gettext_lazy("OGG 录音"),
    "audio/flac": gettext_lazy("FLAC 录音"),
    "audio/silk": gettext_lazy("SILK 编码的语音（微信、QQ 的语音多是这种，后缀常是 .amr）"),
    "audio/x-caf": gettext_lazy("CAF 录音"),
    "audio/aiff": gettext_lazy("AIFF 录音"),
    "audio/basic": gettext_lazy("AU 录音"),
    "audio/x-realaudio": gettext_lazy("RealMedia 录音或视频"),
    "audio/midi": gettext_lazy("MIDI 音乐"),
    "video/x-ms-asf": gettext_lazy("Windows Media 录音或视频（WMA、WMV）"),
    "video/x-msvideo": gettext_lazy("AVI 视频"),
    "video/x-flv": gettext_lazy("FLV 视频"),
    "video/mpeg": gettext_lazy("MPEG 视频"),
    "video/mp2t": gettext_lazy("TS 视频"),
    "video/mp4": gettext_lazy("MP4 视频"),
    "video/webm": gettext_lazy("WebM 视频"),
}
_PACKED = {
    *("application/zip", "application/x-7z-compressed", "application/vnd.rar", "application/gzip"),
    *("application/x-bzip2", "application/x-xz"),
}
_ENDINGS = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    "image/avif": ("avif",),
    "image/bmp": ("bmp",),
    "image/tiff": ("tif", "tiff"),
    "application/pdf": ("pdf",),
    "audio/mpeg": ("mp3",),
    "audio/wav": ("wav",),
    "audio/amr": ("amr",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "video/mp4": ("mp4", "m4v", "mov", "3gp"),
    "application/zip": ("zip",),
}
_CLAIMS = {ending: media_type for media_type, endings in _ENDINGS.items() for ending in endings}


def type_label(media_type: str) -> str:
    return str(_TYPES.get(media_type) or _("未能识别的文件"))


def kept() -> str:
    """What every refusal ends with."""
    return _("原件已原样封存，校验值已记入存证记录。")


def _why(code: str, facts: dict[str, Any], found: str) -> str:
    sentences = {
        "too_many_pixels": _(
            "图片尺寸为 %(width)s×%(height)s（约 %(pixels)s 万像素），超过可以处理的 %(limit)s 万像素，没有生成查看副本。"
            "请另外提交一张缩小的图片或截图。"
        ),
        "picture_too_many_pages": _(
            "图片文件里有 %(pages)s 页，超过可以处理的 %(limit)s 页，没有生成查看副本。请拆分后分别提交。"
        ),
        "picture_broken": _(
            "图片不完整或已损坏，无法完整读出，没有生成查看副本。请重新拍照、截图或从手机重新上传。"
        ),
        "cleaning_incomplete": _("清除拍摄位置、作者等附带信息后复查没有通过，因此不提供查看副本。"),
        "cleaning_failed": _("无法生成不带附带信息的副本，因此不提供查看副本。"),
        "pdf_encrypted": _(
            "PDF 有打开密码，无法读取，没有生成查看副本。请提交没有密码的版本（可用打印为 PDF 的办法另存）。"
        ),
        "pdf_locked_otherwise": _(
            "PDF 用证书等方式加了密，在这里读不出来，没有生成查看副本。请在能打开它的软件里用“打印为 PDF”另存后再提交。"
        ),
        "pdf_broken": _("PDF 已损坏，无法完整读出，没有生成查看副本。请重新导出后再提交。"),
        "pdf_words_lost": _(
            "PDF 的表单或批注里填了字或打了勾，文件里却没有存下它们的样子，或者存下的和填写的不一样；副本会漏字、错字，"
            "所以没有生成查看副本。请在填写它的软件里用“打印为 PDF”另存后再提交。"
        ),
        "pdf_form_by_program": _(
            "这个 PDF 的内容要由它自带的表单程序（XFA）画出来，在这里看不到，没有生成查看副本。"
            "请用能打开它的软件（例如 Adobe Reader）“打印为 PDF”另存后再提交。"
        ),
        "pdf_too_many_pages": _(
            "PDF 有 %(pages)s 页，超过可以处理的 %(limit)s 页，没有生成查看副本。请拆分后分别提交。"
        ),
        "pdf_bomb": _("PDF 展开后异常巨大，可能有意使程序瘫痪，没有生成查看副本。"),
        "page_not_drawn": _("这一页无法画成图片，请看副本文件。"),
        "recording_broken": _(
            "录音或视频不完整或已损坏，无法完整读出，没有生成查看副本。请从手机里重新导出后再提交。"
        ),
        "recording_unknown_codec": _(
            "录音或视频用了不常见的编码，没有生成查看副本。请转成 MP3、M4A 或 MP4 后再提交。"
        ),
        "sound_too_long": _(
            "录音长约 %(minutes)s 分钟，超过可以处理的 %(limit)s 分钟，没有生成查看副本。请截取有关部分另外提交。"
        ),
        "video_too_long": _(
            "视频长约 %(minutes)s 分钟，超过可以处理的 %(limit)s 分钟，没有生成查看副本。请截取有关部分另外提交。"
        ),
        "video_too_large": _(
            "视频画面为 %(width)s×%(height)s，超过可以处理的大小，没有生成查看副本。请另交缩小的视频或截图。"
        ),
        "sheet_broken": _(
            "表格已损坏或有密码，无法完整读出，没有生成查看副本。请另存为没有密码的 xlsx 或 PDF 后再提交。"
        ),
        "sheet_bomb": _("表格展开后异常巨大，没有生成查看副本。请只保留有关的行另存后再提交。"),
        "sheet_declares": _(
            "表格夹带了可能使程序出错的声明，没有生成查看副本。请在表格软件里另存一次后再提交。"
        ),
        "sheet_too_long": _("表格超过 %(limit)s 行，没有生成查看副本。请只保留有关的行另存后再提交。"),
        "backup": _(
            "看内容，这是手机短信或通话的备份（%(format)s），里面有整部手机的内容，所以不做查看副本，不给任何人看。"
            "请从里面选出要投诉的，这里就会有只有那些短信的摘录。"
        ),
        "svg": _("SVG 图形可以夹带程序，不生成查看副本。请改交截图（PNG 或 JPEG）。"),
        "text_too_long": _("文字（连同夹带的文件）超过 %(limit)s MB，暂不生成查看副本。"),
        "letter_broken": _(
            "这封邮件、这个网页或名片的写法读不通，不能保证副本里没有夹带的文件，没有生成查看副本。请另交截图或打印成 PDF。"
        ),
        "too_heavy": _("读出这个文件需要的内存超过限制，没有生成查看副本。"),
        "exceeded": _("检查程序在规定的时间和内存内没有读完这个文件，没有生成查看副本。"),
        "infected": _("查毒程序报告这个文件带有病毒，没有生成查看副本，请不要在自己的设备上打开它。"),
        "no_thumbnail": _("这个文件没有可以显示的小图。"),
    }
    if code in sentences:
        return sentences[code] % _in_words(facts)
    return _("这是%(type)s，暂不生成查看副本。") % {"type": type_label(found)} + _way_out(found)


def _way_out(found: str) -> str:
    """What can be handed in instead, so that others see or hear what is in a file of this kind."""
    if found.startswith("audio/"):
        return _("要让别人直接听到，请转成 MP3 或 M4A 后再提交一份，并保留这份原件。")
    if found.startswith("video/"):
        return _(
            "要让别人直接看到、听到，请转成 MP4（只有声音的转成 MP3 或 M4A）后再提交一份，并保留这份原件。"
        )
    if found in _PACKED:
        return _("要让别人直接看到内容，请解开以后把里面的文件一个个提交。")
    if found == UNKNOWN:
        return _("如需别人直接看到内容，请另交截图或 PDF；如果是录音，请转成 MP3 或 M4A。")
    return _("如需别人直接看到内容，请另交截图或 PDF。")


def _in_words(facts: dict[str, Any]) -> dict[str, Any]:
    """The same with a backup's format by its label."""
    return (
        {**facts, "format": format_label(facts["format"])} if isinstance(facts.get("format"), str) else facts
    )


def refusal(code: str, facts: dict[str, Any], *, found: str, filename: str) -> str:
    """The whole explanation: a name that claims something else, why there is no copy, what was kept."""
    ending = filename.rpartition(".")[2].lower()
    claimed = _CLAIMS.get(ending)
    parts = []
    if claimed is not None and claimed != found and found in _TYPES:
        parts.append(
            _("文件名的后缀是 .%(ending)s，但内容其实是%(type)s。")
            % {"ending": ending, "type": type_label(found)}
        )
    return "".join([*parts, _why(code, facts, found), kept()])


def remarks(notes: list[str]) -> str:
    """What a copy leaves out or changes, beside the metadata that every copy loses; "" when nothing more."""
    sentences = {
        "picture_reduced": _("图片很大，副本的尺寸缩小了。"),
        "pages_as_paper": _("图片文件里有好几页，副本是逐页的 PDF。"),
        "first_frame_only": _("动图的副本只显示第一帧。"),
        "pdf_scripts_removed": _("副本去掉了 PDF 里会自动运行的动作和脚本。"),
        "pdf_attachments_removed": _("副本去掉了 PDF 里夹带的附件。"),
        "pdf_form_program_removed": _("副本去掉了 PDF 里的表单程序。"),
        "pdf_notes_left_out": _("PDF 里要点开才看得到的批注文字不在副本里。"),
        "pdf_marks_left_out": _("PDF 里有的标记（划线、高亮、图章）画不出来，不在副本里。"),
        "pdf_hidden_left_out": _("PDF 的表单里有不显示的栏目，填写的内容不在副本里。"),
        "pdf_signature_in_original": _("PDF 带有电子签名，只能用原件核验。"),
        "direction_signs_removed": _("副本去掉了会颠倒文字显示方向的符号。"),
        "recording_gaps": _("录音或视频有个别地方损坏，副本里跳过了。"),
        "sheet_links_removed": _("副本去掉了指向其他文件的链接，只保留表格里存着的数值。"),
        "sheet_program_removed": _("副本去掉了表格里的程序。"),
        "letter_as_text": _(
            "副本是邮件的文字：发件人、收件人、日期、主题、正文，附件只列名称、大小和校验值。其余邮件头和附件只在原件里；"
            "要让别人看到附件，请另外单独提交。"
        ),
        "page_as_text": _("副本是网页的文字和链接，排版、程序不在副本里。"),
        "files_left_out": _(
            "夹带在文字里的文件（图片等）不在副本里，只写大小和校验值；要让别人看到，请另外单独提交。"
        ),
        "text_converted": _("文字已转为 UTF-8 编码显示。"),
    }
    return "".join(sentences[note] for note in notes if note in sentences)


def erased() -> str:
    return _("内容已依法删除（个人信息保护法第四十七条），哈希值和存证记录保留。")


def redacted() -> str:
    """What stands with every copy that has parts covered."""
    return _("提交人遮盖了其中一部分；遮盖的地方已换成黑色像素，不能还原。原件另行封存，没有改动。")


def portal_at_fault() -> str:
    return _("处理这个文件时系统出错，查看副本没有生成。") + kept() + _("可以请工作人员重新处理。")


def no_words(why: str) -> str:
    """Why the words of a picture were not read, or not all. What is typed by hand is always taken."""
    sentences = {
        "none": _("图里没有找到文字。"),
        "cut": _("图片太长，只识别了前面一部分。"),
        "exceeded": _(
            "没有识别文字：在规定的时间和内存内没有读完这张图。可以把长截图分成几张再传，或者自己输入。"
        ),
        "unavailable": _(
            "没有识别文字：这台服务器运行不了识别程序。图片照常保存、照常查看，文字请自己输入。"
        ),
        "portal": _("没有识别文字：系统出错。图片照常保存、照常查看，可以再试一次，或者自己输入。"),
        "no_picture": _("没有识别文字：没有可以识别的查看副本。"),
    }
    return str(sentences[why])
