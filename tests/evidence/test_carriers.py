"""Files of text that carry others: the copy has the words, and of a picture inside nothing but its name, size and hash."""

import base64
import email.policy
import hashlib
import io
import json
import mailbox
import quopri
import re
import tempfile
from collections.abc import Callable
from email.message import EmailMessage, MIMEPart
from pathlib import Path

import pytest

from evidence.examination import carriers
from evidence.examination.finding import Refused
from evidence.examination.payloads import without_files
from evidence.words import reasons
from tests.evidence import recorded, samples
from tests.evidence.samples import CANARY
from tests.evidence.test_examination import copy_of, examined

PHOTO = samples.saved(samples.drawn(), "JPEG", exif=samples.exif(thumbnail=True), comment=CANARY.encode())
PACKED = base64.b64encode(PHOTO).decode()
DIGEST = hashlib.sha256(PHOTO).hexdigest()
WORDS = "您的27911元已逾期，今天不还就上门。\n第二段：退订请回复 TD，电话 010-12345678。"
SUBJECT = "欠款通知：请于今日还清"


def _letter(
    *, html: bool = False, charset: str = "utf-8", cte: str = "base64", inner: bytes = b""
) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = (
        "催收部 <a@example.com>",
        "余先生 <b@example.com>",
        SUBJECT,
    )
    letter["Date"], letter["Message-ID"] = "Sun, 02 Nov 2025 09:30:00 +0800", "<1@example.com>"
    letter["Received"] = "from [192.0.2.77] by mx.example.com"
    if html:
        lines = "".join(f"<p>{line}</p>" for line in WORDS.splitlines())
        letter.set_content(
            f"<html><body>{lines}<img src='cid:p'><img src='data:image/jpeg;base64,{PACKED}'></body></html>",
            subtype="html", charset=charset, cte=cte,
        )  # fmt: skip
    else:
        letter.set_content(WORDS, charset=charset, cte=cte)
    letter.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="现场.jpg")
    if inner:
        letter.add_attachment(email.message_from_bytes(inner, policy=email.policy.default))
    return letter


def _nested(depth: int) -> bytes:
    """A mail with a photograph, in a mail about something else, in another."""
    content = _letter().as_bytes()
    for _ in range(depth):
        outer = EmailMessage()
        outer["From"], outer["Subject"], outer["Message-ID"] = "c@example.com", "转发", "<2@example.com>"
        outer.set_content("见附件")
        outer.add_attachment(email.message_from_bytes(content, policy=email.policy.default))
        content = outer.as_bytes()
    return content


def _nested_and_packed() -> bytes:
    lines = base64.encodebytes(_letter().as_bytes())
    return (
        b"From: c@example.com\nMIME-Version: 1.0\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + lines
    )  # fmt: skip


def _box() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "box")
        for _ in range(2):
            box.add(mailbox.mboxMessage(email.message_from_bytes(_letter().as_bytes())))
        box.close()
        return (Path(folder) / "box").read_bytes()


def _saved_page() -> bytes:
    page = MIMEPart()
    page["From"], page["Subject"], page["MIME-Version"] = "<Saved by Blink>", SUBJECT, "1.0"
    page["Snapshot-Content-Location"] = "https://example.com/overdue"
    page.set_content(
        f"<html><body><div>{WORDS}</div><img src='https://example.com/p.jpg'></body></html>", subtype="html"
    )
    page.make_related()
    picture = MIMEPart()
    picture.set_content(PHOTO, "image", "jpeg")
    picture["Content-Location"] = "https://example.com/p.jpg"
    page.attach(picture)
    return page.as_bytes()


def _page(image: str) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>{SUBJECT}</title></head><body><p>{WORDS}</p>{image}</body></html>"
    ).encode()


def _card(photo: str) -> bytes:
    note = WORDS.replace("\n", "\\n")
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{SUBJECT}\r\nNOTE:{note}\r\n{photo}\r\nEND:VCARD\r\n".encode()


def _card_in_quotes() -> bytes:
    said = [
        "=0D=0A=\r\n".join(
            quopri.encodestring(line.encode()).decode().replace("\n", "\r\n") for line in words.splitlines()
        )
        for words in (SUBJECT, WORDS)
    ]
    return (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        f"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{said[0]}\r\nNOTE;ENCODING=QUOTED-PRINTABLE:{said[1]}\r\n"
        f"PHOTO;ENCODING=BASE64;JPEG:{_folded(PACKED)}\r\n\r\nEND:VCARD\r\n"
    ).encode()


def _folded(run: str, more: str = "\r\n ") -> str:
    return more.join(run[place : place + 72] for place in range(0, len(run), 72))


def _listed(photo: object, *, ascii_only: bool = False) -> bytes:
    return json.dumps({"subject": SUBJECT, "said": WORDS, "photo": photo}, ensure_ascii=ascii_only).encode()


def _in_quotes(photo: str) -> str:
    """A list that another one carries as words."""
    return json.dumps({"photo": photo}).replace("\\\\/", "\\/")


def _uuencoded() -> str:
    import binascii

    lines = b"".join(binascii.b2a_uu(PHOTO[place : place + 45]) for place in range(0, len(PHOTO), 45))
    return f"begin 644 a.jpg\n{lines.decode()}`\nend\n"


CARRIERS: dict[str, Callable[[], bytes]] = {
    "mail": lambda: _letter().as_bytes(),
    "mail of a web page": lambda: _letter(html=True).as_bytes(),
    "mail in GBK": lambda: _letter(charset="gb2312", cte="8bit").as_bytes(policy=email.policy.SMTP),
    "mail in quotes": lambda: _letter(cte="quoted-printable").as_bytes(),
    "mail with a mark in front": lambda: b"\xef\xbb\xbf\r\n" + _letter().as_bytes(),
    "mail in mail": lambda: _nested(1),
    "mail in mail in mail": lambda: _nested(2),
    "mail in mail, packed": _nested_and_packed,
    "mailbox": _box,
    "saved page": _saved_page,
    "page": lambda: _page(f"<img alt='x' src='data:image/jpeg;base64,{PACKED}'>"),
    "page, broken lines": lambda: _page(f"<img src='data:image/jpeg;base64,{_folded(PACKED)}'>"),
    "page, percent": lambda: _page(f"<img src='data:image/jpeg;base64,{PACKED.replace('/', '%2F').replace('+', '%2B')}'>"),
    "page, style": lambda: _page(f"<div style='background:url(data:image/jpeg;base64,{PACKED})'></div>"),
    "page, script": lambda: _page(f"<script>show('data:image/jpeg;base64,{PACKED}')</script><!-- {PACKED} -->"),
    "card": lambda: _card(f"PHOTO;ENCODING=b;TYPE=JPEG:{_folded(PACKED)}"),
    "card, not folded": lambda: _card(f"item1.PHOTO;TYPE=JPEG;ENCODING=BASE64:{PACKED}"),
    "card, lines without a mark": lambda: _card(f"PHOTO;BASE64;JPEG:\r\n{_folded(PACKED, chr(10))}"),
    "card of version 4": lambda: _card(f"PHOTO:data:image/jpeg;base64,{_folded(PACKED)}"),
    "card of version 2": _card_in_quotes,
    "list": lambda: _listed(PACKED),
    "list in ASCII": lambda: _listed(PACKED, ascii_only=True),
    "list with a link": lambda: _listed(f"data:image/jpeg;base64,{PACKED}"),
    "list with broken lines": lambda: _listed(_folded(PACKED, "\r\n")),
    "list of another alphabet": lambda: _listed(base64.urlsafe_b64encode(PHOTO).decode()),
    "list with slashes": lambda: _listed(PACKED).replace(PACKED.encode(), PACKED.replace("/", "\\/").encode()),
    "list in a list": lambda: _listed(_in_quotes(PACKED.replace("/", "\\/"))),
    "list in a list in a list": lambda: _listed(_in_quotes(_in_quotes(_folded(PACKED, "\r\n")))),
    "list of numbers": lambda: _listed(list(PHOTO)),
    "list in sixteens": lambda: _listed(PHOTO.hex()),
    "words with a file": lambda: f"{SUBJECT}\n{WORDS}\n\n{_folded(PACKED, chr(10))}\n".encode(),
    "words with an old file": lambda: f"{SUBJECT}\n{WORDS}\n\n{_uuencoded()}".encode(),
    "table": lambda: f'主题,内容,照片\n{SUBJECT},"{WORDS}",{PACKED}\n'.encode(),
    "markup": lambda: f"<?xml version='1.0'?><m><s>{SUBJECT}</s><b>{WORDS}</b><p>{PACKED}</p></m>".encode(),
    "sheet": lambda: recorded.sheet([[SUBJECT, WORDS], [f"data:image/jpeg;base64,{PACKED[:30000]}"]]),
}  # fmt: skip


def _left_of_photo(copy: str) -> list[str]:
    """Runs of the picture that are still there, as bytes, in base64 of any offset, and in sixteens."""
    joined = re.sub(r"\\+[rn]", "", "".join(copy.split()))
    joined = re.sub(r"\\+/", "/", joined).replace("%2F", "/")
    joined = joined.replace("-", "+").replace("_", "/")
    pieces = []
    for place in range(0, len(PHOTO) - 60, 30):
        part = PHOTO[place : place + 48]
        pieces += [base64.b64encode(part[shift : shift + 36]).decode() for shift in range(3)] + [part.hex()]
    return [piece for piece in pieces if piece in joined]


# Where the picture is not the whole file that was handed in, byte for byte, or is dropped with what nobody sees.
HASH_OF_ANOTHER = {"sheet"}


@pytest.mark.parametrize("name", CARRIERS)
def test_the_copy_has_the_words_and_nothing_of_the_picture(name: str) -> None:
    with examined(CARRIERS[name]()) as found:
        assert found.finding.code == "", found.finding
        assert found.clean is not None
        said = found.clean.read().decode()
        pages = "".join(part.content.decode() for part in found.parts())
    plain = "".join(said.replace("\\n", "").split())
    for words in (SUBJECT, *WORDS.splitlines()):
        assert "".join(words.split()) in plain
    assert CANARY not in said
    assert _left_of_photo(said) == _left_of_photo(pages) == []
    assert "夹带的文件" in said
    assert f"{len(PHOTO):,} 字节，SHA-256 {DIGEST}" in said or name in HASH_OF_ANOTHER
    assert {"letter_as_text", "page_as_text", "files_left_out"} & set(found.finding.notes)
    assert all(reasons.remarks([note]) for note in found.finding.notes)


def test_a_mail_says_who_wrote_and_what_is_attached() -> None:
    found, clean, _ = copy_of(_letter().as_bytes())
    assert found.finding.found == "message/rfc822"
    assert clean.decode().startswith(
        "发件人：催收部 <a@example.com>\n收件人：余先生 <b@example.com>\n"
        f"日期：Sun, 02 Nov 2025 09:30:00 +0800\n主题：{SUBJECT}\n\n{WORDS.splitlines()[0]}\n"
    )
    assert "现场.jpg，image/jpeg" in clean.decode()
    assert "192.0.2.77" not in clean.decode()


def test_a_mail_in_two_dresses_says_its_words_once() -> None:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["Message-ID"] = SUBJECT, "a@example.com", "<3@example.com>"
    letter.set_content(WORDS)
    letter.add_alternative("".join(f"<p>{line}</p>" for line in WORDS.splitlines()), subtype="html")
    _found, clean, _ = copy_of(letter.as_bytes())
    assert clean.decode().count("今天不还就上门") == 1
    letter.get_payload()[1].set_content("<p>只在网页里说的话</p>", subtype="html")  # type: ignore[union-attr,index]
    _found, clean, _ = copy_of(letter.as_bytes())
    assert "只在网页里说的话" in clean.decode()
    assert "今天不还就上门" in clean.decode()


def test_a_page_shows_where_its_links_lead_and_hides_its_program() -> None:
    page = "<html><body>请<a href='https://phish.example/x'>点击还款</a><script>alert(1)</script><!-- 注 --></body></html>"
    _found, clean, _ = copy_of(page.encode())
    assert clean.decode() == "请点击还款〈https://phish.example/x〉\n"


def test_a_card_tells_no_place() -> None:
    _found, clean, _ = copy_of(_card("GEO:31.2304;121.4737\r\nTEL:010-12345678"))
    assert "31.2304" not in clean.decode()
    assert "TEL:010-12345678" in clean.decode()


PLAIN = {
    "a message": "【某某金融】余先生，您的27911元已逾期，退订回T。\n",
    "a story with colons": "From: 催收\nTo: 我\n\n他说：今天还钱。\n",
    "a long link": "点 https://example.com/ls/click?upn=" + "aB3dE5gH7jK9" * 40 + " 还款\n",
    "a hash": f"原件 SHA-256：{DIGEST}\n",
    "a line of signs": "-" * 300 + "\n" + "=" * 300 + "\n" + "A" * 300 + "\n",
    "numbers": ",".join(str(number % 300) for number in range(400)) + "\n",
    "data in words": "data: 3,4 及 data:见附件,谢谢\n",
    "a list": '{"金额": 27911.00, "说": "今天还钱"}\n',
    "markup": "<note><to>我</to></note>\n",
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_words_stay_as_they_are(name: str) -> None:
    found, clean, _ = copy_of(PLAIN[name].encode())
    assert clean.decode() == PLAIN[name]
    assert found.finding.notes == []


def test_a_mail_that_cannot_be_read_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(data: bytes) -> str:
        raise KeyError("invented")

    monkeypatch.setattr(carriers.letters, "letters_text", careless)
    with pytest.raises(Refused) as no:
        carriers.carried_letters(_letter().as_bytes())
    assert no.value.code == "letter_broken"
    assert "原件已原样封存" in reasons.refusal("letter_broken", {}, found="message/rfc822", filename="a.eml")


def test_a_file_that_is_still_there_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What replaces a run must not be one itself; the result is read again."""
    monkeypatch.setattr(carriers, "without_files", lambda text: text + PACKED)
    with pytest.raises(Refused) as no:
        carriers.readable("words")
    assert no.value.code == "cleaning_incomplete"


@pytest.mark.parametrize(
    "content",
    [
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\nno boundary here",
        b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n",
        b"MIME-Version: 1.0\nContent-Type: text/plain; charset=no-such-code\n\n\xd6\xd0\xce\xc4",
        b"MIME-Version: 1.0\nSubject: =?x-unknown?b?1tDOxA==?= =?utf-8?b?%%%?=\nContent-Type: image/png\n\n",
        b"MIME-Version: 1.0\nContent-Disposition: attachment; filename*=no-such'zh'%D6%D0\nContent-Type: a/b\n\nx",
        b"MIME-Version: 1.0\nContent-Type: message/delivery-status\n\nAction: failed\n\nStatus: 5.1.1\n",
        b"From a@example.com Sun Nov  2 09:30:00 2025\nMIME-Version: 1.0\n\n>From here\n",
    ],
)
def test_a_strange_mail_is_read_as_far_as_it_goes(content: bytes) -> None:
    with examined(content) as found:
        assert found.finding.code == ""
        assert set(found.finding.notes) <= {"letter_as_text", "direction_signs_removed"}


def test_a_mail_in_a_thousand_mails_ends() -> None:
    content = b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * 1000 + _letter().as_bytes()
    with examined(content) as found:
        assert found.finding.code in ("", "too_heavy", "letter_broken")
        assert found.clean is None or _left_of_photo(io.TextIOWrapper(found.clean, "utf-8").read()) == []


def test_text_without_files_is_the_same_text() -> None:
    assert all(without_files(words) == words for words in PLAIN.values())
