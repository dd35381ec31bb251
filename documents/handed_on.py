"""Who of several complained about only handed the data on: nothing that came is its, and the story tells that those who called
have the number from it.

Pure. One whom nobody tells that it gave anything away, or who called as well, is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.belonging import Company, called_by_trade
from documents.each_told import Told, begun, named_in
from documents.sentences import sentences_of

_DATA = "(?:名单|名册|信息|号码|手机号|电话|资料|登记表)"
_GIVEN = "(?:提供|卖|交|给|共享|转)(?:给|了)?"
# Whom an app says it hands data to.
_PARTNERS = "(?:合作(?:机构|伙伴|方|商家|公司)|第三方|关联公司)"
# Who runs what a number was given to.
_RUNNING = frozenset({"platform"})
_THE_PLATFORM = "平台"


def handed_on(told: Told) -> frozenset[str]:
    """Their names; empty where nobody else is told to have called."""
    others = {
        one.name
        for one in told.companies
        if begun(one, told).since or any(named_in(row, told.companies) == one.name for row in told.received)
    }
    found = frozenset(
        one.name
        for one in told.companies
        if one.name not in others and _gave(one, told) and not _called(one, told)
    )
    return found if others else frozenset()


def given_by_platform(story: str, companies: Sequence[Company]) -> bool:
    """Whether a platform is told to have given the number to somebody else, whatever was answered."""
    return any(
        one.role in _RUNNING and _told_to_give(one, story, companies)
        for one in companies
        if len(companies) > 1
    )


def _words(one: Company, companies: Sequence[Company]) -> tuple[str, ...]:
    """What a story calls it: the only platform by what it is."""
    alone = one.role in _RUNNING and sum(who.role in _RUNNING for who in companies) == 1
    return (*called_by_trade(one, companies), *([_THE_PLATFORM] if alone else []))


def _told_to_give(one: Company, story: str, companies: Sequence[Company]) -> bool:
    others = [word for who in companies if who != one for word in called_by_trade(who, companies)]
    called = _words(one, companies)
    return any(_hands_on(sentence, called, others) for sentence in sentences_of(story))


def _gave(one: Company, told: Told) -> bool:
    if _told_to_give(one, told.story, told.companies):
        return True
    # What an app has agreed to of its users it has of nobody else.
    alone = sum(who.role in _RUNNING for who in told.companies) == 1
    return one.role in _RUNNING and alone and re.search(_PARTNERS, told.story) is not None


def _hands_on(sentence: str, called: Sequence[str], others: Sequence[str]) -> bool:
    who = "|".join(map(re.escape, called))
    from_it = f"(?:{_DATA}|说|承认)[^，,。；]{{0,6}}从(?:{who})[^，,。；]{{0,4}}(?:拿|买|取|得|要|来)"
    it_with = f"(?:{who})[^，,。；]{{0,4}}把[^，,。；]{{0,12}}{_DATA}[^，,。；]{{0,4}}{_GIVEN}"
    whom = "|".join(["[他她]们", "对方", "别人", "他人", "第三方", "合作", *map(re.escape, others)])
    to_them = f"(?:{who})[^，,。；]{{0,4}}{_GIVEN}(?:{whom})"
    return re.search(f"{from_it}|{it_with}|{to_them}", sentence) is not None


# That it called, by a sentence in which it does.
_CALLS = "(?:一直|又|也|就|还|天天|老)?(?:给我)?(?:打(?:来|过来|电话|了)|来电|来的?电话|发(?:来|短信|微信|信息)|加我)"


def _called(one: Company, told: Told) -> bool:
    called = "|".join(map(re.escape, _words(one, told.companies)))
    return any(
        re.search(f"(?:{called})(?:的(?:人|业务员|客服|销售))?{_CALLS}", sentence) is not None
        for sentence in sentences_of(told.story)
    )
