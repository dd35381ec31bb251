"""Events at a desk for the own system of its organisation: what happened, to which number, when; the rest it asks the API."""

import hashlib
import hmac
import json
import logging
import secrets
import time
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from core import outward, work
from core.language import gettext as _
from core.retention_and_limits import WEBHOOK_CALLS_KEPT, WEBHOOK_TRIES
from filings.models import Filing, Webhook, WebhookCall
from filings.services.reach import Refused

Event, State = WebhookCall.Event, WebhookCall.State
LONGEST_WEBHOOK_ADDRESS = 500
_log = logging.getLogger(__name__)


def begin_webhook(
    *, by: Actor, organisation: Organisation, address: str, at: datetime | None = None
) -> tuple[Webhook, str]:
    """Tell this address from now on, and no other of the organisation; the secret that signs is shown this once."""
    at, address = at or timezone.now(), address.strip()
    if len(address) > LONGEST_WEBHOOK_ADDRESS or not _is_https(address):
        raise Refused(_("请写 https:// 开头的完整地址，不带用户名。没有开通。"))
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        _end(by, held, at)
        made = Webhook.objects.create(
            organisation=held, address=address, secret=secret, made_by=by.label, made_at=at
        )
        WebhookCall.objects.create(webhook=made, event=Event.BEGUN, at=at, due_at=at)
        Organisation.objects.filter(pk=held.pk).update(hooked=True)
        work.wake("filings.tasks.call_webhooks")
    return made, secret


def end_webhook(*, by: Actor, webhook: Webhook, at: datetime | None = None) -> None:
    """Nothing goes there from now on; what waited is dropped. Twice is once."""
    with transaction.atomic():
        held = Organisation.objects.select_for_update(no_key=True).get(pk=webhook.organisation_id)
        if Webhook.objects.standing().filter(pk=webhook.pk).exists():
            _end(by, held, at or timezone.now())
            Organisation.objects.filter(pk=held.pk).update(hooked=False)


def _end(by: Actor, organisation: Organisation, at: datetime) -> None:
    for one in Webhook.objects.standing().filter(organisation=organisation):
        WebhookCall.objects.filter(webhook=one, state=State.WAITING).delete()
        one.ended_at, one.ended_by, one.secret = at, by.label, ""
        one.save(update_fields=["ended_at", "ended_by", "secret"])


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    named = bool(parts.hostname) and "@" not in parts.netloc and not parts.fragment
    return parts.scheme == "https" and named and port != 0 and address.isascii() and address.isprintable()


def tell_system(*, filing: Filing, event: str, at: datetime, once: str = "") -> None:
    """Write down one event for the system of the organisation at whose desk a filing lies, inside the act's transaction."""
    if filing.organisation_id is None or filing.organisation is None or not filing.organisation.hooked:
        return
    hook = Webhook.objects.standing().filter(organisation=filing.organisation_id).only("pk").first()
    if hook is None:
        return
    row = WebhookCall(webhook=hook, event=event, filing=filing, at=at, due_at=at, once=once)
    WebhookCall.objects.bulk_create([row], ignore_conflicts=bool(once))
    work.wake("filings.tasks.call_webhooks")


def sweep_webhooks(*, at: datetime | None = None, seconds: float = 20) -> int:
    """Send what is due, the longest due first; a webhook that does not answer waits for its next turn, and keeps nobody else."""
    begun, sent, silent = time.monotonic(), 0, set[int]()
    while time.monotonic() - begun < seconds:
        now = at or timezone.now()
        with transaction.atomic():
            due = WebhookCall.objects.due(now).exclude(webhook__in=silent).order_by("due_at", "at")
            rows = due.select_for_update(skip_locked=True, of=("self",))
            claimed = work.claim(rows.select_related("webhook", "filing__complaint")[:1], at=now)
        if not claimed:
            break
        with work.renewed(claimed):
            if not _call(claimed[0], now):
                silent.add(claimed[0].webhook_id)
        sent += 1
    else:
        work.wake("filings.tasks.call_webhooks")
    old = (at or timezone.now()) - WEBHOOK_CALLS_KEPT
    WebhookCall.objects.filter(finished_at__lt=old).delete()
    return sent


def _call(row: WebhookCall, at: datetime) -> bool:
    """Whether the other side took it, or never will."""
    try:
        answer = _post(row, at)
        problem = "" if 200 <= answer.status < 300 else f"HTTP {answer.status}"
    except outward.NotAllowed:
        _fail(row, _("地址不在公网上，没有发送"), at)
        return True
    except outward.Away as away:
        problem = str(away)
    except Exception as fault:  # whatever one address brings about: the others are still called
        problem = type(fault).__name__
    if not problem:
        work.end(row, State.DONE, error="", finished_at=at)
        return True
    if row.attempts >= WEBHOOK_TRIES:
        _fail(row, problem, at)
    else:
        work.put_off(row, State.WAITING, at=at, error=problem[:200])
    return False


def _fail(row: WebhookCall, problem: str, at: datetime) -> None:
    _log.warning("webhook call %s did not arrive", row.pk)
    work.end(row, State.FAILED, error=problem[:200], finished_at=at)


def _post(row: WebhookCall, at: datetime) -> outward.Answer:
    told = {"id": str(row.pk), "event": row.event, "at": row.at.isoformat()}
    if row.filing is not None:
        told |= {"number": row.filing.complaint.number, "filing": str(row.filing.pk)}
    body = json.dumps(told, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "Anning-Signature": signature(row.webhook.secret, body, at),
    }
    address = row.webhook.address
    beside = (urlsplit(address).hostname or "") in settings.WEBHOOK_HOSTS
    return outward.post(address, body=body, headers=headers, roots=settings.WEBHOOK_ROOTS, private=beside)


def signature(secret: str, body: bytes, at: datetime) -> str:
    """``t=seconds,v1=HMAC-SHA256 of "seconds.body" in hex`` (RFC 2104): who has the secret sees who sent it, and when."""
    moment = str(int(at.timestamp()))
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"
