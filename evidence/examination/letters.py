"""Mails as files (eml, mbox, mht): who wrote to whom, when, what about, and the words; of what is attached, name and hash."""

import codecs
import email
import email.header
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any

from evidence.examination.cards import card_text
from evidence.examination.payloads import remark
from evidence.examination.webpages import page_text

LETTER, LETTERS, SAVED_PAGE = "message/rfc822", "application/mbox", "multipart/related"
MOST_PARTS = 2000
MOST_LETTERS = 5000
_DEEPEST = 12  # mails in mails
_HEAD = 65_536  # bytes in which the header of a mail is looked for
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)")
# Written by machines: a note that somebody typed with "From:" on top is no mail.
_OF_MACHINES = {
    b"mime-version",
    b"message-id",
    b"received",
    b"return-path",
    b"delivered-to",
    b"dkim-signature",
}
_FROM = re.compile(rb"(?:^|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\d{4}[^\n]*\r?\n")
_SHOWN = (("From", "发件人"), ("Sender", "代发"), ("Reply-To", "回复至"), ("To", "收件人"), ("Cc", "抄送"), ("Date", "日期"),
          ("Subject", "主题"), ("Snapshot-Content-Location", "网址"), ("List-Unsubscribe", "退订"))  # fmt: skip
_SPOKEN = {"text/plain", "text/html", "text/vcard", "text/x-vcard", "text/directory", "text/calendar"}
_CHARSETS = {name: name for name in (
    "utf-8", "ascii", "gb18030", "big5", "big5hkscs", "hz", "iso2022_jp", "shift_jis", "euc_jp", "euc_kr", "utf-7",
    "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "iso8859-2", "iso8859-15", "cp1250", "cp1251", "cp1252", "koi8-r",
)}  # fmt: skip
_CHARSETS |= {"us-ascii": "utf-8", "utf8": "utf-8", "latin-1": "cp1252", "iso-8859-1": "cp1252", "windows-1252": "cp1252",
              "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "hz-gb-2312": "hz",
              "iso-2022-jp": "iso2022_jp", "big5-hkscs": "big5hkscs", "windows-1251": "cp1251"}  # fmt: skip
for _name in {*_CHARSETS.values(), "gb2312", "gbk", "latin-1", "raw-unicode-escape", "unicode-escape"}:
    codecs.lookup(_name)  # loads it now: later no file can be opened


def kind_of(data: bytes) -> str:
    """Which of the three this is, by its header; "" when it is no mail."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n ")
    if begins := _FROM.match(head):
        return LETTERS if _is_header(head[begins.end() :]) else ""
    if not _is_header(head):
        return ""
    fields = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    saved = b"snapshot-content-location:" in fields or b"multipart/related" in fields
    return (
        SAVED_PAGE if saved and b"\nmessage-id:" not in fields and b"\nto:" not in b"\n" + fields else LETTER
    )


def _is_header(head: bytes) -> bool:
    names = set()
    for line in head.splitlines():
        if not line.strip():
            break
        if line[:1] in (b" ", b"\t"):
            continue
        found = _FIELD.fullmatch(line)
        if found is None:
            return False
        names.add(found[1].lower())
    return bool(names & _OF_MACHINES) or {b"content-type", b"content-transfer-encoding"} <= names


def letters_text(data: bytes) -> str:
    """The mail, or each of several, as people read it."""
    data = data.lstrip(b"\xef\xbb\xbf\r\n ")
    begins = list(_FROM.finditer(data))[:MOST_LETTERS] if data.startswith(b"From ") else []
    if not begins:
        return _Letter().told(data)
    ends = [found.start() for found in begins[1:]] + [len(data)]
    said = []
    for number, (found, end) in enumerate(zip(begins, ends, strict=True), start=1):
        one = re.sub(rb"^>(>*From )", rb"\1", data[found.end() : end], flags=re.MULTILINE)
        said.append(f"【第 {number} 封邮件】\n{_Letter().told(one)}")
    return "\n".join(said)


def _decoded(content: bytes, charset: str) -> str:
    for name in (_CHARSETS.get(charset.strip("\"' ").lower(), ""), "utf-8", "gb18030"):
        try:
            if name:
                return content.decode(name)
        except (UnicodeDecodeError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def _unescaped(value: Any) -> str:
    """A header's text with its encoded words read, also where it was written in eight bits without saying so."""
    plain = str(value).encode("ascii", "surrogateescape") if str(value).isascii() else _bytes_of(str(value))
    text = re.sub(r"\r?\n[ \t]*", " ", _decoded(plain, ""))
    try:
        pieces = email.header.decode_header(text) if "=?" in text else [(text, None)]
    except (ValueError, LookupError, email.errors.MessageError):
        return text
    return "".join(
        piece if isinstance(piece, str) else _decoded(piece, charset or "") for piece, charset in pieces
    ).strip()


def _bytes_of(value: str) -> bytes:
    try:
        return value.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape")


def _field(message: Message, name: str) -> str:
    fields = [value for key, value in message.raw_items() if key.lower() == name.lower()]
    return "；".join(filter(None, (_unescaped(value) for value in fields)))


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        return _unescaped(part.get_filename() or "").replace("\n", " ")
    except (ValueError, LookupError, OSError, TypeError):
        return ""


class _Letter:
    """One mail being read; counts its parts, however deep they lie."""

    def __init__(self) -> None:
        self.parts = 0

    def told(self, data: bytes) -> str:
        return "\n".join(line.rstrip() for line in self._letter(email.message_from_bytes(data), 0)) + "\n"

    def _letter(self, message: Message, depth: int) -> Iterator[str]:
        for name, label in _SHOWN:
            if value := _field(message, name):
                yield f"{label}：{value}"
        yield ""
        yield from self._part(message, depth)

    def _part(self, part: Message, depth: int) -> Iterator[str]:
        self.parts += 1
        if depth > _DEEPEST or self.parts > MOST_PARTS:
            yield "〔邮件套得太深或部分太多，以下不在副本里〕"
            return
        kind = part.get_content_type()
        # Not of a text: the library would load its charset, and no file can be opened any more.
        inner: Any = part.get_payload() if part.is_multipart() else None
        if kind == "multipart/alternative" and isinstance(inner, list):
            yield from self._alternatives(inner, depth)
        elif kind == "message/rfc822" and isinstance(inner, list):
            yield "【附带的邮件】"
            for letter in inner:
                yield from self._letter(_opened(part, letter), depth + 1)
            yield "【附带的邮件到此】"
        elif isinstance(inner, list):
            for one in inner:
                yield from self._part(one, depth + 1)
        elif kind in _SPOKEN and part.get_content_disposition() != "attachment":
            yield self._words(part, kind)
        elif kind.startswith("multipart/"):
            yield _decoded(_content(part), "")
        else:
            yield remark(_content(part), name=_file_name(part), kind=kind)

    def _alternatives(self, parts: list[Message], depth: int) -> Iterator[str]:
        """The same words in several dresses: each that says more than those before it."""
        said = ""
        for part in parts:
            words = "\n".join(self._part(part, depth + 1))
            plain = "".join(words.split())
            if plain and plain not in said:
                yield f"【同一封邮件的另一种格式】\n{words}" if said else words
            said += plain

    def _words(self, part: Message, kind: str) -> str:
        text = _decoded(_content(part), str(part.get_param("charset") or ""))
        if kind == "text/html":
            return page_text(text)
        if kind in ("text/vcard", "text/x-vcard", "text/directory"):
            return card_text(text)
        return text


def _opened(part: Message, letter: Message) -> Message:
    """A mail in a mail; one that was packed as if it were a file is unpacked first."""
    packed = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if packed not in ("base64", "quoted-printable") or letter.keys():
        return letter
    whole = Message()
    whole["Content-Transfer-Encoding"] = packed
    whole.set_payload(letter.get_payload())
    return email.message_from_bytes(_content(whole))
