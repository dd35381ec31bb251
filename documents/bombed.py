"""Codes and call-backs of many sites: somebody asked for them with the number, and the sites sent them. Who is complained about
sent none of them, unless one is signed by their name."""

from __future__ import annotations

import re

from complaints.reading.once import told_once
from documents.material import Case, Respondent
from legal.reasoning.conditions import lookup

_OF_SITES = re.compile("验证码|校验码|动态码|注册码|回访|响一声")
_SIGNED = re.compile("【([^【】]{2,20})】")
# As much of a name as nobody else has by chance.
_ENOUGH = 4
# Whoever can have had a number bombed, and not sent what came.
_DOERS = ("person", "content_provider")
_SENDING = frozenset({"content_provider", "platform"})


@told_once
def by_sites(case: Case) -> bool:
    """Whether what came were codes and call-backs of sites, none of which is complained about."""
    if not any(one.code == "H7" for one in case.grounds) or lookup(case.facts, "content.commercial") is True:
        return False
    told = [case.details.get("codes", ""), *(one.text for one in case.messages)]
    if not any(map(_OF_SITES.search, told)):
        return False
    return not any(one.role in _SENDING and _signs(one, told) for one in case.respondents)


def _signs(one: Respondent, told: list[str]) -> bool:
    """Whether one of the sites is told by this one's name."""
    signatures = (name for text in told[1:] for name in _SIGNED.findall(text))
    if any(name in one.name for name in signatures):
        return True
    parts = (one.name[at : at + _ENOUGH] for at in range(len(one.name) - _ENOUGH + 1))
    return any(part in told[0] for part in parts if "公司" not in part)


def whose_doing(case: Case) -> Respondent | None:
    """Whom the person takes to have had it done: the only one who can have, a person before a company."""
    for role in _DOERS:
        named = [one for one in case.respondents if one.role == role and one.name]
        if len(named) == 1:
            return named[0]
        if named:
            return None
    return None


def users_act(case: Case) -> bool:
    """Whether it is laid to a user of a platform that is complained about, too: to one whom nobody may be able to name."""
    told = {row.get("role") for row in lookup(case.facts, "respondents") or ()}
    return {"person", "platform"} <= told and by_sites(case)


def their_user(case: Case) -> str:
    """How that user is called: “阿坤”; "" where nobody says."""
    rows = lookup(case.facts, "respondents") or ()
    named = [str(row.get("name") or "") for row in rows if row.get("role") == "person"]
    return re.sub("^.*用户", "", named[0]) if len(named) == 1 else ""


def proof_of(case: Case) -> str:
    """The detail that tells why the person takes it to be theirs: what was threatened before, where that alone was told."""
    if case.details.get("sender_proof", "").strip() or not case.details.get("words", "").strip():
        return "sender_proof"
    return "words"


def told_in(case: Case) -> str:
    """The field that shows that sites sent it."""
    return "details" if _OF_SITES.search(case.details.get("codes", "")) else "messages"
