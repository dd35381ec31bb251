"""The acts of the law: an assessment is made and kept, never changed; a person's other answer stands beside it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, Organisation
from complaints import particulars
from complaints.counting.recount import counted_exactly, counted_since, shown_digest
from complaints.ledger import append_entry, hold_ledger
from complaints.models import Access, Act, Complaint, Contact, Statement
from complaints.services import (
    ContactInput,
    add_contacts,
    added_before,
    owns,
    record_recount,
    record_statement,
)
from complaints.standing import standing_facts
from complaints.stated import Facts
from complaints.stating import answers_now, changes_of
from core.canonical import canonical, digest
from core.language import act
from core.language import gettext as _
from core.retention_and_limits import MOST_ADDED, MOST_STATEMENTS
from evidence.models import Import
from legal.corpus.reader import load
from legal.corrections import found_of, holding
from legal.models import Assessment, Overrule
from legal.reasoning.assessment import assess

LONGEST_REASON = 5_000  # characters


class Refused(Exception):
    """An act that is not allowed, or not now. The message is for people: what happened, what to do."""


def facts_on(complaint: Complaint, day: date) -> Facts:
    """The facts of a case as they are assessed on a day: what was filed and recounted, asked again as of then."""
    facts = standing_facts(complaint)
    facts.pop("id", None)
    facts["filing_date"] = day.isoformat()
    return facts


@act
def assess_complaint(*, by: Actor, complaint: Complaint, at: datetime | None = None) -> Assessment:
    """Assess a complaint as of ``at``: substantive law of the event's last day, procedure of the day of filing.

    Kept with the version of the corpus that made it, and entered into the ledger. Raise FactsError when the facts
    cannot be read.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    facts = facts_on(complaint, today)
    result = assess(facts, on=today)
    with transaction.atomic():
        assessment = Assessment.objects.create(
            complaint=complaint,
            made_at=at,
            made_by=by.label,
            event_on=date.fromisoformat(facts["event"]["last"]),
            filing_on=today,
            corpus_version=load().version,
            facts_digest=digest(canonical(standing_facts(complaint))),
            result=result,
        )
        detail = {
            "assessment": assessment.pk,
            "corpus": assessment.corpus_version,
            "facts": assessment.facts_digest,
            "result": digest(canonical(result)),
        }
        append_entry(by=by, complaint_id=complaint.pk, act=Act.ASSESSED, detail=detail, at=at)
    return assessment


@act
def assess_recounted(
    *, by: Actor, complaint: Complaint, shown: str, at: datetime | None = None
) -> Assessment:
    """Take the newly counted facts over and assess the case by them, as of ``at`` and by the law in force then.

    ``shown`` is the digest of the changes that the person looked at. The facts as filed, the assessments before and
    whatever was prepared or sent stay as they are. Raise Complaint.DoesNotExist for who may not see the case, Refused
    for anybody but the complainant, when there is nothing new, and when something else is new than was shown.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = Complaint.objects.visible_to(by).get(pk=complaint.pk)
        hold_ledger(case.pk)
        if not owns(by, case.pk):
            raise Refused(_("只有投诉人可以把新数出的写进对照。没有改动任何内容。"))
        if case.state in (Complaint.State.WITHDRAWN, Complaint.State.CLOSED):
            raise Refused(_("这个投诉已经撤回或者结束，没有改动任何内容。"))
        if Import.objects.of_case(case.pk).filter(state=Import.State.KEEPING).exists():
            raise Refused(_("还有一份手机备份正在收入。请等它收完，再把数出的一起写进去；没有改动任何内容。"))
        changes = counted_since(case, today=timezone.localdate(at))
        if not changes:
            raise Refused(_("没有新的要写：对照用的就是现在数出的。没有改动任何内容。"))
        if shown_digest(changes) != shown:
            raise Refused(_("打开本页之后数出的又变了，没有写进去。请看过下面新的数再确认。"))
        exactly = counted_exactly(standing_facts(case), changes)
        record_recount(by=by, complaint=case, changes=[*changes, *exactly], at=at)
        return assess_complaint(by=by, complaint=case, at=at)


@act
def assess_going_on(
    *,
    by: Actor,
    complaint: Complaint,
    came: Sequence[ContactInput],
    form: UUID | None = None,
    at: datetime | None = None,
) -> Assessment | None:
    """Add what came since the filing to a case, count it in, and assess the case by it; None where no fact became another.
    What one ``form`` brought is added once: sent again, it is answered as the first time.

    What was filed, prepared or sent stays as it is. Raise Complaint.DoesNotExist for who may not see the case, Refused for
    anybody but the complainant, and where the case is over.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = Complaint.objects.visible_to(by).get(pk=complaint.pk)
        hold_ledger(case.pk)
        if not owns(by, case.pk):
            raise Refused(_("只有投诉人可以加。没有改动任何内容。"))
        if (before := added_before(case, form)) is not None:
            return Assessment.objects.filter(complaint=case, made_at=before).first()
        if case.state in (Complaint.State.WITHDRAWN, Complaint.State.CLOSED):
            raise Refused(_("这个投诉已经撤回或者结束，没有改动任何内容。"))
        if Contact.objects.filter(complaint=case, fingerprint=None).count() + len(came) > MOST_ADDED:
            raise Refused(_("一条一条加的最多 %d 条，没有加。更多的请导入手机备份。") % MOST_ADDED)
        if add_contacts(by=by, complaint=case, came=came, form=form, at=at) is None:
            return None
        return assess_complaint(by=by, complaint=case, at=at)


def shown_answers(complaint: Complaint, matter: str) -> str:
    """The digest of the answers that stand on a page of questions: what a page that showed them sends back."""
    return digest(canonical(answers_now(complaint, matter)))


@act
def assess_stated(
    *,
    by: Actor,
    complaint: Complaint,
    matter: str,
    answers: Mapping[str, Any],
    shown: str,
    reason: str = "",
    at: datetime | None = None,
) -> Statement:
    """Write down what the complainant adds or corrects on one page of questions, and assess the case by it; of what papers
    need, their lawyer may fill in what lacks.

    ``shown`` is ``shown_answers`` of what the person looked at. The facts as filed, the receipt, the assessments before
    and whatever was prepared or sent stay as they are. Raise Complaint.DoesNotExist for who may not see the case, Refused for
    who may not say it, where nothing is new and where something else stands now than was shown; FactsError for
    facts that cannot be read together.
    """
    with transaction.atomic():
        case = Complaint.objects.visible_to(by).get(pk=complaint.pk)
        hold_ledger(case.pk)
        # Not before it holds the record: what was frozen while it waited is earlier.
        at = at or timezone.now()
        _may_state(by, case, matter, answers)
        if case.state in (Complaint.State.WITHDRAWN, Complaint.State.CLOSED):
            raise Refused(_("这个投诉已经撤回或者结束，没有改动任何内容。"))
        if case.statements.count() >= MOST_STATEMENTS:
            raise Refused(
                _("一件投诉最多补充、更正 %d 次，已经到了。没有保存；新的情况请写在补充材料里。")
                % MOST_STATEMENTS
            )
        if shown_answers(case, matter) != shown:
            raise Refused(_("打开本页之后，这一页的回答又改过，没有保存。请对照下面现在的回答，再保存一次。"))
        changes = changes_of(case, matter, answers)
        if not changes:
            raise Refused(_("和现在的回答一样，没有要保存的。"))
        before = standing_facts(case)
        made = record_statement(
            by=by, complaint=case, matter=matter, answers=answers, changes=changes, reason=reason, at=at
        )
        if standing_facts(case) != before:
            assess_complaint(by=by, complaint=case, at=at)
    return made


def _may_state(by: Actor, case: Complaint, matter: str, answers: Mapping[str, Any]) -> None:
    """Raise Refused for anybody but the complainant; but for what papers need, which their lawyer may fill in."""
    if owns(by, case.pk):
        return
    if matter != particulars.SLUG or not advises(by, case):
        raise Refused(_("只有投诉人可以补充、更正。没有改动任何内容。"))
    now, open_to = particulars.particulars_now(case), particulars.fillable_by(case, by.label)
    said = {name for name, answer in answers.items() if str(answer or "") != now.get(name, "")}
    if said - {*open_to}:
        raise Refused(_("投诉人已经写了的，只有投诉人自己能改。没有保存；写的内容还在下面。"))


def advises(by: Actor, complaint: Complaint) -> bool:
    """Whether this is the complainant's lawyer: the case was shared with them, or with whom they act for. Not its owner."""
    if by.user is None:
        return False
    held = Access.objects.in_force().of(by).filter(complaint=complaint)
    if held.own().exists():
        return False
    shared = held.filter(why=Access.Why.SHARED)
    if shared.filter(organisation__isnull=False).exists():
        return True
    return shared.exists() and Membership.objects.lawyers_today().filter(user=by.user).exists()


def _may_overrule(by: Actor, assessment: Assessment, desk: Organisation | None) -> None:
    """Raise Refused for who is neither the complainant's lawyer nor at a desk that this case was sent to."""
    case = assessment.complaint
    held = Access.objects.in_force().of(by).filter(complaint=case)
    if not held.exists():
        raise Complaint.DoesNotExist
    if desk is None:
        if not advises(by, case):
            raise Refused(_("只有您授权的律师可以更正对照结果。没有改动任何内容。"))
        if Assessment.objects.latest_of(case) != assessment:
            raise Refused(_("打开本页之后又有了新的对照结果，没有保存更正。请看过新的结果再决定。"))
        return
    own = held.own().exists()
    sent = held.filter(why=Access.Why.SENT, organisation=desk).exists()
    if own or not sent or desk.pk not in by.organisation_ids:
        raise Refused(_("这件投诉没有送到您的办案台，不能更正。没有改动任何内容。"))


def _standing(assessment: Assessment, ground: str, desk: Organisation | None, shown: str | None) -> str:
    """The status of a ground as it stands: the last correction of the same side that holds, else what the machine found."""
    found = shown or found_of(assessment.result, ground)
    if found is None:
        raise Refused(_("没有这一种情形：%s。没有改动任何内容。") % ground)
    if desk is None:
        said = Overrule.objects.of_case(assessment.complaint).select_related("assessment")
    else:
        said = Overrule.objects.at_desk(assessment.pk, desk.pk).select_related("assessment")
    last = holding(said, assessment).get(ground)
    return last.status if last else found


@act
def overrule(
    *,
    by: Actor,
    assessment: Assessment,
    ground: str,
    status: str,
    reason: str,
    desk: Organisation | None = None,
    shown: str | None = None,
    at: datetime | None = None,
) -> Overrule:
    """Set another status beside the machine's on one ground of an assessment, with a reason. Nothing is replaced.

    By the complainant's lawyer on the newest assessment; or, with ``desk``, by a caseworker on the assessment that was
    sent there, which the caller has made sure of. ``shown`` is what the machine says of the ground at that desk, which
    weighs what was consented to alone and may find less. The ledger holds the hash of the reason. Raise Complaint.DoesNotExist
    for who may not see the case, Refused for who may not overrule and for words that say nothing.
    """
    at = at or timezone.now()
    words = reason.strip()
    if not words:
        raise Refused(_("没有保存：请写明理由，投诉人和以后查阅的人要看得懂为什么。"))
    if len(words) > LONGEST_REASON or "\x00" in words:
        raise Refused(_("没有保存：理由最多 %d 字，不能有控制符。") % LONGEST_REASON)
    if status not in Overrule.Status.values:
        raise Refused(_("没有保存：请选择更正为哪一种结果。"))
    with transaction.atomic():
        hold_ledger(assessment.complaint_id)
        _may_overrule(by, assessment, desk)
        before = _standing(assessment, ground, desk, shown)
        if before == status:
            raise Refused(_("没有保存：现在就是这个结果，没有可更正的。"))
        made = Overrule.objects.create(
            assessment=assessment,
            ground=ground,
            status_before=before,
            status=status,
            reason=words,
            made_by=by.label,
            made_at=at,
            desk=desk,
        )
        detail = {
            "assessment": assessment.pk,
            "overrule": made.pk,
            "ground": ground,
            "from": before,
            "to": status,
            "reason": digest(words),
            "desk": desk.pk if desk else None,
        }
        append_entry(
            by=by, complaint_id=assessment.complaint_id, act=Act.ASSESSMENT_OVERRULED, detail=detail, at=at
        )
    return made
