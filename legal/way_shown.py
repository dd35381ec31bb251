"""What a step of the plan knows besides whether it is open, in words: last days one by one, whose answer did not come,
by which province it goes. Nothing is decided here.

An assessment made before the plan knew these has none of them, and shows none.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.sentences import sentence
from legal.corpus import load
from legal.reasoning import answers
from legal.reasoning.regions import province


def shown_bars(
    way: answers.Way, cited: Callable[..., dict[str, str]], days: list[date]
) -> list[dict[str, Any]]:
    """One line for each last day: until when, for which disputes, what happens then, by which article."""
    return [
        {
            "until": bar["not_after"],
            "passed": bar["passed"],
            "text": bar["text"],
            "of": [load().grounds[code].title for code in bar["grounds"] if code in load().grounds],
            "says": _ends(bar),
            **cited(bar["basis"], *days),
        }
        for bar in way.get("bars") or ()
    ]


def _ends(bar: answers.Bar) -> str:
    if bar["told_only"]:
        return _("提醒您的稳妥日子，过了不等于不能提出")
    if bar["soft"]:
        # An assessment made before the bars knew what is lost has no word for it.
        lost = _(bar["lapse"]) if bar.get("lapse") else _("这一部分请求会受影响，其余的不受影响")
        return (_("已过：%s") if bar["passed"] else _("过了%s")) % lost
    return _("已过：这一部分不能再从这里提出") if bar["passed"] else _("过了就不能再从这里提出")


def shown_silence(way: answers.Way, cited: Callable[..., dict[str, str]], days: list[date]) -> dict[str, Any]:
    """Whose answer did not come (or who refused), since when, by which article."""
    found = way.get("silence")
    if not found:
        return {}
    said = {
        "who": found["who"],
        "on": found["on"],
        "refused_on": found["refused_on"],
        "due_on": found["due_on"],
    }
    if not found["basis"]:
        return {**said, "basis": "", "page": "", "doubtful": found["doubtful"]}
    asked = [date.fromisoformat(found["on"])] if found["on"] else []
    return {**said, **cited(found["basis"], *asked, *days), "doubtful": found["doubtful"]}


def shown_region(way: answers.Way) -> str:
    """Whose province chose the rules: the operator's, or for want of it the complainant's.

    Empty where no provincial rule is cited, and where the reasons say it already.
    """
    region = way.get("region")
    statutes = load().statutes
    cited = {identity.partition(":")[0] for identity in way.get("provisions") or ()}
    if not region or not any(statutes[one].region for one in cited if one in statutes):
        return ""
    if province(region["code"]) in way.get("why", ""):
        return ""
    place = province(region["code"])
    return sentence("运营商所在的{place}" if region["of"] == "operator" else "您所在的{place}", place=place)
