"""An operator that sells a service of its own is no carrier of what somebody else sells: it has the part of who advertises, and
whoever calls for it that of an agent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from complaints.models import Complaint, Kind
from complaints.stated import role_read
from documents.belonging import Company, companies_in, shortened, signs
from documents.sentences import sentences_of

_MAY_HELP = frozenset({"operator", "service_provider", "agent"})
_PRODUCT = re.compile("套餐|客户经理|宽带|流量包|[45]G(?!\\w)|合约机|提速|千兆|升级?(?:到|成|为)?\\d+元?的")
_SIGNED = re.compile("【(.+?)】")
# What a company does that only sends on what others have written.
_CHANNEL = re.compile("短信平台|通道|代发|群发")


def sells_itself(complaint: Complaint, facts: Mapping[str, Any]) -> bool:
    """Whether what is advertised to somebody is told as the service of the one operator complained about, beside whom nobody is
    who could sell it."""
    content = facts.get("content") or {}
    if complaint.kind != Kind.HARASSMENT or content.get("commercial") is not True:
        return False
    # What was answered of them is at hand; their rows are asked for where one can be it.
    if not any(role_read(one["role"], complaint.kind) == "operator" for one in facts.get("respondents", ())):
        return False
    rows = [(one.organisation_name, role_read(one.role, complaint.kind)) for one in complaint.respondents]
    roles = [role for _name, role in rows]
    if roles.count("operator") != 1 or not {*roles} <= _MAY_HELP:
        return False
    operator = next(name for name, role in rows if role == "operator")
    story = complaint.standing_story
    texts = [one.text for one in complaint.contacts.all() if one.text]
    companies = companies_in(rows, (), story)
    return own_service(next((one for one in companies if one.name == operator), None), texts, story)


def own_service(operator: Company | None, texts: Iterable[str], story: str) -> bool:
    """The same of what was written and said: nothing is signed by another, and it is of what operators sell."""
    every = [*texts]
    signed = [one for one in every if _SIGNED.search(one)]
    if signed:
        return operator is not None and all(signs(one, operator) or _is_part(one, operator) for one in signed)
    return any(_PRODUCT.search(one) for one in every or sentences_of(story))


def _is_part(text: str, operator: Company) -> bool:
    """Whether a signature is a part of its name: “示例通信” of “中国示例通信集团…分公司”."""
    return any(len(one) > 1 and one in operator.name for one in _SIGNED.findall(text))


def agents_of(complaint: Complaint, facts: Mapping[str, Any]) -> frozenset[str]:
    """Who is complained about as passing messages on, and of whom the story tells no such thing: where calls for the operator's
    own service came, they are of whoever calls for it."""
    called = "call" in ((facts.get("contacts") or {}).get("channels") or ())
    if not called or not sells_itself(complaint, facts):
        return frozenset()
    passing = [
        one.organisation_name
        for one in complaint.respondents
        if one.role == "service_provider" and one.organisation_name
    ]
    return frozenset(name for name in passing if not _passes_on(name, complaint.standing_story))


def _passes_on(name: str, story: str) -> bool:
    called = [one for one in (name, shortened(name)) if one]
    return any(
        _CHANNEL.search(sentence)
        for sentence in sentences_of(story)
        if any(one in sentence for one in called)
    )
