"""Whose answer it was, of what the person wrote of the answers to their earlier complaints."""

import re
from difflib import SequenceMatcher

from documents.authorities import AUTHORITIES
from documents.belonging import of_day
from documents.material import Case, Prior
from documents.others import went_to
from documents.sentences import folded, sentences_of

# Who says by a word of their own that it was they who answered.
_ANSWERING = {
    "operator": re.compile("运营商|营业[厅员]|1008[56]|1001[05]|10000号"),
    "bank": re.compile("银行|柜员|网点"),
    "police": re.compile("派出所|民警|警方|公安"),
}
# So many signs a sentence shares with a name without meaning it.
_BY_CHANCE = 2


def answer_of(case: Case, to: Prior) -> str:
    """Of what was answered, the part that says itself that this one did; to the only one that was asked, all that nobody
    else said."""
    parts = [one.strip() for one in re.split("[；;。\n]+", case.details.get("answer", "")) if one.strip()]
    own = [one for one in parts if _says(one, to, case)]
    if [one for one in case.prior if one.answered] != [to]:
        return "；".join(own)
    if not own:
        return case.details.get("answer", "")
    return "；".join(one for one in parts if one in own or not _says_another(one, to, case))


_NOT_THEIRS = re.compile(
    "不归[^，,。；;]{0,8}管|不属于?[^，,。；;]{0,10}(?:职责|管)|管不了|(?:找|向|去)[^，,。；;]{0,4}(?:通信管理局|通管局|工信部)"
)


def turned_away(to: Prior, case: Case) -> bool:
    """Whether an authority is told to have answered that it is no matter of its: then the dispute was not taken there."""
    if to.answered is None or to.accepted or to.body not in AUTHORITIES:
        return False
    day = to.answered.isoformat()
    telling = (one for one in sentences_of(case.story) if of_day(one, day))
    return any(_NOT_THEIRS.search(folded(one)) for one in telling)


def _says(part: str, to: Prior, case: Case) -> bool:
    pattern = _ANSWERING.get(_asked(to))
    own, others = _apart(to, case)
    named = max((_shared(part, one) for one in own), default=0)
    return bool(pattern and pattern.search(part)) or named > max(
        [_BY_CHANCE, *(_shared(part, one) for one in others)]
    )


def _says_another(part: str, to: Prior, case: Case) -> bool:
    _own, others = _apart(to, case)
    return any(_ANSWERING[body].search(part) for body in {*_ANSWERING} - {_asked(to)}) or any(
        _shared(part, one) > _BY_CHANCE for one in others
    )


def _asked(to: Prior) -> str:
    """The operator whose bill is collected answers as an operator."""
    return "operator" if to.body == "creditor" else to.body


def _apart(to: Prior, case: Case) -> tuple[list[str], list[str]]:
    """The names of those whom an earlier complaint went to, and of the rest."""
    named = [one for one in case.respondents if one.name]
    own = [one.name for one in named if went_to(to, one, case.respondents)]
    return own, [one.name for one in named if one.name not in own]


def _shared(part: str, name: str) -> int:
    return SequenceMatcher(None, part, name, autojunk=False).find_longest_match().size
