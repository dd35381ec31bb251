"""What ``assess`` and ``plan`` answer, as JSON: every key once. An assessment that was kept is read by the same shape.

Days are ISO. A kept assessment may be older than a key: whoever reads one asks with ``get`` where a page must not break.
"""

from typing import NotRequired, TypedDict

from legal.corpus.reader import Precedent, SelfHelp


class Wording(TypedDict):
    """An article in force. ``text`` is all of it, ``quote`` the paragraph or item cited; None unless a copy verifies it."""

    id: str
    in_force: list[str | None]
    citation: str
    text: str | None
    quote: str | None
    verified: str
    statute: str
    law: bool
    note: str


class Provision(Wording):
    """An article that is cited for a case. ``strength`` is direct, arguable or adverse."""

    strength: str


class Basis(TypedDict):
    """A citation for a document that names it by number."""

    id: str
    citation: str
    verified: str
    strength: str
    law: bool


class Element(TypedDict):
    """One thing that must be so. ``status`` met, unmet or unknown; ``burden`` complainant, respondent or presumed."""

    id: str
    text: str
    status: str
    because: list[str]
    missing: list[str]
    explanation: str
    disputed: bool
    judgement: bool
    exhibits: list[str]
    burden: str
    why: str
    proof: list[str]
    wanted: str


class Answerable(TypedDict):
    """A role that answers for a ground, and who of it is named in the case."""

    role: str
    title: str
    named: bool
    names: list[str]
    provisions: list[str]
    citations: list[str]
    basis: list[Basis]
    note: str


class Relief(TypedDict):
    """A form of relief (R1 …) with the articles that it rests on; ``against`` the roles it is asked of, all if empty."""

    code: str
    text: str
    provisions: list[str]
    citations: list[str]
    basis: list[Basis]
    limits: list[str]
    against: NotRequired[list[str]]


class Ground(TypedDict):
    """A situation that the law answers. ``status`` established, arguable, needs_facts or not_met."""

    code: str
    slug: str
    kind: str
    title: str
    plain: str
    status: str
    chosen: bool
    relevant: bool
    elements: list[Element]
    provisions: list[Provision]
    respondents: list[Answerable]
    relief: list[Relief]
    evidence_wanted: list[str]
    precedents: list[Precedent]
    channels: list[str]


class Bar(TypedDict):
    """The last day of one dispute in a channel; see ``legal.reasoning.bars``."""

    dispute: str
    name: str
    grounds: list[str]
    not_after: str
    passed: bool
    soft: bool
    told_only: bool
    basis: str
    text: str
    lapse: str


Silence = TypedDict(
    "Silence",
    {
        "to": str,
        "who": str,
        "on": str | None,
        "refused_on": str | None,
        "days": int | None,
        "months": int | None,
        "count": str | None,
        "from": str | None,
        "basis": str | None,
        "due_on": str | None,
        "doubtful": bool,
    },
)
"""Whose answer did not come, or who refused to act; see ``legal.reasoning.silence``."""

AnswerDue = TypedDict(
    "AnswerDue",
    {
        "days": int,
        "count": str,
        "from": str,
        "basis": str,
        "citation": str,
        "owed": str,
        "note": str,
        "counted_from": str | None,
        "due_on": str | None,
        "reason": str | None,
    },
)
"""The answer that a channel owes: within how many ``natural`` or ``working`` days; ``due_on`` None with the reason."""


class Province(TypedDict):
    """By whose province a channel goes: ``of`` is operator or complainant."""

    code: str
    of: str


class Way(TypedDict):
    """A channel as an entry of the plan."""

    channel: str
    title: str
    plain: str
    order: int
    open: bool
    relevant: bool
    why: str
    reasons: list[str]
    notes: list[str]
    waits_for: str | None
    not_before: str | None
    not_after: str | None
    not_after_soft: bool
    unknown_dates: list[str]
    bars: list[Bar]
    silence: Silence | None
    region: Province | None
    blocks: list[str]
    provisions: list[str]
    citations: list[str]
    answer_due: AnswerDue | None
    fields: list[str]
    # Facts that would decide it and are not known; none in an assessment from before they were kept.
    missing: NotRequired[list[str]]


class Clock(TypedDict):
    """A day after which something is lost; ``preserve`` where records may be deleted from then on."""

    what: str
    until: str
    passed: bool
    basis: str
    citation: str
    preserve: NotRequired[bool]


class Notices(TypedDict):
    """What must be said besides the grounds."""

    warnings: list[str]
    clocks: list[Clock]
    self_help: list[SelfHelp]


class Assessment(Notices):
    """The whole answer. ``on`` chose substantive law, ``filing_date`` procedure."""

    on: str
    filing_date: str
    corpus_version: str
    grounds: list[Ground]
    plan: list[Way]
