"""What leaves: the fields of a case that a channel may carry, the answers among them, and the law of what they state.

The law in a paper and on the page of a desk is made of these facts alone: what the complainant did not consent to give
decides nothing there, not even whether a ground is met (PIPL 6, 23).
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Self, cast

from django.conf import settings
from django.utils import timezone, translation

from complaints import stated
from complaints.counting.timeline import timeline_of
from complaints.models import Complaint, Contact, Kind, Party, Situation
from complaints.numbers import NumberError, identity
from complaints.reading.guardians import relation_in
from complaints.reading.hedges import rough_counts
from complaints.reading.occupations import occupation_in
from complaints.reading.once import reading_once, told_once
from complaints.reading.pressure import bills_for_phone, court_paper_in
from complaints.services import told_first
from complaints.standing import labels_of, situations_of, standing_facts
from complaints.stated import Event, Facts, Told, whole
from core.canonical import canonical, digest
from core.language import gettext as _
from core.sentences import sentence
from documents import frozen, material
from documents.blocks import Added
from documents.by_the_way import waived
from documents.frozen import TOLD, facts_told, told_in
from documents.law import Ground, grounds_from
from documents.losses import as_spent
from documents.of_several import each_of, only_its_own, told_apart_in, whom_asked
from documents.own_service import agents_of
from documents.steps_told import left_unanswered
from documents.tally import tally
from documents.told_besides import authority_told, charges_itself, told_besides
from documents.wording import day
from evidence.models import Exhibit
from filings.models import Filing
from filings.moves import GONE_OUT, State
from filings.services.reach import covered_by
from filings.ways.table import is_carried
from legal.corpus import load
from legal.corrections import as_corrected
from legal.models import Assessment, Overrule
from legal.reasoning import answers as answers_of_law
from legal.reasoning.assessment import Matter, Weighed, understand, weigh_grounds
from legal.reasoning.conditions import evaluate
from legal.reasoning.facts import FACTS, LISTS, FactsError, whose_debt
from legal.reasoning.respondents import kin_in

# Messages that are printed one by one; the rest is in the exhibits.
MOST_MESSAGES = 100

GROUPS = {
    "contact_answers": ("event", "contacts", "content", "consent", "refusal"),
    "case_answers": ("complainant", "number", "charges", "debt", "data", "loss"),
}
# Said in fields of their own (senders in the messages, costs), or the name of somebody else.
_ELSEWHERE = {"loss": ("costs",), "debt": ("debtor",)}

# What the file of a channel says in ``prior``; this for a channel of an older corpus.
_OTHERWISE = ("other_authority", "complaint")
PRIOR_NAMES = {
    "operator": "电信运营商",
    "respondent": "被投诉方",
    "telecom_appeal": "电信用户申诉受理机构",
    "12315": "市场监督管理部门（12315）",
    "consumer_association": "消费者协会",
    "12321": "12321网络不良与垃圾信息举报受理中心",
    "lender": "金融机构",
    "bank": "银行",
    "platform": "平台",
    "local_finance": "地方金融管理部门",
    "police": "公安机关",
    "court": "人民法院",
    "arbitration": "仲裁机构",
    "other_authority": "其他行政机关",
}
# What was sent from here through a channel that has no name of its own above.
_SENT_TO = {
    "12363": "中国人民银行（12363）",
    "12378": "金融监督管理部门（12378）",
    "cac_12377": "网信部门（12377）",
    "nifa": "中国互联网金融协会",
    "procuratorate": "人民检察院（12309）",
    "review": "行政复议机关",
}


@dataclass(frozen=True)
class Edited:
    """The version of a paper whose edited and added blocks a filing prints: its digest, the texts and headings by the key of
    their block, and in words what neither the case nor the law on file knows."""

    paper: str
    pk: int
    version: int
    digest: str
    edits: Mapping[str, str]
    headings: Mapping[str, str]
    doubts: tuple[str, ...] = ()
    added: tuple[Added, ...] = ()

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """Heading and text of each."""
        texts = {**self.edits, **{one.key: one.text for one in self.added}}
        return [(self.headings[key], text) for key, text in texts.items()]


_CHOSEN = (
    "requests",
    "sums",
    "fraud",
    "asks",
    "told",
    "mental",
    "triple",
    "claims_fraud",
    "cause",
    "jointly",
)


@dataclass(frozen=True)
class Wishes:
    """What the person asks for: ``requests`` by slug, ``stop:2`` of the second respondent alone; None for what follows from
    the wishes of the case. Sums in yuan; ``sums`` of those that the facts don't make; ``fraud`` is how they were deceived,
    without which nothing threefold is asked for. ``jointly`` None: as the law orders it.

    ``told`` are sentences of the story that a paper quotes, as they stand in it; None for those that are proposed.
    ``relief`` are codes of assess: every request of theirs. ``unsettled``: they confirm that no other body has taken the
    dispute. ``accuses``: they want a crime or fraud alleged.
    """

    requests: tuple[str, ...] | None = None
    sums: Mapping[str, str] = field(default_factory=dict)
    fraud: str = ""
    relief: tuple[str, ...] | None = None
    told: tuple[str, ...] | None = None
    asks: tuple[str, ...] = ()
    mental: str = ""
    triple: str = ""
    claims_fraud: bool = False
    cause: str = ""
    jointly: bool | None = None
    unsettled: bool = False
    accuses: bool = False
    edited: Edited | None = None

    @property
    def as_text(self) -> str:
        """What was chosen and written on the page, as JSON; not what is confirmed there anew each time."""
        return canonical({name: getattr(self, name) for name in _CHOSEN})

    @classmethod
    def of_text(cls, text: str) -> Self:
        said = json.loads(text or "{}")
        lists = {
            name: tuple(said[name]) for name in ("requests", "asks", "told") if said.get(name) is not None
        }
        return cls(**{**said, **lists})


def case_fields(
    complaint: Complaint,
    allowed: Iterable[str],
    exhibits: list[Exhibit],
    wishes: Wishes | None = None,
    uncovered: Collection[str] = (),
) -> frozen.Fields:
    """The allowed fields that this case has something to say in, as plain JSON; the rest is not even an empty string.

    In the language of the authorities, whatever language the page is read in. ``uncovered`` as ``uncovered_for`` says.
    """
    return said_of(complaint, allowed, exhibits, wishes, uncovered).fields


@dataclass(frozen=True)
class Said:
    """The allowed fields of a case, and the answers that one of them holds too: the tally counts from what was answered."""

    fields: frozen.Fields
    counted: frozenset[str]


@reading_once()
def said_of(
    complaint: Complaint,
    allowed: Iterable[str],
    exhibits: list[Exhibit],
    wishes: Wishes | None = None,
    uncovered: Collection[str] = (),
) -> Said:
    """As ``case_fields``; no field says what another holds that is not allowed."""
    names = set(allowed)
    with translation.override(settings.LANGUAGE_CODE):
        found = _said(complaint, exhibits, wishes, uncovered, groups=_groups_in(names))
        counted, rests = _tally(complaint, names) if "tally" in names else (None, frozenset[str]())
    found |= {"tally": counted}
    if "respondents" not in names:
        # Which of several it was says who they are.
        found["prior"] = _prior_rows(complaint, named=False)
    else:
        found |= told_apart_in(found, each_of(complaint, _listed(complaint)[:MOST_MESSAGES]), names)
    if not _NUMBER_IN & names:
        # Whose debt it is follows from no answer that is not given.
        facts = {name: said for name, said in standing_facts(complaint).items() if name != "number"}
        owed = _answers(whose_debt(cast(Facts, facts)), ("debt",))
        if answered := owed.get("debt"):
            told_debt = cast(stated.Debt, found.get(f"{TOLD}debt") or {})
            answered = {**told_debt, **answered}
        found[f"{TOLD}debt"] = answered
    # The names are those of ``_said``; what is left out was not required.
    fields = cast(frozen.Fields, {name: value for name, value in found.items() if name in names and value})
    return Said(fields, rests)


def _groups_in(names: Collection[str]) -> frozenset[str]:
    """The groups of answers that go: what the others say the matter does not say either."""
    whole = (group for name, groups in GROUPS.items() if name in names for group in groups)
    return frozenset({*whole, *(name.removeprefix(TOLD) for name in names if name.startswith(TOLD))})


_NUMBER_IN = {"case_answers", f"{TOLD}number"}


def _said(
    complaint: Complaint,
    exhibits: list[Exhibit],
    wishes: Wishes | None,
    uncovered: Collection[str],
    *,
    groups: Collection[str],
) -> dict[str, object]:
    story = complaint.standing_story
    matter: frozen.Fields = {
        "respondents": respondent_rows(complaint),
        "number": _number(complaint),
        "matter": "；".join(_matter(complaint, groups)),
        "story": _story(complaint),
        "messages": _messages(complaint),
        "prior": _prior_rows(complaint),
        "costs": [
            {
                "what": as_spent(
                    str(row["what"]), Decimal(str(row["yuan"])), story, kind=str(complaint.kind)
                ),
                "yuan": str(row["yuan"]),
            }
            for row in standing_facts(complaint).get("loss", {}).get("costs", ())
            # What the story says need not be paid is asked of nobody.
            if not waived(story, Decimal(str(row["yuan"])))
        ],
        "asks": list(wishes.asks) if wishes else [],
        "details": complaint.details,
        "exhibits": [_exhibit_row(exhibit, str(exhibit.pk) in uncovered) for exhibit in exhibits],
    }
    return {**own_side(complaint), **answers(complaint), **told(complaint), **matter}


# What is counted from the day of telling: whoever reads it later has to know that day.
_FROM_THAT_DAY = re.compile(
    "[昨今前]天|[昨今]日|[昨今][晚夜早]|前几天|[上本这](?:个)?(?:周|月|星期|礼拜)|去年|今年|前年|刚才|刚刚|[天周月年]前|现在|至今|最近|近日"
)


def _story(complaint: Complaint) -> str:
    """The story in its own words; with the day of telling where its words count from that: what was added says its own."""
    told, standing = complaint.story.rstrip(), complaint.standing_story
    if not _FROM_THAT_DAY.search(told):
        return standing
    return (
        f"{told}（{day(timezone.localdate(complaint.filed_at))}讲述）{standing.removeprefix(complaint.story)}"
    )


def own_side(complaint: Complaint) -> dict[str, str]:
    """Who complains; where that is a child, who acts for it (民法典 23, 27; 民事诉讼法 60)."""
    party, child = complaint.complainant, complaint.child
    person = {
        "name": party.name,
        "phone": party.phone,
        "address": party.address,
        "id_number": party.id_number,
        "postcode": party.postcode,
    }
    acting = {f"representative.{name}": value for name, value in person.items()}
    acting["representative.relation"] = party.relation or relation_in(complaint.standing_story)
    if child is None and _capacity(complaint) == "guardian":
        # Whose child it is, is a line to fill in: a guardian is not whom it happened to.
        return acting
    if child is not None:
        own = {
            "name": child.name,
            "id_number": child.id_number,
            "address": child.address,
            **_described(child),
        }
        own = {f"complainant.{name}": value for name, value in own.items()}
        return {**own, **acting}
    helped = _capacity(complaint) == "authorised_helper"
    told = party.occupation or ("" if helped else occupation_in(complaint.standing_story))
    person |= {"email": party.email, "occupation": told, "employer": party.employer}
    return {f"complainant.{name}": value for name, value in {**person, **_described(party)}.items()}


def _described(party: Party) -> dict[str, str]:
    """What a claim must say of somebody besides their name (民事诉讼法 124), from the identity number where it is known."""
    birth, gender = _from_identity(party.id_number or "")
    return {
        "birth": birth or party.born,
        "gender": gender or party.gender,
        "ethnicity": party.ethnicity,
    }


def _number(complaint: Complaint) -> str:
    """The number that is complained about: never the telephone of a guardian, or of who gave the number up; of those that
    somebody else opened in the person's name, those and not their own."""
    party, told = complaint.complainant, standing_facts(complaint).get("number", {})
    another = told.get("opened_by_me") is False
    if another and (disputed := told.get("disputed")):
        return "、".join(disputed)
    if party.number:
        return str(party.number)
    other = complaint.child is not None or _capacity(complaint) in ("guardian", "former_holder")
    return "" if other or another else str(party.phone)


def respondent_rows(complaint: Complaint) -> list[frozen.Respondent]:
    """Who is complained about, each with what was said of having bought something of it alone."""
    bought = {
        row.get("name", ""): row.get("consumer") for row in standing_facts(complaint).get("respondents", ())
    }
    rows = [_respondent_row(one) for one in complaint.respondents]
    if any(row["role"] == "operator" for row in rows) and operator_collects(complaint):
        # For whose claim it is collected: it carries nobody's messages here.
        for row in rows:
            if row["role"] == "operator" and "said" in row:
                row["role"] = row["said"]["role"] = "principal"
    if charges_itself(complaint, standing_facts(complaint)):
        for row in rows:
            row["role"] = row["said"]["role"] = "trader"
    agents = agents_of(complaint, standing_facts(complaint))
    for row in rows:
        if row["name"] in agents and "said" in row:
            row["role"] = row["said"]["role"] = "agent"
    for row in rows:
        consumer = bought.get(row["name"])
        if consumer is not None and "said" in row:
            row["said"]["consumer"] = consumer
    return rows


def _respondent_row(party: Party) -> frozen.Respondent:
    role = stated.role_read(party.role, party.complaint.kind)
    said: stated.Respondent = {"role": role, "name": party.organisation_name}
    if party.region:
        said["region"] = party.region
    if party.licensed_lender is not None:
        said["licensed_lender"] = party.licensed_lender
    row: frozen.Respondent = {
        "role": role,
        "name": party.organisation_name,
        "uscc": party.uscc,
        "said": said,
    }
    # Without those that are not known: a row is as it was before they could be.
    for name in ("address", "legal_representative", "phone", "gender", "employer"):
        if told := getattr(party, name):
            row[name] = told
    return row


# What the name of a situation says of the answers, by their group: where those do not go, it does not go.
_SAYS_OF = {
    Situation.NO_CONSENT: "consent",
    Situation.BUNDLED_CONSENT: "consent",
    Situation.OPTOUT_IGNORED: "refusal",
    Situation.NO_WORKING_OPTOUT: "content",
    Situation.SENDER_HIDDEN: "content",
    Situation.BOMBING: "contacts",
    Situation.NUISANCE_CALLS: "contacts",
    Situation.FREQUENCY_HOURS: "contacts",
    Situation.DATA_SHARED: "data",
    Situation.PROFILING: "data",
    Situation.DATA_SOURCE_UNLAWFUL: "data",
    Situation.RESIDUAL_CHARGE: "charges",
    Situation.NUMBER_NOT_DISCLOSED: "number",
    Situation.FREEZE_BROKEN: "number",
    Situation.NUMBER_MISLABELLED: "number",
    Situation.ACCOUNT_BOUND: "number",
    Situation.ACCOUNT_TAKEN_OVER: "number",
    Situation.WRONG_REGISTRANT: "number",
    Situation.SIM_SWAP: "number",
    Situation.CANCELLATION_FEE: "number",
    Situation.FORMER_HOLDER_PURSUED: "debt",
    Situation.NO_DEBT: "debt",
    Situation.OTHERS_DEBT: "debt",
    Situation.AMOUNT_WRONG: "debt",
    Situation.CONTACTS_HARASSED: "debt",
    Situation.THREATS_IMPERSONATION: "debt",
    Situation.SCAM: "debt",
}


def _matter(complaint: Complaint, groups: Collection[str]) -> list[str]:
    """What the complaint is about, as far as the answers that go say it; and that a guardian speaks for a child (民法典 23,
    27)."""
    told = [one for one in situations_of(complaint) if _SAYS_OF[Situation(one)] in groups]
    said = [_called(complaint, groups), *labels_of(told)]
    return [*said, _("由监护人代未成年的孩子投诉")] if _capacity(complaint) == "guardian" else said


def _called(complaint: Complaint, groups: Collection[str]) -> str:
    """The kind, in words that do not deny a debt that there is, nor call a number second-hand that nobody says is; and that say
    nothing of what does not go."""
    facts = whose_debt(standing_facts(complaint))
    second_hand = facts.get("number", {}).get("second_hand") if "number" in groups else None
    if complaint.kind == Kind.FAKE_COLLECTION and "debt" in groups and operator_collects(complaint):
        return _("电信费用的争议")
    if complaint.kind == Kind.FAKE_COLLECTION:
        owed = facts.get("debt", {}).get("owed")
        false = "debt" in groups and owed not in ("own", "disputed", "others")
        return str(complaint.get_kind_display()) if false else _("催收")
    if complaint.kind == Kind.HARASSMENT:
        ways = facts.get("contacts", {}).get("channels", ()) if "contacts" in groups else ()
        return _harassing(set(ways))
    if complaint.kind == Kind.SECOND_HAND_NUMBER and second_hand is not True:
        return _("号码和电信服务")
    if complaint.kind == Kind.SECOND_HAND_NUMBER and _capacity(complaint) == "former_holder":
        return _("原号码停用后由他人使用")
    return str(complaint.get_kind_display())


_CALLS, _TEXTS = {"call"}, {"sms", "mms"}


def _harassing(ways: set[str]) -> str:
    """By the ways that it came, as far as they are known."""
    if ways == _CALLS:
        return _("骚扰电话")
    if ways and ways <= _TEXTS:
        return _("骚扰短信")
    if (ways and _CALLS <= ways <= _CALLS | _TEXTS) or not ways:
        return _("骚扰短信和电话")
    return _("骚扰电话和信息") if ways & _CALLS else _("骚扰信息")


def _capacity(complaint: Complaint) -> str:
    return str(standing_facts(complaint).get("complainant", {}).get("capacity", ""))


def facts_now(
    complaint: Complaint, filings: Iterable[Filing] | None = None, standing: Facts | None = None
) -> stated.Facts:
    """The facts as they stand, and as earlier steps also what was sent from here since: a later channel may wait for it.
    ``filings`` are those of the case and ``standing`` its facts, where the caller has them."""
    facts = whose_debt(standing_facts(complaint) if standing is None else standing).copy()
    if facts.get("debt") and _bills_for_phone(complaint):
        facts["debt"] = {"phone_bill": True, **facts["debt"]}
    if charges_itself(complaint, facts):
        facts["respondents"] = [{**row, "role": "trader"} for row in facts.get("respondents", ())]
    if agents := agents_of(complaint, facts):
        facts["respondents"] = [
            {**row, "role": "agent"} if row.get("name") in agents else row
            for row in facts.get("respondents", ())
        ]
    answers: dict[str, Any] = {**facts}
    for name, said in told_besides(complaint, facts).items():
        answers[name] = {**said, **(answers.get(name) or {})}
    facts = cast(Facts, answers)
    prior = list(facts.get("prior", ()))
    if any(row.get("role") == "trader" for row in facts.get("respondents", ())):
        # Whether whoever charges the fee was told is known by which of them was asked.
        names = whom_asked(complaint, prior)
        prior = [{**row, "whom": name} if name else row for row, name in zip(prior, names, strict=True)]
    out = set(GONE_OUT) - {State.SENT_UNKNOWN}
    among = (
        complaint.filings.filter(state__in=out).select_related("recipient") if filings is None else filings
    )
    gone = [(one.sent_at, one) for one in among if one.sent_at is not None and one.state in out]
    for sent_at, filing in sorted(gone, key=lambda row: row[0]):
        channel = load().channels.get(filing.channel)
        to, act = channel.prior if channel is not None else _OTHERWISE
        sent_on = _day(sent_at)
        row: stated.Prior = {
            "to": to,
            "act": act,
            "on": sent_on,
            "answered_on": None,
            "channel": filing.channel,
        }
        # What went from here went to nobody but this recipient, whatever the channel is called.
        if is_carried(filing.way):
            row["recipient"] = filing.recipient.name
        if filing.answered_at is not None:
            row["answered_on"] = _day(filing.answered_at)
        if filing.state in (State.ACCEPTED, State.DECIDED) or filing.dismissed:
            row["accepted"] = True
        elif filing.state == State.REFUSED:
            row["accepted"] = False
        prior.append(row)
    if prior:
        facts["prior"] = prior
    return facts


def earlier_steps(facts: stated.Facts) -> list[tuple[str, str, str]]:
    """What somebody says that they did before, each as its day, what it was, and what came of it; without what was sent
    from here."""
    found = []
    for row in facts.get("prior", ()):
        if "channel" in row:
            continue
        said = _prior_row(row)
        step = material.Prior(to=said["to"], body=row["to"])
        found.append((said["on"], step.put, said["result"]))
    return found


def pleaded_in(
    fields: frozen.Fields,
    *,
    complaint: Complaint,
    channel: str,
    on: date,
    overrules: Iterable[Overrule] = (),
    among: Collection[str] | None = None,
    accuses: bool = False,
    weighed: Weighed | None = None,
) -> tuple[Ground, ...]:
    """The grounds of a paper with these fields: the law on what is given, and on nothing else that the case knows.

    With what the complainant's lawyers answered beside the machine, as far as it finds the same on this. ``among`` are
    the codes of the grounds to look at; ``accuses`` as the person wishes; ``weighed`` what was said of other fields before.
    """
    said = facts_in(fields, kind=complaint.kind, on=on.isoformat())
    grounds = weigh_grounds(understand(said, on), among, weighed)
    result = cast(answers_of_law.Assessment, {"grounds": grounds})
    found = as_corrected(Assessment(complaint=complaint, result=result), overrules)
    facts = facts_told(fields, complaint.kind)
    pleaded = grounds_from(found, channel=channel, facts=facts, accuses=accuses, weighed=weighed)
    # What the person chose leads, and with it the 案由.
    chosen = {slug: place for place, slug in enumerate(said.get("situations", []))}
    return tuple(sorted(pleaded, key=lambda one: chosen.get(load().grounds[one.code].slug, len(chosen))))


def content_of(filing: Filing) -> frozen.Content:
    """The frozen content of a filing. ValueError when it is not what its digest says."""
    if digest(filing.content) != filing.content_digest:
        raise ValueError(f"the content of filing {filing.pk} is not what was consented to")
    content: frozen.Content = json.loads(filing.content)
    return content


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


def _from_identity(number: str) -> tuple[str, str]:
    """Date of birth and gender, which a claim must name (民事诉讼法 124), as the identity number says them."""
    try:
        said = identity(number)
    except NumberError:
        return "", ""
    return said.born.isoformat(), "男" if said.male else "女"


@told_once
def _listed(complaint: Complaint) -> list[Contact]:
    """Those of the messages and calls that a paper lists, and one more where there are more."""
    return list(told_first(complaint.contacts.all())[: MOST_MESSAGES + 1])


def _messages(complaint: Complaint) -> list[frozen.Message]:
    contacts = _listed(complaint)
    rows: list[frozen.Message] = [_message(one) for one in contacts[:MOST_MESSAGES]]
    if len(contacts) > MOST_MESSAGES:
        rest = complaint.contacts.count() - MOST_MESSAGES
        more: frozen.Message = {"sender": "", "text": _("另有 %d 条，未在此逐条列出。") % rest, "at": ""}
        rows.append({**more, "call": True} if all(row.get("call") for row in rows) else more)
    return rows


def _message(one: Contact) -> frozen.Message:
    row: frozen.Message = {"sender": one.sender, "text": one.text, "at": _received(one)}
    called = one.channel == Contact.Channel.CALL and one.direction != Contact.Direction.OUT
    return {**row, "call": True} if called else row


def _received(contact: Contact) -> str:
    if contact.received_at is not None:
        return timezone.localtime(contact.received_at).isoformat()
    return contact.received_on.isoformat() if contact.received_on else ""


def called_before(row: stated.Prior) -> str:
    """Whom an earlier step went to, by name: who got what went from here, what was handed in by its channel, else as the
    person said."""
    if "recipient" in row:
        return row["recipient"]
    return _SENT_TO.get(row.get("channel") or "", PRIOR_NAMES.get(row["to"], row["to"]))


def _prior_rows(complaint: Complaint, *, named: bool = True) -> list[frozen.Prior]:
    """What was done before; what was put to the operator whose bill is collected was put to the creditor. ``named``: of
    several that may have been meant, with the name of the one that it went to, as far as that was said or is told."""
    asked = facts_now(complaint).get("prior", ())
    whom = whom_asked(complaint, asked) if named else [""] * len(asked)
    alone = only_its_own(complaint)
    rows = [
        _prior_row({**row, "to": "respondent"} if alone and row["to"] == "platform" else row, name)
        for row, name in zip(asked, whom, strict=True)
    ]
    for row, step in zip(rows, asked, strict=True):
        if step["to"] == "other_authority" and "channel" not in step:
            row["to"] = authority_told(complaint.standing_story, step.get("on") or "") or row["to"]
        if not row["result"] and left_unanswered(complaint.standing_story, step.get("on") or ""):
            row["result"] = sentence("至今没有答复")
    if any(row["said"]["to"] == "operator" for row in rows) and operator_collects(complaint):
        for row in rows:
            if row["said"]["to"] == "operator":
                row["said"] = {**row["said"], "to": "creditor"}
    return rows


def _prior_row(row: stated.Prior, whom: str = "") -> frozen.Prior:
    result = ""
    if row.get("accepted") is False:
        result = sentence("不予受理")
    elif row.get("satisfied") is False:
        result = sentence("已答复，对答复不满意" if row.get("answered_on") else "未解决")
    elif answered := row.get("answered_on"):
        result = sentence("已于{day}答复", day=day(date.fromisoformat(answered)))
    elif row.get("accepted"):
        result = sentence("已受理")
    said = {
        name: value
        for name, value in row.items()
        if name in LISTS["prior"] and name != "whom" and value is not None
    }
    said |= {"whom": whom} if whom else {}
    return {
        "to": whom or called_before(row),
        "on": row.get("on") or "",
        "ticket": str(row.get("ticket") or ""),
        "result": result,
        "said": cast(stated.Prior, said),
    }


def _source(exhibit: Exhibit, uncovered: bool) -> str:
    given = _("投诉人提交（%s）") % exhibit.get_door_display()
    if not covered_by(exhibit):
        return given
    if uncovered:
        return given + _("；随附的是没有遮盖的副本")
    return given + _("；随附的是遮盖副本，校验值和大小是原件的")


def _exhibit_row(exhibit: Exhibit, uncovered: bool) -> frozen.Exhibit:
    clean = exhibit.clean_copy
    return {
        "number": str(exhibit.ordinal),
        "name": exhibit.filename,
        "source": _source(exhibit, uncovered),
        "sha256": exhibit.sha256,
        "size": exhibit.size,
        "received_at": timezone.localtime(exhibit.received_at).isoformat(),
        "proves": exhibit.description,
        "pages": clean.pages if clean is not None else None,
    }


# ── The tally ───────────────────────────────────────────────────────────────────────────────────────────────────────


def tally_of(complaint: Complaint) -> frozen.Tally | None:
    """The tally of more than one contact, of those that the case holds now; else nothing."""
    return _tally(complaint, {"contact_answers", "respondents"})[0]


def _tally(complaint: Complaint, names: Collection[str]) -> tuple[frozen.Tally | None, frozenset[str]]:
    """The tally as far as these fields let it be told, and the answers that it says something of."""
    refusal = any(name in names for name in ("contact_answers", "told.refusal"))
    lines = timeline_of(complaint, by_word=refusal, by_name="respondents" in names, as_told=True)
    if lines is None or lines.count < 2:
        return None, frozenset()
    by_word = any(one.refused_on is not None and not one.replied for one in lines.parties)
    return tally(lines), frozenset({"told.refusal.on", "respondents"} if by_word else ())


# ── The answers, and the facts that frozen content states ──────────────────────────────────────────────────────────────


def answers(complaint: Complaint) -> frozen.Fields:
    """The answers as a filing may carry them, by the name of the field; an empty one says nothing."""
    return answers_of(whose_debt(standing_facts(complaint)))


def answers_of(facts: Facts) -> frozen.Fields:
    """The same of facts."""
    return {
        "contact_answers": _answers(facts, GROUPS["contact_answers"]),
        "case_answers": _answers(facts, GROUPS["case_answers"]),
    }


def _answers(facts: Facts, groups: tuple[str, ...]) -> Told:
    found: dict[str, object] = {}
    for group in groups:
        said = facts.get(group)
        if not isinstance(said, Mapping):
            continue
        kept = {
            name: value
            for name, value in said.items()
            if f"{group}.{name}" in FACTS and value is not None and name not in _ELSEWHERE.get(group, ())
        }
        if kept:
            found[group] = kept
    # The names are those of ``FACTS``; the values were checked when the facts were read.
    return cast(Told, found)


_CARD = "信用卡"


def _bills_for_phone(complaint: Complaint) -> bool:
    """Whether what is collected is a bill of an operator, as it was told."""
    return complaint.kind == Kind.FAKE_COLLECTION and bills_for_phone(complaint.standing_story)


def operator_collects(complaint: Complaint) -> bool:
    """Whether the operator complained about is whose bill is collected."""
    facts = standing_facts(complaint)
    with_debt: Facts = {**facts, "debt": {**facts.get("debt", {}), "phone_bill": True}}
    holds = evaluate({"use": "operator_collects"}, with_debt, load().conditions)
    return _bills_for_phone(complaint) and holds.value is True


def told(complaint: Complaint) -> frozen.Fields:
    """The same answers by their group, as papers rest on them: the region chooses provincial law, which names it."""
    groups = tuple(group for names in GROUPS.values() for group in names)
    found = _answers(whose_debt(standing_facts(complaint)), groups)
    if "contacts" in found and (about := rough_counts(complaint.standing_story, found["contacts"])):
        # A paper says no number more exactly than the person does.
        found["contacts"].setdefault("about", about)
    if "debt" in found and _CARD in complaint.standing_story:
        # By it a claim finds its 案由; the story itself may stay with the person.
        found["debt"].setdefault("card", True)
    if "debt" in found and _bills_for_phone(complaint):
        # By it the operator is known as whose claim it is.
        found["debt"].setdefault("phone_bill", True)
    for name, said in told_besides(complaint, found).items():
        found[name] = {**said, **cast(Any, found).get(name, {})}  # type: ignore[literal-required]
    if found.get("debt", {}).get("impersonates") == "court" and (
        sent := court_paper_in(complaint.standing_story)
    ):
        # Who sent a paper that names a court did not say to be its officer: another article, and another sentence.
        found["debt"].setdefault("court_paper", sent)
    return cast(frozen.Fields, {f"{TOLD}{group}": said for group, said in found.items()})


def consented_facts(content: frozen.Content) -> Facts:
    """The facts that frozen content states, and no other; as ``legal.assess`` reads them."""
    return facts_in(content["fields"], kind=content["kind"], on=content["on"])


def respondents_told(fields: frozen.Fields) -> list[stated.Respondent]:
    """Who is complained about as the fields state it; rows frozen before they carried what was said state no fact."""
    return [one["said"] for one in fields.get("respondents", ()) if one.get("said")]


def facts_in(fields: frozen.Fields, *, kind: str, on: str) -> Facts:
    """The facts that the fields of a filing state, as of its day: what else the case knows decides nothing."""
    said = told_in(fields)
    own: Facts = {
        "kind": kind,
        "filing_date": on,
        "event": said["event"] if "event" in said else _days(fields, on),
        "situations": situations_in(fields.get("matter", "")),
    }
    facts = whole(said, own)
    if senders := [one["sender"] for one in fields.get("messages", ()) if one["sender"]]:
        # Beside the numbers that were told: one message is not all that came.
        contacts = facts.setdefault("contacts", {})
        contacts["numbers"] = list(dict.fromkeys([*senders, *contacts.get("numbers", ())]))
    if costs := fields.get("costs"):
        facts.setdefault("loss", {})["costs"] = [
            {"what": one["what"], "yuan": float(one["yuan"])} for one in costs
        ]
    told = [*(one["text"] for one in fields.get("messages", ())), fields.get("story", "")]
    owing = facts.get("debt", {})
    if owing.get("owed") == "others" and not owing.get("debtor") and (who := kin_in(told)):
        # Whose debt it is to the person, which names nobody.
        facts["debt"] = {**owing, "debtor": who}
    if respondents := respondents_told(fields):
        facts["respondents"] = respondents
    if prior := [one["said"] for one in fields.get("prior", ()) if one.get("said")]:
        # The law knows the operator whose bill is collected by what it is.
        facts["prior"] = [{**one, "to": "operator"} if one["to"] == "creditor" else one for one in prior]
    return facts


def matter_of(content: frozen.Content) -> Matter | None:
    """Frozen content as the law asks about it, as of its day; None for content that cannot be weighed."""
    if not content.get("kind"):
        return None
    try:
        return understand(consented_facts(content), date.fromisoformat(content["on"]))
    except FactsError:
        return None


def _days(fields: frozen.Fields, on: str) -> Event:
    """First and last day of the messages; the day of the letter where none is dated."""
    days = sorted(one["at"][:10] for one in fields.get("messages", ()) if one["at"]) or [on]
    return {"first": days[0], "last": days[-1]}


def situations_in(matter: str) -> list[str]:
    """The situations that what a filing is about names."""
    slugs = _slugs()
    return [slugs[label] for label in matter.split("；") if label in slugs]


@cache
def _slugs() -> dict[str, str]:
    """The situations by their names in a frozen content, which is written in one language."""
    with translation.override(settings.LANGUAGE_CODE):
        return {str(one.label): str(one.value) for one in Situation}
