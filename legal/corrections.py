"""What people answered beside the machine: how far it still holds, and in words for a page."""

from collections.abc import Iterable
from typing import Any

from complaints.models import Situation
from legal.models import Assessment, Overrule
from legal.reasoning import answers


def titles_of(result: answers.Assessment) -> dict[str, str]:
    """The grounds of an assessment by code, each with its title."""
    return {
        ground["code"]: ground.get("title") or str(Situation(ground["slug"]).label)
        for ground in result["grounds"]
    }


def found_of(result: answers.Assessment, code: str) -> str | None:
    """What the machine found of a ground."""
    return next((str(row["status"]) for row in result["grounds"] if row["code"] == code), None)


def holding(said: Iterable[Overrule], current: Assessment) -> dict[str, Overrule]:
    """The corrections that hold for an assessment, by ground, given oldest first: the last one for each.

    One that was said of an earlier assessment holds on as long as the machine answers as it did then.
    """
    last: dict[str, Overrule] = {}
    for one in said:
        if found_of(one.assessment.result, one.ground) == found_of(current.result, one.ground):
            last[one.ground] = one
    return last


def as_corrected(current: Assessment, said: Iterable[Overrule] | None = None) -> answers.Assessment:
    """The result for a document of the complainant's: with the status that their lawyer set, where one was set.

    ``said``, oldest first, is what was answered; all of the case when not given. A ground for which nothing was cited
    cannot be pleaded by a word alone, so it stays as it was.
    """
    if said is None:
        said = Overrule.objects.of_case(current.complaint).select_related("assessment")
    last = holding(said, current)
    grounds: list[answers.Ground] = [
        {**row, "status": last[row["code"]].status}
        if row["code"] in last
        and (row["provisions"] or last[row["code"]].status in ("not_met", "needs_facts"))
        else row
        for row in current.result["grounds"]
    ]
    return {**current.result, "grounds": grounds}


def shown_overrules(said: Iterable[Overrule], current: Assessment) -> list[dict[str, Any]]:
    """What people answered beside the machine, given oldest first, newest first; each with whether it holds today."""
    said = list(said)
    titles, last = titles_of(current.result), holding(said, current)
    found = [
        {
            "ground": one.ground,
            "title": titles.get(one.ground, one.ground),
            "status_label": one.get_status_display(),
            "before_label": one.get_status_before_display(),
            "reason": one.reason,
            "made_at": one.made_at,
            "made_by": one.made_by,
            "holds": last.get(one.ground) == one,
            "earlier": one.assessment if one.assessment_id != current.pk else None,
        }
        for one in said
    ]
    return found[::-1]


def beside(grounds: list[dict[str, Any]], corrections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lay the corrections beside the shown grounds, as ``corrections`` and ``corrected``; those of no shown ground are left."""
    for ground in grounds:
        ground["corrections"] = [one for one in corrections if one["ground"] == ground["code"]]
        held = [one["status_label"] for one in ground["corrections"] if one["holds"]]
        ground["corrected"] = held[0] if held else ""
    shown = {ground["code"] for ground in grounds}
    return [one for one in corrections if one["ground"] not in shown]
