"""Whom a case can be sent to: those that everybody has, and each company that it complains about under its own name."""

from collections.abc import Iterable

from django.db import transaction

from accounts.actors import Actor
from complaints.models import Complaint
from core.language import gettext as _
from filings.models import Recipient, Way
from filings.services.law import companies_of
from filings.services.papers.generated import may_draft
from filings.services.reach import Refused, hold_case


def recipients_of(complaint: Complaint, channel: str) -> list[Recipient]:
    """Whom this case can be sent to by a channel. Where it names companies there, each of them; a company that is not
    kept yet has no ``pk``, and ``name_recipient`` makes it."""
    return recipients_by(complaint, [channel])[channel]


def recipients_by(complaint: Complaint, channels: Iterable[str]) -> dict[str, list[Recipient]]:
    """The same of several channels, in their order."""
    found: dict[str, list[Recipient]] = {channel: [] for channel in channels}
    for one in Recipient.objects.in_reach_of(complaint, found):
        found[one.channel].append(one)
    for channel, kept in found.items():
        named = {one.name: one for one in kept}
        found[channel] = [
            named.get(name) or _company(complaint, channel, name) for name in companies_of(complaint, channel)
        ] or [one for one in kept if one.complaint_id is None]
    return found


def name_recipient(*, by: Actor, complaint: Complaint, channel: str, name: str) -> Recipient:
    """The recipient of that name; of a company that the case complains about, one of its own. Nothing is sent.

    Refused for whom the case doesn't name, and for anybody but the complainant and a lawyer with the case, who drafts.
    """
    with transaction.atomic():
        if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
            raise Complaint.DoesNotExist
        case = hold_case(complaint.pk)
        if not may_draft(by, case):
            raise Refused(_("只有投诉人和代理律师可以选接收方。没有改动任何内容。"))
        found = next((one for one in recipients_of(case, channel) if one.name == name), None)
        if found is None:
            raise Refused(_("这件投诉里没有这个接收方。请回到案件，重新选一个。没有改动任何内容。"))
        if found.pk is None:
            found.save()
    return found


def _company(complaint: Complaint, channel: str, name: str) -> Recipient:
    """By hand: where to reach it is what the company itself publishes."""
    contact = _("以它公布的客服电话、邮箱或者地址为准")
    return Recipient(channel=channel, name=name, way=Way.HAND, contact=contact, complaint=complaint)
