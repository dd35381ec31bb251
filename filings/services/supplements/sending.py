"""From a written supplement to its recipient: consented to and frozen, confirmed, handed in, looked into, answered with."""

import io
from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

import documents
from accounts.actors import Actor
from accounts.models import Consent
from complaints.ledger import append_entry
from complaints.models import Act
from complaints.services import record_read
from core import work
from core.canonical import canonical, digest
from core.language import gettext as _
from documents import supplement_letter
from evidence.sealed import sealing
from filings.models import Filing, Supplement
from filings.services.movement import moment_of
from filings.services.reach import Refused, covered_by, roles
from filings.services.sending.consent import check_guardian, chosen_exhibits, without_consent
from filings.services.sending.content import case_fields
from filings.services.sending.preparation import check_copies
from filings.services.supplements.consent import open_questions, propose_supplement, question_of
from filings.services.supplements.movement import State, apply, cancel, hold_supplement
from filings.services.supplements.writing import check_new_to_recipient, check_takes_more
from filings.ways.table import HERE, is_carried, part_of

VERSION = 1  # of frozen content


def prepare_supplement(
    *,
    by: Actor,
    supplement: Supplement,
    consent_digest: str,
    agreed: Collection[str] = (),
    at: datetime | None = None,
) -> Supplement:
    """Record the consent that was shown and freeze what will leave; nothing leaves before it is confirmed.

    ``agreed`` are the keys of the separate consents that were given. Refused when the consent would read otherwise now or a
    separate one is missing, while a copy is still being made, and where nothing is written:
    what was typed and chosen stays as it is.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_supplement(by, supplement)
        check_takes_more(by, held.filing)
        if held.state != State.WRITING:
            raise Refused(_("这份补充材料已经备好，不用再同意一次。没有改动任何内容。"))
        if not held.text and not held.exhibits:
            raise Refused(_("还没有写内容，也没有选文件。写一句，或者选一个文件，再继续。"))
        chosen = chosen_exhibits(held.filing.complaint, held.exhibits)
        check_copies(chosen)
        check_new_to_recipient(held.filing, chosen)
        _check_reachable(held.filing)
        shown = propose_supplement(supplement=held, at=at)
        if shown.digest != consent_digest:
            raise Refused(_("在您看过之后，要提供的内容有了变化。请重新看一遍再确认；写的和选的都还在。"))
        without_consent(shown, agreed, held.filing.channel)
        held.consent = Consent.objects.create(
            case_id=held.filing.complaint_id,
            given_by=by.label,
            recipient_name=shown.recipient_name,
            recipient_contact=shown.recipient_contact,
            purpose=shown.kept.purpose,
            way=shown.kept.way,
            information=[
                *shown.kept.information,
                *(name for one in shown.kept.separate for name in one.information),
            ],
            text=shown.kept.text,
            separate="\n".join(f"{one.text}\n{one.label}" for one in shown.kept.separate),
            **shown.read_as([one.key for one in shown.separate]),
            given_at=at,
        )
        held.question, held.asked_at = question_of(held), held.filing.waiting_since
        held.covered = {
            str(one.pk): found
            for one in chosen
            if str(one.pk) not in held.uncovered and (found := covered_by(one))
        }
        content = _content(held, at)
        _freeze(held, content, at)
        _record(by, held, shown.digest, [one.sha256 for one in chosen], at)
    return held


def _check_reachable(filing: Filing) -> None:
    if not filing.recipient.reachable:
        words = _("“%s”现在不接收材料，所以没有送出。写的和选的都存着，等它恢复了再来送。")
        raise Refused(words % filing.addressee)


def _content(held: Supplement, at: datetime) -> documents.Supplement:
    filing, case = held.filing, held.filing.complaint
    chosen = chosen_exhibits(case, held.exhibits)
    acknowledged = filing.acknowledgements.filter(source="complainant").order_by("-at").first()
    with translation.override(settings.LANGUAGE_CODE):
        rows = case_fields(case, ("exhibits",), chosen, None, held.uncovered).get("exhibits", [])
    recipient = filing.recipient
    return {
        "version": VERSION,
        "number": case.number,
        "place": held.number,
        "filing": str(filing.pk),
        "way": filing.way,
        "on": timezone.localdate(at).isoformat(),
        "recipient": {
            "name": filing.addressee,
            "address": recipient.address,
            "phone": recipient.contact,
            "website": recipient.website,
            "email": recipient.email,
        },
        "sent_on": timezone.localdate(filing.sent_at).isoformat() if filing.sent_at else "",
        "reference": acknowledged.reference if acknowledged else "",
        "question": "\n".join(one.text for one in open_questions(held)[::-1]),
        "words": held.text,
        "exhibits": rows,
        "seal": {
            "number": case.number,
            "digest": digest(case.receipt.payload),
            "check_url": settings.PUBLIC_URL + reverse("receipt_public", args=[case.receipt.code]),
        },
    }


def _freeze(held: Supplement, content: documents.Supplement, at: datetime) -> None:
    held.content = canonical(content)
    held.content_digest, held.text, held.prepared_at = digest(held.content), "", at
    if part_of(held.filing.way).letter_with_supplement:
        printed = supplement_letter(content)
        held.letter, held.letter_pages = sealing.seal(io.BytesIO(printed.pdf)), printed.pages
    held.moved(State.PREPARED)
    held.save()


def _record(by: Actor, held: Supplement, shown: str, exhibits: list[str], at: datetime) -> None:
    filing, case_id = held.filing, held.filing.complaint_id
    about = {"filing": str(filing.pk), "supplement": str(held.pk)}
    given = {**about, "consent": held.consent_id, "recipient": filing.recipient_id, "shown": shown}
    append_entry(by=by, complaint_id=case_id, act=Act.CONSENT_GIVEN, detail=given, at=at)
    prepared = {
        **about,
        "content": held.content_digest,
        "exhibits": exhibits,
        **({"letter": held.letter.sha256} if held.letter else {}),
        **({"covered": held.covered} if held.covered else {}),
        **({"uncovered": held.uncovered} if held.uncovered else {}),
        **({"question": held.question_id} if held.question_id else {}),
    }
    append_entry(by=by, complaint_id=case_id, act=Act.SUPPLEMENT_PREPARED, detail=prepared, at=at)


def confirm_supplement(*, by: Actor, supplement: Supplement, at: datetime | None = None) -> Supplement:
    """Release a prepared supplement, or one that failed once more: into the outbox, or for its bearer to hand in. A second
    click changes nothing."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_supplement(by, supplement)
        if "owner" in roles(by, held.filing) and held.state in (State.QUEUED, State.SENT):
            return held
        check_takes_more(by, held.filing)
        _check_reachable(held.filing)
        check_guardian(held.filing.complaint, timezone.localdate(at))
        if held.state not in (State.PREPARED, State.FAILED):
            # Of one whose end is unknown somebody finds out first: it is never sent twice.
            raise Refused(_("这份补充材料现在是“%s”，不能发出。") % held.get_state_display())
        again = held.state == State.FAILED
        apply(by=by, held=held, to=State.QUEUED, at=at)
        if held.question_id is not None and not again:
            detail = {
                "filing": str(held.filing_id),
                "supplement": str(held.pk),
                "question": held.question_id,
            }
            append_entry(
                by=by, complaint_id=held.filing.complaint_id, act=Act.ANSWER_GIVEN, detail=detail, at=at
            )
        if is_carried(held.filing.way):
            work.wake("filings.tasks.deliver_here" if held.filing.way in HERE else "filings.tasks.send_away")
    return held


def cancel_supplement(*, by: Actor, supplement: Supplement, at: datetime | None = None) -> None:
    """Give up what has not left: one being written is gone, one consented to stays as cancelled."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_supplement(by, supplement)
        if "owner" not in roles(by, held.filing):
            raise Refused(_("只有投诉人可以取消自己的补充材料。没有改动任何内容。"))
        if held.state == State.WRITING:
            held.delete()
        else:
            cancel(by=by, held=held, at=at)


def record_supplement_handed_in(
    *, by: Actor, supplement: Supplement, on: date | None = None, at: datetime | None = None
) -> Supplement:
    """The complainant handed it in themselves, on a day."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_supplement(by, supplement)
        if "owner" not in roles(by, held.filing):
            raise Refused(_("只有投诉人可以登记递交。没有改动任何内容。"))
        if is_carried(held.filing.way):
            raise Refused(_("这份材料由本平台发送，不需要您自己递交。没有改动任何内容。"))
        if held.prepared_at is not None:
            held.sent_at = moment_of(held.prepared_at, on, at)
        apply(by=by, held=held, to=State.SENT, at=at)
    return held


def resolve_supplement(
    *, by: Actor, supplement: Supplement, delivered: bool, proof: str, at: datetime | None = None
) -> Supplement:
    """Settle a ``sent_unknown`` with what was found out: sent after all, or queued to be sent again."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_supplement(by, supplement)
        if not roles(by, held.filing) & {"owner", "portal"}:
            raise Refused(_("只有投诉人和平台可以登记核实的结果。没有改动任何内容。"))
        if held.state != State.SENT_UNKNOWN:
            raise Refused(_("这份补充材料不在“是否送达不明”的状态，没有改动。"))
        if not proof.strip():
            raise Refused(_("请写明怎么核实的。没有改动任何内容。"))
        if not delivered and held.consent is not None and held.consent.withdrawn_at is not None:
            raise Refused(_("投诉人已经撤回同意，不能重新发送。"))
        if not delivered:
            check_takes_more(by, held.filing)
        apply(by=by, held=held, to=State.SENT if delivered else State.QUEUED, reason=proof.strip(), at=at)
    return held


def confirm_seen(*, by: Actor, supplement: Supplement, at: datetime | None = None) -> Supplement:
    """A caseworker confirms having looked at it: the complainant reads when. Twice is once."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_supplement(by, supplement)
        if "desk" not in roles(by, held.filing):
            raise Refused(_("只有收到这份材料的机构可以确认看过。"))
        if held.sent_at is None:
            raise Refused(_("这份补充材料还没有送达，没有改动任何内容。"))
        if held.seen_at is not None:
            return held
        held.seen_at, held.seen_by = at, by.label
        held.save(update_fields=["seen_at", "seen_by"])
        filing = held.filing
        filing.unseen_since = (
            filing.supplements.unseen().order_by("sent_at").values_list("sent_at", flat=True).first()
        )
        filing.save(update_fields=["unseen_since"])
        detail = {"filing": str(filing.pk), "supplement": str(held.pk)}
        append_entry(by=by, complaint_id=filing.complaint_id, act=Act.SUPPLEMENT_SEEN, detail=detail, at=at)
    return held


def open_supplement_letter(
    *, by: Actor, supplement: Supplement, at: datetime | None = None
) -> io.BufferedReader:
    """The bytes of its letter. Supplement.DoesNotExist for who may not see it, and where there is none."""
    seen = Supplement.objects.visible_to(by).select_related("letter", "filing__complaint")
    held = seen.exclude(letter=None).get(pk=supplement.pk)
    record_read(
        by=by, complaint=held.filing.complaint, what="document", desk=held.filing.organisation_id, at=at
    )
    if held.letter is None:
        raise Supplement.DoesNotExist
    return sealing.open_sealed(held.letter)
