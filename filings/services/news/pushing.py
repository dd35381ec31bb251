"""News through the browser maker's push service: an empty message, which wakes the browser; nothing of the case is in it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint, Subscription
from complaints.services import begin_news, hold_own
from core import keys, outward, vapid
from core.fields import blind_index
from core.language import beside
from core.language import gettext as _
from filings.services.reach import Refused

PUSH = Subscription.Medium.PUSH
LONGEST_ENDPOINT = 2000
MOST_BROWSERS = 5
KEPT_FOR = 3 * 24 * 3600  # seconds that a push service keeps it for a browser that is off
GONE = (404, 410)


def push_offered() -> bool:
    return bool(settings.PUSH_CONTACT)


def push_key() -> str:
    """What a browser asks the push service with."""
    return vapid.public_key(keys.push_key())


def push_consent() -> str:
    """What is agreed to: who gets what, where, and how it ends (个人信息保护法 23, 39)."""
    return _(
        "推送要经过这台浏览器的厂商（Google、Mozilla、Apple、微软等）的服务器，服务器可能在境外。"
        "它收到的只有：它自己给这台浏览器的推送地址、本站的标识和发送的时间；没有编号，没有内容，没有姓名。"
        "目的是叫醒浏览器，告诉您有进展。随时可以在这一页停；停了以后，本站删除推送地址。"
        "厂商怎样保存，按它自己的规则；要查、要删，找厂商。"
    )


def begin_push(
    *, by: Actor, complaint: Complaint, endpoint: str, consent: str, at: datetime | None = None
) -> Subscription:
    """Push to a browser from now on. ``consent`` is the text that was shown. Refused for an address of no listed push service;
    raise Complaint.DoesNotExist for others than the complainant."""
    at = at or timezone.now()
    if not push_offered():
        raise Refused(_("这里没有开通推送。没有改动任何内容。"))
    ours, read = beside(push_consent)
    if consent != read:
        raise Refused(_("说明改过了。请再看一遍，再开通；现在没有开通。"))
    if len(endpoint) > LONGEST_ENDPOINT or not outward.is_listed(endpoint, settings.PUSH_HOSTS):
        raise Refused(_("这台浏览器的推送服务不在本站认识的名单里，没有开通。可以用邮件或者日历。"))
    index = blind_index(endpoint)
    with transaction.atomic():
        case = hold_own(by, complaint.pk)
        mine = Subscription.objects.standing().filter(complaint=case, medium=PUSH)
        if (known := mine.filter(address_index=index).first()) is not None:
            return known
        if mine.count() >= MOST_BROWSERS:
            raise Refused(_("一件投诉最多推送到 %d 台浏览器，没有开通。先停一台。") % MOST_BROWSERS)
        made = Subscription.objects.create(
            complaint=case,
            medium=PUSH,
            address=endpoint,
            address_index=index,
            asked_at=at,
            consent="\n\n".join(dict.fromkeys([ours, read])),
        )
        begin_news(by=by, held=made, at=at)
    return made


def push(endpoint: str, *, at: datetime) -> outward.Answer:
    """Wake one browser. Raises outward.NotAllowed, outward.Away."""
    if not outward.is_listed(endpoint, settings.PUSH_HOSTS):
        raise outward.NotAllowed("not a listed push service")
    signed = vapid.authorization(endpoint, contact=settings.PUSH_CONTACT, key=keys.push_key(), at=at)
    headers = {"Authorization": signed, "TTL": str(KEPT_FOR), "Urgency": "normal", "Content-Length": "0"}
    return outward.post(endpoint, body=b"", headers=headers)
