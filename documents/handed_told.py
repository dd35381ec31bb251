"""From whom one who advertises has the data, as they said themselves, where the person had given them to one alone.

Pure. Who had them first is named where the story tells of one alone that it was dealt with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from documents.each_told import Told
from documents.sentences import folded

# “合作4S店给的名单”: what somebody who calls says of where they have a number from.
_SOURCE = re.compile("名单|给的|提供|共享|合作|买的|买来|转来|拿到|系统里")
_ASKED = re.compile("哪里?来|哪儿来|怎么(?:知道|有|晓得)|谁给|从哪|来源")
_SAID = re.compile('[“"](?P<words>[^”"]{2,24})[”"]')


def handed_told(told: Told, consumer: Mapping[str, bool | None]) -> tuple[str, str, str]:
    """Who had the data, who has them now, and in which words they said from whom: by name; empty where the story does not tell
    it of one and one. ``consumer``: of whom something was bought, by name."""
    givers = [one.name for one in told.companies if consumer.get(one.name)]
    takers = [one.name for one in told.companies if consumer.get(one.name) is False]
    if len(givers) != 1 or len(takers) != 1 or told.gave:
        return ("", "", "")
    for sentence, whom in told.about.items():
        said = [one["words"] for one in _SAID.finditer(sentence) if _SOURCE.search(one["words"])]
        if said and whom == {takers[0]} and _ASKED.search(folded(sentence)):
            return (givers[0], takers[0], said[0])
    return ("", "", "")
