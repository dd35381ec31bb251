"""Of several complained about, what a story tells of each: since when it called and wrote, until another did in its place, when
and how no was said to it, whether it was told that a debt is another's, what it threatened; and whose a message is. Who only
handed the data on (`documents.handed_on`) called nobody.

Pure. What is told of nobody in particular is laid to nobody.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property

from documents.belonging import Company, of_day, shortened, told_about
from documents.each_counted import after_of_each, counted_of_each
from documents.sentences import folded, own_words, sentences_of
from documents.threats_told import AS_TOLD, threatens
from documents.told_of_each import EachTold


@dataclass(frozen=True)
class Received:
    """A message or a call as it is on file; ``on`` is its ISO day, "" where nobody knows it."""

    sender: str
    text: str
    on: str = ""
    called: bool = False
    at_night: bool = field(default=False, compare=False)  # between 22 and 8


@dataclass(frozen=True, kw_only=True)
class Told:
    """A story of what several did between two days, and what is on file of it."""

    story: str
    companies: Sequence[Company]
    first: date
    last: date
    received: Sequence[Received] = ()
    gave: frozenset[str] = frozenset()  # the names of those who only handed the data on
    count: int = 0  # how many came in all, where that was said

    @cached_property
    def callers(self) -> Sequence[Company]:
        return [one for one in self.companies if one.name not in self.gave]

    def named_at(self, name: str) -> int:
        """Where the story first tells of one; at its end where it does not."""
        told = folded(self.story)
        called = next(one.called for one in self.companies if one.name == name)
        return min((at for one in called if (at := told.find(folded(one))) >= 0), default=len(told))

    @cached_property
    def about(self) -> Mapping[str, frozenset[str]]:
        return told_about(self.story, self.companies)

    @cached_property
    def days(self) -> Mapping[str, str]:
        """Of each sentence the day that it names first, else the last one named before it in its line; "" for none."""
        found: dict[str, str] = {}
        for line in self.story.splitlines():
            day = ""
            for sentence in sentences_of(line):
                named = next(
                    (one for one in DAYISH.finditer(folded(own_words(sentence))) if one["day"]), None
                )
                day = (written(named, self) if named else day) or day
                found.setdefault(sentence, day)
        return found

    @cached_property
    def people(self) -> Mapping[str, str]:
        """“姓柏”, “姓龚”: of which company somebody is that the story calls so, by how they sign, else by the sentence that
        brings them in."""
        found: dict[str, str] = {}
        for one in self.received:
            if surname := _SIGNS_AS.search(one.sender):
                there = [who.name for who in self.companies if _meant(who, one.sender, self.companies)]
                if len(there) == 1:
                    found |= {
                        f"姓{surname[1] or surname[2]}": there[0],
                        f"小{surname[1] or surname[2]}": there[0],
                    }
        before = ""
        for sentence in sentences_of(self.story):
            named = [who.name for who in self.companies if _names(_FOR_WHOM.split(sentence)[0], who)]
            own = named[0] if len(named) == 1 else ""
            for who in _SURNAME.findall(re.sub("[把找叫让]姓[\u4e00-\u9fff]", "", sentence)):
                # “她叫…，姓尤”, behind the sentence that names a company.
                if theirs := own or ("" if named else before):
                    found.setdefault(who, theirs)
            before = own
        return found


def each_told(told: Told, *, informed_on: str = "") -> dict[str, EachTold]:
    """By name; of one of whom nothing is told there is a record that says nothing. ``informed_on`` is the ISO day on which a
    debt was denied or disputed."""
    found = {
        one.name: EachTold(gave=True) if one.name in told.gave else begun(one, told) for one in told.companies
    }
    first = {name: first_day(name, told) for name in found}
    found = _until(_by_elimination({name: _not_after(one, first[name]) for name, one in found.items()}, told))
    informed = _called_on(informed_on, told) or spoken_to(informed_on, found, told)
    counts = counted_of_each(told.story, told.companies, told.count)
    after = after_of_each(told.story, told.companies)
    return {
        one.name: replace(
            _refused(one.name, found, told),
            informed=one.name == informed,
            in_name=bool(found[one.name].since) and _in_its_name(one, told),
            threats=_threats(one.name, found, told),
            stranger=any(
                whom == {one.name} and _STRANGE.search(folded(own_words(said)))
                for said, whom in told.about.items()
            ),
            counted="" if one.name in told.gave else counts.get(one.name, ""),
            after=0 if one.name in told.gave else after.get(one.name, 0),
            # What is on file of an account need not be the first that came of it.
            first_on=found[one.name].since or ("" if one.role in _KEEPING_ACCOUNTS else first[one.name]),
        )
        for one in told.companies
    }


# Nobody went there, gave them a number, or knew of them.
_STRANGE = re.compile(
    "(?<![说称讲])(?:没有?|从没|从未|压根没|根本没)(?:跟|和|与)?[^，,。；]{0,10}(?:去过|找过|打过交道|来往|联系过|登记过|留过|听说过|给过)(?!我)"
)
_KEEPING_ACCOUNTS = frozenset({"platform", "payment_institution"})


# ── Since when ───────────────────────────────────────────────────────────────────────────────────────────────────────
DAYISH = re.compile(
    r"(?:(?P<year>\d{4})年|(?P<past>去年)|(?P<this>今年))?(?<!\d)(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?:份|初|里|中旬|上旬|下旬|底|末|头上)?)"
)
_IN_PLACE = re.compile("换成|换了|又换|变成|接手|转给(?!当地|有关|相关|主管|属地)|开始(?:就)?是|起(?:就)?是")
_BEGINS = re.compile("先是|(?<!又)(?<!重新)开始|^(?:就)?起(?![没不我])|就催上|催上了|又多|又来|又冒")
_BESIDES = re.compile("又多|又来|又有|又冒")
# What somebody did themselves that day.
_OF_ONES_OWN = re.compile("我自己|我[^,。;]{0,6}(?:打|找|向|跟|给|去|写|投诉)")
# What an authority, or one of them, answered that day.
_ANSWERED = re.compile("答复|回复|回信|回电|告诉我|告知|通知我|受理")
_AFTER_A_NAME = 10
_CLAUSE_END = re.compile("[,，。;；]")
# For whom, or as whose, somebody says to call: that one need not.
_FOR_WHOM = re.compile(
    "(?<!我)[帮替](?!我)|说是[给为替]|自称[是给为替]|说(?:和|跟|与)[^,，。;；]{0,12}(?:合作|一起)|合作机构"
)


def begun(one: Company, told: Told) -> EachTold:
    """Since when it called and wrote; a record that says nothing where no sentence tells."""
    for sentence in sentences_of(told.story):
        if _names(sentence, one):
            text = folded(sentence)
            days = [*DAYISH.finditer(text)]
            ends = [*(day.start() for day in days[1:]), len(text)]
            for day, end in zip(days, ends, strict=False):
                found = _begun_then(one, day, text[day.end() : end], told)
                if found is not None:
                    return found
    return EachTold()


def _begun_then(one: Company, day: re.Match[str], after: str, told: Told) -> EachTold | None:
    """From a day to the next that is told, where that, or the part of it that names the first of them, names this one alone."""
    places = [(after.find(called), len(called)) for called in map(folded, one.called) if called in after]
    if not places:
        return None
    start, length = min((place, -size) for place, size in places)
    clause = _CLAUSE_END.split(after[start:])[0]
    named = [who for who in told.companies if _names(after[:start] + clause, who)]
    together = [who for who in told.companies if who != one and _names(after, who)]
    if (
        named != [one]
        or (together and not _FOR_WHOM.search(after[start:]))
        or _ANSWERED.search(after[:start])
    ):
        return None
    if _AGAIN.match(after[start - length :]):
        return None
    words = after[: start - length + _AFTER_A_NAME].replace(after[start : start - length], "")
    in_place = _IN_PLACE.search(words) is not None
    if _OF_ONES_OWN.search(after[:start]) or not (in_place or _BEGINS.search(words)):
        return None
    since = written(day, told)
    return (
        EachTold(since=since, in_place=in_place, besides=_BESIDES.search(words) is not None)
        if since
        else None
    )


# Whoever calls again had begun before.
_AGAIN = re.compile("(?:的人|那边|那儿|这边)?(?:就|倒|却)?(?:又|再|还|照样|接着|继续)")


def written(day: re.Match[str], told: Told) -> str:
    """A day or a month of those in which it happened; "" where none, or several, are meant, or no calendar has it."""
    month, number = int(day["month"]), int(day["day"] or 0)
    years = {told.first.year, told.last.year}
    if day["year"] or day["past"] or day["this"]:
        years = {int(day["year"] or told.last.year - bool(day["past"]))}
    fit = [
        f"{year}-{month:02}-{number:02}" if number else f"{year}-{month:02}"
        for year in years
        if 1 <= month <= _MONTHS
        and f"{told.first:%Y-%m}" <= f"{year}-{month:02}" <= f"{told.last:%Y-%m}"
        and (
            not number or told.first.isoformat() <= f"{year}-{month:02}-{number:02}" <= told.last.isoformat()
        )
        and number <= monthrange(year, month)[1]
    ]
    return fit[0] if len(fit) == 1 else ""


_MONTHS = 12


def first_day(name: str, told: Told) -> str:
    """The first day on which a message or a call of it is on file, or a sentence tells that it called or wrote; "" for none."""
    filed = [one.on for one in told.received if one.on and named_in(one, told.companies) == name]
    own = next(one for one in told.companies if one.name == name)
    said = [day for sentence, on in told.days.items() if (day := on) and _calls_itself(sentence, own, told)]
    return min([*filed, *said], default="")


def _calls_itself(sentence: str, own: Company, told: Told) -> bool:
    """Whether a sentence says of this one alone, right behind its name, that it called or wrote."""
    text = folded(sentence)
    if [who for who in told.companies if _names(sentence, who)] != [own] or _FOR_WHOM.search(text):
        return False
    called = "|".join(re.escape(folded(one)) for one in own.called)
    return (
        re.search(f"(?<![打找给向跟对])(?:{called})[^,。;“我]{{0,6}}(?:打|来短信|发(?:来|了)?短信)", text)
        is not None
    )


def _not_after(one: EachTold, first: str) -> EachTold:
    """Whoever is told to have begun on a day began no later than what is on file of it."""
    late = first and one.since and first[: len(one.since)] < one.since
    return replace(one, since="" if one.in_place or one.besides else first) if late else one


def _called_on(day: str, told: Told) -> str:
    """Whose the only call is that is on file of a day: who was told something then was told it by telephone."""
    there = {named_in(one, told.companies) for one in told.received if one.on == day and one.called and day}
    return there.pop() if len(there) == 1 else ""


def _by_elimination(found: dict[str, EachTold], told: Told) -> dict[str, EachTold]:
    """The only one of whom no day is told began on the first, where the others are told to have come after it, or handed the
    data on. Nobody did of whom nothing tells that it called."""
    open_ones = [name for name, one in found.items() if not one.since and not one.gave]
    begun = [one for one in found.values() if one.since]
    after = [one for one in begun if (one.in_place or one.besides) and one.since > told.first.isoformat()]
    if len(open_ones) != 1 or not (begun or told.gave) or len(after) != len(begun):
        return found
    if not calls(open_ones[0], told):
        return found
    # Who is first told of after them came after them.
    if any(told.named_at(open_ones[0]) > told.named_at(name) for name, one in found.items() if one.since):
        return found
    return {**found, open_ones[0]: EachTold(since=told.first.isoformat())}


# Whose debt it is said to be: who called for it need not be theirs.
_CREDITORS = frozenset({"bank", "lender", "assignee", "principal", "trader"})


def _in_its_name(own: Company, told: Told) -> bool:
    """Whether somebody who is not known called for its debt, as the first sentence that names it tells, and nothing tells that
    it ever did itself."""
    if own.role not in _CREDITORS or _called_itself(own, told):
        return False
    first = next((one for one in sentences_of(told.story) if _names(one, own)), "")
    called = "|".join(re.escape(folded(one)) for one in own.called)
    return re.search(f"(?:有人|陌生|不认识|欠)[^。；]*?(?:{called})", folded(first)) is not None


def _called_itself(own: Company, told: Told) -> bool:
    """Whether what is on file, or a sentence, tells that it was this one that called or wrote, and not of whose debt."""
    if any(named_in(one, told.companies) == own.name for one in told.received):
        return True
    called = "|".join(re.escape(folded(one)) for one in own.called)
    theirs = f"(?:{called})[^,，。;；]{{0,6}}(?:打|来短信|来电|发(?:来|了)?短信|的(?:人|客服|催收))|(?:自称|说)是(?:{called})"
    own_calls = f"(?:打|找|向|跟|对)[^,，。;；]{{0,4}}(?:{called})"
    return any(
        re.search(theirs, re.sub(own_calls, "", folded(one))) is not None for one in sentences_of(told.story)
    )


def _until(found: dict[str, EachTold]) -> dict[str, EachTold]:
    """Each until the next one called in its place."""
    after = [one.since for one in found.values() if one.since and one.in_place]
    return {
        name: replace(one, until=min((day for day in after if day > one.since), default=""))
        if one.since
        else one
        for name, one in found.items()
    }


def spoken_to(day: str, found: Mapping[str, EachTold], told: Told) -> str:
    """Whom somebody spoke to who called, on a day: whom the sentence of that day names, or one of theirs, else the only one
    that called then; "" where nobody can say."""
    there = {_said_to(one, told) for one in told.about if day and of_day(one, day)} - {""}
    return there.pop() if len(there) == 1 else "" if there else only_then(day, found)


def _said_to(sentence: str, told: Told) -> str:
    """By the name of one of theirs, before that of the company."""
    theirs = {name for who, name in told.people.items() if _speaks_of(who, sentence)}
    named = theirs or {one.name for one in told.companies if _names(sentence, one)}
    return named.pop() if len(named) == 1 else ""


def _speaks_of(who: str, sentence: str) -> bool:
    """“姓尤的”, “尤老师”."""
    titled = re.search(f"{who[1]}(?:{_TITLES})", sentence) if who.startswith("姓") else None
    return who in sentence or titled is not None


_TITLES = "老师|经理|专员|主管|主任|顾问|先生|女士|小姐"


def only_then(day: str, found: Mapping[str, EachTold]) -> str:
    """The only one that called at that time; "" where nobody can say."""
    callers = {name: one for name, one in found.items() if not one.gave}
    begun = {name: one for name, one in callers.items() if one.since}
    if not day or len(begun) < len(callers):
        return ""
    then = [name for name, one in begun.items() if one.since <= day and not (one.until and one.until <= day)]
    # Of a month in which one followed the other nobody can say.
    changing = any(len(one.since) < len(day) and day.startswith(one.since) for one in begun.values())
    return then[0] if len(then) == 1 and not changing else ""


def calls(name: str, told: Told) -> bool:
    """Whether anything tells that it called or wrote: what is on file, or a sentence about it."""
    return any(named_in(one, told.companies) == name for one in told.received) or any(
        whom == {name} and _CALLED.search(sentence) is not None for sentence, whom in told.about.items()
    )


_CALLED = re.compile("打(?!车)|电话|来电|短信|微信|催|联系我|发(?:来|给)")


# ── To whom no was said ──────────────────────────────────────────────────────────────────────────────────────────────
_NO = re.compile(
    "(?:再?不要|[别莫]|不用)(?:再)?(?:给我)?(?:打|发|来)|说死了|(?:不|没)需要|拒绝|不要再|拉出名单"
)
# Of whom handed the data on it is asked that they hand it on no more.
_TAKEN_BACK = re.compile("撤回|收回|撤销|(?:不要|别)再?(?:把|给|提供)")
_IN_SHOP = re.compile("(?:到|去|在|来)[^,。;]{0,12}(?:店里|门店|店铺)|店长")
_TO_THEIR_LINE = re.compile("客服|热线|前台|营业[厅员]|店里|店长")
_THEY_STOP = re.compile("免打扰|不再(?:打|发|联系|来电)|备注|登记|标记|取消(?:回访|推送|来电)")
# “我打电话跟两家都讲清楚了”.
_TO_ALL = re.compile("(?:跟|给|向|对|同)(?:他们|这|那)?(?:[两三几]家|各家)")
_I_CALLED = re.compile("我(?:自己)?(?:主动)?(?:给[^,。;]{1,8})?打(?:了)?(?:个|过)?电话")
_REPLIED = re.compile(
    r"我?回(?:复)?(?:过|了)(?P<times>[一两三四五几\d]+)[回次]|回(?:复)?(?:过|了)?个?[“\"']?(?P<word>TD|T|R|N|退订)(?![a-z])"
)
_REPLY_WITH = re.compile(r"(?:退订|拒收|拒绝)[^,。;]{0,4}?回复?[“\"']?(?P<word>[A-Z]{1,2})(?![A-Za-z])")


def _refused(name: str, found: Mapping[str, EachTold], told: Told) -> EachTold:
    days: list[str] = []
    ways: list[str] = []
    replied = replied_on = ""
    for sentence in told.about:
        text, own = folded(sentence), folded(own_words(sentence))
        if _named_late(sentence, told):
            continue
        to, on = _said_to(sentence, told) or _to_whom(sentence, told), told.days.get(sentence, "")
        reply = _REPLIED.search(own) if to == name else None
        if reply:
            replied, replied_on = _in_words(reply, text), "" if reply["times"] else on
            continue
        line = _TO_THEIR_LINE.search(own) is not None
        taken_back = name in told.gave and to == name and _TAKEN_BACK.search(own) is not None
        if not (taken_back or _NO.search(own) or (line and _THEY_STOP.search(text))):
            continue
        to_all = name not in told.gave and not to and _TO_ALL.search(own) is not None
        whom = to or only_then(on, found) or _called_on(on, told)
        if on and on not in days and (to_all or whom == name):
            days.append(on)
            ways.append(_way_of(own, line=line))
    return replace(
        found[name],
        refused_on=tuple(days),
        refused_ways=tuple(dict.fromkeys([*(["sms_reply"] if replied else []), *ways])),
        refused_how=tuple(ways),
        replied=replied,
        replied_on=replied_on,
    )


def _to_whom(sentence: str, told: Told) -> str:
    """“我跟他说不卖”: whom the sentences before it are about."""
    about = told.about.get(sentence, frozenset())
    return next(iter(about)) if len(about) == 1 and _TO_HIM.search(sentence) else ""


_TO_HIM = re.compile("(?:跟|和|对|给|向)[他她](?!们|人)")


def _way_of(own: str, *, line: bool) -> str:
    """The slug of how no was said, as far as a sentence tells."""
    if _IN_SHOP.search(own):
        return "shop"
    theirs = re.search("打(?:过)?来|来电", own) is not None
    return "hotline" if (line and not theirs) or _I_CALLED.search(own) else "at_once"


def _in_words(reply: re.Match[str], text: str) -> str:
    """“两次回复R”."""
    asked = _REPLY_WITH.search(text)
    word = reply["word"] or (asked["word"] if asked else "退订")
    times = reply["times"]
    return f"{'' if times in (None, '一', '1') else f'{_TIMES.get(times, times)}次'}回复{word}"


_TIMES = {"两": "两", "二": "两", "2": "两", "几": "几"}


def _named_late(sentence: str, told: Told) -> bool:
    """Whether a sentence says no before it names anybody: that may have been to another."""
    places = [sentence.find(called) for one in told.companies for called in one.called if called in sentence]
    return bool(places) and _NO.search(folded(sentence[: min(places)])) is not None


# ── What was threatened ──────────────────────────────────────────────────────────────────────────────────────────────
def _threats(name: str, found: Mapping[str, EachTold], told: Told) -> tuple[str, ...]:
    own = [one for one in told.about if _said_to(one, told) == name]
    own += [one.text for one, whom in zip(told.received, whose(found, told), strict=True) if whom == name]
    return tuple(slug for slug in AS_TOLD if any(threatens(slug, one) for one in own))


# ── Whose a message is ───────────────────────────────────────────────────────────────────────────────────────────────
_SIGNED = re.compile("【(.+?)】")
_SURNAME = re.compile("姓[\u4e00-\u9fff]")
_SIGNS_AS = re.compile("小([\u4e00-\u9fff])$|([\u4e00-\u9fff])(?:经理|专员|主管|主任)$")


def whose(found: Mapping[str, EachTold], told: Told) -> list[str]:
    """The name of whose each is that is on file: who signs it, or whom a call is noted to be of, by name, by the surname
    that the story gives one of theirs, or as the only one that called then; "" for nobody known. What is written and signed
    by nobody is nobody's."""
    near = [
        named_in(one, told.companies) or (_of_call(one, told) if one.called else "") for one in told.received
    ]
    by_number = {
        one.sender: name
        for one, name in zip(told.received, near, strict=True)
        if name and re.search(r"\d{3}", one.sender)
    }
    return [
        name or by_number.get(one.sender, "") or (only_then(one.on, found) if one.called else "")
        for one, name in zip(told.received, near, strict=True)
    ]


def named_in(one: Received, companies: Sequence[Company]) -> str:
    """Who signs a message, or whom a call is noted to be of, before for whom it says to call."""
    signed = "".join(_SIGNED.findall(one.text))
    said = one.text if one.called else ""
    head = _HEAD_OF_NOTE.match(said)
    for words in (signed, one.sender, head[0] if head else "", _FOR_WHOM.split(said)[0], said):
        there = [who.name for who in companies if words and _meant(who, words, companies)]
        if len(there) == 1:
            return there[0]
    return ""


# “皖恒信用的，说我在姑胥小贷借了钱”.
_HEAD_OF_NOTE = re.compile("[^,，。；说称]{2,12}的(?:[^,，。；的]{1,6})?(?=[,，])")


def _meant(company: Company, words: str, companies: Sequence[Company]) -> bool:
    """By what it is called, or by the head of it that no other has: “众衡外访小组”."""
    if any(one in words or (len(words) > 1 and words in one) for one in company.called):
        return True
    head = shortened(company.name)[:_HEAD]
    others = [shortened(one.name) for one in companies if one != company]
    return len(head) == _HEAD and head in words and not any(head in one for one in others)


_HEAD = 2


def _of_call(one: Received, told: Told) -> str:
    """By what a sentence that names one says of the caller, or the words that both have."""
    theirs = {told.people[who] for who in _SURNAME.findall(one.text) if who in told.people}
    near = theirs or {
        name
        for sentence, whom in told.about.items()
        if len(whom) == 1 and any(_names(sentence, who) for who in told.companies)
        if _shared(one.text, sentence) >= _QUOTED
        for name in whom - told.gave
    }
    return near.pop() if len(near) == 1 else ""


_QUOTED = 8


def _names(sentence: str, company: Company) -> bool:
    """Whether a sentence, as it was written or folded, names one."""
    return any(called in sentence or folded(called) in sentence for called in company.called)


def _shared(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
