"""Erasing the content of an exhibit at its owner's wish (个人信息保护法 47), everywhere that it stands on this portal.

What was sent cannot be called back: each recipient is told, and the owner is told what was not erased.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from evidence import sealing
from evidence import services as evidence
from evidence.models import ErasureReason, Exhibit, Sealed
from filings.models import Export, Filing, Note, Way
from filings.services import notices
from filings.services.exporting import forget_erased
from filings.services.reach import Refused, hold_case, owns

# What a complainant may give as the reason; the others are the portal's own.
OWN_REASONS = (ErasureReason.REQUEST, ErasureReason.CONSENT_WITHDRAWN)


def carried(exhibit: Exhibit) -> list[Filing]:
    """The filings that name this exhibit, oldest first."""
    found = Filing.objects.filter(complaint=exhibit.complaint_id, exhibits__contains=[str(exhibit.pk)])
    return list(found.select_related("recipient", "complaint").order_by("prepared_at"))


def erase_exhibit(
    *,
    by: Actor,
    exhibit: Exhibit,
    reason: str = ErasureReason.REQUEST,
    at: datetime | None = None,
) -> Exhibit:
    """Erase an exhibit, the mails that hold it and the bundles that hold it; tell who got it. Twice is once.

    Refused for anybody but the complainant, and while a bundle with it is being built. Exhibit.DoesNotExist for who may
    not see it.
    """
    at = at or timezone.now()
    held = Exhibit.objects.visible_to(by).get(pk=exhibit.pk)
    if not owns(by, held.complaint_id):
        raise Refused(_("只有投诉人可以删除自己的证据。没有删除。"))
    if reason not in OWN_REASONS:
        raise Refused(_("请选择删除的原因。没有删除。"))
    with transaction.atomic():
        hold_case(held.complaint_id)
        if held.erased:
            return held
        _let_bundles_finish(held)
        for filing in carried(held):
            _forget_mail(filing)
            if filing.gone_out:
                _tell(by, filing, held, at)
        evidence.erase(by=by, exhibit=held, reason=reason, at=at)
    forget_erased()
    return Exhibit.objects.visible_to(by).get(pk=held.pk)


def _let_bundles_finish(exhibit: Exhibit) -> None:
    building = Export.objects.filter(
        complaint=exhibit.complaint_id,
        state=Export.State.BUILDING,
        exhibits__contains=[str(exhibit.pk)],
    )
    if building.exists():
        raise Refused(_("有一份案卷正在生成，里面有这件证据。没有删除；请等几分钟，做好以后再删。"))


def _forget_mail(filing: Filing) -> None:
    """The mail holds the copy that went along. Should it have to go again, it is made anew, without the content."""
    held = (
        Filing.objects.select_for_update(of=("self",), no_key=True).select_related("mail").get(pk=filing.pk)
    )
    if held.mail is None:
        return
    mail = held.mail
    held.mail = None
    held.save(update_fields=["mail"])
    Sealed.objects.filter(pk=mail.pk).update(wrapped_key=None)
    transaction.on_commit(lambda: sealing.forget(mail), robust=True)


def _tell(by: Actor, filing: Filing, exhibit: Exhibit, at: datetime) -> None:
    """Not a duty that the law names; but a recipient who looks again should know why there is nothing."""
    if filing.way == Way.EMAIL:
        notices.tell_recipient_of_erasure(filing=filing, ordinal=exhibit.ordinal, at=at)
        text = _("第 %(ordinal)d 号证据的内容已从本平台删除，已用邮件告知接收方；对方收到的副本收不回。")
    elif filing.way == Way.DESK:
        text = _(
            "投诉人要求删除第 %(ordinal)d 号证据的内容，本平台已经删除，在这里不再能查看；哈希值和存证记录保留。"
        )
    else:
        text = _(
            "第 %(ordinal)d 号证据的内容已从本平台删除。这份材料由您自己递交，请您告诉接收方；对方收到的收不回。"
        )
    Note.objects.create(
        filing=filing,
        kind=Note.Kind.REASON,
        text=text % {"ordinal": exhibit.ordinal},
        written_by=by.label,
        at=at,
    )
