"""What a recipient got: the frozen content of a filing, read for a page. Nothing else of the case is shown to them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from complaints.models import Party
from complaints.models.statements import OF_RESPONDENT
from complaints.particulars import LABELS
from complaints.reading import Reading, describe, read
from documents.blocks import ADDED, CALLED
from documents.frozen import Content, Fields
from documents.material import FIELDS
from filings.models import Filing
from filings.services import content_of
from legal.reasoning.facts import label, spoken_of

HIDDEN = "〔投诉人〕"
# Said with the days and the counts themselves.
_HOW_EXACT = {("event", "months"), ("contacts", "about")}
_PEOPLE = ("complainant.", "representative.")
# Of the people: what tells of nobody when it stands in a text.
_COMMON = frozenset({"gender", "ethnicity", "occupation", "relation", "birth", "postcode"})
IN_SECTIONS = frozenset({"story", "messages", "respondents", "exhibits", "matter", "tally"})
# What stands for messages that are not listed, in content that was frozen with it as the last of them.
_UNLISTED = re.compile(r"另有 \d+ 条，未在此逐条列出。")
Line = tuple[str, str]

CATEGORY = {
    "marketing": gettext_lazy("推广"),
    "collection": gettext_lazy("催收"),
    "verification": gettext_lazy("验证码"),
    "fraud": gettext_lazy("疑似诈骗"),
    "notice": gettext_lazy("通知"),
    "personal": gettext_lazy("私人"),
}
# A page reads this many messages; the rest is shown as it came.
MOST_READ = 30


@dataclass(frozen=True)
class Counted:
    """``days`` carry their count and its part of the greatest, in percent; ``rows`` day, signature, number, count."""

    said: list[str]
    days: list[tuple[str, int, int]]
    rows: list[tuple[str, str, str, int]]
    unlisted: int
    unit: str


@dataclass(frozen=True)
class Sent:
    """The fields that the complainant consented to for this recipient; what was not sent is not there."""

    fields: Fields
    broken: bool = False  # the content is not what its digest says: nothing of it is shown
    content: Content | None = None

    @classmethod
    def of(cls, filing: Filing) -> "Sent":
        try:
            content = content_of(filing)
            return cls(content.get("fields") or {}, content=content)
        except ValueError:
            return cls({}, broken=True)

    @property
    def matter(self) -> list[str]:
        """What it is about as it was sent: the kind in words that say nothing withheld, then the situations that go."""
        return [one for one in str(self.fields.get("matter") or "").split("；") if one]

    @property
    def telephone(self) -> str:
        """The complainant's, as sent; "" when it was not."""
        return str(self.fields.get("complainant.phone") or self.fields.get("representative.phone") or "")

    @property
    def complainant(self) -> str:
        """By name; "" where none was sent."""
        return str(self.fields.get("complainant.name") or self.fields.get("representative.name") or "")

    @property
    def people(self) -> list[Line]:
        """The complainant and who acts for them, line by line."""
        return [
            (_(FIELDS[name]), str(self.fields.get(name)))
            for name in FIELDS
            if "." in name and name in self.fields
        ]

    @property
    def story(self) -> str:
        """What happened in the complainant's words; as edited in the paper, where it was."""
        return self._edits.get("facts") or str(self.fields.get("story") or "")

    @property
    def rewritten(self) -> list[Line]:
        """The other blocks of the paper that somebody wrote anew or put in, as they were sent."""
        rows = [
            (CALLED.get(key, _("正文")), text) for key, text in self._edits.items() if key != "facts" and text
        ]
        added = self.content.get("added", []) if self.content else []
        return [*rows, *((one["heading"] or _(ADDED), one["text"]) for one in added)]

    @property
    def _edits(self) -> dict[str, str]:
        return self.content.get("edits", {}) if self.content else {}

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [
            {**one, "at": _moment(str(one.get("at") or ""))}
            for one in self.fields.get("messages") or ()
            if not _is_unlisted(one)
        ]

    @property
    def unlisted(self) -> str:
        """That more messages came than are listed; "" where all are."""
        told = [str(one.get("text")) for one in self.fields.get("messages") or () if _is_unlisted(one)]
        return told[0] if told else ""

    @property
    def tally(self) -> Counted | None:
        """What all messages and calls come to: in sentences, and day by day."""
        told = self.fields.get("tally")
        if not told:
            return None
        days: dict[str, int] = {}
        for row in told["rows"]:
            days[row["on"]] = days.get(row["on"], 0) + row["count"]
        most = max(days.values(), default=1)
        return Counted(
            said=list(told.get("after_said") or told["said"]),
            days=[(day, count, round(100 * count / most)) for day, count in days.items()],
            rows=[(row["on"], row["signature"], row["sender"], row["count"]) for row in told["rows"]],
            unlisted=told["unlisted"],
            unit=told["unit"],
        )

    @property
    def messages_listed(self) -> list[dict[str, Any]]:
        """The same with their moment in words."""
        return [{**one, "at": _when(one["at"])} for one in self.messages]

    @property
    def respondents(self) -> list[dict[str, Any]]:
        """Each with its role in words, and what else was told of it."""
        return [
            {**one, "role": role_label(str(one.get("role", ""))), "told": _told(one)}
            for one in self.fields.get("respondents") or ()
        ]

    @property
    def others(self) -> list[Line]:
        """What was sent besides and has no section of its own."""
        return [
            (_(FIELDS[name]), _plain(self.fields.get(name)))
            for name in FIELDS
            if "." not in name and name not in IN_SECTIONS and self.fields.get(name)
        ]

    @property
    def answers(self) -> list[Line]:
        """What the complainant answered on the intake's questions, fact by fact."""
        return [
            (for_desk(label(f"{group}.{name}")), for_desk(spoken_of(told or {}, f"{group}.{name}", value)))
            for told in (self.fields.get("contact_answers"), self.fields.get("case_answers"))
            for group, said in (told or {}).items()
            if isinstance(said, dict)
            for name, value in said.items()
            if (group, name) not in _HOW_EXACT
        ]

    @property
    def withheld(self) -> list[str]:
        """The great sections that this recipient did not get, by name, so that their absence is no riddle."""
        return [_(FIELDS[name]) for name in ("story", "messages", "respondents") if not self.fields.get(name)]


def _is_unlisted(one: Mapping[str, Any]) -> bool:
    return not one.get("sender") and not one.get("at") and bool(_UNLISTED.fullmatch(str(one.get("text"))))


def for_desk(text: str) -> str:
    """The corpus speaks to the complainant (您); at the desk it speaks of them. Never used on the words of an article."""
    return text.replace("您本人", "投诉人").replace("您", "投诉人")


def role_label(role: str) -> str:
    return str(Party.Role(role).label) if role in Party.Role.values else role


def _moment(text: str) -> date | datetime | str:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_plain(one) for name, one in value.items() if one and name != "said")
    if isinstance(value, list):
        return "\n".join(_plain(one) for one in value if one)
    return str(value)


# ── The messages, each with what it says and what kind of number it came from ────────────────────────────────────────


@dataclass(frozen=True)
class Message:
    sender: str
    sender_kind: str
    at: str
    text: str
    read: list[Line]


def messages(sent: Sent) -> list[Message]:
    """In the order in which they were sent."""
    return [message(one, to_read=place < MOST_READ) for place, one in enumerate(sent.messages)]


def message(one: Mapping[str, Any], *, to_read: bool) -> Message:
    text, sender = str(one.get("text") or ""), str(one.get("sender") or "")
    return Message(
        sender=sender,
        sender_kind=describe(sender).meaning if sender else "",
        at=_when(one.get("at")),
        text=text,
        read=_read(text, sender) if to_read and text else [],
    )


def _kinds(found: Reading) -> str:
    """What the message is; where that is in doubt, what it may be."""
    likely = [found.category, *(one.name for one in found.alternatives)]
    names = [str(CATEGORY.get(name, name)) for name in likely]
    return names[0] if len(names) == 1 else _("拿不准：%s") % _(" 或 ").join(names)


def _read(text: str, sender: str) -> list[Line]:
    found = read(text, sender=sender or None)
    lines = [
        (_("种类"), _kinds(found)),
        (_("签名"), found.signature or ""),
        (_("退订"), (found.opt_out.text or found.opt_out.code or "") if found.opt_out else ""),
        (_("金额"), "、".join(_("%s 元") % f"{yuan.normalize():f}" for yuan in found.amounts)),
        (_("称有欠款"), _("是") if found.claims_debt else ""),
        (_("文中电话"), "、".join(found.phones)),
        (_("网址"), "、".join(found.urls)),
        (_("限期"), found.deadline_words or ""),
    ]
    return [(label, value) for label, value in lines if value]


def _when(at: Any) -> str:
    if isinstance(at, datetime):
        return date_format(timezone.localtime(at), "Y-m-d H:i")
    return f"{at:%Y-%m-%d}" if isinstance(at, date) else str(at or "")


def _told(one: Mapping[str, Any]) -> str:
    """Seat, who stands for it and the rest, in one line."""
    return "；".join(f"{LABELS[name]} {one[name]}" for name in OF_RESPONDENT if one.get(name))


# ── As somebody reads it who may not know who complained ─────────────────────────────────────────────────────────────
# What the complainant is called otherwise, and what a picture of an exhibit shows, no rule finds: the page says so.


def identity_of(fields: Fields) -> list[str]:
    """The words by which a text tells who complained, the longest first."""
    found = [
        str(value).strip()
        for name, value in fields.items()
        if name == "number" or (name.startswith(_PEOPLE) and name.partition(".")[2] not in _COMMON)
    ]
    return sorted({one for one in found if len(one) > 1}, key=lambda one: (-len(one), one))


def without(text: str, identity: Iterable[str]) -> str:
    for one in identity:
        # A number may be written in groups.
        loose = r"[\s-]?".join(map(re.escape, one)) if one.isdecimal() else re.escape(one)
        text = re.sub(loose, HIDDEN, text)
    return text


def masked(value: Any, identity: list[str]) -> Any:
    """The same, whatever it holds, with every text ``without`` it."""
    if isinstance(value, str):
        return without(value, identity)
    if isinstance(value, Mapping):
        return {
            name: masked(one, identity)
            for name, one in value.items()
            if not (isinstance(name, str) and name.startswith(_PEOPLE))
        }
    if isinstance(value, list | tuple):
        return [masked(one, identity) for one in value]
    return value


def hidden_from(by: Actor, filing: Filing) -> list[str]:
    """What of the identity is left out of the words that this person reads of a filing; [] for who may know it."""
    return identity_of(Sent.of(filing).fields) if by.masked(filing.organisation_id, filing.pk) else []


def masked_sent(sent: Sent) -> Sent:
    identity = identity_of(sent.fields)
    return Sent(masked(sent.fields, identity), sent.broken, masked(sent.content, identity))
