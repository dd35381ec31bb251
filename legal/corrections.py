"""What people answered beside the machine, in words for a page."""

from collections.abc import Iterable
from typing import Any

from complaints.models import Situation
from legal.models import Assessment, Overrule


def titles_of(result: dict[str, Any]) -> dict[str, str]:
    """The grounds of an assessment by code, each with its title."""
    return {
        ground["code"]: ground.get("title") or str(Situation(ground["slug"]).label)
        for ground in result["grounds"]
    }


def shown_overrules(overrules: Iterable[Overrule], current: Assessment) -> list[dict[str, Any]]:
    """What people answered beside the machine, newest first; one that was said of an earlier result says of which."""
    titles = titles_of(current.result)
    found = [
        {
            "ground": one.ground,
            "title": titles.get(one.ground, one.ground),
            "status": one.status,
            "status_label": one.get_status_display(),
            "before_label": one.get_status_before_display(),
            "reason": one.reason,
            "made_at": one.made_at,
            "earlier": one.assessment if one.assessment_id != current.pk else None,
        }
        for one in overrules
    ]
    return found[::-1]


def beside(grounds: list[dict[str, Any]], corrections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lay the corrections beside the shown grounds, as ``corrections`` and ``corrected``; those of no shown ground are left."""
    for ground in grounds:
        ground["corrections"] = [one for one in corrections if one["ground"] == ground["code"]]
        current = [one for one in ground["corrections"] if one["earlier"] is None]
        ground["corrected"] = current[0]["status_label"] if current else ""
    shown = {ground["code"] for ground in grounds}
    return [one for one in corrections if one["ground"] not in shown]
