"""Preparing a filing: consent as shown, content frozen, documents made of it and sealed, all in one transaction."""

import io
import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypedDict

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Consent
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Act, Complaint
from complaints.services import owns, record_read, taken_at_desk
from complaints.standing import standing_facts
from core.canonical import canonical, digest
from core.language import Words, listed
from core.language import gettext as _
from documents.filed import made_of, papers_of
from documents.founded import unfounded_in
from documents.frozen import Content
from documents.official import form_of
from documents.press import Document as Printed
from documents.requests import Request, Unasked, contradicting
from evidence.models import Exhibit
from evidence.sealed import sealing
from evidence.services import being_imported
from filings.models import Document, Filing, FilingDocument, Recipient
from filings.services.law import assessment_for, check_open, check_recipient_of, declarable
from filings.services.reach import (
    Outdated,
    Refused,
    check_reachable,
    covered_by,
    hold_case,
    uncovered_for,
)
from filings.services.sending.consent import (
    ConsentText,
    asks_nothing,
    chosen_exhibits,
    declared_in,
    edited_for,
    proposed,
    without_consent,
)
from filings.services.sending.content import Edited, Wishes
from filings.services.sending.giving import Giving, content_given
from filings.services.sending.heard import Heard, check_heard
from filings.ways.table import part_of
from legal.reasoning.answers import Way as PlanEntry


class Meant(TypedDict):
    """What a filing is made of besides its files and what is given."""

    complaint: Complaint
    recipient: Recipient
    document: str
    wishes: Wishes
    uncovered: Collection[str]
    on: date
    entry: PlanEntry


def prepare(
    *,
    by: Actor,
    complaint: Complaint,
    recipient: Recipient,
    consent_digest: str,
    exhibits: Iterable[Any] = (),
    document: str = Document.LETTER,
    wishes: Wishes | None = None,
    uncovered: Iterable[Any] = (),
    giving: Giving | None = None,
    heard: Heard | None = None,
    at: datetime | None = None,
) -> Filing:
    """Record the consent that was shown and make what will be sent; nothing leaves before ``confirm``.

    ``consent_digest`` is that of the ConsentText on the screen. Refused when the consent would read otherwise now, the
    channel is closed (with why) or requires what ``giving`` leaves out or does not agree to, a clean copy is still being
    made, or the case went to this recipient before. With ``heard`` it was said or signed at the recipient's own desk, whose
    writer acts; the law is that of the day on which that desk had the complaint.
    Complaint.DoesNotExist for who may not see the case.
    """
    at, wishes, giving = at or timezone.now(), wishes or Wishes(), giving or Giving()
    if heard is None and not Complaint.objects.visible_to(by).filter(pk=complaint.pk).exists():
        raise Complaint.DoesNotExist
    with transaction.atomic():
        case = hold_case(complaint.pk)
        hold_ledger(case.pk)  # nothing that is agreed to here is imported anew meanwhile
        if heard is not None:
            check_heard(by, case, recipient, heard)
        elif not owns(by, case.pk):
            raise Refused(_("只有投诉人可以提交材料。没有改动任何内容。"))
        chosen = _checked(case, recipient, document, exhibits)
        whole = uncovered_for(recipient, chosen, uncovered)
        if wishes.unsettled and not declarable(case, recipient.channel):
            raise Refused(
                _(
                    "按您说的情况，已经有别的部门受理，不能写“未由其他部门受理”。没有备材料；请去掉这一项再试。"
                )
            )
        edited = edited_for(case, recipient)
        wishes = replace(wishes, edited=edited)
        on = timezone.localdate(heard.intake.received_at if heard else at)
        entry = check_open(case, recipient.channel, on)
        meant: Meant = {
            "complaint": case.read_whole(),
            "recipient": recipient,
            "document": document,
            "wishes": wishes,
            "uncovered": whole,
            "on": on,
            "entry": entry,
        }
        shown, content = proposed(**meant, chosen=chosen, giving=giving)
        if shown.digest != consent_digest:
            raise Outdated(
                _("在您看过之后，要提供的内容有了变化。请重新看一遍同意书再确认；已有的内容都还在。")
            )
        check_requests(shown.requests, wishes)
        keeps = "keep_number" in (standing_facts(case).get("wishes") or ())
        check_something_asked(shown.requests, wishes, recipient.channel, shown.unasked, keeps=keeps)
        if apart := without_consent(shown, giving.agreed, recipient.channel):
            less = replace(giving, left_out=giving.left_out | apart)
            content = content_given(**meant, exhibits=chosen, giving=less)
        assessment = assessment_for(by=by, complaint=case, at=at)
        filing = _row(
            by, case, recipient, shown, giving, content, chosen, whole, at, assessment.pk, edited, heard
        )
        check_founded(content)
        made = papers_of(content, entry, by_hand=part_of(recipient.way).printed)
        sealed = {kind: sealing.seal(io.BytesIO(printed.pdf)) for kind, printed in made}
        FilingDocument.objects.bulk_create(
            [
                FilingDocument(
                    filing=filing,
                    kind=kind,
                    sealed=sealed[kind],
                    filename=f"{case.number}-{printed.title}.pdf",
                    sha256=sealed[kind].sha256,
                    size=sealed[kind].size,
                    pages=printed.pages,
                )
                for kind, printed in made
            ]
        )
        digests = [one.sha256 for one in sealed.values()]
        _record(by, filing, content, shown, giving, digests, chosen, at, heard)
    return filing


def check_founded(content: Content) -> None:
    """Refused where a generated sentence of the letter or claim rests on nothing that the content holds."""
    if lacking := unfounded_in(made_of(content)):
        raise Refused(
            _(
                "材料里有一句话，给它的内容里没有依据：“%s”。没有备材料，您填的都还在。"
                "请核对有关的回答，或者在草稿里改这一句。"
            )
            % lacking[0].text
        )


def _checked(case: Complaint, recipient: Recipient, document: str, exhibits: Iterable[Any]) -> list[Exhibit]:
    """The exhibits, if this may be prepared at all."""
    if case.state == Complaint.State.WITHDRAWN:
        raise Refused(_("这个投诉已经撤回，不能再提交。"))
    check_recipient_of(case, recipient)
    check_reachable(recipient)
    if document not in Document.values or (document == Document.CLAIM) != (recipient.channel == "court"):
        raise Refused(_("民事起诉状只能提交给法院，其他渠道请用投诉信。"))
    held = (
        case.filings.filter(recipient=recipient).exclude(state__in=["withdrawn", "refused", "closed"]).first()
    )
    if held is not None:
        raise Refused(
            _("这个投诉已经向“%(name)s”备过材料，现在是“%(state)s”，不能重复提交。")
            % {"name": recipient.name, "state": held.get_state_display()}
        )
    chosen = chosen_exhibits(case, exhibits)
    check_copies(chosen)
    return chosen


def check_requests(offered: Iterable[Request], wishes: Wishes) -> None:
    """Refused where what is ticked cannot be asked for as it stands: without a sum, against another request, not at all.
    By whom it was ticked, on a page or by the wishes of the case, makes no difference; relief by its code has no ticks."""
    if wishes.relief is not None:
        return
    ticked = [one for one in offered if one.wished]
    if both := contradicting(one.slug for one in ticked):
        raise Refused(_("“%s”和“%s”只能要求一样。没有备材料；去掉一样再试，您填的都还在。") % both)
    for one in ticked:
        if one.slug == "triple" and not wishes.fraud.strip():
            raise Refused(
                _("要求增加赔偿，要写明对方怎样故意隐瞒、说假话。没有备材料；写上，或者去掉这一项再试。")
            )
        if one.takes and one.sum is None and not one.made:
            raise Refused(_("勾选了“%s”，没有写金额。没有备材料；写上，或者去掉这一项再试。") % one.title)


_PARTS_WITH = frozenset({"end_contract", "change_number", "deregister"})


def check_something_asked(
    offered: Iterable[Request],
    wishes: Wishes,
    channel: str,
    unasked: Iterable[Unasked] = (),
    *,
    keeps: bool = False,
) -> None:
    """Refused where nothing is asked for and the channel takes nothing without (民事诉讼法 122(三), 35号令 10(三)). ``keeps``:
    the person wants to keep the number, and is led to nothing that parts them from it."""
    offered = list(offered)
    if not form_of(channel).needs_request or not asks_nothing(offered, wishes):
        return
    among = listed(
        Words.say("“%s”", _(one.title))
        for one in offered
        if not one.accuses and not (keeps and one.slug in _PARTS_WITH)
    )
    said = (
        _("这里只收有具体请求的材料。没有备材料；请勾选一项（%s），或者用自己的话写。") % among
        if among
        else _("这里只收有具体请求的材料。没有备材料；请用自己的话写您的请求。")
    )
    not_offered = (_("“%(title)s”：%(why)s") % {"title": _(one.title), "why": _(one.why)} for one in unasked)
    raise Refused(listed((said, *not_offered), between=""))


def check_copies(chosen: list[Exhibit]) -> None:
    """Refused while a chosen file is still being read or cleaned: nobody could see what leaves."""
    if being_imported(chosen):
        raise Refused(
            _(
                "有一份手机备份还没有导入完。请先选好收入哪些信息，等收入完成再提交；这样您才看得到提供的是什么。"
            )
        )
    waiting = [one.filename for one in chosen if one.clean_copy is None or not one.clean_copy.final]
    if waiting:
        raise Refused(
            _("这些证据的查看副本还在生成：%s。一般不到一分钟，请稍后再试；您选的内容都还在。")
            % listed(waiting)
        )


def _row(
    by: Actor,
    case: Complaint,
    recipient: Recipient,
    shown: ConsentText,
    giving: Giving,
    content: Content,
    chosen: list[Exhibit],
    uncovered: Collection[str],
    at: datetime,
    assessment_id: int,
    edited: Edited | None,
    heard: Heard | None,
) -> Filing:
    agreed = [one for one in shown.kept.separate if one.key in giving.agreed]
    consent = Consent.objects.create(
        case_id=case.pk,
        **(heard.kept(by) if heard else {"given_by": by.label}),
        recipient_name=shown.recipient_name,
        recipient_contact=shown.recipient_contact,
        purpose=shown.kept.purpose,
        way=shown.kept.way,
        information=[
            *shown.kept.information,
            *declared_in(content),
            *(name for one in agreed for name in one.information),
        ],
        text="\n".join([shown.kept.text, *([heard.words] if heard else [])]),
        **shown.read_as(giving.agreed),
        separate="\n".join(f"{one.text}\n{one.label}" for one in agreed),
        given_at=at,
    )
    text = canonical(content)
    return Filing.objects.create(
        id=uuid.uuid4(),
        complaint=case,
        recipient=recipient,
        organisation=recipient.organisation if part_of(recipient.way).at_desk else None,
        channel=recipient.channel,
        came_by=heard.intake.way if heard else "",
        way=recipient.way,
        consent=consent,
        assessment_id=assessment_id,
        document=content["document"],
        written_to=shown.recipient_name if shown.recipient_name != recipient.name else "",
        content=text,
        content_digest=digest(text),
        exhibits=[str(exhibit.pk) for exhibit in chosen],
        covered={
            str(one.pk): found
            for one in chosen
            if str(one.pk) not in uncovered and (found := covered_by(one))
        },
        uncovered=[str(one.pk) for one in chosen if str(one.pk) in uncovered],
        paper_version_id=edited.pk if edited else None,
        prepared_at=at,
    )


def _record(
    by: Actor,
    filing: Filing,
    content: Content,
    shown: ConsentText,
    giving: Giving,
    documents: list[str],
    chosen: list[Exhibit],
    at: datetime,
    heard: Heard | None,
) -> None:
    by_desk = taken_at_desk(heard.intake) if heard else {}
    agreed = [one.key for one in shown.separate if one.key in giving.agreed]
    given = {
        "consent": filing.consent_id,
        "recipient": filing.recipient_id,
        "shown": shown.digest,
        **({"separate": agreed} if agreed else {}),
        **({**by_desk, **heard.entered} if heard else {}),
    }
    append_entry(by=by, complaint_id=filing.complaint_id, act=Act.CONSENT_GIVEN, detail=given, at=at)
    prepared = {
        "filing": str(filing.pk),
        "recipient": filing.recipient_id,
        "channel": filing.channel,
        "content": filing.content_digest,
        "documents": documents,
        "exhibits": [exhibit.sha256 for exhibit in chosen],
        **({"covered": filing.covered} if filing.covered else {}),
        **({"uncovered": filing.uncovered} if filing.uncovered else {}),
        "assessment": filing.assessment_id,
        **({"paper": content["paper"]} if "paper" in content else {}),
        **by_desk,
    }
    append_entry(by=by, complaint_id=filing.complaint_id, act=Act.FILING_PREPARED, detail=prepared, at=at)


def preview(
    *,
    by: Actor,
    complaint: Complaint,
    recipient: Recipient,
    exhibits: Iterable[Any] = (),
    document: str = Document.LETTER,
    wishes: Wishes | None = None,
    uncovered: Iterable[Any] = (),
    at: datetime | None = None,
) -> Printed:
    """The letter or claim as it would go, before any consent; kept nowhere. Refused as ``prepare`` refuses."""
    at, wishes = at or timezone.now(), replace(wishes or Wishes(), edited=edited_for(complaint, recipient))
    case = Complaint.objects.visible_to(by).get(pk=complaint.pk)
    if not owns(by, case.pk):
        raise Refused(_("只有投诉人可以提交材料。没有改动任何内容。"))
    chosen = _checked(case, recipient, document, exhibits)
    whole = uncovered_for(recipient, chosen, uncovered)
    on = timezone.localdate(at)
    entry = check_open(case, recipient.channel, on)
    content = content_given(
        complaint=case.read_whole(),
        recipient=recipient,
        document=document,
        exhibits=chosen,
        uncovered=whole,
        wishes=wishes,
        giving=Giving(),
        on=on,
        entry=entry,
    )
    return papers_of(content, entry, by_hand=False)[0][1]


def open_document(*, by: Actor, document: FilingDocument, at: datetime | None = None) -> io.BufferedReader:
    """The bytes of a document as made. Filing.DoesNotExist for who may not see it, or may not know who
    complained; staff reading it is recorded."""
    filing = (
        Filing.objects.visible_to(by).identity_open(by).select_related("complaint").get(pk=document.filing_id)
    )
    record_read(by=by, complaint=filing.complaint, what="document", desk=filing.organisation_id, at=at)
    return sealing.open_sealed(document.sealed)
