"""Of several who called one after the other, to which of them a sentence is laid: whom something was said to that day, who made
the threat; and what came in the name of a court, of the police or of a lawyer, signed by none of them, to nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from documents.blocks import Sentence
from documents.given import of_the_giver
from documents.material import Case, Message, Respondent
from documents.pleading import chinese_day
from documents.sentences import folded, own_words, sentences_of
from documents.threats_told import threatens
from documents.turns import MAY_CALL, TOLD_ANOTHER, addressee_of, informed
from legal.corpus.pleading import ASKED, CALLER, JUDGE, OURS, THEIRS
from legal.reasoning.conditions import lookup

Name = Callable[[Respondent], str]


def laid_to(rows: Iterable[Sentence], case: Case, name: Name) -> list[Sentence]:
    """The sentences with the name of whom they are about in place of whoever it was; ``name``: how a paper calls them, "" for
    one of whom it says nothing."""
    found = [
        _replied_to(_of_nobody(_threatened(_said_on(one, case, name), case, name), case), case, name)
        for one in rows
    ]
    return [_after_each(of_the_giver(one, case, name), case, name) for one in found if one.text]


def _named(one: Sentence, place: str, who: str) -> Sentence:
    rests = tuple(dict.fromkeys((*one.rests, "respondents")))
    return replace(one, text=one.text.replace(f"{{{place}}}", who), rests=rests)


# ── Whom it was said to ──────────────────────────────────────────────────────────────────────────────────────────────
_TOLD_ON = "debt.told_them_on"


def _said_on(one: Sentence, case: Case, name: Name) -> Sentence:
    on = lookup(case.facts, _TOLD_ON)
    if not on or _TOLD_ON not in one.rests:
        return one
    own = addressee_of(case)
    if lookup(case.facts, TOLD_ANOTHER) and own is not None and own.told.until and "event.last" in one.rests:
        # It did not go on with this one.
        return replace(one, text="")
    if chinese_day(date.fromisoformat(str(on))) not in one.text:
        return one
    if lookup(case.facts, TOLD_ANOTHER):
        return replace(one, text=one.text.replace(f"{{{THEIRS}}}", "此前催收的一方"))
    to = informed(case)
    if to is not None and to.told.in_name:
        # Who it was that called then nobody knows.
        return replace(one, text=one.text.replace(f"{{{THEIRS}}}", "来电方"))
    who = name(to) if to is not None else ""
    return _named(one, THEIRS, who) if who else one


# ── Who threatened ───────────────────────────────────────────────────────────────────────────────────────────────────
_ACTS: Mapping[str, str] = {"辱骂": "insult", "公开、通报": "publicity"}


def _threatened(one: Sentence, case: Case, name: Name) -> Sentence:
    slug = next((slug for words, slug in _ACTS.items() if words in one.text), "")
    if not slug or "debt.threats" not in one.rests:
        return one
    one = _as_threatened(one, case) if slug == "publicity" else one
    whose = [who for who in case.respondents if slug in who.told.threats]
    names = [name(who) for who in whose]
    if not names or not all(names):
        return one
    said = "、".join(names)
    one = _named(_named(one, THEIRS, said), CALLER, said)
    made = [
        row for row in case.messages if row.whose in {who.name for who in whose} and threatens(slug, row.text)
    ]
    if not made or not _ASKED.search(one.text):
        return one
    when = "、".join(dict.fromkeys(f"{day}的{_way(row)}记录" for row in made if (day := _day_of(row))))
    return (
        replace(one, text=_ASKED.sub(f"（见{when}）", one.text), rests=(*one.rests, "messages"))
        if when
        else one
    )


def _as_threatened(one: Sentence, case: Case) -> Sentence:
    """What they said that they would do to make it known, in the words that are on file or told: “到本人家楼道贴单子”."""
    told = [(row.text, "messages") for row in case.messages]
    told += [(sentence, "story") for sentence in sentences_of(case.story)]
    for text, rest in told:
        found = _WOULD.search(folded(own_words(text)))
        if found and threatens("publicity", found["act"]):
            act = re.sub(
                "我(?:的)?(?=家|店|单位|公司|村|小区|门|同事|亲戚|朋友|照片)", f"{{{OURS}}}", found["act"]
            )
            if "我" not in act:
                rests = tuple(dict.fromkeys((*one.rests, rest)))
                return replace(one, text=one.text.replace("要公开、通报", f"要{act}", 1), rests=rests)
    return one


_WOULD = re.compile(
    "(?:说|扬言|威胁)?要(?P<act>(?:来|到|上|去|把|在|往)[^，,。；“”要]{0,16}?(?:贴|拉横幅|曝光|群发|发到|通报|公开)[^，,。；“”]{0,6})"
)
_ASKED = re.compile(rf"（[^（）]*{{\{ASKED}words}}[^（）]*）$")


def made_publicly(case: Case) -> str:
    """“2026年7月19日的来电记录：“…””: where what is on file threatens to make it known; "" where nothing does."""
    row = next((one for one in case.messages if one.text and threatens("publicity", one.text)), None)
    return (
        f"{_day_of(row)}的{_way(row)}记录：“{row.text.rstrip('。')}”"
        if row is not None and _day_of(row)
        else ""
    )


def _way(row: Message) -> str:
    return "来电" if row.call else "信息"


def _day_of(row: Message) -> str:
    on = row.at.date() if isinstance(row.at, datetime) else row.at
    return chinese_day(on) if on is not None else ""


# ── Whose messages a reply did not stop ──────────────────────────────────────────────────────────────────────────────
_REPLIED_TO = "按信息所写的方式"


def _replied_to(one: Sentence, case: Case, name: Name) -> Sentence:
    callers = [who for who in case.respondents if who.role in MAY_CALL]
    replied = [who for who in callers if who.told.replied]
    alone = len(callers) < _SEVERAL or len(replied) != 1
    if alone or _REPLIED_TO not in one.text or not name(replied[0]):
        return one
    text = one.text.replace(_REPLIED_TO, f"按{name(replied[0])}的信息所写的方式")
    return replace(one, text=text, rests=tuple(dict.fromkeys((*one.rests, "respondents"))))


def _after_each(one: Sentence, case: Case, name: Name) -> Sentence:
    """How many came after a no with whose they were, where the story counts those of everybody who called."""
    if "contacts.after_refusal" not in one.rests or not one.text.startswith("此后"):
        return one
    callers = [who for who in case.respondents if who.role in MAY_CALL and not who.told.gave]
    if len(callers) < _SEVERAL or not all(who.told.after and name(who) for who in callers):
        return one
    if sum(who.told.after for who in callers) != lookup(case.facts, "contacts.after_refusal"):
        return one
    each = "、".join(f"{name(who)}的{who.told.after}次" for who in callers)
    rests = tuple(dict.fromkeys((*one.rests, "respondents")))
    return replace(one, text=f"{one.text}，其中{each}", rests=rests)


# ── What nobody signed ───────────────────────────────────────────────────────────────────────────────────────────────
_SPOKE_AS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "court": (re.compile("法院|法庭"), "以人民法院的名义"),
    "police": (re.compile("派出所|公安|民警|警官|警察"), "自称公安机关工作人员"),
    "lawyer": (re.compile("律师"), "自称律师"),
}
_IN_NAME = re.compile(f"^{{{CALLER}}}冒[用充][^（，]*")


def _of_nobody(one: Sentence, case: Case) -> Sentence:
    """“号码…自称…，由何人发送请查明”, where others of what came are told to be of one or the other."""
    spoken = _SPOKE_AS.get(str(lookup(case.facts, "debt.impersonates") or ""))
    if spoken is None or "debt.impersonates" not in one.rests or not _IN_NAME.match(one.text):
        return one
    message = _unsigned(case, spoken[0])
    if message is None:
        return one
    when = f"{_day_of(message)}，" if message.at else ""
    did = "来电" if message.call else "发来信息"
    who = f"号码{message.sender}" if re.search(r"\d{3}", message.sender) else f"“{message.sender}”"
    said = f"{when}{who}{spoken[1]}{did}（由何人{'拨打' if message.call else '发送'}，{{{JUDGE}}}）"
    rests = tuple(dict.fromkeys((*one.rests, "messages")))
    return replace(one, text=_IN_NAME.sub(said, one.text), rests=rests)


def _unsigned(case: Case, spoken: re.Pattern[str]) -> Message | None:
    several = any(one.told.since for one in case.respondents) or any(one.whose for one in case.messages)
    said = [one for one in case.messages if spoken.search(one.text) or spoken.search(one.sender)]
    if len(case.respondents) < _SEVERAL or not several or any(one.whose for one in said):
        return None
    return next((one for one in said if one.sender), None)


_SEVERAL = 2
