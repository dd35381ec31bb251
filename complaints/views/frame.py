"""What every page of the intake stands in: whose draft it is, how far it is, what is urgent."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.actors import Actor
from complaints import intake
from complaints.models import Draft
from complaints.reading import dangers
from complaints.understanding import may_deceive, story_of

Answers = dict[str, Any]
# Of answers that say so without any text: who was told of it before anything else need not be told again.
_SAID_OF_THREATS = {"violence": "violence", "detention": "threat", "publicity": "threat"}


def held_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    """The draft, for who holds it; 404 for everybody else."""
    return get_object_or_404(Draft.objects.visible_to(Actor.of(request)), pk=draft_id)


def address_of(draft: Draft, slug: str) -> str:
    """The page of a draft."""
    # These show nouns of evidence and of the law, which have them.
    names = {intake.FILES: "draft_files", intake.WANTS.slug: "draft_wants"}
    names[intake.SCREENSHOT.slug] = "draft_screenshots"
    if slug in names:
        return reverse(names[slug], kwargs={"draft_id": draft.pk})
    return reverse("step", kwargs={"draft_id": draft.pk, "slug": slug})


def next_page(draft: Draft, answers: Answers) -> str:
    """The first page on the way that is not answered, or the review."""
    return address_of(draft, intake.unanswered(answers))


def step_context(draft: Draft, answers: Answers, slug: str) -> dict[str, Any]:
    """What every page of the intake shows around its questions."""
    steps = intake.steps_for(answers)
    slugs = [one.slug for one in steps]
    told = slug in (intake.WANTS.slug, intake.YOU.slug, intake.REVIEW.slug)
    shown: dict[str, Any] = {"draft": draft, "urgent": urgent_in(answers, told=not told)}
    shown["deceit"] = not told and may_deceive(answers)
    if slug not in slugs:
        aside = next((one for one in intake.pages_for(answers) if one.slug == slug), intake.EXHIBITS)
        return shown | {"step": aside, "total": 0, "back": next_page(draft, answers)}
    place = slugs.index(slug)
    return shown | {
        "step": steps[place],
        "position": place + 1,
        # The last page is the receipt.
        "total": len(steps) + 1,
        "percent": round(100 * (place + 1) / (len(steps) + 1)),
        "back": address_of(draft, slugs[place - 1]) if place else reverse("home"),
    }


def urgent_in(answers: Answers, *, told: bool = True) -> list[str]:
    """The dangers that a draft speaks of, in its words or its answers; where they were ``told`` before, of answers alone."""
    in_words = dangers(story_of(answers), str(answers.get("message", {}).get("text") or ""))
    found = in_words if told else []
    for page in answers.values():
        for threat in page.get("debt__threats") or () if isinstance(page, dict) else ():
            danger = _SAID_OF_THREATS.get(threat)
            if danger and danger not in in_words and danger not in found:
                found.append(danger)
    return found
