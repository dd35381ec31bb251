"""By e-mail: one message, built once, and a conversation with the server that knows how it ended."""

import binascii
import contextlib
import smtplib
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as _LINES_OF_CRLF
from email.utils import format_datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.canonical import digest
from core.retention_and_limits import MAX_MAIL_BYTES
from documents.frozen import Content
from documents.supplements import Supplement as SupplementContent
from evidence.models import Exhibit, Rendition, Sealed
from evidence.sealed import sealing
from filings.models import Filing, Notice, Recipient, Supplement, Way
from filings.ways import Ambiguous, NotSent, Words

_SMTP = _LINES_OF_CRLF.clone(cte_type="7bit")  # whatever a server on the way can do
_PIECE = 64 * 1024
_LINE = 76  # characters of base64 (RFC 2045 6.8)
_ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt"}


class Email:
    way = Way.EMAIL
    at_desk = False
    printed = False
    travels: Words = gettext_lazy("把文书和证据的查看副本用电子邮件发到接收方的邮箱，由接收方保存和依法处理")
    letter_with_supplement = True
    supplement_travels: Words = gettext_lazy(
        "把补充材料的函和文件的查看副本用电子邮件发到接收方的邮箱，由接收方保存和依法处理"
    )
    supplement_arrived: Words = gettext_lazy("对方的邮件服务器已接收")
    supplement_waits: Words = gettext_lazy("已确认，还没有发出")
    release: Words = gettext_lazy("确认并发出")
    released: Words = gettext_lazy("已放进发件箱，正在发出。结果会显示在这一页。")
    made: Words = gettext_lazy("这一步只生成材料，不会发出。看过材料、再确认一次以后才发。")
    withdrawn: Words = gettext_lazy(
        "本平台会用邮件告诉接收方您撤回了同意，不带您写的说明；已经发出的收不回。"
    )
    broken_off: Words = gettext_lazy("发送的程序在交出邮件之后中断，没有收到服务器的回答")

    def lacks(self, recipient: Mapping[str, Any]) -> dict[str, str]:
        return {} if recipient.get("email") else {"email": _("用电子邮件送达的，请填电子邮箱。")}

    def message(self, filing: Filing, content: Content, *, at: datetime) -> bytes:
        return build(filing, content, at=at)

    def supplement_message(
        self, supplement: Supplement, content: SupplementContent, *, at: datetime
    ) -> bytes:
        return build_supplement(supplement, content, at=at)

    def conversation(self) -> "Conversation":
        return Conversation()

    def tell_withdrawn(self, filing: Filing, at: datetime) -> Words:
        subject = _("撤回同意的通知：%s") % filing.complaint.number
        _tell(filing, Notice.Kind.CONSENT_WITHDRAWN, subject, "consent_withdrawn.txt", at)
        return ""

    def tell_erased(self, filing: Filing, ordinal: int, at: datetime) -> Words:
        subject = _("证据内容已删除的通知：%s") % filing.complaint.number
        _tell(filing, Notice.Kind.EXHIBIT_ERASED, subject, "exhibit_erased.txt", at, ordinal=ordinal)
        told = _("第 %(ordinal)d 号证据的内容已从本平台删除，会用邮件告知接收方；对方收到的副本收不回。")
        return told % {"ordinal": ordinal}


def _tell(filing: Filing, kind: str, subject: str, template: str, at: datetime, **more: Any) -> Notice:
    """A short mail to who got it, written as a row: the worker sends it. It carries nothing of the case."""
    words = {
        "number": filing.complaint.number,
        "name": filing.recipient.name,
        "when": _when(filing),
        **more,
    }
    return Notice.objects.create(
        filing=filing,
        kind=kind,
        to=filing.recipient.email,
        subject=subject,
        body=render_to_string(f"filings/mails/{template}", words),
        created_at=at,
        due_at=at,
    )


def _when(filing: Filing) -> str:
    """When it was sent, and whether anybody knows that it arrived."""
    if filing.sent_at is not None:
        return _("材料于%s发出") % _day(filing.sent_at)
    tried = filing.deliveries.filter(supplement=None, handed_over_at__isnull=False).order_by("attempt").last()
    if tried is None or tried.handed_over_at is None:
        return _("材料贵单位是否收到不明")
    return _("材料于%s发送过，贵单位是否收到不明") % _day(tried.handed_over_at)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y年n月j日")


@dataclass(frozen=True)
class File:
    name: str
    sha256: str
    media_type: str = "application/pdf"
    content: bytes = b""
    why: str = ""


def build(filing: Filing, content: Content, *, at: datetime) -> bytes:
    """The message: the documents, and clean copies of the exhibits as far as they fit. Bytes of RFC 5322, lines of CRLF."""
    papers = [(one.filename, one.sealed, one.sha256) for one in filing.documents.all()]
    attached, left_out = _files(filing, filing, papers)
    mail = _headed(filing, _("投诉材料 %s") % filing.complaint.number, message_id(filing), at)
    words = {
        "name": filing.recipient.name,
        "number": filing.complaint.number,
        "attached": attached,
        "left_out": left_out,
        "check_url": content["seal"]["check_url"],
    }
    mail.set_content(render_to_string("filings/mails/filing.txt", words))
    return _with_files(mail, attached, filing.pk)


def build_supplement(supplement: Supplement, content: SupplementContent, *, at: datetime) -> bytes:
    """A message of its own that refers to the first: the letter, and the copies of the files as far as they fit."""
    filing, letter = supplement.filing, supplement.letter
    name = f"{content['number']}-补充材料{content['place']}.pdf"
    attached, left_out = _files(filing, supplement, [(name, letter, letter.sha256)] if letter else [])
    subject = _("投诉材料 %(number)s 的补充（%(place)d）") % {
        "number": filing.complaint.number,
        "place": supplement.number,
    }
    mail = _headed(filing, subject, message_id(supplement), at)
    mail["In-Reply-To"] = mail["References"] = message_id(filing)
    words = {
        "name": filing.recipient.name,
        "number": filing.complaint.number,
        "sent_at": filing.sent_at,
        "attached": attached,
        "left_out": left_out,
        "check_url": content["seal"]["check_url"],
    }
    mail.set_content(render_to_string("filings/mails/supplement.txt", words))
    return _with_files(mail, attached, supplement.pk)


def _headed(filing: Filing, subject: str, name: str, at: datetime) -> EmailMessage:
    mail = EmailMessage(policy=_SMTP)
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = filing.recipient.email
    mail["Subject"] = subject
    mail["Date"] = format_datetime(timezone.localtime(at).replace(microsecond=0))
    mail["Message-ID"] = name
    return mail


def _with_files(mail: EmailMessage, attached: list[File], pk: UUID) -> bytes:
    for file in attached:
        kind, _slash, subtype = file.media_type.partition("/")
        mail.add_attachment(b"", maintype=kind, subtype=subtype, filename=file.name)
    mail.set_boundary(f"=_{pk.hex}")
    return _filled(mail, [file.content for file in attached])


def _filled(mail: EmailMessage, contents: list[bytes]) -> bytes:
    """The message with its attachments filled in, byte for byte what ``email`` writes: that goes through them line by line,
    twice, and takes longer over it than everything else that a sending does."""
    marks = [f"{mail.get_boundary()}.{place}" for place in range(len(contents))]
    for part, mark in zip(mail.iter_attachments(), marks, strict=True):
        part.set_payload(mark)
    written, rest = [], mail.as_bytes()
    for mark, content in zip(marks, contents, strict=True):
        before, _mark, rest = rest.partition(mark.encode())
        coded = binascii.b2a_base64(content, newline=False)
        lines = [coded[start : start + _LINE] for start in range(0, len(coded), _LINE)]
        written += [before, b"\r\n".join([*lines, b""])]
    return b"".join([*written, rest])


def message_id(carried: Filing | Supplement) -> str:
    """The same for every attempt: a recipient who got two would see that they are one."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return f"<{carried.pk}@{domain}>"


def _files(
    filing: Filing, carried: Filing | Supplement, papers: Iterable[tuple[str, Sealed, str]]
) -> tuple[list[File], list[File]]:
    """What goes along, and what is only named with its hash and why."""
    attached, left_out, room = [], [], MAX_MAIL_BYTES
    for filename, sealed, sha256 in papers:
        with sealing.open_sealed(sealed) as plain:
            body = plain.read()
        room -= len(body)
        attached.append(File(filename, sha256, content=body))
    exhibits = Exhibit.objects.of_case(filing.complaint_id).filter(pk__in=carried.exhibits)
    for exhibit in exhibits.select_related("sealed").with_copies():
        name = f"证据{exhibit.ordinal} {exhibit.filename}"
        copy = _copy(carried, exhibit)
        if copy is None or not copy.ready or copy.sealed is None:
            left_out.append(File(name, exhibit.sha256, why=_("没有可以发送的查看副本")))
        elif copy.sealed.size > room:
            left_out.append(File(name, exhibit.sha256, why=_("邮件放不下")))
        else:
            with sealing.open_sealed(copy.sealed) as plain:
                body = plain.read()
            room -= len(body)
            attached.append(File(_named(name, copy.media_type), digest(body), copy.media_type, body))
    return attached, left_out


def _copy(carried: Filing | Supplement, exhibit: Exhibit) -> Rendition | None:
    """The clean copy; or the one with parts covered, where that is what was consented to."""
    if (redaction := carried.covered.get(str(exhibit.pk))) is None:
        return exhibit.clean_copy
    return Rendition.objects.select_related("sealed").get(redaction=redaction, kind="redacted", page=0)


def _named(name: str, media_type: str) -> str:
    ending = _ENDINGS.get(media_type, "")
    return name if not ending or name.lower().endswith(ending) else f"{name}{ending}"


class Conversation:
    """Talk with the mail server for as long as there is something to send: one connection carries several mails.

    What breaks it is said for the mail at hand alone; the next one begins anew.
    """

    def __init__(self) -> None:
        self._backend: Any = get_connection()  # whichever class of Django's is set

    def __enter__(self) -> "Conversation":
        return self

    def __exit__(self, *_error: object) -> None:
        """Part politely where nothing is under way; after a failure the line was dropped already."""
        if isinstance(self._backend, EmailBackend) and self._backend.connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._backend.connection.quit()
            self._hang_up()

    def send(self, message: bytes, *, recipient: Recipient, hand_over: Callable[[], bool]) -> str:
        """Deliver the bytes and return the server's final answer, such as ``250 2.0.0 Ok: queued as 4Xk``.

        ``hand_over`` is called when everything but the end mark is with the server; by RFC 5321 a message without it was
        not accepted, so until then every failure is certain. When it says no, the conversation is dropped. Raises NotSent
        and Ambiguous.
        """
        if not isinstance(self._backend, EmailBackend):
            raise NotSent(_("本平台没有设置发信服务器，邮件没有发出"), final=False, of_server=True)
        try:
            server = self._say_all(message, recipient.email)
            if not hand_over():
                raise NotSent(_("发送前已撤回"), final=True)
            return _finish(server)
        except BaseException:
            self._hang_up()
            raise

    def _say_all(self, message: bytes, to: str) -> smtplib.SMTP:
        """Everything but the end mark. Whatever fails here has sent nothing."""
        try:
            self._backend.open()
            server = cast(smtplib.SMTP, self._backend.connection)
            if server.sock is not None:
                # The end mark is a small packet after large ones: it leaves at once, not when those are confirmed.
                server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _envelope(server, to)
            _expect(server.docmd("DATA"), 354)
            said = _stuffed(message if message.endswith(b"\r\n") else message + b"\r\n")
            for start in range(0, len(said), _PIECE):
                server.send(said[start : start + _PIECE])  # a socket's time-out counts for one call
        except smtplib.SMTPResponseException as error:
            # Greeting, TLS and sign-in concern our own server: it may be put right while the row waits.
            words = _words(error.smtp_code, error.smtp_error)
            raise NotSent(words, final=False, of_server=True, answered=True) from error
        except OSError as error:  # smtplib's own errors among them
            raise NotSent(f"{type(error).__name__}: {error}", final=False, of_server=True) from error
        return server

    def _hang_up(self) -> None:
        """Close without a word: inside DATA a polite QUIT would be read as text."""
        if self._backend.connection is not None:
            self._backend.connection.close()
            self._backend.connection = None


def _stuffed(message: bytes) -> bytes:
    """A dot at the beginning of a line is doubled (RFC 5321 4.5.2)."""
    stuffed = message.replace(b"\n.", b"\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def _envelope(server: smtplib.SMTP, to: str) -> None:
    server.ehlo_or_helo_if_needed()
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip()
    _expect(server.mail(sender), 250)
    name, _at, domain = to.rpartition("@")
    _expect(server.rcpt(f"{name}@{domain.encode('idna').decode()}"), 250, 251)


def _finish(server: smtplib.SMTP) -> str:
    try:
        server.send(b".\r\n")
        code, text = server.getreply()
    except OSError as error:
        raise Ambiguous(f"{type(error).__name__}: {error}") from error
    if not 200 <= code < 600:
        raise Ambiguous(_words(code, text))
    _expect((code, text), 250)
    return _words(code, text)


def _expect(reply: tuple[int, bytes], *good: int) -> None:
    code, text = reply
    if code not in good:
        raise NotSent(_words(code, text), final=500 <= code < 600, answered=True)


def _words(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {said}".replace("\x00", "")[:2000]
