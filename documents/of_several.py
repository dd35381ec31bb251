"""Where several are complained about: whom of them a sentence of the story, and an earlier step, is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.utils import timezone

from complaints import stated
from complaints.models import Complaint, Contact, Kind
from complaints.standing import standing_facts
from core.language import gettext as _
from documents.before_it import told_before
from documents.belonging import Company, asked_on, companies_in, names_any, told_about
from documents.caused import spared
from documents.contacts_begun import contacts_begun
from documents.each_told import Received, Told, each_told, whose
from documents.handed_on import given_by_platform, handed_on
from documents.handed_told import handed_told
from documents.matters import puts_or_answers
from documents.others import HOLDERS, meant_by
from documents.sentences import sentences_of
from documents.told_of_each import EachTold
from documents.wording import day

if TYPE_CHECKING:
    from documents import frozen

OPERATOR = "operator"


def companies_of(complaint: Complaint) -> list[Company]:
    """Those complained about that have a name, with what the story calls them."""
    rows = (
        (one.organisation_name, stated.role_read(one.role, complaint.kind)) for one in complaint.respondents
    )
    bound = standing_facts(complaint).get("number", {}).get("accounts_bound") or ()
    return companies_in(rows, bound, complaint.standing_story)


def whom_asked(complaint: Complaint, asked: Sequence[stated.Prior]) -> list[str]:
    """The name of whom each earlier step went to, where several can have been meant: as was said, or as the story tells of
    that day; "" where nobody can say, and where there is one."""
    parties = companies_of(complaint)
    roles = [one.role for one in parties]
    among = [{one.name for one in parties if one.role in meant_by(row["to"], roles)} for row in asked]
    if all(len(names) < 2 for names in among):
        return [""] * len(asked)
    about = told_about(complaint.standing_story, parties)
    return [
        _which(row, names, about) if len(names) > 1 else "" for row, names in zip(asked, among, strict=True)
    ]


def _which(row: stated.Prior, names: set[str], about: Mapping[str, frozenset[str]]) -> str:
    said = row.get("whom") or ""
    return said if said in names else asked_on(row.get("on") or "", about, names)


def only_its_own(complaint: Complaint) -> bool:
    """Whether a platform that was asked can only be that of the one who advertises there: nobody else is complained about, and
    the story tells of no shop of apps."""
    if complaint.kind != Kind.HARASSMENT or re.search("应用(?:商店|市场)|软件商店", complaint.standing_story):
        return False
    return [one.role for one in companies_of(complaint)] == ["content_provider"]


def unplaced(complaint: Complaint, to: str) -> list[str]:
    """For the person: each earlier step that a letter to one of several of a role leaves out, as nobody can say which of them
    it went to."""
    parties = companies_of(complaint)
    roles = [one.role for one in parties]
    role = next((one.role for one in parties if one.name == to), "")
    if roles.count(role) < 2 or not role:
        return []
    asked = standing_facts(complaint).get("prior", [])
    whom = whom_asked(complaint, asked)
    words = _(
        "%s找的是哪一家还没有说清，给这几家的材料里都没有写这一次。到“补充和更正”的“找过谁”里选上，再备一份。"
    )
    return [
        words % (day(date.fromisoformat(row["on"])) if row.get("on") else _("有一次"))
        for row, name in zip(asked, whom, strict=True)
        if not name and role in meant_by(row["to"], roles)
    ]


def of_anothers(complaint: Complaint, readers: frozenset[str]) -> frozenset[str]:
    """The sentences of the story that are no matter of the company a letter goes to: to one of several who run accounts what
    is about another's; to one of several who called, what another of them was asked and answered. Who collects is told what the
    creditor was: it is one debt; and an operator everything, as it came of the number."""
    parties = companies_of(complaint)
    own = [one for one in parties if one.name in readers]
    roles = {one.role for one in own}
    if not own or roles == {OPERATOR}:
        return frozenset()
    story = complaint.standing_story
    if roles & HOLDERS:
        others = {one.name for one in parties if one.role in HOLDERS} - readers
        return frozenset(one for one, whom in told_about(story, parties).items() if whom & others)
    among = [one for one in parties if one not in own and one.role in roles]
    return frozenset(
        sentence
        for sentence in sentences_of(story)
        if names_any(sentence, among) and not names_any(sentence, own) and puts_or_answers(sentence)
    )


# ── What each of them did ────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Each:
    """What was told of each, by name; ``messages`` are the names of those whose each is that is on file, by its sender, text
    and day."""

    told: Mapping[str, EachTold] = field(default_factory=dict)
    messages: Mapping[Received, str] = field(default_factory=dict)


def each_of(complaint: Complaint, listed: Sequence[Contact]) -> Each:
    """Nothing where one is complained about, or where nobody said from when to when it went on. ``listed`` are the messages of
    a paper."""
    companies, facts = companies_of(complaint), standing_facts(complaint)
    event = facts.get("event")
    if len(companies) < _SEVERAL or not event or not (event.get("first") and event.get("last")):
        return Each()
    received = [_received(one) for one in listed]
    began = contacts_begun(complaint.standing_story, event, [one.on for one in received])
    told = Told(
        story=complaint.standing_story,
        companies=companies,
        first=date.fromisoformat(began or event["first"]),
        last=date.fromisoformat(event["last"]),
        received=received,
        count=int(facts.get("contacts", {}).get("count") or 0),
    )
    if _sold_and_shared(complaint, facts, companies):
        told = replace(told, gave=handed_on(told))
    found = each_told(told, informed_on=str(facts.get("debt", {}).get("told_them_on") or ""))
    costs = [(str(row["what"]), Decimal(str(row["yuan"]))) for row in facts.get("loss", {}).get("costs", ())]
    not_its = spared(costs, told, found)
    if _sold_and_shared(complaint, facts, companies):
        consumer = {row.get("name", ""): row.get("consumer") for row in facts.get("respondents", ())}
        handed = handed_told(told, consumer)
        found = {
            name: replace(one, handed=handed if name in handed[:2] else ()) for name, one in found.items()
        }
    before = told_before(told, found)
    found = {name: replace(one, spared=not_its[name], before=before[name]) for name, one in found.items()}
    return Each(found, dict(zip(received, whose(found, told), strict=True)))


_SEVERAL = 2


def _sold_and_shared(complaint: Complaint, facts: stated.Facts, companies: Sequence[Company]) -> bool:
    """Whether somebody advertised with what somebody else gave them."""
    if complaint.kind != Kind.HARASSMENT or facts.get("content", {}).get("commercial") is not True:
        return False
    shared = facts.get("data", {}).get("shared_with_third_party")
    return shared is True or (shared is None and given_by_platform(complaint.standing_story, companies))


def _received(one: Contact) -> Received:
    called = one.channel == Contact.Channel.CALL and one.direction != Contact.Direction.OUT
    at = timezone.localtime(one.received_at) if one.received_at is not None else None
    return Received(
        one.sender, one.text, _on(one), called, at is not None and not _DAY_FROM <= at.hour < _NIGHT_FROM
    )


_DAY_FROM, _NIGHT_FROM = 8, 22


def _on(one: Contact) -> str:
    if one.received_at is not None:
        return timezone.localdate(one.received_at).isoformat()
    return one.received_on.isoformat() if one.received_on else ""


# Which answers each of what was told of one says something of.
_SAYS: Mapping[str, frozenset[str]] = {
    "since": frozenset({"told.event", "contact_answers"}),
    "until": frozenset({"told.event", "contact_answers"}),
    "refused_on": frozenset({"told.refusal", "contact_answers"}),
    "refused_ways": frozenset({"told.refusal", "contact_answers"}),
    "refused_how": frozenset({"told.refusal", "contact_answers"}),
    "replied": frozenset({"told.refusal", "contact_answers"}),
    "replied_on": frozenset({"told.refusal", "contact_answers"}),
    "first_on": frozenset({"told.event", "contact_answers"}),
    "spared": frozenset({"costs"}),
    "threats": frozenset({"told.debt", "case_answers"}),
    "in_name": frozenset({"told.event", "contact_answers"}),
    "before": frozenset({"told.event", "contact_answers"}),
    "informed": frozenset({"told.debt", "case_answers"}),
    "after": frozenset({"told.contacts", "contact_answers"}),
    "counted": frozenset({"told.contacts", "contact_answers"}),
    "stranger": frozenset({"told.consent", "contact_answers"}),
    "handed": frozenset({"told.data", "case_answers"}),
    # That one called nobody.
    "gave": frozenset({"told.event", "told.data", "contact_answers", "case_answers"}),
}


def told_apart_in(found: Mapping[str, object], each: Each, names: Collection[str]) -> dict[str, object]:
    """The fields of a filing with what was told of each of several, as far as the fields that are given may say it."""
    if not each.told:
        return {}
    allowed = [name for name, groups in _SAYS.items() if groups & {*names}]
    rows = [
        {**row, **({"told": own} if (own := _row(each.told.get(row["name"]), allowed)) else {})}
        for row in cast("list[frozen.Respondent]", found["respondents"])
    ]
    messages = [
        {**row, **({"whose": name} if (name := each.messages.get(_as_received(row), "")) else {})}
        for row in cast("list[frozen.Message]", found["messages"])
    ]
    return {"respondents": rows, "messages": messages}


def _row(told: EachTold | None, allowed: Collection[str]) -> dict[str, object]:
    said = {name: getattr(told, name) for name in allowed} if told is not None else {}
    return {name: list(one) if isinstance(one, tuple) else one for name, one in said.items() if one}


def _as_received(row: frozen.Message) -> Received:
    return Received(row["sender"], row["text"], row["at"][:10], row.get("call", False))
