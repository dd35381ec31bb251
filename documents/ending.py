"""Whether somebody asked for the end of a contract before: by what they told, never by what was charged for it."""

import re
from collections.abc import Mapping
from typing import Any

from documents.blocks import BLANK
from documents.material import Case

# A day, but not that on which a contract runs out.
_ON = re.compile(
    r"(?P<year>\d{4}年)?(?P<day>\d{1,2}月\d{1,2}日)(?![^，。；,;]{0,6}(?:到期|期满|届满|为止|止))"
)
_NEVER = re.compile(
    r"没有?(?:向[^，。；]{0,8})?(?:提|通知|说过|要求|申请|办)|(?:从|并|尚|还)?未(?:曾)?(?:提|通知|要求|申请)|不记得"
)


def asked_to_end_on(case: Case) -> str:
    """The day on which the person says that they asked for it; "" where they did not say so."""
    told = case.details.get("asked_end", "")
    found = None if _NEVER.search(told) else _ON.search(told)
    return f"{found['year'] or f'{BLANK}年'}{found['day']}" if found else ""


def facts_of(case: Case) -> Mapping[str, Any]:
    """The facts of a case, with whether its end was asked for."""
    facts: Mapping[str, Any] = case.facts
    return {**facts, "derived": {**(facts.get("derived") or {}), "end_asked": bool(asked_to_end_on(case))}}
