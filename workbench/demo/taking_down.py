"""One complaint that comes by telephone: taken down at the desk, agreed to there, on the desk a moment later."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from complaints.facts import facts_of
from complaints.models import CameBy, Draft, Intake
from complaints.review import inputs_of
from complaints.services import save_steps
from filings import services
from filings.models import Filing
from workbench.demo.people import Cast


def take_down_a_call(cast: Cast) -> Filing | None:
    """What was taken down now, as it lies on the desk; None where it was before: that is not done again."""
    by, now = cast.caseworker, timezone.now()
    if by.user is None or Intake.objects.filter(taken_by=by.user).exists():
        return None
    (desk,) = services.desks_to_take_down_at(by)
    called = now - timedelta(hours=2)
    intake = services.take_down(by=by, organisation=desk, way=CameBy.TELEPHONE, received_at=called, at=now)
    answers = _said(timezone.localdate(called).isoformat())
    save_steps(by=by, draft=Draft.objects.in_hands_of(by).get(pk=intake.pk), steps=answers)
    facts = facts_of(answers, filing_date=timezone.localdate(called))
    services.file_intake(
        by=by, intake=intake, facts=facts, inputs=inputs_of(answers), no_interest=True, at=now
    )
    intake.refresh_from_db()
    to = next(one.recipient for one in services.channels_of_intake(by, intake) if not one.closed)
    shown = services.propose_heard(by=by, intake=intake, recipient=to)
    sent = services.send_intake(
        by=by, intake=intake, recipient=to, consent_digest=shown.digest, heard=True, at=now
    )
    services.sweep_outbox()
    return Filing.objects.get(pk=sent.pk)


def _said(day: str) -> dict[str, Any]:
    """Invented."""
    return {
        "kind": {"kind": "harassment"},
        "situations": {"situations": ["optout_ignored"]},
        "story": {"story": "（演示）来电说：回了退订，第二天又收到三条推销短信。"},
        "message": {"text": "", "sender": "10690000123456", "channel": "sms", "received_on": day},
        "event": {"first": day, "last": day},
        "refusal": {"refusal__made": "yes", "refusal__on": day},
        "loss": {"wishes": ["stop"]},
        "respondents": {"rows": [{"role": "content_provider", "name": "示例优选商城有限公司"}]},
        "you": {"name": "赵小来（演示）", "phone": "13800000007", "region": "310000"},
    }
