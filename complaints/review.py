"""From the answers of a draft to what is shown for checking and to what is filed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.counting.timeline import Timeline, timeline
from complaints.counting.told import Told
from complaints.facts import capacity_of, chosen_situations
from complaints.forms import situation_labels
from complaints.models import Contact, Kind, Party
from complaints.questions import HELPER, PRIOR_TO, PROVINCES, RELATIONS, matters_for, shown
from complaints.reading import read
from complaints.services import ComplainantInput, ContactInput, RespondentInput
from core.days import when_read, with_days_read

Answers = dict[str, Any]
Row = tuple[str, str]
# Whose one row says what its title says.
_PLAIN = ("kind", "story", "situations")
LONG, SHOWN = 140, 60  # characters


@dataclass(frozen=True)
class Said:
    """A row to be checked; of a long text first its ``opening``."""

    label: str
    text: str
    opening: str


def inputs_of(answers: Answers) -> dict[str, Any]:
    """The keyword arguments of ``file_complaint`` that an intake's answers state."""
    you, capacity = answers["you"], capacity_of(answers)
    return {
        "kind": answers["kind"]["kind"],
        "situations": chosen_situations(answers),
        "story": answers.get("story", {}).get("story", ""),
        "complainant": ComplainantInput(
            **{
                name: you.get(name, "")
                for name in ("name", "phone", "email", "id_number", "address", "region")
            },
            # Said under another capacity before, they are answers no more.
            child=you.get("child", "") if capacity == "guardian" else "",
            child_born=(you.get("child_born") or "") if capacity == "guardian" else "",
            helper=you.get("helper", "") if capacity == HELPER else "",
            helper_relation=you.get("helper_relation", "") if capacity == HELPER else "",
            number=you.get("number", "") if capacity in ("guardian", "former_holder") else "",
        ),
        "respondents": [
            RespondentInput(
                role=row.get("role") or Party.Role.UNKNOWN,
                name=row.get("name", ""),
                uscc=row.get("uscc", ""),
                region=row.get("region", ""),
                licensed_lender={"yes": True, "no": False}.get(row.get("licensed_lender", ""))
                if answers["kind"]["kind"] != Kind.HARASSMENT
                else None,
            )
            for row in answers.get("respondents", {}).get("rows", ())
        ],
        "contacts": _contacts(answers),
    }


def _contacts(answers: Answers) -> list[ContactInput]:
    message = answers.get("message", {})
    if not message.get("text") and not message.get("sender"):
        return []
    corrected = answers.get("reading", {})
    day = corrected.get("received_on") or message.get("received_on")
    received = date.fromisoformat(day) if day else None
    reading = read(message.get("text", ""), sender=message.get("sender") or None, received=received).as_json()
    return [
        ContactInput(
            channel=message.get("channel") or Contact.Channel.SMS,
            sender=message.get("sender", ""),
            text=message.get("text", ""),
            received_on=received,
            **_source(message, received),
            reading={"read": reading, "corrected": corrected},
        )
    ]


def counted_in(draft_id: UUID, answers: Answers) -> Timeline | None:
    """What came to a draft out of backups and screenshots, and its own message, counted as it will be once it is filed.

    None where nothing was imported: of one message there is nothing to count.
    """
    said = answers.get("refusal", {}).get("refusal__on")
    return timeline(
        draft_id,
        refused_on=date.fromisoformat(said) if said else None,
        respondents=[row.get("name", "") for row in answers.get("respondents", {}).get("rows", ())],
        told=_told(answers),
    )


def _told(answers: Answers) -> Told | None:
    for one in _contacts(answers):
        read, corrected = one.reading["read"], one.reading["corrected"]
        return Told(
            channel=one.channel,
            sender=one.sender,
            signature=corrected.get("signature") or read["signature"] or "",
            text=one.text,
            on=one.received_on,
            at=one.received_at,
            code=(read["opt_out"] or {}).get("code") or "",
        )
    return None


def with_source(before: Answers, kept: Answers) -> Answers:
    """A message that came out of a screenshot goes on naming it, and its minute, while its words or its day stay."""
    if not before.get("exhibit") or kept["text"] != before["text"]:
        return kept
    place = {"exhibit": before["exhibit"], "line": before.get("line")}
    same_day = kept.get("received_on") == before.get("received_on")
    return {**kept, **place, "at": before.get("at") if same_day else None}


def _source(message: Answers, received: date | None) -> dict[str, Any]:
    """The screenshot that a message was read in, and the minute that it names, if the day is still the same."""
    if not message.get("exhibit"):
        return {}
    said, day = message.get("at"), message.get("received_on")
    at = None
    if said and received is not None and received.isoformat() == day:
        at = timezone.make_aware(datetime.combine(received, time.fromisoformat(said)))
    return {
        "exhibit_id": UUID(message["exhibit"]),
        "part": "screenshot",
        "line": message.get("line"),
        "received_at": at,
    }


def summary_of(answers: Answers, address: Callable[[str], str]) -> list[dict[str, Any]]:
    """Every page's answers as rows of label and text, with the address at which to change them."""
    kind = answers.get("kind", {}).get("kind", "")
    if kind not in Kind.values:
        return []
    situations, story = chosen_situations(answers), answers.get("story", {}).get("story", "")
    sections = [
        _section("kind", _("遇到的是哪一种打扰"), [(_("种类"), str(Kind(kind).label))], address),
        _section("story", _("经过"), [(_("您的话"), story)], address),
        _section("message", _("短信或电话"), _message_rows(answers), address),
        _section("understood", _("对方的别的号码"), _other_numbers(answers), address),
        _section(
            "situations", _("您的情况"), [(_("情形"), "\n".join(situation_labels(situations)))], address
        ),
        _section("event", _("什么时候"), _event_rows(answers), address),
    ]
    for matter in matters_for(kind, situations, answered=answers):
        given = answers.get(matter.slug, {})
        rows = [
            (str(ask.label), with_days_read(shown(ask, given.get(ask.name), story=story)))
            for ask in matter.asks
        ]
        sections.append(_section(matter.slug, str(matter.title), rows, address))
    sections = [one for one in sections if one["slug"] != "understood" or one["rows"]]
    sections.append(_section("prior", _("找过谁"), _prior_rows(answers), address))
    sections.append(_section("respondents", _("谁应当负责"), _respondent_rows(answers), address))
    sections.append(_section("you", _("您是谁"), _you_rows(answers), address))
    return sections


def _section(slug: str, title: str, rows: list[Row], address: Callable[[str], str]) -> dict[str, Any]:
    said = [Said(label, text, _opening(text)) for label, text in rows if text]
    return {"slug": slug, "title": title, "rows": said, "address": address(slug), "plain": slug in _PLAIN}


def _opening(text: str) -> str:
    """The first words of a long text, which opens in place; "" where it is short."""
    return f"{' '.join(text.split())[:SHOWN]}……" if len(text) > LONG else ""


def _message_rows(answers: Answers) -> list[Row]:
    message, reading = answers.get("message", {}), answers.get("reading", {})
    channel = message.get("channel") if message.get("text") or message.get("sender") else ""
    return [
        (_("方式"), str(Contact.Channel(channel).label) if channel else ""),
        (_("对方的号码"), message.get("sender", "")),
        (_("收到的日期"), with_days_read(reading.get("received_on") or message.get("received_on") or "")),
        (_("全文"), message.get("text", "")),
        (_("签名"), reading.get("signature", "")),
        (_("退订的写法"), reading.get("opt_out", "")),
        (_("金额（元）"), str(reading.get("amount") or "")),
    ]


def _other_numbers(answers: Answers) -> list[Row]:
    """The numbers that the story names beside the one that the message came from: the papers name them all."""
    sender = answers.get("message", {}).get("sender", "")
    told = [one for one in answers.get("callers", {}).get("numbers", ()) if one != sender]
    return [(_("号码"), "\n".join(dict.fromkeys(told)))]


def _event_rows(answers: Answers) -> list[Row]:
    event = answers.get("event", {})
    return [
        (_("最早"), when_read(event.get("first") or "")),
        (_("最近"), when_read(event.get("last") or "")),
    ]


def _prior_rows(answers: Answers) -> list[Row]:
    names = dict(PRIOR_TO)
    rows = []
    for row in answers.get("prior", {}).get("rows", ()):
        answered_on = with_days_read(row.get("answered_on") or "")
        answered = _("%s 答复") % answered_on if answered_on else _came(row)
        ticket = _("编号 %s") % row["ticket"] if row.get("ticket") else ""
        said = (with_days_read(row.get("on") or ""), ticket, answered)
        rows.append(
            (row.get("whom") or str(names.get(row["to"], row["to"])), _("，").join(filter(None, said)))
        )
    return rows


def _came(row: Mapping[str, Any]) -> str:
    """What came of an earlier step of whose answer no day is told; that there was none, nobody may have said."""
    if row.get("accepted") == "no":
        return _("没有受理")
    return _("没有解决") if row.get("satisfied") == "no" else _("没有写答复")


def _respondent_rows(answers: Answers) -> list[Row]:
    return [
        (
            # Who is named is not “not known”: only what they are to the debt or the number is.
            str(Party.Role(row["role"]).label)
            if row.get("role") and not (row.get("name") and row["role"] == Party.Role.UNKNOWN)
            else _("对方"),
            row.get("name") or _("名称不详"),
        )
        for row in answers.get("respondents", {}).get("rows", ())
    ]


def _you_rows(answers: Answers) -> list[Row]:
    you, capacity = answers.get("you", {}), capacity_of(answers)
    guardian, helped = capacity == "guardian", capacity == HELPER
    return [
        (_("帮忙的人"), you.get("helper", "") if helped else ""),
        (
            _("帮忙的人和本人的关系"),
            str(dict(RELATIONS).get(you.get("helper_relation", ""), "")) if helped else "",
        ),
        (_("孩子的姓名"), you.get("child", "") if guardian else ""),
        (_("孩子的出生日期"), with_days_read(you.get("child_born") or "") if guardian else ""),
        (_("您的姓名（监护人）") if guardian else _("姓名"), you.get("name", "")),
        (_("号码"), you.get("phone", "")),
        (_("涉案号码"), you.get("number", "") if capacity in ("guardian", "former_holder") else ""),
        (_("电子邮箱"), you.get("email", "")),
        (_("省"), str(dict(PROVINCES).get(you.get("region", ""), ""))),
        (_("通讯地址"), you.get("address", "")),
        (_("身份证号"), you.get("id_number", "")),
    ]
