"""A letter leaves: its number, its paper, the act that it tells of and the file for who complained, all in one transaction."""

import io
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from complaints.ledger import append_entry
from complaints.models import Act
from core.language import gettext as _
from documents.desk_letters import DeskLetter as Printed
from documents.desk_letters import blanks_in, desk_letter, number_of
from documents.press import Document
from evidence.sealed import sealing
from filings.models import DeskLetter, Filing, LetterKind, LetterSeries, LetterTemplate, Proposal
from filings.moves import State, find
from filings.news import News
from filings.services.by_law import extend_held, extended, extensions_of, transfer_words
from filings.services.correspondence import ask
from filings.services.desk_letters.drafting import (
    TO,
    asked_about,
    check_doable,
    done_before,
    hold_letter,
    letterhead_of,
)
from filings.services.desk_letters.mediating import OF_MEDIATION, addressee_of, check_tells_no_more
from filings.services.giving_files import Received, file_name, keep_given
from filings.services.listing.lines import line_of
from filings.services.mediation.ending import end_held, settle_held
from filings.services.mediation.holding import invite_held
from filings.services.mediation.moving import day_of, hold_mediation
from filings.services.movement import apply
from filings.services.reach import Refused
from filings.services.sending import notices
from filings.services.sending.content import content_of
from filings.services.sending.withdrawal import move

Kind = LetterKind


def takes_second(held: Filing, letter: DeskLetter, head: LetterTemplate) -> bool:
    """Whether another person at the desk has to agree: the organisation wishes it, or the act itself takes two."""
    if head.second_look:
        return True
    if done_before(held, letter.kind):
        return False
    if letter.kind == Kind.EXTENSION:
        rows = (row for row, rule in extensions_of(held) if rule.basis == letter.answers["basis"])
        return any(extended(row) for row in rows)
    if letter.kind not in TO:
        return False
    step = find(held.state, TO[Kind(letter.kind)], {"desk"})
    return step is not None and step.two_persons


def check_whole(held: Filing, letter: DeskLetter) -> None:
    """Refused for what cannot leave as it is."""
    check_doable(held, letter.kind, letter.answers)
    check_tells_no_more(held, letter)
    if blanks_in(letter.text):
        raise Refused(_("正文里还有没填的空白。没有发出；写的还在这里。"))


def printed(held: Filing, letter: DeskLetter, head: LetterTemplate, number: str, at: datetime) -> Document:
    """The letter as PDF/A, on the letterhead as it is now."""
    lines = [head.address, f"电话：{head.phone}" if head.phone else "", *head.head.splitlines()]
    return desk_letter(
        Printed(
            title=letter.title,
            number=number,
            addressee=addressee_of(held, letter, line_of(content_of(held)).complainant or "投诉人"),
            text=letter.text,
            on=timezone.localdate(at),
            organisation=letter.organisation.name,
            head=tuple(one.strip() for one in lines if one.strip()),
            signature=tuple(one.strip() for one in head.signature.splitlines() if one.strip()),
            sealed_by_hand=_by_hand(letter, head),
        )
    )


def release(
    by: Actor, held: Filing, letter: DeskLetter, head: LetterTemplate, at: datetime, approved: bool
) -> None:
    """A letter that the caller locked leaves, or waits for its stamp where the organisation stamps by hand."""
    check_whole(held, letter)
    if approved:
        letter.approved_by = by.label
    _give_number(held, letter, head, at)
    if _by_hand(letter, head):
        letter.moved(DeskLetter.State.SEALING)
        letter.save()
        _enter(by, letter, Act.LETTER_NUMBERED, {"number": letter.number}, at)
        return
    name = file_name(f"{letter.title}{letter.number}", "application/pdf")
    received = Received(letter.printed, name, "application/pdf")
    hand_over(by, held, letter, received, at)


def _by_hand(letter: DeskLetter, head: LetterTemplate) -> bool:
    """Whether it waits for its stamp: what both sides sign always does (投诉举报处理办法 24)."""
    return head.sealed_by_hand or letter.kind == Kind.SETTLEMENT


def release_agreed(by: Actor, held: Filing, proposal: Proposal, at: datetime) -> None:
    """What a second person agreed to, with the very words that were looked at."""
    found = held.letters.filter(pk=proposal.detail["letter"]).first()
    if found is None:
        raise Refused(_("这件后来有了变化，不能再这样办。没有改动任何内容。"))
    held, letter = hold_letter(by, found)
    if letter.state != DeskLetter.State.DRAFT or letter.text != proposal.reason:
        raise Refused(_("这件后来有了变化，不能再这样办。没有改动任何内容。"))
    release(by, held, letter, letterhead_of(held), at, approved=True)


def hand_over(by: Actor, held: Filing, letter: DeskLetter, received: Received, at: datetime) -> None:
    """Do the act, unless it was done before, and give the paper to who complained."""
    done = done_before(held, letter.kind)
    if not done:
        check_doable(held, letter.kind, letter.answers)
        _do(by, held, letter, at)
    letter.file = keep_given(held, received, f"{letter.title} {letter.number}", by, at)
    letter.moved(DeskLetter.State.ISSUED, issued_by=by.label)
    letter.save()
    detail = {"number": letter.number, "file": letter.file.pk, "sha256": letter.file.sha256}
    _enter(by, letter, Act.LETTER_ISSUED, detail, at)
    if done:
        # Of an act that is done now, its own news was written already.
        notices.tell_complainant(filing=held, news=News.GIVEN, at=at)


def _do(by: Actor, held: Filing, letter: DeskLetter, at: datetime) -> None:
    """The act of a letter, by the one function that does it without a letter."""
    given, approved = letter.answers, bool(letter.approved_by)
    reason = given["reason"]
    if letter.kind == Kind.REQUEST:
        ask(by=by, filing=held, question=reason, missing_material=True, at=at)
    elif letter.kind == Kind.EXTENSION:
        basis, until = given["basis"], given["until"]
        extend_held(by=by, held=held, basis=basis, reason=reason, until=until, approved=approved, at=at)
    elif letter.kind in OF_MEDIATION:
        _mediate(by, held, letter.kind, given, at)
    elif letter.kind == Kind.CLOSING and approved:
        apply(by=by, held=held, to=State.CLOSED, reason=reason, at=at, approved=True)
    else:
        words = transfer_words(given["body"], reason) if letter.kind == Kind.TRANSFER else reason
        move(by=by, filing=held, to=TO[Kind(letter.kind)], reason=words, ground=given["ground"], at=at)


def _mediate(by: Actor, held: Filing, kind: str, given: dict[str, str], at: datetime) -> None:
    reason, until = given["reason"], day_of(given["until"])
    held, mediation = hold_mediation(by, held, "desk")
    if kind == Kind.INVITATION:
        invite_held(by=by, held=held, mediation=mediation, answer_by=until, at=at)
    elif kind == Kind.SETTLEMENT:
        yuan = given.get("yuan", "")
        settle_held(by=by, held=held, mediation=mediation, terms=reason, yuan=yuan, pay_by=until, at=at)
    else:
        end_held(by=by, held=held, mediation=mediation, ground=given["ground"], reason=reason, at=at)


def _give_number(held: Filing, letter: DeskLetter, head: LetterTemplate, at: datetime) -> None:
    """The next of its kind and year, and the paper with it. What is rolled back takes the number back with it: no number is
    skipped, and none is given twice."""
    day = timezone.localdate(at)
    of_year: dict[str, Any] = {
        "organisation_id": letter.organisation_id,
        "kind": letter.kind,
        "year": day.year,
    }
    LetterSeries.objects.get_or_create(**of_year)
    series = LetterSeries.objects.select_for_update(of=("self",)).get(**of_year)
    series.last += 1
    series.save(update_fields=["last"])
    letter.year, letter.place, letter.dated_on = day.year, series.last, day
    letter.number = number_of(head.code, letter.mark, day.year, series.last)
    made = printed(held, letter, head, letter.number, at)
    letter.printed, letter.pages = sealing.seal(io.BytesIO(made.pdf)), made.pages


def _enter(by: Actor, letter: DeskLetter, act: Act, more: dict[str, Any], at: datetime) -> None:
    version = letter.template.number if letter.template else 0
    detail = {"filing": str(letter.filing_id), "letter": letter.pk, "template": version, **more}
    append_entry(by=by, complaint_id=letter.filing.complaint_id, act=act, detail=detail, at=at)


def preview_bytes(held: Filing, letter: DeskLetter, at: datetime) -> bytes:
    """A draft as it would be printed, without a number."""
    return printed(held, letter, letterhead_of(held), "（草稿，没有文号）", at).pdf


__all__ = ["asked_about", "hand_over", "preview_bytes", "release", "release_agreed", "takes_second"]
