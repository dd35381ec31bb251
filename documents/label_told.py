"""As what the number is shown by an app, when that was first complained of, and whether it came back, as the story tells."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from complaints.reading import facts_told

_TAKEN_OFF = re.compile("(?:消|清|撤|取消|去)(?:掉|除|了)|标记(?:没|消失)了?|不显示了")
_AGAIN = re.compile("又(?:变成|被?标|显示|跳出|出现|有了|冒出)|重新(?:被?标|显示)")


def label_told(story: str, prior: Iterable[Mapping[str, Any]], platforms: Iterable[str]) -> dict[str, Any]:
    """By field of the group of the number; nothing where no label is told, or where it is open whose of several it is."""
    names = [*platforms]
    told = facts_told(story, kind="second_hand_number", today=date.max)
    label = next((str(one.value) for one in told if one.fact == "number.mislabelled_as"), "")
    if not label or len(names) != 1:
        return {}
    asked = sorted(
        str(one["on"])
        for one in prior
        if one.get("on") and (one.get("to") == "platform" or one.get("whom") in names)
    )
    return {
        "mislabelled_as": label,
        **({"label_reported_on": asked[0]} if asked else {}),
        **({"label_returned": True} if came_back(story) else {}),
    }


def came_back(story: str) -> bool:
    """Whether a story tells that the label was taken off, and then that there is one again."""
    gone = _TAKEN_OFF.search(story)
    return gone is not None and _AGAIN.search(story, gone.end()) is not None
