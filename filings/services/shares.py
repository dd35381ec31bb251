"""Opening a case to a lawyer, an association or anyone else of the complainant's choice, and closing it again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Organisation, User
from complaints.models import Access, Complaint
from complaints.services import end_access, grant_access, owns
from filings.services.reach import Refused, covered_by, covered_exhibits, hold_case


def share(
    *,
    by: Actor,
    complaint: Complaint,
    with_user: User | None = None,
    with_organisation: Organisation | None = None,
    until: datetime | None = None,
    uncovered: Iterable[Any] = (),
    at: datetime | None = None,
) -> Access:
    """Let one account, or one organisation, see the whole case until a day. The complainant's own act.

    Exhibits with a covered copy are shown as that, ``uncovered`` excepted; sharing again with the same one decides anew.
    """
    at = at or timezone.now()
    if (with_user is None) == (with_organisation is None):
        raise Refused(_("请选择一位律师或者一个机构。没有授权任何人。"))
    if until is not None and until <= at:
        raise Refused(_("授权的截止时间已经过去。没有授权任何人。"))
    if with_organisation is not None and with_organisation.kind == Organisation.Kind.REGULATOR:
        raise Refused(_("向监管机构提交材料请用“提交”，不要用授权查阅。没有授权任何人。"))
    if with_user is not None and with_user == by.user:
        raise Refused(_("这是您自己的账号，您本来就能看到这个投诉。"))
    with transaction.atomic():
        case = _own(by, complaint)
        hidden = covered_exhibits(case)
        wanted = {str(getattr(one, "pk", one)) for one in uncovered}
        if wanted - {str(one.pk) for one in hidden}:
            raise Refused(_("选了给看没有遮盖的，但其中有的文件没有遮盖过。没有授权任何人，请重新选择。"))
        return grant_access(
            by=by,
            complaint=case,
            why=Access.Why.SHARED,
            user=with_user,
            organisation=with_organisation,
            until=until,
            covered={one.pk: UUID(covered_by(one)) for one in hidden if str(one.pk) not in wanted},
            at=at,
        )


def end_share(*, by: Actor, access: Access, at: datetime | None = None) -> Access:
    """End a sharing. What was sent to an authority is not ended here: that is a consent withdrawn."""
    with transaction.atomic():
        _own(by, access.complaint)
        if access.why != Access.Why.SHARED:
            raise Refused(_("这不是授权查阅，不能在这里结束。"))
        return end_access(by=by, access=access, at=at)


def _own(by: Actor, complaint: Complaint) -> Complaint:
    """The case, locked, if it is this actor's. Complaint.DoesNotExist for who may not see it."""
    if not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
        raise Complaint.DoesNotExist
    if not owns(by, complaint.pk):
        raise Refused(_("只有投诉人可以授权别人查阅。没有改动任何内容。"))
    return hold_case(complaint.pk)
