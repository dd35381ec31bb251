"""What a paper makes of what was told in words: whether the end of a contract was asked for before, never by what was charged
for it; whether the other side answers that the person did it themselves."""

import re
from collections.abc import Mapping
from typing import Any

from complaints.reading.once import told_once
from documents.asked_in_words import in_words
from documents.blocks import BLANK
from documents.bombed import by_sites, users_act
from documents.childs_data import childs_data
from documents.held_data import FACE, held, shown_singly
from documents.law import FRAUD
from documents.material import Case
from documents.sales import said_to_sell
from documents.sentences import folded, own_words, sentences_of
from documents.told import leased, waived_in
from documents.unseen import put_up

_PUBLIC = re.compile(
    "年报[^，。；]{0,4}公示|企业(?:信息)?公示|工商(?:登记|联络员|公示)|公示系统|公开渠道|公开信息|公开数据"
)


def already_public(case: Case) -> str:
    """The field that tells that it was taken from what is public, or is said to be; "" for none."""
    told = {"details": " ".join(case.details.values()), "story": case.story}
    return next((name for name, words in told.items() if _PUBLIC.search(words)), "")


_CLOSED = re.compile(
    "账[号户][^，,。；]{0,4}注销(?:掉|了|过)|注销了[^，,。；]{0,6}账[号户]|已经?(?:帮|给|替|为)我(?:把账[号户])?注销"
)
_NOT_SO = re.compile("[没未不]|别人|[他她]的|还给|退|发错")


def told_of_it(what: re.Pattern[str], story: str) -> bool:
    """Whether the person tells it of themselves, and not that it is not so."""
    own = (folded(own_words(part)) for one in sentences_of(story) for part in re.split("[，,；;]", one))
    return any(what.search(one) and not _NOT_SO.search(one) for one in own)


def account_closed(story: str) -> bool:
    return told_of_it(_CLOSED, story)


_FINANCIAL = re.compile("银行|贷|金融|保险|财险|人寿|证券|基金|期货|信托|支付|担保|花呗|信用卡")


def sells_finance(name: str) -> bool:
    """Whether a company is, by its name, one of finance: 电子商务法 2(三) leaves its products and services out."""
    return _FINANCIAL.search(name) is not None


_RENOUNCED = re.compile("放弃(?:了)?(?:对[^，。；]{1,8}的)?继承")
_NOT_YET = re.compile(r"(?:没有?|尚未|还未|未|不)(?:[^，。；]{0,4})放弃")


def renounced_in(case: Case) -> str:
    """The detail that tells that the person renounced an inheritance; "" for none."""
    told = ((name, case.details.get(name, "")) for name in ("inherited", "told_how"))
    return next((name for name, said in told if _RENOUNCED.search(said) and not _NOT_YET.search(said)), "")


# A day, but not that on which a contract runs out.
_ON = re.compile(
    r"(?P<year>\d{4}年)?(?P<day>\d{1,2}月\d{1,2}日)(?![^，。；,;]{0,6}(?:到期|期满|届满|为止|止))"
)
_NEVER = re.compile(
    r"没有?(?:向[^，。；]{0,8})?(?:提|通知|说过|要求|申请|办)|(?:从|并|尚|还)?未(?:曾)?(?:提|通知|要求|申请)|不记得"
)


def asked_to_end_on(case: Case) -> str:
    """The day on which the person says that they asked for it; "" where they did not say so."""
    told = case.details.get("asked_end", "")
    found = None if _NEVER.search(told) else _ON.search(told)
    return f"{found['year'] or f'{BLANK}年'}{found['day']}" if found else ""


_THEIR_OWN_ACT = re.compile(
    "视(?:为|作|同)[^，。；]{0,4}本人|(?:是|系|属于?|就是)[^，。；]{0,6}本人(?:操作|登录|行为|所为)"
)


def held_as_own(case: Case) -> str:
    """What tells that the other side answers that the person did it themselves: the name of the field; "" for nothing."""
    told = {"details": case.details.get("answer", ""), "story": case.story}
    return next((name for name, words in told.items() if _THEIR_OWN_ACT.search(words)), "")


_CHANGED = re.compile("换(?:了)?(?:个|一个)?(?:手机|手表|电话)?号")


def number_changed(case: Case) -> bool:
    """Whether something was paid to change the number: what still comes to the old one is no matter of blocking."""
    return any(_CHANGED.search(one.what) for one in case.costs)


@told_once
def facts_of(case: Case) -> Mapping[str, Any]:
    """The facts of a case, with what is made of what was told in words."""
    facts: Mapping[str, Any] = case.facts
    child = childs_data(case)
    made = {
        "childs_data": child is not None,
        "childs_sources": child is not None and child.sources,
        "already_public": bool(already_public(case)),
        "account_closed": account_closed(case.story)
        and not (case.respondents and all(sells_finance(one.name) for one in case.respondents)),
        "renounced": bool(renounced_in(case)),
        "posted_up": put_up(case),
        "shown_singly": shown_singly(case),
        "face_taken": FACE in held(case),
        "by_sites": by_sites(case),
        "users_act": users_act(case),
        "end_asked": bool(asked_to_end_on(case)),
        "says_fraud": any(
            provision.id == FRAUD
            for ground in case.grounds
            if ground.code == "F4"
            for remedy in ground.remedies
            for provision in remedy.provisions
        ),
        "held_as_own": bool(held_as_own(case)),
        "leased": leased(case),
        "waived": bool(waived_in(case)),
        "number_changed": number_changed(case),
        "asked_unbind": bool(
            (told := case.details.get("asked_unbind", "").strip()) and not _NEVER.search(told)
        ),
        "misdescribed": (misdescribed := bool(case.details.get("not_as_said", "").strip())),
        "induced": not misdescribed and bool(said_to_sell(case)),
    }
    return {**facts, "derived": {**(facts.get("derived") or {}), **in_words(case.story), **made}}
