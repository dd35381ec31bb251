"""News by text message, through the gateway of whoever runs the portal. Off unless they set one, and only to a telephone whose
holder typed the number that it got; or, once, to that of an adult who is asked whether somebody may help them."""

import hmac
import json
import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint, Subscription, WayBack
from complaints.numbers import trunk
from complaints.services import ask_person_at, begin_news, hold_own
from core import outward
from core.fields import blind_index
from core.language import beside, read_in, reader
from core.language import gettext as _
from core.retention_and_limits import (
    HELP_LINK_LIFE,
    TEXT_CODE_LIFE,
    TEXT_CODES_A_DAY,
    TEXT_CODES_OF_ALL,
    TEXT_CODES_TO_ONE,
    WRONG_TEXT_CODES,
)
from filings.models import Notice
from filings.services.news.no_texts import stop_link, wants_no_texts
from filings.services.reach import Refused

TEXT = Subscription.Medium.TEXT
_ONE_ASKER = 0x74657874  # the advisory lock: two who ask at once would each find the last place of a day free
MOBILE = re.compile(r"1[3-9]\d{9}")


def text_offered() -> bool:
    return bool(settings.TEXT_URL)


def text_consent() -> str:
    """What is agreed to: who gets what, and how it ends (个人信息保护法 23)."""
    return _(
        "短信由本站委托的短信服务商和电信运营商送到。它们收到的只有：这个手机号、投诉编号、哪一种进展和日期；"
        "没有姓名，没有内容。随时可以在这一页停；停了以后，本站删除这个手机号。"
    )


def is_disturbed(complaint: Complaint, number: str) -> bool:
    """Whether this is the number that the complaint is about: whoever disturbs it may read along, or it is to be given up."""
    person = complaint.complainant
    return trunk(number) == trunk(person.number or person.phone)


def ask_text(
    *,
    by: Actor,
    complaint: Complaint,
    number: str,
    consent: str,
    disturbed_too: bool = False,
    too_many_here: bool = False,
    at: datetime | None = None,
) -> Subscription:
    """Send six digits to a telephone; who types them on the page has it. Refused for what is no mobile number, for the disturbed
    one unless that was said, and for too many, ``too_many_here`` from the network of who asks; raise Complaint.DoesNotExist for
    others than the complainant."""
    at, number = at or timezone.now(), trunk(number)
    _check_offered()
    ours, read = beside(text_consent)
    if consent != read:
        raise Refused(_("说明改过了。请再看一遍，再要验证码；现在没有发。"))
    _check_mobile(number)
    with transaction.atomic():
        case = hold_own(by, complaint.pk)
        _check_wanted(case, number, disturbed_too=disturbed_too)
        _check_few(case, number, at, here=too_many_here, otherwise=_("明天再试，或者用邮件、日历。"))
        rows = Subscription.objects.filter(complaint=case, medium=TEXT)
        rows.standing().filter(confirmed_at=None).update(ended_at=at, address="")
        if rows.active().filter(address_index=blind_index(number)).exists():
            raise Refused(_("这个号码已经在收短信了。"))
        code = f"{secrets.randbelow(10**6):06d}"
        made = Subscription.objects.create(
            complaint=case,
            medium=TEXT,
            address=number,
            address_index=blind_index(number),
            asked_at=at,
            expires_at=at + TEXT_CODE_LIFE,
            consent="\n\n".join(dict.fromkeys([ours, read])),
        )
        made.token_digest = _digest(made, code)
        made.save(update_fields=["token_digest"])
        words = {
            "code": code,
            "minutes": int(TEXT_CODE_LIFE.total_seconds()) // 60,
            "stop": stop_link(number, at=at),
        }
        with read_in(reader()):
            body = (
                _("验证码 %(code)s，%(minutes)d 分钟内有效。不是您要的，不用理会；不想再收，打开 %(stop)s")
                % words
            )
        Notice.objects.create(
            kind=Notice.Kind.CODE,
            subscription=made,
            to="",
            subject=_("验证码"),
            body=body,
            created_at=at,
            due_at=at,
        )
    return made


def ask_person_by_text(
    *,
    by: Actor,
    complaint: Complaint,
    number: str,
    too_many_here: bool = False,
    at: datetime | None = None,
) -> WayBack:
    """Send the adult for whom somebody filed a code to confirm by, on a telephone of their own: what it opens is the link of the
    mail. By who helps; raise Complaint.DoesNotExist for others, NotHelped and Refused for why not."""
    at, number = at or timezone.now(), trunk(number)
    _check_offered()
    _check_mobile(number)
    texted = WayBack.objects.open(at).by_text().filter(complaint=complaint.pk, purpose=WayBack.Purpose.HELP)
    otherwise = (
        _("先前发出的码还能用。明天再试，或者用别的办法。")
        if texted.exists()
        else _("明天再试，或者用别的办法。")
    )
    with transaction.atomic():
        link, code = ask_person_at(by=by, complaint=complaint, telephone=number, at=at)
        case = link.complaint
        _check_few(case, number, at, here=too_many_here, otherwise=otherwise, besides=link)
        words = {
            "page": settings.PUBLIC_URL + reverse("resume"),
            "code": code,
            "days": HELP_LINK_LIFE.days,
            "stop": stop_link(number, at=at),
        }
        with read_in(case.language):
            body = (
                _(
                    "安宁：有人替您登记了一件事，请您本人确认。在 %(page)s 输入码 %(code)s，%(days)d 天内有效。"
                    "不认识、不想要，不用理会；不想再收，打开 %(stop)s"
                )
                % words
            )
        Notice.objects.create(
            kind=Notice.Kind.CODE,
            way_back=link,
            to="",
            subject=_("请本人确认"),
            body=body,
            created_at=at,
            due_at=at,
        )
    return link


def _check_offered() -> None:
    if not text_offered():
        raise Refused(_("这里没有开通短信。没有改动任何内容。"))


def _check_mobile(number: str) -> None:
    if not MOBILE.fullmatch(number):
        raise Refused(_("请填 11 位手机号。没有发验证码。"))


def _check_wanted(case: Complaint, number: str, *, disturbed_too: bool) -> None:
    if is_disturbed(case, number) and not disturbed_too:
        raise Refused(_("这就是被打扰的号码。确实要用它，请勾选下面那一项。没有发验证码。"))


def _check_few(
    case: Complaint, number: str, at: datetime, *, here: bool, otherwise: str, besides: WayBack | None = None
) -> None:
    """Refuse what is more than a day's codes of a case, of a telephone, of everybody, for whatever they are; and what is one
    network's at a telephone (``here``)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_ASKER])
    if wants_no_texts(number):
        raise Refused(_("用这个号码的人停了本站的短信，没有发。%s") % otherwise)
    day, index = at - timedelta(days=1), blind_index(number)
    tries = Subscription.objects.filter(medium=TEXT, asked_at__gt=day)
    links = WayBack.objects.by_text().filter(created_at__gt=day)
    if besides is not None:
        links = links.exclude(pk=besides.pk)
    if tries.filter(complaint=case).count() + links.filter(complaint=case).count() >= TEXT_CODES_A_DAY:
        words = {"most": TEXT_CODES_A_DAY, "otherwise": otherwise}
        raise Refused(_("一天最多要 %(most)d 次验证码，已经到了，没有发。%(otherwise)s") % words)
    if here:
        raise Refused(_("从您的网络发到这个号码的短信今天到了上限，没有发。%s") % otherwise)
    # Whoever's it is: a complaint costs nothing, and many of them are no way to send somebody many texts.
    to_it = tries.filter(address_index=index).count() + links.filter(telephone_index=index).count()
    if to_it >= TEXT_CODES_TO_ONE:
        raise Refused(_("这个号码今天收的验证码到了上限，没有发。%s") % otherwise)
    if tries.count() + links.count() >= TEXT_CODES_OF_ALL:
        raise Refused(_("本站今天的验证码发完了，没有发。%s") % otherwise)


def confirm_text(*, by: Actor, complaint: Complaint, code: str, at: datetime | None = None) -> Subscription:
    """Whoever has the telephone typed what it got. So many wrong numbers end the try. Refused where it is not the one; a wrong
    one is counted all the same."""
    at = at or timezone.now()
    with transaction.atomic():
        case = hold_own(by, complaint.pk)
        rows = Subscription.objects.asked(at).filter(complaint=case, medium=TEXT)
        held = rows.select_for_update().first()
        right = held is not None and hmac.compare_digest(held.token_digest or "", _digest(held, code))
        if held is not None and right:
            held.token_digest = None
            held.save(update_fields=["token_digest"])
            begin_news(by=by, held=held, at=at)
            return held
        if held is not None:
            held.wrong += 1
            ended = held.wrong >= WRONG_TEXT_CODES
            held.ended_at, held.address = (at, "") if ended else (None, held.address)
            held.save(update_fields=["wrong", "ended_at", "address"])
    if held is None or held.ended_at is not None:
        raise Refused(_("验证码过期了，或者错的次数到了。请再要一次。"))
    raise Refused(_("验证码不对。还可以试 %d 次。") % (WRONG_TEXT_CODES - held.wrong))


def _digest(way: Subscription, code: str) -> str:
    """Keyed, and of this try alone: six digits would be found from a bare hash in a moment."""
    return blind_index(f"text:{way.pk}:{''.join(code.split())}")


def text(number: str, words: str, *, key: str) -> outward.Answer:
    """Hand one message to the gateway: JSON with ``to``, ``text`` and ``id``, which stays the same when it is tried again. Raises
    outward.Away."""
    message = {"to": number, "text": words, "id": key}
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
    if settings.TEXT_TOKEN:
        headers["Authorization"] = f"Bearer {settings.TEXT_TOKEN}"
    body = json.dumps(message, ensure_ascii=False).encode()
    return outward.post(
        settings.TEXT_URL, body=body, headers=headers, roots=settings.TEXT_ROOTS, private=True
    )
