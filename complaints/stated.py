"""The facts that a case states, as JSON: the shape that the intake writes, imports count and the law reads. Pure.

A fact that is not known is absent: absent is unknown, never false. Dates are ISO, money is yuan, regions are GB/T 2260
codes. ``legal.reasoning.facts`` checks what comes from elsewhere and has the label of each.
"""

import re
from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import NotRequired, Required, TypedDict, cast


class Event(TypedDict):
    """The first and the last day on which it happened; the last one chooses substantive law.

    ``months``: of which of them a month alone is told. Then the day is the earliest that it can have been: periods that run
    from it end no later than they do, and no paper names it (see ``as_told``).
    """

    first: str
    last: str
    months: NotRequired[list[str]]


_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def is_month(told: object) -> bool:
    """Whether a month is told and no day, as in 2026-03."""
    return isinstance(told, str) and _MONTH.fullmatch(told) is not None


def event_told(first: str, last: str) -> Event:
    """When it happened, of a day or a month for either end. The last of a month cannot have been before the first."""
    begins, ends = (f"{told}-01" if is_month(told) else told for told in (first, last))
    if is_month(last) and begins.startswith(last):
        ends = max(begins, ends)
    event: Event = {"first": begins, "last": ends}
    months = [end for end, told in (("first", first), ("last", last)) if is_month(told)]
    return {**event, "months": months} if months else event


def as_told(event: Mapping[str, object], end: str) -> str:
    """The day of one end, or the month where no more was told: 2026-03. "" where nothing is known."""
    day, months = str(event.get(end) or ""), event.get("months")
    of_month = isinstance(months, list) and end in months
    earliest = day.endswith("-01") or (end == "last" and day == event.get("first"))
    return day[:7] if of_month and earliest else day


class Complainant(TypedDict, total=False):
    age: int
    region: str
    capacity: str
    for_business: bool
    consumer_of_respondent: bool


class Respondent(TypedDict, total=False):
    role: str
    name: str
    uscc: str
    region: str
    licensed_lender: bool
    consumer: bool
    address: str
    legal_representative: str
    phone: str


class Contacts(TypedDict, total=False):
    channels: list[str]
    count: int
    max_per_day: int
    after_refusal: int
    night: bool
    numbers: list[str]
    about: list[str]
    first_on: str
    of_all: bool
    by_others: bool


class Content(TypedDict, total=False):
    """What the messages are about and what they show."""

    commercial: bool
    sender_identified: bool
    source_open: bool
    opt_out_offered: bool
    opt_out_works: bool
    opt_out_fee: float
    own_service: bool


class Consent(TypedDict, total=False):
    status: str
    separate: bool
    required_for_service: bool


class Refusal(TypedDict, total=False):
    made: bool
    on: str
    ways: list[str]


class Data(TypedDict, total=False):
    shared_with_third_party: bool
    source: str
    from_another: bool
    named: list[str]
    late_kin: str
    late_health: list[str]
    profiling: bool


class Number(TypedDict, total=False):
    second_hand: bool
    told: bool
    released_on: str
    activated_on: str
    mislabelled_as: str
    label_reported_on: str
    label_returned: bool
    accounts_bound: list[str]
    unpaid_accounts: list[str]
    listed_as: str
    registrant_is_me: bool
    opened_by_me: bool
    disputed: list[str]
    sim_replaced_by_other: bool
    account_taken_over: bool
    rebound_by_former_holder: bool
    secrets_given: bool
    cancellation_fee: float
    signed_blank: bool


class Charges(TypedDict, total=False):
    residual: bool
    stopped: bool
    item: str
    monthly: float
    months: float
    first_on: str
    last_on: str


class Debt(TypedDict, total=False):
    owed: str
    claimed: float
    received: float
    repaid: float
    debtor: str
    collected_by: str
    told_them_on: str
    contacts_told: int
    threats: list[str]
    no_harm_told: bool
    published: list[str]
    impersonates: str
    court_paper: str
    card: bool
    phone_bill: bool
    others_collect: bool
    told_another: bool
    debtor_dead: bool
    debtor_kin: str
    died: str
    death_told: bool
    paid_to_agent: bool
    advance_fee: bool
    taken: str
    contract: str
    taken_on: str
    ended: str
    ended_how: str
    ended_on: str
    ended_proof: str
    said_as: str
    signed_nothing: bool
    denied_by: list[str]
    item: str
    own_account: bool
    unactivated: bool
    not_got: str
    time_barred: bool
    illegal_lending: bool
    per_day: int
    paid_under_pressure: float


class Prior(TypedDict):
    """An earlier step. ``channel`` only where it was taken from here, and ``recipient`` where it was sent from here to them;
    ``answered_on`` None: not answered yet; ``whom``: the name of the one of several of a role."""

    to: str
    whom: NotRequired[str]
    act: NotRequired[str]
    on: NotRequired[str]
    answered_on: NotRequired[str | None]
    satisfied: NotRequired[bool]
    accepted: NotRequired[bool | None]
    ticket: NotRequired[str]
    reference: NotRequired[str]
    channel: NotRequired[str]
    recipient: NotRequired[str]


class Cost(TypedDict):
    what: str
    yuan: float


class Loss(TypedDict, total=False):
    costs: list[Cost]
    mental: str
    wished: float
    wished_as: str


class Groups(TypedDict, total=False):
    """The answers, group by group."""

    complainant: Complainant
    contacts: Contacts
    content: Content
    consent: Consent
    refusal: Refusal
    data: Data
    number: Number
    charges: Charges
    debt: Debt
    loss: Loss


class Told(Groups, total=False):
    """The answers that a filing carries, if its complainant let it."""

    event: Event


class Facts(Groups, total=False):
    """The facts of a case. ``situations`` is what the person chose; grounds are derived from the rest."""

    kind: Required[str]
    event: Required[Event]
    id: str
    situations: list[str]
    filing_date: str
    respondents: list[Respondent]
    prior: list[Prior]
    wishes: list[str]


def whole(said: Groups, own: Facts) -> Facts:
    """The facts of a case of its answers and of what it says of itself, which wins; nothing is shared with either."""
    # Both are parts of the shape: no key of ``said`` is another one in ``Facts``.
    return cast(Facts, deepcopy({**said, **own}))


# An ``agent`` of before the roles were split, by the kind of complaint: who sold the number, who collects the debt.
_AGENT_IS = {"second_hand_number": "shop", "fake_collection": "collector"}


def role_read(role: str, kind: str) -> str:
    """The role that somebody has in a complaint of this kind, whenever it was written down."""
    if role == "shop" and kind == "harassment":
        # Nobody is complained about there for selling a number: a shop is who advertises.
        return "content_provider"
    if role == "shop" and kind == "fake_collection":
        # Nor of a debt: a shop is whose fee it is.
        return "trader"
    return _AGENT_IS.get(kind, role) if role == "agent" else role


_CREDITORS = frozenset({"bank", "lender", "assignee", "principal", "trader"})


def role_filed(role: str, roles: Collection[str], facts: Facts) -> str:
    """The role of one of ``roles``: a platform whose customer says that it claims a debt, where nobody else is named for whose it
    would be and nothing was published, is the creditor."""
    debt = facts.get("debt") or {}
    its_own = facts.get("kind") == "fake_collection" and not debt.get("published")
    customer = (facts.get("complainant") or {}).get("consumer_of_respondent") is True
    claims = role == "platform" and bool(debt.get("owed")) and _CREDITORS.isdisjoint(roles)
    return "trader" if claims and its_own and customer else role
