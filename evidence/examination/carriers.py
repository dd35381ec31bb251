"""Files of text that carry other files: read as people read them, and nothing encoded is left in the copy."""

import re

from evidence.examination import cards, letters, webpages
from evidence.examination.finding import Refused
from evidence.examination.payloads import without_files

_ESCAPED = re.compile(
    r"(?P<slash>\\\\)|\\u(?P<code>[0-9a-fA-F]{4})(?:\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2}))?|\\/"
)


def _sign(found: re.Match[str]) -> str:
    """A sign that JSON writes as its number, unless it means something there as itself."""
    if found["slash"]:
        return found[0]
    if found["code"] is None:
        return "/"
    code, low = int(found["code"], 16), found["low"]
    if 0xD800 <= code < 0xDC00 and low:
        return chr(0x10000 + ((code - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    rest = f"\\u{low}" if low else ""
    if code < 0x20 or chr(code) in '"\\' or 0xD800 <= code < 0xE000:
        return found[0]
    return chr(code) + rest


def _readable_json(text: str) -> str:
    return _ESCAPED.sub(_sign, text) if "\\u" in text else text


def carried_letters(data: bytes) -> tuple[str, str, list[str]] | None:
    """(media type, text, remarks) of a mail, several mails or a saved page; None for what is none."""
    kind = letters.kind_of(data)
    if not kind:
        return None
    try:
        text = letters.letters_text(data)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # a library meets a stranger's mail: whatever it says, there is no safe reading of it
        raise Refused("letter_broken", found=kind) from None
    return kind, _checked(text), ["letter_as_text"]


def readable(text: str) -> tuple[str, list[str]]:
    """(text, remarks) of what is no mail; plain words stay as they are."""
    shown, remarks = text, []
    try:
        if webpages.is_page(text):
            shown, remarks = webpages.page_text(text), ["page_as_text"]
        elif cards.is_card(text):
            shown = cards.card_text(text)
        elif text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
            shown = _readable_json(text)
            remarks = ["text_converted"] if shown != text else []
    except (MemoryError, RecursionError):
        raise
    except Exception:  # as above
        raise Refused("letter_broken") from None
    clean = _checked(shown)
    if "〔夹带的文件" in clean and "〔夹带的文件" not in text:
        remarks = [*remarks, "files_left_out"]
    return clean, remarks


def _checked(text: str) -> str:
    """Without files written inside; read again, because what is left of one could be the beginning of another."""
    clean = without_files(text)
    if without_files(clean) != clean:
        raise Refused("cleaning_incomplete", left="encoded file")
    return clean


def _warmed_up() -> None:
    """Read one mail of every kind of part: what the library loads as it goes, it can not load later."""
    words = "=?gb2312?B?1tDOxA==?= =?utf-8?q?=E4=B8=AD?="
    inner = "\n".join(
        f"--b\nContent-Type: {kind}\nContent-Transfer-Encoding: {packed}\n"
        f"Content-Disposition: attachment; filename*=utf-8''%E4%B8%AD\n\nQUJD\n"
        for kind in ("text/plain; charset=utf-8", "image/png", "message/rfc822")
        for packed in ("base64", "quoted-printable", "8bit", "x-uuencode")
    )
    head = f"MIME-Version: 1.0\nSubject: {words}\nFrom: \u4e2d\nContent-Type: multipart/mixed; boundary=b\n\n"
    letters.letters_text(f"{head}{inner}--b--\n".encode())
    webpages.page_text("<p>&amp;<a href='http://a.example'>x</a><script>1</script>")


_warmed_up()
