"""Consent as 个人信息保护法 14 and 23 ask for it: one a recipient, naming who, for what, how and which information.

``fields_of`` is the explicit list of what a filing may carry, as the file of the channel says. Nothing else leaves: content is
frozen from these fields alone (``filings.services.sending.content``), its grounds and sums too, and documents are made from the
content alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.standing import standing_facts
from core.canonical import canonical, digest
from documents.material import DESK_FIELDS, FIELDS, TOLD_FIELDS
from evidence.models import Exhibit
from filings.channels import consents
from filings.models import Recipient
from filings.services.reach import Refused, check_reachable, covered_by, uncovered_for
from filings.services.sending.answers import TOLD
from filings.services.sending.content import Wishes, case_fields
from filings.ways.table import part_of


@dataclass(frozen=True)
class ConsentText:
    """A consent as it is shown. ``digest`` covers what is given, ``text`` and files: what is consented to is what was shown.

    What is not given, ``withheld`` and ``unnamed``, is shown beside it and bound by nothing: it grows with the case.
    """

    recipient_name: str
    recipient_contact: str
    purpose: str
    way: str
    information: list[str]
    withheld: list[str]  # what the case says and this recipient does not get
    unnamed: str  # in words, where it does not learn who the others are
    text: str
    digest: str


def fields_of(channel: str, way: str = "") -> tuple[str, ...]:
    """What may leave through a channel, with the answers: whole to a desk, else as far as its papers tell of them.

    Refused for a channel that nothing is known about.
    """
    consent = consents().get(channel)
    if consent is None:
        raise Refused(_("本平台还不能向这个渠道提交材料。您的投诉没有变化。"))
    if way and part_of(way).at_desk:
        return (*consent.fields, *consent.answers)
    return (*consent.fields, *(f"{TOLD}{group}" for group in consent.told))


def labels_of_answers(allowed: Collection[str]) -> dict[str, str]:
    """The answers by name, as a consent lists them: whole where a desk gets them, else by what papers tell of."""
    if not DESK_FIELDS.keys() & {*allowed}:
        return TOLD_FIELDS
    return DESK_FIELDS | {name: label for name, label in TOLD_FIELDS.items() if name in allowed}


def propose_consent(
    *,
    complaint: Complaint,
    recipient: Recipient,
    exhibits: Iterable[Any],
    document: str,
    wishes: Wishes | None = None,
    uncovered: Iterable[Any] = (),
) -> ConsentText:
    """The consent to show for sending this case and these exhibits to this recipient; the same until something changes.

    ``uncovered`` are those that go without covering although a covered copy was made. Refused for any but a court,
    and for a recipient that cannot be reached now.
    """
    check_reachable(recipient)
    chosen = chosen_exhibits(complaint, exhibits)
    whole = uncovered_for(recipient, chosen, uncovered)
    allowed = fields_of(recipient.channel, recipient.way)
    labels = FIELDS | labels_of_answers(allowed)
    said = case_fields(complaint, labels, chosen, wishes, whole)
    fields = {name: value for name, value in said.items() if name in allowed}
    information = [str(_(label)) for name, label in labels.items() if name in fields]
    withheld = [str(_(label)) for name, label in labels.items() if name in said and name not in fields]
    purpose = _("请%(name)s处理编号为%(number)s的投诉") % {"name": recipient.name, "number": complaint.number}
    way = str(part_of(recipient.way).travels)
    contact = recipient.contact or recipient.email
    capacity = standing_facts(complaint).get("complainant", {}).get("capacity")
    guardian = capacity == "guardian" or complaint.child is not None
    hidden = "respondents" in said and "respondents" not in fields
    unnamed = (
        _("它看不到您写的对方是谁，只按号码和信息内容处理；对方的名称请在别的渠道使用。") if hidden else ""
    )
    text = _shown(recipient, contact, purpose, way, information, chosen, whole, fields, guardian)
    covered = [one for exhibit in chosen if str(exhibit.pk) not in whole and (one := covered_by(exhibit))]
    bound = {
        "complaint": str(complaint.pk),
        "recipient": recipient.pk,
        "way": recipient.way,
        "document": document,
        "text": text,
        "fields": digest(canonical(fields)),
        "exhibits": [exhibit.sha256 for exhibit in chosen],
        **({"covered": covered} if covered else {}),
        **({"uncovered": sorted(whole)} if whole else {}),
    }
    bound_to = digest(canonical(bound))
    return ConsentText(recipient.name, contact, purpose, way, information, withheld, unnamed, text, bound_to)


def chosen_exhibits(complaint: Complaint, exhibits: Iterable[Any]) -> list[Exhibit]:
    """The exhibits meant by ids or rows, in the order of the case. Refused when one is not of this case or is erased."""
    wanted = {str(getattr(one, "pk", one)) for one in exhibits}
    found = [
        exhibit
        for exhibit in Exhibit.objects.of_case(complaint.pk).select_related("sealed").with_copies()
        if str(exhibit.pk) in wanted
    ]
    if len(found) != len(wanted):
        raise Refused(_("有的证据不属于这个投诉，没有提交。请重新选择证据。"))
    if any(exhibit.erased for exhibit in found):
        raise Refused(_("有的证据已经删除，不能再提交。请重新选择证据。"))
    return found


def _shown(
    recipient: Recipient,
    contact: str,
    purpose: str,
    way: str,
    information: list[str],
    exhibits: list[Exhibit],
    uncovered: Collection[str],
    fields: Collection[str],
    guardian: bool,
) -> str:
    """The words on the screen. Sensitive information is named with why it is needed (28–31)."""
    lines = [
        _("接收方：%s") % recipient.name,
        _("联系方式：%s") % contact,
        _("处理目的：%s") % purpose,
        _("处理方式：%s") % way,
        _("个人信息的种类：%s") % "、".join(information),
    ]
    lines += [
        _("随附证据 %(place)s：%(name)s") % {"place": one.ordinal, "name": one.filename}
        + as_which_copy(one, uncovered)
        for one in exhibits
    ]
    if "complainant.id_number" in fields or "representative.id_number" in fields:
        lines.append(_("其中身份证号码是敏感个人信息：接收方要凭它核对您的身份；泄露后可能被人冒用。"))
    if guardian:
        lines.append(
            _(
                "内容涉及孩子：不满十四周岁未成年人的个人信息是敏感个人信息，由您作为监护人同意；"
                "接收方要凭它处理投诉，与投诉无关的孩子的信息请不要写。"
            )
        )
    lines.append(_("这项同意只对这一个接收方有效。发出前撤回，就不会发出；发出后撤回，我们会告诉接收方。"))
    return "\n".join(lines)


def as_which_copy(exhibit: Exhibit, uncovered: Collection[str]) -> str:
    if not covered_by(exhibit):
        return ""
    if str(exhibit.pk) in uncovered:
        return _("（给没有遮盖的副本：您遮盖过的内容它都看得到）")
    return _("（只给遮盖了一部分的副本）")
