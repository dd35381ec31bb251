"""A lawyer asks, the complainant approves one version: what they approve is what they saw."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Act
from complaints.services import owns
from core.language import gettext as _
from documents.blocks import Sentence
from filings.models import Paper, PaperVersion
from filings.services.papers.edits import doubts_of, texts_of
from filings.services.papers.generated import generated_and_unfounded, same_words
from filings.services.papers.versions import enter_paper, hold_paper, move_paper
from filings.services.reach import Refused


def ask_approval(*, by: Actor, paper: Paper, at: datetime | None = None) -> Paper:
    """Ask the complainant to approve the version that stands. Refused to the complainant, who approves by themselves."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_paper(by, paper)
        if owns(by, held.complaint_id):
            raise Refused(_("这是您自己的投诉，直接确认就行。没有改动任何内容。"))
        as_the_case_stands(held, held.current, at)
        move_paper(held, Paper.State.ASKED)
        enter_paper(by, held, Act.PAPER_ASKED, held.current, at)
    return held


def approve_paper(
    *, by: Actor, paper: Paper, digest: str, checked: bool = False, at: datetime | None = None
) -> Paper:
    """Approve the version with this digest. ``checked``: the complainant confirmed what nobody could find in the case.
    Refused where it is not the version that stands, or the case says something else by now."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold_paper(by, paper)
        if not owns(by, held.complaint_id):
            raise Refused(_("只有投诉人可以确认文书。没有改动任何内容。"))
        current = held.current
        if current.digest != digest:
            raise Refused(_("在您看过之后，文书又改过了，没有确认。请看一遍现在的版本再确认。"))
        check_carried(as_the_case_stands(held, current, at))
        if not checked and doubts_of(held.complaint, current, texts_of(current)):
            raise Refused(_("改过的内容里有案件和法律数据里找不到的，还没有勾选核对过。没有确认。"))
        move_paper(held, Paper.State.APPROVED, approved=current)
        enter_paper(by, held, Act.PAPER_APPROVED, current, at)
    return held


def as_the_case_stands(held: Paper, version: PaperVersion, at: datetime) -> list[Sentence]:
    """The sentences of a version that rest on nothing. Refused where the case says something else by now."""
    made, lacking = generated_and_unfounded(held, version.edited, at=at)
    if not same_words(version.as_generated, made):
        raise Refused(_("写好以后案件有变化，自动写的内容也变了。请先按现在的情况更新，再确认。"))
    return lacking


def check_carried(lacking: list[Sentence]) -> None:
    """Refused where a sentence that nobody wrote rests on nothing that the case holds."""
    if lacking:
        raise Refused(
            _("有一句自动写的话，案件里没有依据：“%s”。没有确认；请核对有关的回答，或者改写这一段。")
            % lacking[0].text
        )
