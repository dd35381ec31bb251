"""Whether words tell of a threat or an insult."""

from __future__ import annotations

import re

from complaints.reading.folding import fold
from complaints.reading.pressure import threats

# Beside what a message says, what people tell of it.
AS_TOLD = {
    "insult": re.compile("骂|绝户|能闭眼|不得好死|断子绝孙|老赖"),
    "publicity": re.compile(
        "横幅|大字报|曝光|群发|通报|公开|通讯录|发到[^,，。；]{0,12}群|贴(?:到|告知书|单|告示|条|大字)|让[^,，。；]{0,8}(?:都)?(?:知道|看看)"
    ),
}


def threatens(slug: str, words: str) -> bool:
    return slug in threats(fold(words)) or (slug in AS_TOLD and AS_TOLD[slug].search(words) is not None)
