"""The order of the intake: the pages that everybody sees, and the single pages that only change what was said.

Pure: answers in, steps out. Told, understood, wanted, named, checked, filed: six pages to the receipt, seven where a
screenshot is read first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.facts import capacity_of, chosen_situations, days_known
from complaints.models import Kind
from complaints.questions import HELPER, matters_for
from complaints.understanding import in_doubt_of_whom

Answers = Mapping[str, Mapping[str, Any]]
FILES = "files"  # shown by evidence, whose nouns it holds


@dataclass(frozen=True)
class Step:
    slug: str
    title: str | Promise


TELL = Step("tell", _("发生了什么？"))
SCREENSHOT = Step("screenshot", _("核对截图里的文字"))  # shown by evidence
UNDERSTOOD = Step("understood", _("我们这样理解，对吗？"))
WANTS = Step("wants", _("您想要什么"))  # shown by legal, which knows what is still open and matters
YOU = Step("you", _("您是谁"))
REVIEW = Step("review", _("检查并提交"))

# Where a single matter is changed.
KIND = Step("kind", _("遇到的是哪一种打扰"))
STORY = Step("story", _("经过"))
MESSAGE = Step("message", _("短信或电话"))
READING = Step("reading", _("我们读到的内容"))
SITUATIONS = Step("situations", _("您的情况"))
EVENT = Step("event", _("什么时候"))
PRIOR = Step("prior", _("找过谁"))
RESPONDENTS = Step("respondents", _("谁应当负责"))
WHOM = Step("contacts", _("受到打扰的是谁？"))
WHOSE_NUMBER = Step("number", _("您和这个号码是什么关系？"))
EXHIBITS = Step(FILES, _("证据文件"))


def by_screenshot(answers: Answers) -> bool:
    """Whether a screenshot was handed in at the first page, or its words became the message."""
    return bool(answers.get("tell", {}).get("screenshot") or answers.get("message", {}).get("exhibit"))


def steps_for(answers: Answers) -> list[Step]:
    """The pages that lead to the receipt, in order."""
    read = [SCREENSHOT] if by_screenshot(answers) else []
    return [TELL, *read, UNDERSTOOD, WANTS, YOU, REVIEW]


def pages_for(answers: Answers) -> list[Step]:
    """The pages on which a single matter can be changed, as far as the answers so far decide them."""
    kind = answers.get("kind", {}).get("kind")
    first = [KIND, STORY, MESSAGE]
    if kind not in Kind.values:
        return first
    if answers.get("message", {}).get("text"):
        first.append(READING)
    matters = [
        Step(matter.slug, matter.title)
        for matter in matters_for(kind, chosen_situations(answers), answered=answers)
    ]
    return [*first, SITUATIONS, EVENT, *matters, PRIOR, RESPONDENTS, EXHIBITS]


def unanswered(answers: Answers) -> str:
    """The slug of the first page on the way that is not answered yet; the review when all are."""
    done = {
        TELL.slug: any(answers.get(one) for one in ("tell", "kind", "story", "message")),
        SCREENSHOT.slug: True,  # whoever leaves it writes the words by hand
        UNDERSTOOD.slug: understood(answers),
        WANTS.slug: "wants" in answers,
        YOU.slug: _named(answers),
    }
    return next((one.slug for one in steps_for(answers) if not done.get(one.slug)), REVIEW.slug)


def after(slug: str, answers: Answers) -> str:
    """The slug of the page that follows; after a change of a single matter, where the way was left."""
    slugs = [step.slug for step in steps_for(answers)]
    if slug not in slugs:
        return unanswered(answers)
    return slugs[min(slugs.index(slug) + 1, len(slugs) - 1)]


def understood(answers: Answers) -> bool:
    """Whether the kind and the days are known, and what was read of the message was looked at."""
    unread = answers.get("message", {}).get("text") and "reading" not in answers
    return not unread and not {KIND, EVENT} & set(missing(answers))


def _named(answers: Answers) -> bool:
    """Whether the person is named, and by a guardian the child; who helps names both."""
    you, capacity = answers.get("you", {}), capacity_of(answers)
    besides = {"guardian": "child", HELPER: "helper"}.get(capacity, "name")
    return bool(you.get("name") and you.get(besides))


def missing(answers: Answers) -> list[Step]:
    """What must be known before filing and is not: the kind, the situation, the days, the person."""
    of_number = answers.get("kind", {}).get("kind") == Kind.SECOND_HAND_NUMBER
    needed = {
        KIND: answers.get("kind", {}).get("kind") in Kind.values,
        SITUATIONS: chosen_situations(answers),
        EVENT: days_known(answers),
        WHOSE_NUMBER if of_number else WHOM: not in_doubt_of_whom(answers),
        YOU: _named(answers),
    }
    return [step for step, known in needed.items() if not known]
