"""The frozen content of a filing, as JSON: what the complainant consented to give this recipient, and nothing besides;
and the case that documents draw on, read from it alone.

Made by ``preparation.freeze``; the desk, the documents, the mails and the API read it. A field that the case says nothing in,
or that the recipient may not have, is absent. Days and moments are ISO, sums are yuan as text; ``said`` of a row is what
a desk's assessment reads of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NotRequired, TypedDict, cast

from complaints import stated
from complaints.reading.once import told_once
from documents import blocks, law, material, told_of_each
from documents.losses import gave_back, harm, taken
from legal.corpus import load
from legal.reasoning.conditions import lookup

TOLD = "told."  # before a group: its answers as a field of a paper
MOST_HEADINGS = 4  # that a paper names in one line
_BY_GUARDIAN = "由监护人"
BY_HAND = "hand"  # the way by which papers are printed, and signed


class EachTold(TypedDict, total=False):
    """``documents.told_of_each.EachTold`` as JSON, without what nobody told."""

    since: str
    until: str
    in_place: bool
    besides: bool
    in_name: bool
    refused_on: list[str]
    refused_ways: list[str]
    refused_how: list[str]
    replied: str
    replied_on: str
    first_on: str
    spared: list[str]
    threats: list[str]
    informed: bool
    before: list[str]
    handed: list[str]
    gave: bool
    stranger: bool
    counted: str
    after: int


class Respondent(TypedDict):
    role: str
    name: str
    uscc: str
    address: NotRequired[str]
    legal_representative: NotRequired[str]
    phone: NotRequired[str]
    gender: NotRequired[str]
    employer: NotRequired[str]
    said: NotRequired[stated.Respondent]
    told: NotRequired[EachTold]


class Message(TypedDict):
    """As received, but for the names of others where it is ``masked``; ``at`` is a moment, a day, or empty. ``call``:
    somebody called, nothing was written; what notes how many more there are is a ``call`` where all are. ``whose``: of which
    of several it is."""

    sender: str
    text: str
    at: str
    masked: NotRequired[bool]
    call: NotRequired[bool]
    whose: NotRequired[str]


class TallyRow(TypedDict):
    on: str
    signature: str
    sender: str
    count: int


class Tally(TypedDict):
    """What all messages and calls come to. ``unlisted`` stand in no row; ``after_said`` are the sentences of ``said`` with
    what came after a refusal. Content from before its numbers were frozen has them in its sentences alone."""

    said: list[str]
    rows: list[TallyRow]
    unlisted: int
    unit: str
    after_said: NotRequired[list[str]]
    count: NotRequired[int]
    busiest: NotRequired[int]
    night: NotRequired[int]
    after: NotRequired[int]


class Prior(TypedDict):
    """An earlier step in words."""

    to: str
    on: str
    ticket: str
    result: str
    said: NotRequired[stated.Prior]


class Cost(TypedDict):
    what: str
    yuan: str


class Exhibit(TypedDict):
    """``size`` is in bytes, ``pages`` those of its copy."""

    number: str
    name: str
    source: str
    sha256: str
    size: int
    received_at: str
    proves: str
    pages: int | None


Fields = TypedDict(
    "Fields",
    {
        "complainant.name": str,
        "complainant.gender": str,
        "complainant.birth": str,
        "complainant.ethnicity": str,
        "complainant.occupation": str,
        "complainant.employer": str,
        "complainant.postcode": str,
        "complainant.id_number": str,
        "complainant.address": str,
        "complainant.phone": str,
        "complainant.email": str,
        "representative.name": str,
        "representative.phone": str,
        "representative.address": str,
        "representative.id_number": str,
        "representative.relation": str,
        "representative.postcode": str,
        "respondents": list[Respondent],
        "number": str,
        "matter": str,
        "story": str,
        "messages": list[Message],
        "tally": Tally,
        "prior": list[Prior],
        "costs": list[Cost],
        "asks": list[str],
        "details": dict[str, str],
        "exhibits": list[Exhibit],
        "contact_answers": stated.Told,
        "case_answers": stated.Told,
        "told.event": stated.Event,
        "told.complainant": stated.Complainant,
        "told.contacts": stated.Contacts,
        "told.content": stated.Content,
        "told.consent": stated.Consent,
        "told.refusal": stated.Refusal,
        "told.data": stated.Data,
        "told.number": stated.Number,
        "told.charges": stated.Charges,
        "told.debt": stated.Debt,
        "told.loss": stated.Loss,
    },
    total=False,
)
"""The fields by the names of ``documents.material``: what a channel may carry is chosen among them."""


class Recipient(TypedDict):
    name: str
    address: str
    phone: str
    website: str
    email: str


class Provision(TypedDict):
    """``documents.law.Provision`` as JSON."""

    id: str
    citation: str
    text: str | None
    verified: str
    strength: str
    law: bool
    lead: str


class Remedy(TypedDict):
    code: str
    provisions: list[Provision]


class Liable(TypedDict):
    role: str
    title: str
    named: bool
    provisions: list[Provision]


class Sentence(TypedDict):
    """``documents.blocks.Sentence`` as JSON."""

    text: str
    rests: list[str]


class Ground(TypedDict):
    """``documents.law.Ground`` as JSON. Content from before grounds were pleaded in sentences has the words of its
    elements in ``met``."""

    code: str
    title: str
    status: str
    met: NotRequired[list[str]]
    heading: NotRequired[str]
    actor: NotRequired[str]
    by: NotRequired[list[str]]
    facts: NotRequired[list[Sentence]]
    reasons: NotRequired[list[Sentence]]
    claim: NotRequired[list[Sentence]]
    argued: NotRequired[list[Sentence]]
    direct: NotRequired[list[str]]
    provisions: list[Provision]
    relief: list[str]
    remedies: list[Remedy]
    liable: list[Liable]


class Claim(TypedDict):
    """What is asked for; an empty sum is not asked for. ``accuses``: the person wants a crime alleged."""

    refund: str
    mental: str
    triple: str
    claims_fraud: bool
    cause: str
    jointly: bool | None
    unsettled: bool
    accuses: NotRequired[bool]
    sums: NotRequired[dict[str, str]]
    fraud: NotRequired[str]


class Request(TypedDict):
    """One request that goes: of whom, by name, how much, in which words."""

    slug: str
    title: str
    asked: list[str]
    sum: str
    sentences: list[str]


class Silence(TypedDict, total=False):
    """Whose answer did not come, in the words of a paper; empty where it is about nobody's silence."""

    who: str
    to: str
    on: str
    refused_on: str
    span: str
    begins: str
    citation: str
    due_on: str


class PaperVersion(TypedDict):
    """Which version of an edited paper a filing prints."""

    id: str
    version: int
    digest: str


class Added(TypedDict):
    """A block that somebody put into a paper, and the key of what it follows."""

    key: str
    heading: str
    text: str
    after: str


class Seal(TypedDict):
    number: str
    digest: str
    check_url: str


class Content(TypedDict):
    """All of it: what is written to the row of a filing, hashed, and printed. ``ticked`` are the requests that the person
    ticked, ``requests`` what became of them; content without them is of before, when ``relief`` was chosen by its code."""

    version: int
    number: str
    kind: str
    channel: str
    way: str
    document: str
    on: str
    recipient: Recipient
    fields: Fields
    law: list[Ground]
    relief: list[str]
    ticked: NotRequired[list[str]]
    requests: NotRequired[list[Request]]
    claim: Claim
    elsewhere: list[str]
    silence: Silence
    seal: Seal
    # Where blocks were edited: what somebody wrote, by the key of the block, and of which version.
    edits: NotRequired[dict[str, str]]
    added: NotRequired[list[Added]]
    paper: NotRequired[PaperVersion]
    court: NotRequired[str]  # of a claim: its name, where the person gave it
    excerpted: NotRequired[
        bool
    ]  # the story is sentences of it, a line for each run of them, and not the whole


# ── The case that documents draw on ───────────────────────────────────────────────────────────────────────────────────


def case_of(content: Content) -> material.Case:
    """What the documents draw on, from frozen content and nothing else."""
    fields, claim = content["fields"], content["claim"]
    facts = facts_told(fields, content["kind"])
    complainant, acting = people_of(fields)
    return material.Case(
        fields=frozenset(material.FIELDS.keys() & fields),
        complainant=complainant,
        representative=acting,
        respondents=respondents_of(fields.get("respondents", ())),
        addressee=content["recipient"]["name"],
        number=fields.get("number", ""),
        matter=_matter(fields.get("matter", ""), content["law"]),
        story=fields.get("story", ""),
        excerpted=content.get("excerpted", False),
        messages=tuple(
            material.Message(
                sender=row["sender"],
                text=row["text"],
                at=_moment(row["at"]),
                masked=row.get("masked", False),
                call=row.get("call", False),
                whose=row.get("whose", ""),
            )
            for row in fields.get("messages", ())
        ),
        tally=_tally(fields.get("tally")),
        prior=tuple(
            material.Prior(
                to=row["to"],
                on=date.fromisoformat(row["on"]) if row["on"] else None,
                ticket=row["ticket"],
                result=row["result"],
                accepted_by=_accepted_by(row),
                accepted=row.get("said", {}).get("accepted"),
                answered=_day(row.get("said", {}).get("answered_on") or ""),
                satisfied=row.get("said", {}).get("satisfied"),
                body=row.get("said", {}).get("to", ""),
                whom=row.get("said", {}).get("whom", ""),
            )
            for row in fields.get("prior", ())
        ),
        costs=tuple(
            material.Cost(what=_lost(row["what"], facts), yuan=Decimal(row["yuan"]))
            for row in fields.get("costs", ())
        ),
        paid=_paid(fields),
        began=_event_day(fields, "first"),
        ended=_event_day(fields, "last"),
        stated=int(lookup(facts, "contacts.count") or 0),
        facts=facts,
        exhibits=exhibits_of(fields.get("exhibits", ())),
        grounds=tuple(_ground(row) for row in content["law"]),
        relief=tuple(content["relief"]),
        ticked=tuple(content["ticked"]) if "ticked" in content else None,
        sums={name: Decimal(yuan) for name, yuan in claim.get("sums", {}).items()},
        asks=tuple(fields.get("asks", ())),
        details=fields.get("details", {}),
        refund=_sum(claim["refund"]),
        mental=_sum(claim["mental"]),
        triple=_sum(claim["triple"]),
        claims_fraud=claim["claims_fraud"],
        fraud=claim.get("fraud", ""),
        unsettled=claim.get("unsettled", False),
        accuses=claim.get("accuses", False),
        elsewhere=tuple(content.get("elsewhere", ())),
        silence=silence_of(content.get("silence")),
    )


def _lost(what: str, facts: Mapping[str, object]) -> str:
    """A row of the costs as a paper calls it: where somebody else got into an account, money that no word says was spent on
    getting one's right, or given to others, was taken out of it."""
    entered = any(
        lookup(facts, name) is True for name in ("number.account_taken_over", "number.sim_replaced_by_other")
    )
    words = load().requests
    spent = taken(what) or harm(what) or gave_back(what) or any(word in what for word in words["spent"])
    if not entered or spent or not any(word in what for word in words["money"]):
        return what
    return f"被转出、使用的款项（{what}）"


def _matter(chosen: str, grounds: Iterable[Ground]) -> str:
    """What it is about in the words of a paper: the kind, then what is pleaded. What the person chose by its name for
    people has alternatives in it, and may accuse somebody."""
    headings = [row["heading"].replace("{本人}", "本人") for row in grounds if row.get("heading")]
    # What another of them begins with says nothing more.
    headings = [
        one for one in headings if not any(other != one and other.startswith(one) for other in headings)
    ]
    kind, *_situations = chosen.split("；")
    by_guardian = [part for part in chosen.split("；") if part.startswith(_BY_GUARDIAN)]
    if not headings and any("met" in row for row in grounds):
        return chosen
    about = "；".join([*([kind] if kind else []), *list(dict.fromkeys(headings))[:MOST_HEADINGS]])
    # Who speaks for whom is nothing that anybody did.
    return "。".join([*([about] if about else []), *by_guardian])


def told_in(fields: Fields) -> stated.Told:
    """The answers among the fields of a filing, group by group, as ``legal`` names them; no other can be told of."""
    found = {name.removeprefix(TOLD): said for name, said in fields.items() if name.startswith(TOLD)}
    return cast(stated.Told, {**found, **fields.get("contact_answers", {}), **fields.get("case_answers", {})})


def facts_told(fields: Fields, kind: str) -> Mapping[str, object]:
    """What the fields of a filing state, as sentences may tell it: no day that nobody named, and of what came, never less
    than was said nor than is on file."""
    facts: dict[str, object] = {"kind": kind, **told_in(fields)}
    tally = fields.get("tally", {})
    if tally.get("count"):
        contacts = dict(cast(Mapping[str, object], facts.get("contacts", {})))
        part = _is_part(tally["count"], contacts)
        for name, counted in (
            ("max_per_day", tally.get("busiest", 0)),
            ("count", tally["count"]),
            ("after_refusal", tally.get("after", 0)),
        ):
            said = contacts.get(name)
            # What came after a refusal is told of what is on file, where all that came was counted.
            if said is None and part and (name != "after_refusal" or "count" not in contacts):
                continue
            if counted and counted > (said if isinstance(said, int | float) else 0):
                contacts[name] = counted
                # What is on file is counted, whatever was said of it.
                if told := cast(list[str], contacts.get("about", [])):
                    contacts["about"] = [one for one in told if one != name]
        if tally.get("night"):
            contacts["night"] = True
        facts["contacts"] = contacts
    if costs := fields.get("costs"):
        loss = cast(Mapping[str, object], facts.get("loss", {}))
        facts["loss"] = {**loss, "costs": [{"what": one["what"], "yuan": one["yuan"]} for one in costs]}
    if respondents := [one["said"] for one in fields.get("respondents", ()) if one.get("said")]:
        facts["respondents"] = respondents
    if prior := [one["said"] for one in fields.get("prior", ()) if one.get("said")]:
        facts["prior"] = prior
    if _agreed_with_giver(fields):
        facts["derived"] = {"agreed_with_giver": True}
    return facts


# Where what was agreed to was ticked or told: at whoever handed it on.
_GIVEN_THERE = frozenset({"app", "given"})


def _agreed_with_giver(fields: Fields) -> bool:
    """Whether the number was given to one of several who only handed it on: the others asked for no consent."""
    rows = fields.get("respondents", ())
    gave = [bool(row.get("told", {}).get("gave")) for row in rows]
    data = cast(Mapping[str, object], told_in(fields).get("data") or {})
    return any(gave) and not all(gave) and data.get("source") in _GIVEN_THERE


def _is_part(on_file: int, contacts: Mapping[str, object]) -> bool:
    """Whether less is on file than came, as the person says of all or of one day: then its busiest day is not the busiest of
    all, and what is on file no count of it."""
    said = (contacts.get("count"), contacts.get("max_per_day"))
    return any(isinstance(one, int | float) and one > on_file for one in said)


def _paid(fields: Fields) -> Decimal | None:
    """What the person says they paid; whole answers come before those that a paper tells."""
    told = fields.get("case_answers", {}).get("debt") or fields.get("told.debt", {})
    said = told.get("paid_under_pressure")
    return Decimal(str(said)) if isinstance(said, int | float) and said > 0 else None


def _event_day(fields: Fields, end: str) -> date | None:
    """A day that the person named; whole answers come before those that a paper tells."""
    told: Mapping[str, object] = (
        fields.get("contact_answers", {}).get("event") or fields.get("told.event") or {}
    )
    return _day(str(told.get(end) or ""))


def _tally(said: Tally | None) -> material.Tally:
    if not said:
        return material.Tally()
    rows = tuple(
        (date.fromisoformat(one["on"]), one["signature"], one["sender"], one["count"]) for one in said["rows"]
    )
    return material.Tally(
        said=tuple(said["said"]),
        after_said=tuple(said.get("after_said", ())),
        count=said.get("count", 0),
        busiest=said.get("busiest", 0),
        night=said.get("night", 0),
        after=said.get("after", 0),
        rows=rows,
        unlisted=said["unlisted"],
        unit=said["unit"],
    )


def people_of(fields: Fields) -> tuple[material.Person, material.Person | None]:
    """Who complains, and who acts for them, where somebody does."""
    acting = _representative(fields)
    return _complainant(fields), acting if acting != material.Person() else None


def _accepted_by(row: Prior) -> str:
    said = row.get("said")
    return said["to"] if said is not None and said.get("accepted") is True else ""


def respondents_of(rows: Iterable[Respondent]) -> tuple[material.Respondent, ...]:
    return tuple(
        material.Respondent(
            # Whoever only handed the data on is pleaded as who runs what the number was given for.
            role="platform" if row.get("told", {}).get("gave") else row["role"],
            name=row["name"],
            uscc=row["uscc"],
            address=row.get("address", ""),
            contact=row.get("phone", ""),
            consumer=row.get("said", {}).get("consumer"),
            legal_representative=row.get("legal_representative", ""),
            gender=row.get("gender", ""),
            employer=row.get("employer", ""),
            told=_each_told(row.get("told", {})),
        )
        for row in rows
    )


def _each_told(row: EachTold) -> told_of_each.EachTold:
    told: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in row.items()}
    return told_of_each.EachTold(**told)


def _complainant(fields: Fields) -> material.Person:
    born = fields.get("complainant.birth")
    return material.Person(
        name=fields.get("complainant.name", ""),
        phone=fields.get("complainant.phone", ""),
        address=fields.get("complainant.address", ""),
        id_number=fields.get("complainant.id_number", ""),
        email=fields.get("complainant.email", ""),
        gender=fields.get("complainant.gender", ""),
        birth=date.fromisoformat(born) if born else None,
        ethnicity=fields.get("complainant.ethnicity", ""),
        occupation=fields.get("complainant.occupation", ""),
        employer=fields.get("complainant.employer", ""),
        postcode=fields.get("complainant.postcode", ""),
    )


def _representative(fields: Fields) -> material.Person:
    return material.Person(
        name=fields.get("representative.name", ""),
        phone=fields.get("representative.phone", ""),
        address=fields.get("representative.address", ""),
        id_number=fields.get("representative.id_number", ""),
        relation=fields.get("representative.relation", ""),
        postcode=fields.get("representative.postcode", ""),
    )


def exhibits_of(rows: Iterable[Exhibit]) -> tuple[material.Exhibit, ...]:
    return tuple(_exhibit(row) for row in rows)


def _exhibit(row: Exhibit) -> material.Exhibit:
    return material.Exhibit(
        number=row["number"],
        name=row["name"],
        source=row["source"],
        sha256=row["sha256"],
        size=row["size"],
        received_at=datetime.fromisoformat(row["received_at"]),
        proves=row["proves"],
        pages=row["pages"],
    )


@told_once
def _ground(row: Ground) -> law.Ground:
    return law.Ground(
        code=row["code"],
        title=row["title"],
        status=row["status"],
        heading=row.get("heading", "") or law.as_paper(row["title"]),
        actor=row.get("actor", "对方"),
        by=tuple(row.get("by", ())),
        facts=_sentences(row.get("facts", ())),
        reasons=_sentences(row.get("reasons", ()))
        or tuple(blocks.said(law.as_paper(met), "law") for met in row.get("met", ())),
        claim=_sentences(row.get("claim", ())),
        argued=_sentences(row.get("argued", ())),
        direct=tuple(row.get("direct", ())),
        provisions=_provisions(row["provisions"]),
        relief=tuple(row["relief"]),
        remedies=tuple(
            law.Remedy(code=one["code"], provisions=_provisions(one["provisions"]))
            for one in row.get("remedies", ())
        ),
        liable=tuple(
            law.Liable(
                role=one["role"],
                title=one["title"],
                named=one["named"],
                provisions=_provisions(one["provisions"]),
            )
            for one in row.get("liable", ())
        ),
    )


def _sentences(rows: Iterable[Sentence]) -> tuple[blocks.Sentence, ...]:
    return tuple(blocks.Sentence(text=one["text"], rests=tuple(one["rests"])) for one in rows)


def _provisions(rows: Iterable[Provision]) -> tuple[law.Provision, ...]:
    return tuple(law.Provision(**one) for one in rows)


def _sum(yuan: str) -> Decimal | None:
    return Decimal(yuan) if yuan else None


def _moment(text: str) -> date | datetime | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def silence_of(row: Silence | None) -> material.Silence | None:
    if not row:
        return None
    return material.Silence(
        who=row["who"],
        to=row.get("to", ""),
        on=_day(row["on"]),
        refused_on=_day(row["refused_on"]),
        span=row["span"],
        begins=row["begins"],
        citation=row["citation"],
        due_on=_day(row["due_on"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
