"""What was understood of a message and a story: the kinds it can be, and the facts read, each with where it came from.

Pure. Nothing here is decided: the person sees it on one page and changes there what is wrong.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from complaints.debts import SITUATION_OF_DEBT, debts_among
from complaints.facts import capacity_of
from complaints.models import SITUATIONS_OF_KIND, Kind, Party, Situation
from complaints.questions import MATTERS, UNKNOWN, WISHES, Ask, Matter
from complaints.reading import (
    Earlier,
    Reading,
    companies_named,
    debt_in,
    facts_told,
    kinds_told,
    likely_kinds,
    operators_in,
    read,
    sent_home,
    situations_shown,
    situations_told,
    steps_told,
    tells_of_another,
    tells_of_anothers_number,
    triage,
    wishes_told,
)
from complaints.reading.folding import fold
from complaints.reading.pressure import threats as threats_in
from complaints.reading.sayings.names import NOBODYS, PAYING, PLATFORMS

Answers = Mapping[str, Mapping[str, Any]]
H, N, F = Kind.HARASSMENT.value, Kind.SECOND_HAND_NUMBER.value, Kind.FAKE_COLLECTION.value
# What a message alone leaves open: whose debt it is, or that a swindler also advertises, it does not tell.
_KINDS_OF_CATEGORY = {
    "marketing": (H,),
    "verification": (H,),
    "collection": (F, N),
    "fraud": (F, H),
}
# As whom somebody is named first in a complaint of a kind. Who dunns may be the lender, its collector, or who bought the
# debt: the law splits them, a name does not tell.
ROLE_OF_KIND = {
    H: Party.Role.CONTENT_PROVIDER.value,
    N: Party.Role.OPERATOR.value,
    F: Party.Role.UNKNOWN.value,
}
_ACCUSES = frozenset({Situation.CONTACTS_HARASSED, Situation.THREATS_IMPERSONATION, Situation.SCAM})
_OPERATES = re.compile("移动|联通|电信|广电|通信|通讯|运营商|营业厅")
_THREATS_OF_FACTS = ("detention", "violence", "publicity", "insult")


MOST_WORDS = 4  # that speak for a kind


@dataclass(frozen=True)
class Read:
    """A fact that was read: its value as the question about it takes it, where it stood, in which words."""

    value: Any
    source: str
    words: str = ""
    chosen: bool = False  # counted in what the person chose, which may be a part of what came


def story_of(answers: Answers) -> str:
    return str(answers.get("story", {}).get("story") or "")


def reading_of(answers: Answers) -> Reading:
    """The message of a draft, read."""
    message = answers.get("message", {})
    received = message.get("received_on")
    return read(
        message.get("text", ""),
        sender=message.get("sender") or None,
        received=date.fromisoformat(received) if received else None,
        explain=True,
    )


def category_of(answers: Answers) -> str:
    """What the message is: as the person says, else as it was read without doubt; "" where that is open."""
    said = answers.get("reading", {})
    return str(said["category"] or "") if "category" in said else reading_of(answers).certain


def may_deceive(answers: Answers) -> bool:
    """Whether the message may be meant to deceive: it is warned of before anything else, also in doubt."""
    if not answers.get("message", {}).get("text") or in_doubt_whose(answers):
        return False
    said = answers.get("reading", {}).get("category")
    return said == "fraud" if said else reading_of(answers).may_be("fraud")


def words_of_kinds(answers: Answers) -> dict[str, tuple[str, ...]]:
    """Of the kinds that it can be, the words that speak for each: of the story, else of the message."""
    story = story_of(answers)
    told = triage(story)
    found = {one.name: one.words for one in told.alternatives} | {told.kind: told.words}
    # What was learned of words are scraps of them: where what somebody lived through has words, those alone are shown.
    found = {kind: words for kind in Kind.values if (words := _lived_through(story, kind))} or found
    if story.strip() or not answers.get("message", {}).get("text"):
        return {kind: words for kind, words in found.items() if words}
    found, reading = {}, reading_of(answers)
    # Words that speak for deceit or for a demand tell no two kinds apart: only where those are in doubt.
    if reading.alternatives:
        found = dict.fromkeys(_KINDS_OF_CATEGORY.get(reading.category, ()), reading.words)
        for one in reading.alternatives:
            found = dict.fromkeys(_KINDS_OF_CATEGORY.get(one.name, ()), one.words) | found
    return {kind: words for kind, words in found.items() if words}


def _lived_through(story: str, kind: str) -> tuple[str, ...]:
    told = (word for one in situations_told(story, kind) if not one.learned for word in one.words)
    return tuple(dict.fromkeys(told))[:MOST_WORDS]


def second_kind(answers: Answers, kind: str) -> str:
    """Beside the kind that a story was understood as, the next likeliest; "" where there is no story, or the kind was chosen."""
    story = story_of(answers)
    if not story.strip() or answers.get("kind", {}).get("kind") in Kind.values:
        return ""
    ranked = triage(story).ranked
    return next((one for one in ranked if one in Kind.values and one != kind), "")


def kinds_of(answers: Answers) -> tuple[str, ...]:
    """The kinds that it can be, the likeliest first: one where there is no doubt, none where nothing tells."""
    chosen = answers.get("kind", {}).get("kind")
    if chosen in Kind.values:
        return (str(chosen),)
    text = answers.get("message", {}).get("text") or ""
    told = kinds_told(story_of(answers))
    shown: tuple[str, ...] = ()
    if text:
        reading = reading_of(answers)
        likely = [reading.category, *(one.name for one in reading.alternatives)]
        shown = tuple(dict.fromkeys(kind for one in likely for kind in _KINDS_OF_CATEGORY.get(one, ())))
        if not shown and not reading.signature:
            shown = likely_kinds(text)  # a story in the place of the message
    if not told or not shown:
        return told or shown
    if len(told) == 1 and (told[0] in shown or told == (N,)):
        return told
    both = tuple(one for one in told if one in shown)
    return both or tuple(dict.fromkeys((*told, *shown)))


def in_doubt_whose(answers: Answers) -> bool:
    """Whether the words given as a message may be the person's own: they tell of themselves, and nobody signed."""
    message = answers.get("message", {})
    text = message.get("text") or ""
    if not text or message.get("exhibit") or "whose" in answers.get("tell", {}) or "reading" in answers:
        return False
    if "我" not in text or reading_of(answers).signature:
        return False
    return looks_told(text) or (bool(likely_kinds(text)) and not _speaks_to(text))


def in_doubt_of_whom(answers: Answers) -> bool:
    """Whether the story speaks of somebody else's telephone, and who is disturbed, or whose number it is, was not said."""
    if capacity_of(answers) not in ("", UNKNOWN):
        return False
    of_number = answers.get("kind", {}).get("kind") == N
    return (tells_of_anothers_number if of_number else tells_of_another)(story_of(answers))


# Who tells speaks of what came to them and of whom it came from; who writes to somebody speaks to them.
_TOLD_OF = re.compile(
    r"我[^。！？!?，,]{0,12}(?:收到|接到)|(?:给|打|催|骚扰|轰炸|威胁|恐吓|骂)(?:了)?我(?![们司行方]|"
    r"国)|(?:他们|对方|有人|骗子|催收的?|客服)[^。！？!?，,]{0,10}(?:打|发|说|催|骂|让我|要我)|"
    r"我(?:从来|根本|也|又|都|就|已经|早就|当时)?(?:没有?|不)?(?:借|欠|同意|注册|退订|拒绝|投诉|报警|"
    r"转|点|认识|办|买)"
)
_SPEAKS_TO = re.compile(r"您|你(?!们好)|亲[，,！]|尊敬的|点击|回复\s?[A-Z]{1,2}(?![^。]{0,8}(?:了|没用))")
_SAID_OF_THEM = re.compile(r"[“\"「『][^”\"」』]*[”\"」』]|说[：:，,]?[^。！？!?]{0,40}")


def looks_told(text: str) -> bool:
    """Whether a text tells in several sentences what happened to whoever writes it, and speaks to nobody."""
    if len(re.findall(r"[。！？!?，,；;\n]", text)) < 2 or not _TOLD_OF.search(text):
        return False
    return not _speaks_to(text)


def _speaks_to(text: str) -> bool:
    return bool(_SPEAKS_TO.search(_SAID_OF_THEM.sub("", text)))


def looks_pasted(story: str) -> bool:
    """Whether what was told is a message: signed in brackets, and nobody speaks of themselves."""
    signed = re.match(r"\s*[【\[].{1,30}?[】\]]|.*[【\[][^】\]]{1,30}[】\]]\s*$", story, re.DOTALL)
    return bool(signed) and "我" not in story and not likely_kinds(story)


def situations_suggested(answers: Answers, kind: str) -> dict[str, tuple[str, ...]]:
    """Situations of this kind that the story and the message suggest, each with its words."""
    found: dict[str, tuple[str, ...]] = {}
    # That nobody said so is a situation only where the story tells it: the same fact that is filed.
    told = facts_told(story_of(answers), kind=kind, today=date.max)
    untold = next((one.words for one in told if one.fact == "number.told" and one.value is False), "")
    message = answers.get("message", {}).get("text") or ""
    # What may be the person's own words is read as such, until they say whose it is.
    reads = situations_told if in_doubt_whose(answers) else situations_shown
    shown = reads(message, kind) if triage(message).kind == kind else []
    for one in (*situations_told(story_of(answers), kind), *shown):
        if one.slug == Situation.NUMBER_NOT_DISCLOSED and not untold:
            continue
        # Nobody is accused by words that only resemble those of who was threatened.
        if one.learned and one.slug in _ACCUSES:
            continue
        if one.slug in SITUATIONS_OF_KIND[kind]:
            found.setdefault(one.slug, one.words)
    if untold:
        found.setdefault(Situation.NUMBER_NOT_DISCLOSED.value, (untold,))
    return _of_one_debt(found, story_of(answers)) if kind == F else found


def _of_one_debt(found: dict[str, tuple[str, ...]], story: str) -> dict[str, tuple[str, ...]]:
    """Without situations that exclude each other: the one that the story tells, none where that is open."""
    told = debt_in(story)
    if not told.owed and len({SITUATION_OF_DEBT.get(one, one) for one in told.said}) < 2:
        return found
    kept = {slug: words for slug, words in found.items() if slug not in debts_among(found)}
    if told.owed:
        slug = SITUATION_OF_DEBT.get(told.owed, "")
        kept = {} | kept if not slug else {slug: found.get(slug, (told.said[told.owed],))} | kept
    return kept


def debt_in_doubt(answers: Answers, kind: str) -> dict[str, str]:
    """What a story says of one debt that excludes each other, with the words; nothing where the person said which it is."""
    if kind != F or answers.get("debt", {}).get("debt__owed") or debts_among(_chosen(answers)):
        return {}
    told = debt_in(story_of(answers))
    situations = {SITUATION_OF_DEBT.get(one, one) for one in told.said}
    return dict(told.said) if not told.owed and len(situations) > 1 else {}


def _chosen(answers: Answers) -> Sequence[str]:
    return list(answers.get("situations", {}).get("situations", ()))


def asked_by(kind: str, situations: Sequence[str], fact: str) -> tuple[Matter, Ask] | None:
    """The question of this kind that asks for a fact; also one that is asked later alone, for what was told unasked."""
    for matter in MATTERS:
        chosen = not matter.situations or bool(matter.situations & set(situations))
        if kind in matter.kinds and chosen:
            for ask in matter.asks:
                if ask.fact == fact and kind in ask.kinds:
                    return matter, ask
    return None


def facts_read(
    answers: Answers, kind: str, situations: Sequence[str], *, today: date
) -> dict[tuple[str, str], Read]:
    """What story and message state of this kind of complaint, by page and field of the question about it.

    The story is the person's own word and wins. Days and counts are taken from it alone: one message tells neither when
    it began nor how often it was.
    """
    found: dict[tuple[str, str], Read] = {}

    def put(fact: str, value: Any, source: str, words: str) -> None:
        if fact.startswith("event."):
            found.setdefault(("event", fact.removeprefix("event.")), Read(value, source, words))
            return
        place = asked_by(kind, situations, fact)
        if place is not None:
            matter, ask = place
            found.setdefault((matter.slug, ask.name), Read(_as_answer(ask, value), source, words))

    for one in facts_told(story_of(answers), kind=kind, today=today):
        put(one.fact, one.value, _("您写的经过"), one.words)
    text = answers.get("message", {}).get("text")
    if text:
        reading, source = reading_of(answers), source_of(answers)
        threats = [one for one in reading.threats if one in _THREATS_OF_FACTS]
        sent = sent_home(text)
        if sent and "violence" not in threats:
            threats = [one for one in _THREATS_OF_FACTS if one in {*threats, "violence"}]
        if threats and category_of(answers) == "collection":
            quoted = _quoted_of(text, reading, threats)
            put(
                "debt.threats", threats, source, quoted if sent in quoted else f"{quoted}、{sent}".strip("、")
            )
        words = _quoted(text, reading, "impersonates")
        # A company's own legal department is no lawyer, and signs as what it is.
        if reading.impersonates in ("court", "police") or (
            reading.impersonates == "lawyer" and re.search("律师|律所", words)
        ):
            put("debt.impersonates", reading.impersonates, source, words)
        channels = found.get(("contacts", "contacts__channels"))
        if channels is None:
            put("contacts.channels", ["sms"], source, "")
        elif "sms" not in channels.value:
            found["contacts", "contacts__channels"] = Read(
                ["sms", *channels.value], channels.source, channels.words
            )
    return found


def counted_read(
    counted: Mapping[str, Mapping[str, Any]], kind: str, situations: Sequence[str]
) -> dict[tuple[str, str], Read]:
    """What was counted in the messages and calls that the person chose out of a backup."""
    found: dict[tuple[str, str], Read] = {}
    for folder, facts in counted.items():
        for key, value in facts.items():
            place = asked_by(kind, situations, f"{folder}.{key}")
            if place is not None and value not in (None, [], ""):
                matter, ask = place
                source = _("您选出的短信和通话")
                found[matter.slug, ask.name] = Read(_as_answer(ask, value), source, chosen=True)
    return found


def source_of(answers: Answers) -> str:
    """Where the words of the message came from."""
    return _("您传的截图") if answers.get("message", {}).get("exhibit") else _("您粘贴的短信")


def _quoted(text: str, reading: Reading, name: str) -> str:
    return "、".join(dict.fromkeys(text[start:end] for start, end in reading.spans.get(name, ())))


def _quoted_of(text: str, reading: Reading, threats: Sequence[str]) -> str:
    """The words of these threats alone: that somebody will sue is none of them."""
    said = threats_in(fold(text))
    places = {place for one in threats for place in said.get(one, ())}
    shown = [place for place in reading.spans.get("threats", ()) if place in places]
    return "、".join(dict.fromkeys(text[start:end] for start, end in shown))


def _as_answer(ask: Ask, value: Any) -> Any:
    if isinstance(value, bool):
        words = ("yes", "no") if ask.form == "yes_no" else ("true", "false")
        return words[0] if value else words[1]
    return "\n".join(value) if ask.form == "lines" else value


def shown_by_message(answers: Answers) -> dict[str, Any]:
    """What the message says, as the answers about it; the message itself is not changed."""
    message = answers.get("message", {})
    said = reading_of(answers)
    reading = said.as_json()
    # Of several sums the first is often the end of a story, not what is owed: then the person says which.
    lone = said.amounts[0] if len(set(said.amounts)) == 1 and said.certain != "marketing" else None
    return {
        "category": said.certain,
        "signature": reading["signature"] or "",
        "opt_out": (reading["opt_out"] or {}).get("text", ""),
        "amount": said.claimed if said.claimed is not None else lone,
        "received_on": message.get("received_on") or "",
        "claims_debt": "yes" if reading["claims_debt"] else "no",
    }


def role_of_signer(kind: str, category: str) -> str:
    """Whom the name under a message can be complained about as. A swindler signs with another's name: nobody."""
    if category == "fraud":
        return ""
    if kind == H or category == "marketing":
        return Party.Role.CONTENT_PROVIDER.value
    # Who dunns may be the lender, its collector, or who bought the debt: the law splits them, the name does not tell.
    return Party.Role.UNKNOWN.value


def named_by_message(answers: Answers, kind: str) -> list[dict[str, str]]:
    """The rows of respondents with who signed the message, unless somebody was named already."""
    reading = answers.get("reading", {})
    role = role_of_signer(kind, reading.get("category") or "")
    if answers.get("respondents", {}).get("rows") or not reading.get("signature") or not role:
        return list(answers.get("respondents", {}).get("rows", ()))
    return [{"name": reading["signature"], "role": role}]


def named_by_story(answers: Answers, kind: str) -> list[tuple[str, str]]:
    """Whom the story names as the other side, each with its words; of a number its operator, where it names one alone, whose
    accounts are bound to it, and who calls for whoever had it before."""
    story = story_of(answers)
    if kind != N:
        return companies_named(story)
    operators = operators_in(story)
    told = facts_told(story, kind=kind, today=date.max)
    bound = [name for one in told if one.fact == "number.accounts_bound" for name in one.value]
    if any(one.fact in ("number.account_taken_over", "number.mislabelled_as") for one in told):
        bound += re.findall(PLATFORMS, story)
    named = operators if len(operators) == 1 else []
    callers = {
        name: words
        for name, words in companies_named(story)
        if role_named(name, kind) == Party.Role.UNKNOWN and name not in bound
    }
    every = {**dict.fromkeys((*named, *bound), ""), **callers}
    return [(name, words) for name, words in every.items() if name not in NOBODYS]


def role_named(name: str, kind: str) -> str:
    """As whom somebody of this name is complained about in a complaint of this kind, as far as a name tells it."""
    if kind == N and re.fullmatch(PAYING, name):
        return Party.Role.PAYMENT_INSTITUTION.value
    if kind == N and re.fullmatch(PLATFORMS, name):
        return Party.Role.PLATFORM.value
    if kind != H and name.endswith("银行"):
        return Party.Role.BANK.value
    # A name of nobody known is no operator's: who called on the number may be anybody.
    if kind == N and not _OPERATES.search(name):
        return Party.Role.UNKNOWN.value
    return ROLE_OF_KIND[kind]


def with_named(rows: Sequence[Mapping[str, Any]], names: Sequence[str], kind: str) -> list[dict[str, Any]]:
    """The rows of respondents with these names alone, and who has none; who is new stands in the role of their name."""
    kept = [dict(row) for row in rows if not row.get("name") or row["name"] in names]
    known = {row.get("name") for row in kept}
    new = (name for name in dict.fromkeys(names) if name not in known)
    return [*kept, *({"name": name, "role": role_named(name, kind)} for name in new)]


def with_bound(rows: Sequence[Mapping[str, Any]], accounts: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of respondents; of whom nobody said what it is, and whose account is bound to the number, it is that platform or
    bank."""
    bound = {*accounts}
    unknown = Party.Role.UNKNOWN.value
    return [
        {**row, "role": _keeps_accounts(row["name"])}
        if row.get("name") in bound and row.get("role") in ("", None, unknown)
        else dict(row)
        for row in rows
    ]


def _keeps_accounts(name: str) -> str:
    role = role_named(name, N)
    return role if role not in (Party.Role.UNKNOWN, Party.Role.OPERATOR) else Party.Role.PLATFORM.value


def wanted(answers: Answers, kind: str) -> dict[str, str]:
    """What the story says that the person wants, of what a complaint of this kind can ask for, each with the words."""
    told = wishes_told(story_of(answers))
    return {slug: told[slug] for slug, _words, kinds in WISHES if slug in told and kind in kinds}


def earlier_told(answers: Answers, *, today: date) -> list[Earlier]:
    """The earlier steps that the story tells with their day."""
    return steps_told(story_of(answers), today=today)


def as_prior(step: Earlier) -> dict[str, Any]:
    """An earlier step of the story as its row of the form: that nothing came of it is no day of an answer."""
    row = {"to": step.to, "act": step.act, "on": step.on}
    if step.came == "refused":
        return row | {"accepted": "no"}
    return row | ({"satisfied": "no"} if step.came == "unsolved" else {})
