"""What leaves: the fields of a case that a channel may carry, and the grounds that they let be told."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from complaints import stated
from complaints.counting.timeline import Party as Sender
from complaints.counting.timeline import Timeline, timeline_of
from complaints.models import Complaint, Contact, Party
from complaints.numbers import NumberError, identity
from complaints.services import told_first
from complaints.standing import labels_of, situations_of, standing_facts
from core.canonical import digest
from documents import frozen
from documents.law import Ground, grounds_from
from documents.wording import day
from evidence.models import Exhibit
from filings.models import Filing
from filings.moves import GONE_OUT, State
from filings.services.reach import covered_by
from filings.services.sending.answers import answers, may_tell, rests_on_answers, told, told_in
from legal.corpus import load
from legal.reasoning.answers import Assessment
from legal.reasoning.facts import LISTS

# Messages that are printed one by one; the rest is in the exhibits.
MOST_MESSAGES = 100
# Rows of the table of the tally, about three pages; numbers of one sender that a sentence names.
MOST_ROWS, MOST_NUMBERS = 120, 5

# What the file of a channel says in ``prior``; this for a channel of an older corpus.
_OTHERWISE = ("other_authority", "complaint")
_PRIOR_NAMES = {
    "operator": "电信运营商",
    "respondent": "被投诉方",
    "telecom_appeal": "电信用户申诉受理机构",
    "12315": "市场监督管理部门（12315）",
    "consumer_association": "消费者协会",
    "12321": "12321 举报受理中心",
    "lender": "金融机构",
    "police": "公安机关",
    "court": "人民法院",
    "arbitration": "仲裁机构",
    "other_authority": "其他行政机关",
}


@dataclass(frozen=True)
class Wishes:
    """What the person asks for. ``relief`` are codes of assess, None for all that the law offers; sums in yuan.

    ``unsettled``: they confirm that no other body has taken the dispute.
    """

    relief: tuple[str, ...] | None = None
    asks: tuple[str, ...] = ()
    mental: str = ""
    triple: str = ""
    claims_fraud: bool = False
    cause: str = ""
    jointly: bool = False
    unsettled: bool = False


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
    with translation.override(settings.LANGUAGE_CODE):
        found = _said(complaint, exhibits, wishes, uncovered)
    names = set(allowed)
    # The names are those of ``_said``; what is left out was not required.
    return cast(frozen.Fields, {name: value for name, value in found.items() if name in names and value})


def _said(
    complaint: Complaint, exhibits: list[Exhibit], wishes: Wishes | None, uncovered: Collection[str]
) -> Mapping[str, object]:
    matter: frozen.Fields = {
        "respondents": [_respondent_row(one) for one in complaint.respondents],
        "number": _number(complaint),
        "matter": "；".join(_matter(complaint)),
        "story": complaint.story,
        "messages": _messages(complaint),
        "prior": [_prior_row(row) for row in facts_now(complaint).get("prior", ())],
        "costs": [
            {"what": str(row["what"]), "yuan": str(row["yuan"])}
            for row in standing_facts(complaint).get("loss", {}).get("costs", ())
        ],
        "asks": list(wishes.asks) if wishes else [],
        "exhibits": [_exhibit_row(exhibit, str(exhibit.pk) in uncovered) for exhibit in exhibits],
    }
    if tally := tally_of(complaint):
        matter["tally"] = tally
    return {**_own_side(complaint), **answers(complaint), **told(complaint), **matter}


def _own_side(complaint: Complaint) -> dict[str, str]:
    """Who complains; where that is a child, who acts for it (民法典 23, 27; 民事诉讼法 60)."""
    party, child = complaint.complainant, complaint.child
    person = {
        "name": party.name,
        "phone": party.phone,
        "address": party.address,
        "id_number": party.id_number,
    }
    if child is not None:
        acting = {f"representative.{name}": value for name, value in person.items()}
        return {"complainant.name": child.name, **acting}
    birth, gender = _from_identity(party.id_number or "")
    person |= {"email": party.email, "birth": birth, "gender": gender}
    return {f"complainant.{name}": value for name, value in person.items()}


def _number(complaint: Complaint) -> str:
    """The number that is complained about: never the telephone of a guardian, or of who gave the number up."""
    party = complaint.complainant
    if party.number:
        return str(party.number)
    other = complaint.child is not None or _capacity(complaint) in ("guardian", "former_holder")
    return "" if other else str(party.phone)


def _respondent_row(party: Party) -> frozen.Respondent:
    said: stated.Respondent = {"role": party.role, "name": party.organisation_name}
    if party.region:
        said["region"] = party.region
    if party.licensed_lender is not None:
        said["licensed_lender"] = party.licensed_lender
    return {"role": party.role, "name": party.organisation_name, "uscc": party.uscc, "said": said}


def _matter(complaint: Complaint) -> list[str]:
    """What the complaint is about; and that a guardian speaks for a child (民法典 23, 27)."""
    said = [str(complaint.get_kind_display()), *labels_of(situations_of(complaint))]
    return [*said, _("由监护人代未成年的孩子投诉")] if _capacity(complaint) == "guardian" else said


def _capacity(complaint: Complaint) -> str:
    return str(standing_facts(complaint).get("complainant", {}).get("capacity", ""))


def facts_now(complaint: Complaint) -> stated.Facts:
    """The facts as they stand, and as earlier steps also what was sent from here since: a later channel may wait for it."""
    facts = standing_facts(complaint)
    prior = list(facts.get("prior", ()))
    for filing in complaint.filings.filter(state__in=set(GONE_OUT) - {State.SENT_UNKNOWN}).order_by(
        "sent_at"
    ):
        if filing.sent_at is None:
            continue
        channel = load().channels.get(filing.channel)
        to, act = channel.prior if channel is not None else _OTHERWISE
        sent_on = _day(filing.sent_at)
        row: stated.Prior = {
            "to": to,
            "act": act,
            "on": sent_on,
            "answered_on": None,
            "channel": filing.channel,
        }
        if filing.answered_at is not None:
            row["answered_on"] = _day(filing.answered_at)
        if filing.state in (State.ACCEPTED, State.DECIDED):
            row["accepted"] = True
        elif filing.state == State.REFUSED:
            row["accepted"] = False
        prior.append(row)
    if prior:
        facts["prior"] = prior
    return facts


def pleaded_in(
    assessment: Assessment,
    *,
    complaint: Complaint,
    channel: str,
    allowed: Collection[str],
    fields: frozen.Fields,
) -> tuple[Ground, ...]:
    """The grounds as the list of a filing lets them be told: by its facts alone, and no element that rests on another.

    None that rests on an answer which is withheld: its name would give it away.
    """
    tells = may_tell(allowed)
    silent = {one["code"] for one in assessment["grounds"] if not all(map(tells, rests_on_answers(one)))}
    facts = {"kind": complaint.kind, **told_in(fields)}
    found = tuple(
        ground
        for ground in grounds_from(assessment, channel=channel, facts=facts, tells=tells)
        if ground.code not in silent
    )
    if "respondents" in allowed:
        return found
    return tuple(
        replace(ground, liable=tuple(replace(one, named=False) for one in ground.liable)) for ground in found
    )


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


def _messages(complaint: Complaint) -> list[frozen.Message]:
    contacts: list[Contact] = list(told_first(complaint.contacts.all())[: MOST_MESSAGES + 1])
    rows: list[frozen.Message] = [
        {"sender": one.sender, "text": one.text, "at": _received(one)} for one in contacts[:MOST_MESSAGES]
    ]
    if len(contacts) > MOST_MESSAGES:
        rest = complaint.contacts.count() - MOST_MESSAGES
        rows.append({"sender": "", "text": _("另有 %d 条，未在此逐条列出。") % rest, "at": ""})
    return rows


def _received(contact: Contact) -> str:
    if contact.received_at is not None:
        return timezone.localtime(contact.received_at).isoformat()
    return contact.received_on.isoformat() if contact.received_on else ""


def _prior_row(row: stated.Prior) -> frozen.Prior:
    result = ""
    if row.get("accepted") is False:
        result = "不予受理"
    elif row.get("satisfied") is False:
        result = "已答复，未解决" if row.get("answered_on") else "未解决"
    elif answered := row.get("answered_on"):
        result = f"已于{day(date.fromisoformat(answered))}答复"
    elif row.get("accepted"):
        result = "已受理"
    said = {name: value for name, value in row.items() if name in LISTS["prior"] and value is not None}
    return {
        "to": _PRIOR_NAMES.get(row["to"], row["to"]),
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


# ── The tally: what the messages and calls come to, in sentences, and in a table by sender and day ──────────────────


def tally_of(complaint: Complaint) -> frozen.Tally | None:
    """The tally of more than one contact, of those that the case holds now; else nothing."""
    counted = timeline_of(complaint)
    if counted is None or counted.count < 2:
        return None
    rows: list[frozen.TallyRow] = [
        {"on": day.isoformat(), "signature": signature, "sender": sender, "count": count}
        for day, signature, sender, count in counted.by_day
    ]
    listed = rows[:MOST_ROWS]
    return {
        "said": _sentences(counted, _stated_count(complaint)),
        "rows": listed,
        "unlisted": counted.count - sum(one["count"] for one in listed),
        "unit": _unit(counted),
    }


def _unit(counted: Timeline) -> str:
    return "次" if Contact.Channel.CALL in counted.channels else "条"


def _stated_count(complaint: Complaint) -> int:
    """How many there were, as the person said; 0 where they did not."""
    said = standing_facts(complaint).get("contacts", {}).get("count")
    return said if isinstance(said, int) and not isinstance(said, bool) else 0


def _sentences(counted: Timeline, stated: int) -> list[str]:
    """Where more came than the case holds one by one, that is said: a total that is too small binds whoever states it."""
    unit = _unit(counted)
    more = stated > counted.count
    whole = f"{'逐条登记的有' if more else '共收到'} {counted.count} {unit}"
    if counted.first is not None and counted.last is not None:
        whole += f"（最早 {counted.first}，最晚 {counted.last}，单日最多 {counted.busiest} {unit}）"
    if counted.night:
        whole += f"，其中 22 时至次日 8 时 {counted.night} {unit}"
    if more:
        whole += f"；连同没有逐条登记的，所述总数为 {stated} {unit}"
    return [f"{whole}。", *(_sentence(one, unit) for one in counted.parties)]


def _sentence(one: Sender, unit: str) -> str:
    said = f"{_named(one)}：{one.count} {unit}"
    if one.refused_on is None:
        return f"{said}（{_span(one.first, one.last)}）。" if one.first else f"{said}。"
    how = "退订" if one.replied else "拒绝"
    said += f"；{one.refused_on} {how}后仍收到 {one.after} {unit}"
    if one.after_first is not None and one.after_last is not None:
        said += f"（最早 {one.after_first}，最晚 {one.after_last}，单日最多 {one.after_busiest} {unit}）"
    return f"{said}。"


def _named(one: Sender) -> str:
    numbers = "、".join(one.senders[:MOST_NUMBERS])
    if len(one.senders) > MOST_NUMBERS:
        numbers += f"等 {len(one.senders)} 个号码"
    if not one.signature:
        return f"号码 {numbers}" if numbers else "没有显示号码的"
    return f"【{one.signature}】（{numbers}）" if numbers else f"【{one.signature}】"


def _span(first: date | None, last: date | None) -> str:
    return f"{first}" if first == last else f"{first} 至 {last}"
