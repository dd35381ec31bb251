"""The consent of a supplement (个人信息保护法 14, 23): for this recipient, these words and these files, as shown."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from core.canonical import canonical, digest
from core.language import gettext as _
from documents.words import Within, others_reached, told_within
from evidence.models import Exhibit
from filings.models import Note, Supplement
from filings.services.reach import covered_by, uncovered_for
from filings.services.sending.consent import (
    ConsentText,
    as_which_copy,
    chosen_exhibits,
    in_both,
    of_child,
    of_identity_in,
)
from filings.services.sending.content import content_of, own_side
from filings.services.sending.giving import others_named
from filings.ways.table import part_of


def propose_supplement(*, supplement: Supplement, at: datetime | None = None) -> ConsentText:
    """The consent to show for a supplement as it is written now; the same until something of it changes.

    Refused where a chosen file is erased.
    """
    return in_both(lambda: _told(supplement, at))


def _told(supplement: Supplement, at: datetime | None) -> ConsentText:
    filing, case = supplement.filing, supplement.filing.complaint
    recipient, question = filing.recipient, question_of(supplement)
    chosen = chosen_exhibits(case, supplement.exhibits)
    whole = uncovered_for(recipient, chosen, supplement.uncovered)
    asked = {"name": filing.addressee, "number": case.number}
    purpose = (
        _("答复%(name)s的问题，供它处理编号为%(number)s的投诉")
        if question
        else _("向%(name)s补充材料，供它处理编号为%(number)s的投诉")
    ) % asked
    way, contact = str(part_of(filing.way).supplement_travels), recipient.contact or recipient.email
    information = [_("您这次写的内容")] if supplement.text else []
    information += [_("所附的文件")] if chosen else []
    text = _shown(supplement, contact, purpose, way, information, chosen, whole)
    within = _within(supplement)
    separate = of_child(case, filing.addressee, timezone.localdate(at or timezone.now()))
    separate += of_identity_in(within)
    bound = {
        "filing": str(filing.pk),
        "supplement": str(supplement.pk),
        "question": question.pk if question else None,
        "text": text,
        "exhibits": [exhibit.sha256 for exhibit in chosen],
        "covered": [covered_by(one) for one in chosen if str(one.pk) not in whole],
        **({"separate": [one.text for one in separate]} if separate else {}),
    }
    bound_to = digest(canonical(bound))
    return ConsentText(
        filing.addressee,
        contact,
        purpose,
        way,
        information,
        [],
        "",
        text,
        bound_to,
        separate,
        others=others_named(case, supplement.text),
        others_reached=others_reached(case, supplement.text),
        within=within.told,
    )


def _within(supplement: Supplement) -> Within:
    """What the words say that the recipient was not given before."""
    filing = supplement.filing
    own = own_side(filing.complaint)
    try:
        given = content_of(filing)["fields"]
    except ValueError:  # what it was given cannot be known any more
        given = {}
    return told_within(own, given, {_("您写的内容"): supplement.text})


def question_of(supplement: Supplement) -> Note | None:
    """The open question that it would answer now; one for missing material before others, then the newest."""
    return next(iter(open_questions(supplement)), None)


def open_questions(supplement: Supplement) -> list[Note]:
    """What the desk waits for an answer to."""
    filing = supplement.filing
    if filing.waiting_since is None:
        return []
    asked = filing.notes.filter(kind=Note.Kind.QUESTION, at__gte=filing.waiting_since)
    return list(asked.order_by("-missing_material", "-at", "-pk"))


def _shown(
    supplement: Supplement,
    contact: str,
    purpose: str,
    way: str,
    information: list[str],
    exhibits: list[Exhibit],
    uncovered: Collection[str],
) -> str:
    lines = [
        _("接收方：%s") % supplement.filing.addressee,
        _("联系方式：%s") % _(contact),
        _("处理目的：%s") % purpose,
        _("处理方式：%s") % way,
        _("个人信息的种类：%s") % _("、").join(information),
    ]
    if supplement.text:
        lines.append(_("您写的内容，原样提供：") + "\n" + supplement.text)
    lines += [
        _("所附文件 %(place)s：%(name)s") % {"place": one.ordinal, "name": one.filename}
        + as_which_copy(one, uncovered)
        for one in exhibits
    ]
    lines.append(
        _("这项同意只对这一次补充有效。送出以前可以取消；送出以后，可以随原来提交的材料一起撤回同意。")
    )
    return "\n".join(lines)
