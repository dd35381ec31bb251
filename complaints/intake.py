"""The order of the intake's pages. Pure: answers in, steps out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.facts import capacity_of, chosen_situations
from complaints.models import Kind
from complaints.questions import matters_for

FILES = "files"  # shown by evidence, whose nouns it holds


@dataclass(frozen=True)
class Step:
    slug: str
    title: str | Promise


KIND = Step("kind", _("遇到的是哪一种打扰"))
STORY = Step("story", _("经过"))
MESSAGE = Step("message", _("短信或电话"))
READING = Step("reading", _("我们读到的内容"))
SITUATIONS = Step("situations", _("您的情况"))
EVENT = Step("event", _("什么时候"))
PRIOR = Step("prior", _("找过谁"))
RESPONDENTS = Step("respondents", _("谁应当负责"))
EXHIBITS = Step(FILES, _("证据文件"))
YOU = Step("you", _("您是谁"))
REVIEW = Step("review", _("检查并提交"))


def steps_for(answers: Mapping[str, Mapping[str, Any]]) -> list[Step]:
    """The pages of this intake, in order, as far as the answers so far decide them."""
    kind = answers.get("kind", {}).get("kind")
    if kind not in Kind.values:
        return [KIND, STORY, REVIEW] if kind is None else [STORY, KIND, REVIEW]
    message = [MESSAGE]
    if answers.get("message", {}).get("text"):
        message.append(READING)
    matters = [Step(matter.slug, matter.title) for matter in matters_for(kind, chosen_situations(answers))]
    return [KIND, STORY, *message, SITUATIONS, EVENT, *matters, PRIOR, RESPONDENTS, EXHIBITS, YOU, REVIEW]


def after(slug: str, answers: Mapping[str, Mapping[str, Any]]) -> str:
    """The slug of the page that follows."""
    slugs = [step.slug for step in steps_for(answers)]
    if slug == KIND.slug and answers.get("kind", {}).get("kind") == "unsure":
        return STORY.slug
    if slug == KIND.slug and answers.get("story", {}).get("story") and MESSAGE.slug in slugs:
        return MESSAGE.slug  # told before the kind was known: it is not asked again
    if slug not in slugs:
        return slugs[0]
    return slugs[min(slugs.index(slug) + 1, len(slugs) - 1)]


def _named(answers: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the person is named, and by a guardian the child."""
    you = answers.get("you", {})
    return bool(you.get("name") and (you.get("child") or capacity_of(answers) != "guardian"))


def missing(answers: Mapping[str, Mapping[str, Any]]) -> list[Step]:
    """The pages that must be answered before filing and are not: the kind, the situation, the days, the person."""
    needed = {
        KIND.slug: answers.get("kind", {}).get("kind"),
        SITUATIONS.slug: chosen_situations(answers),
        EVENT.slug: answers.get("event", {}).get("first"),
        YOU.slug: _named(answers),
    }
    return [step for step in steps_for(answers) if step.slug in needed and not needed[step.slug]]
