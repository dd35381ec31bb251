"""Who stands where towards a filing, and the one way to take hold of it before changing it."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import owns
from filings.models import Filing, Recipient, Way, whole_case

OUTBOX = Actor.system("outbox")


class Refused(Exception):
    """An act that is not allowed, or not now. The message is for people: what happened, what to do."""


def sees_whole_case(by: Actor, complaint_id: UUID) -> bool:
    """The complainant, whoever they shared the case with, and the portal's own commands."""
    return bool(by.machine) or whole_case(by).filter(complaint=complaint_id).exists()


def check_reachable(recipient: Recipient) -> None:
    """Refused where nothing can be sent now: a recipient out of use, or a desk of this portal where nobody works."""
    if not recipient.reachable:
        raise Refused(
            _("“%s”现在不接收材料，没有提交，也没有改动任何内容。请另选一个接收方。") % recipient.name
        )


def runs_portal(by: Actor) -> bool:
    """Whoever answers for the portal: a superuser, or a command on its own machine. The outbox is only a worker."""
    if by.machine:
        return by.machine != OUTBOX.machine
    return bool(by.user and by.user.is_active and by.user.is_superuser)


def roles(by: Actor, filing: Filing) -> set[str]:
    """As whom this actor may move the filing; the words of ``filings.moves``. Nobody decides a case of their own."""
    if by.machine == OUTBOX.machine:
        return {"outbox"}
    found = {"portal"} if runs_portal(by) else set()
    if owns(by, filing.complaint_id):
        found.add("owner")
        if filing.way != Way.DESK:
            found.add("witness")
        if filing.way == Way.HAND:
            found.add("bearer")
    elif filing.sent_at is not None and filing.organisation_id in by.organisation_ids:
        found.add("desk")
    return found


def hold_case(complaint_id: UUID, *fields: str) -> Complaint:
    """Lock a case for the rest of the transaction. Always first, so that two acts never wait for each other crosswise.

    All of it is read, or these ``fields`` alone.
    """
    cases = Complaint.objects.select_for_update(no_key=True)
    return (cases.only(*fields) if fields else cases).get(pk=complaint_id)


def hold(by: Actor, filing: Filing) -> Filing:
    """Lock the case, then the filing, and return it as it is now. Filing.DoesNotExist for who may not see it."""
    case = hold_case(filing.complaint_id)
    seen = Filing.objects.all() if by.machine or runs_portal(by) else Filing.objects.visible_to(by)
    held = (
        seen.select_for_update(of=("self",), no_key=True)
        .select_related("consent", "recipient", "organisation")
        .get(pk=filing.pk)
    )
    held.complaint = case
    return held
