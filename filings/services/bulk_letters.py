"""The same kind of letter to many: each filled from its own case, looked at first, and sent as it was looked at or not at all.

Never a decision, a refusal or a closing: each of those is somebody's judgement of one case.
"""

from datetime import datetime

from accounts.actors import Actor
from core.canonical import digest
from core.language import gettext as _
from documents.desk_letters import blanks_in, filled
from filings.models import DeskLetter, Filing, LetterKind
from filings.moves import State
from filings.services.desk_letters.drafting import (
    begin_letter,
    check_doable,
    letterhead_of,
    values_of,
)
from filings.services.desk_letters.leaving import issue_letter
from filings.services.desk_letters.templates import template_in_force
from filings.services.reach import Refused

BULK_LETTERS = (LetterKind.ACCEPTANCE, LetterKind.REQUEST, LetterKind.TRANSFER)
Given = dict[str, str]


def check_letter_given(given: Given) -> None:
    """Refused for a kind that is written one by one, and where what it says is missing."""
    kind = given.get("kind", "")
    if kind not in BULK_LETTERS:
        raise Refused(_("请选哪一种文书。"))
    if kind == LetterKind.REQUEST and not given.get("text", "").strip():
        raise Refused(_("请写要补正的材料。"))
    if kind == LetterKind.TRANSFER and not (given.get("text", "").strip() and given.get("body", "").strip()):
        raise Refused(_("请写转给哪个单位和理由。"))


def letter_text(by: Actor, filing: Filing, given: Given, at: datetime) -> str:
    """The letter as it would be printed, by the template in force. Refused, with why, for a case that it cannot go to."""
    kind, answers = given["kind"], _answers(given)
    if by.masked(filing.organisation_id, filing.pk):
        raise Refused(_("先打开投诉人身份，才能拟文书"))
    letterhead_of(filing)
    if filing.letters.unissued().filter(kind=kind).exists():
        raise Refused(_("这件已经有一份%s没有发出") % LetterKind(kind).label)
    if kind == LetterKind.ACCEPTANCE and filing.state not in (State.ACKNOWLEDGED, State.ACCEPTED):
        raise Refused(_("现在是“%s”，不能受理") % State(filing.state).label)  # taken up again one by one
    check_doable(filing, kind, answers)
    template = template_in_force(filing.organisation_id, kind)
    text = filled(template.text, values_of(filing, kind, answers, at))
    if blanks_in(text):
        raise Refused(_("有没填上的空白，要单独拟"))
    return text


def letter_digest(text: str) -> str:
    """By which what leaves is known to be what was looked at; nothing of the text is kept."""
    return digest(text)


def issue_one(by: Actor, filing: Filing, given: Given, seen: str, at: datetime) -> str:
    """Do the act and send its letter, as alone; what became of it in words. Refused where it would not read as it did."""
    if letter_digest(letter_text(by, filing, given, at)) != seen:
        raise Refused(_("看过以后，这份文书的内容有了变化。这一件没有办，请重新看过再办。"))
    letter = begin_letter(by=by, filing=filing, kind=given["kind"], given=_answers(given), at=at)
    made = issue_letter(by=by, letter=letter, text=letter.text, revision=letter.revision, at=at)
    if made.state == DeskLetter.State.DRAFT:
        return _("已请同事复核，同意以后发出")
    return _("%s，待盖章") % made.number if made.state == DeskLetter.State.SEALING else made.number


def _answers(given: Given) -> Given:
    return {"reason": given.get("text", "").strip(), "body": given.get("body", "").strip()}
