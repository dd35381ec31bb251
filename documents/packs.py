"""What a person prints or types when the portal cannot deliver: the print pack, and the sheet of fields
that the official form asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.sentences import sentence
from documents.account import account_of
from documents.causes import other_causes
from documents.claims import COURT, Claim, about, claim_data, court_of
from documents.counted import on_one_day
from documents.drafting import quoted_messages
from documents.excerpts import quotation_of, who_told
from documents.law import Provision
from documents.letters import Letter, edited_lines, letter_data
from documents.material import FIELDS, Case, Message, Person, Recipient
from documents.official import Field, OfficialForm
from documents.pleading import days_told
from documents.police import known_as, sums_told
from documents.press import Cited, Document, typeset
from documents.requests import Requests
from documents.suits import told_of_suit
from documents.wording import (
    cited_by_number,
    cited_with_text,
    day,
    filled,
    lines,
    moment,
    paragraphs,
    respondents_for,
    seal_data,
    unverified,
    yuan,
)
from legal.reasoning.conditions import lookup

COMPOSED = 3  # messages that are also written out as a report by SMS
# What has no line of its own on paper: where it was not given, there is no blank to fill in.
NO_LINE = frozenset(
    FIELDS[name] for name in ("number", "matter", "story", "messages", "tally", "prior", "costs", "exhibits")
)
CHECK_FIRST = sentence("官方表单可能已经调整：提交前请核对官网最新表单")
NO_FORM = sentence("没有查到官方的表单：以对方给您的表单为准")


def print_pack(
    made: Letter | Claim,
    *,
    recipient: Recipient | None = None,
    not_after: date | None = None,
    answer_due: str = "",
) -> Document:
    """Cover, the letter or claim, the index of exhibits, and how to hand it in.

    `recipient` adds a court's address to a claim; `not_after` is the last day of the plan and
    `answer_due` its sentence on when an answer is owed. Neither is guessed here.
    """
    form, case, requests = made.form, made.told, made.requests
    data = pack_data(made, recipient=recipient, not_after=not_after, answer_due=answer_due)
    return typeset(
        "pack",
        data,
        on=made.on,
        title=f"{form.title}（打印件）",
        cited=_cited(made, case, form, requests.rests),
        missing=data["missing"],
        left_out=requests.left_out,
    )


def pack_data(
    made: Letter | Claim,
    *,
    recipient: Recipient | None = None,
    not_after: date | None = None,
    answer_due: str = "",
) -> dict[str, Any]:
    """What templates/letters/pack.typ prints."""
    form, case, requests = made.form, made.told, made.requests
    needed = made.lacking
    to = recipient or (made.recipient if isinstance(made, Letter) else Recipient(name=made.court))
    body = letter_data(made) if isinstance(made, Letter) else claim_data(made)
    return {
        "kind": "letter" if isinstance(made, Letter) else "claim",
        "body": body,
        "heading": form.title,
        "recipient": {
            "name": court_of(made.court) or to.name if isinstance(made, Claim) else to.name,
            "rows": _contact_rows(to),
        },
        "missing": [one for one in (*needed, *_unnamed_court(made)) if one not in NO_LINE],
        "unwritten": [one for one in needed if one in NO_LINE],
        "exhibits": body["exhibits"],
        "steps": list(form.hand_in),
        "cautions": [
            *(told_of_suit(made) if isinstance(made, Claim) else ()),
            *_cautions(form, requests, case),
            *_about_causes(made, case, requests.slugs),
        ],
        "not_after": day(not_after),
        "answer_due": answer_due,
        "acknowledgement": form.acknowledgement,
        "date": day(made.on),
        "seal": seal_data(made.seal),
    }


def field_sheet(made: Letter | Claim) -> Document:
    """The fields of the channel's own form, each with the text to copy, and room for the number given."""
    data = sheet_data(made)
    missing = [row["name"] for row in data["rows"] if not row["value"] and not row["hint"]]
    return typeset("sheet", data, on=made.on, title=f"{made.form.title}填写单", missing=missing)


def _check_first(rows: Sequence[Mapping[str, Any]]) -> str:
    """What is said of names of fields that were not found on the official form: of some of them, or of all."""
    unsure = [bool(row["memory"]) for row in rows]
    return "" if not any(unsure) else NO_FORM if all(unsure) else CHECK_FIRST


def sheet_data(made: Letter | Claim) -> dict[str, Any]:
    """What templates/letters/sheet.typ prints."""
    form, case, requests = made.form, made.told, made.requests
    values = _values(made, case, form, _asked(made, requests))
    rows = [_row(f, values.get(f.value_from, f.value)) for f in form.sheet if f.asked_on(made.on)]
    messages = [_message_part(m, form, i) for i, m in enumerate(case.messages)] if form.message_sheet else []
    every = rows + [row for part in messages for row in part["rows"] + part["composed"]]
    return {
        "heading": f"{form.title}：填写单",
        "channel": form.channel,
        "recipient": made.recipient.name if isinstance(made, Letter) else made.court,
        "rows": rows,
        "messages": messages,
        "check_first": _check_first(every),
        "acknowledgement": form.acknowledgement,
        "cautions": [*_cautions(form, requests, case), *_about_causes(made, case, requests.slugs)],
        "date": day(made.on),
        "seal": seal_data(made.seal),
    }


def _asked(made: Letter | Claim, requests: Requests) -> Sequence[str]:
    """The requests as the paper prints them."""
    written = edited_lines(made.edits).get("requests")
    return requests.sentences if written is None else written


def _unnamed_court(made: Letter | Claim) -> tuple[str, ...]:
    return (COURT,) if isinstance(made, Claim) and not court_of(made.court) else ()


def _cited(
    made: Letter | Claim, case: Case, form: OfficialForm, rests: Sequence[Provision]
) -> tuple[Cited, ...]:
    cited = cited_with_text if isinstance(made, Letter) else cited_by_number
    return cited(case, form, rests)


def _cautions(form: OfficialForm, requests: Requests, case: Case) -> list[str]:
    roles = {one.role for one in case.respondents}
    unread = unverified(case, requests.rests) if form.channel == "court" else []
    return [
        *([_unread(unread)] if unread else []),
        *(text for slug, text in form.cautions_with.items() if slug in requests.slugs),
        *dict.fromkeys(one.advice for one in requests.made if one.advice),
        *(text for role, text in form.cautions_facing.items() if role in roles),
        *(
            text
            for to, text in form.cautions_accepted.items()
            if to in {one.accepted_by for one in case.prior}
        ),
        *([form.caution_for_child] if form.caution_for_child and case.representative is not None else []),
        *form.cautions,
    ]


def _unread(articles: Sequence[str]) -> str:
    return sentence(
        "起诉状引用的这些条文，文字没有经过核对，递交前请对照官方公布的文本：{articles}。",
        articles="、".join(articles),
    )


def _about_causes(made: Letter | Claim, case: Case, asks: Sequence[str]) -> list[str]:
    """Where a claim's grounds belong under more than one 案由, or could be pleaded under another."""
    if not isinstance(made, Claim) or not case.grounds:
        return []
    others, instead = other_causes(about(case, asks), on=made.on, cause=made.cause)
    said = []
    if others:
        said.append(
            sentence(
                "起诉状里的几项理由分属不同案由（还有{causes}），法院可能要求分开起诉或者另定案由，立案时请问清楚。",
                causes="、".join(others),
            )
        )
    if instead:
        said.append(
            sentence("案由也可以选{causes}。", causes="、".join(instead))
            + sentence("名誉权纠纷以社会评价降低为条件。要改案由的，请先问律师或者立案庭。")
        )
    return said


def _contact_rows(to: Recipient) -> list[list[str]]:
    pairs = (("地址", to.address), ("电话", to.phone), ("电子邮箱", to.email), ("网址", to.website))
    return [[label, value] for label, value in pairs if value]


_COMPANIES = ("operator", "respondent", "lender", "bank", "platform")


def _values(made: Letter | Claim, case: Case, form: OfficialForm, requests: Sequence[str]) -> dict[str, str]:
    """Text to copy, by the names that the forms use in `from`."""
    found = respondents_for(case, form)
    names = "；".join(r.name for r in found if r.name) or _authority(case, form)
    # What a form asks of an earlier complaint is about the one to the company.
    before = [one for one in case.prior if one.body in ("", *_COMPANIES)]
    last = before[-1] if before else None
    person = case.complainant
    # The sum involved is what the letter asks for, not what was charged by somebody whom it does not name; where the person
    # wrote the requests anew, it is theirs to say.
    own = "requests" in made.edits
    asked = sum((one.sum for one in made.requests.made if one.sum and not own), Decimal())
    values = {f"complainant.{one.name}": getattr(person, one.name) for one in fields(Person)}
    if acting := case.representative:  # a child's letters and calls reach who acts for it
        for name in ("phone", "address"):
            values[f"complainant.{name}"] = values[f"complainant.{name}"] or getattr(acting, name)
        if form.ours:
            values["complainant.name"] = acting.name
    return values | {
        "complainant.birth": day(person.birth),
        "respondent.name": names,
        "respondent.known": known_as(case, form, names),
        "respondent.address": "；".join(r.address for r in found if r.address),
        "number": case.number,
        "on": day(made.on),
        "period": _period(case),
        "sums": sums_told(case),
        "facts": "\n".join(filter(None, [made.edits.get("facts", _facts(case, form)), *_quoted(made)])),
        "requests": "\n".join(f"{i}. {text}" for i, text in enumerate(requests, 1)),
        "prior.on": day(last.on) if last else "",
        "prior.ticket": last.ticket if last else "",
        "prior.result": last.result if last else "",
        "messages.count": str(_count(case) or ""),
        "exhibits.names": "\n".join(f"{e.number} {e.name}" for e in case.exhibits),
        "requests.sum": yuan(asked) if asked else "",
    }


def _count(case: Case) -> int:
    """How many messages and calls there were: as said, and never fewer than there are on file."""
    listed = sum(count for _on, _signature, _sender, count in case.tally.rows) + case.tally.unlisted
    stated = lookup(case.facts, "contacts.count")
    return max(int(stated or 0), listed, sum(1 for one in case.messages if one.sender or one.at))


def _authority(case: Case, form: OfficialForm) -> str:
    return f"{case.silence.who}（写全称）" if form.whose and case.silence is not None else ""


def _period(case: Case) -> str:
    """From the first day to the last, as the person says; where those days were not given, those of what is enclosed."""
    if case.began or case.ended:
        first, last = days_told(case.began, case.ended, case.facts)
        if first != last:
            return f"{first}至{last}"
        return first if on_one_day(case.facts) else f"{first}起"
    days = sorted(
        value.date() if isinstance(value, datetime) else value
        for value in [e.on for e in case.timeline] + [m.at for m in case.messages]
        if value is not None
    )
    if not days:
        return ""
    span = day(days[0]) if days[0] == days[-1] else f"{day(days[0])}至{day(days[-1])}"
    return f"{span}（所附信息的日期）"


def _facts(case: Case, form: OfficialForm) -> str:
    """What happened out of the answers, the story, then the timeline."""
    told = "".join(f"{one.text}。" for one in account_of(case, form))
    events = [" ".join(filter(None, (moment(e.on), e.text))) for e in case.timeline]
    whole = [f"{who_told(case, form)}陈述的经过：", *paragraphs(case.story)] if case.story else []
    story = quotation_of(case, form) if case.excerpted else whole
    return "\n".join([*([told] if told else []), *story, *events])


def _quoted(made: Letter | Claim) -> list[str]:
    """What was received, by which numbers: the requests speak of “the messages above”, and what is pasted stands by itself.
    A form that asks for each message has them in fields of their own."""
    if isinstance(made, Claim) or made.form.message_sheet:
        return []
    return quoted_messages(letter_data(made))


def _row(asked: Field, value: str) -> dict[str, Any]:
    return {
        "name": asked.name,
        "value": lines(value) if value else [],
        "hint": asked.hint,
        "memory": asked.source == "memory",
    }


def _message_part(message: Message, form: OfficialForm, index: int) -> dict[str, Any]:
    """One message of a form that asks for each; the first few also as the text of a report by SMS."""
    values = {"sender": message.sender, "at": moment(message.at), "text": message.text}
    rows = [_row(f, values.get(f.value_from, f.value)) for f in form.message_sheet]
    composed = [
        _row(
            Field(name=sentence("短信发到 {to}", to=way.to), source=way.source),
            filled(way.form, {"sender": message.sender, "text": message.text}),
        )
        for way in (form.compose if index < COMPOSED else ())
    ]
    return {"rows": rows, "composed": composed}
