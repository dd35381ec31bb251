"""Whom a case can be sent to: those that everybody has, and each company that it complains about under its own name."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import owns
from filings.models import Recipient, Way
from filings.services.law import companies_of
from filings.services.reach import Refused, hold_case


def recipients_of(complaint: Complaint, channel: str) -> list[Recipient]:
    """Whom this case can be sent to by a channel. Where it names companies there, each of them; a company that is not
    kept yet has no ``pk``, and ``name_recipient`` makes it."""
    known = list(Recipient.objects.of_channel(channel, complaint.complainant.region))
    companies = companies_of(complaint, channel)
    if not companies:
        return known
    own = {one.name: one for one in complaint.own_recipients.filter(channel=channel)}
    own |= {one.name: one for one in known}
    return [own.get(name) or _company(complaint, channel, name) for name in companies]


def name_recipient(*, by: Actor, complaint: Complaint, channel: str, name: str) -> Recipient:
    """The recipient of that name; of a company that the case complains about, one of its own. Nothing is sent.

    Refused for whom the case doesn't name, and for anybody but the complainant.
    """
    with transaction.atomic():
        if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
            raise Complaint.DoesNotExist
        case = hold_case(complaint.pk)
        if not owns(by, case.pk):
            raise Refused(_("只有投诉人可以提交材料。没有改动任何内容。"))
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
