"""What was put up on a door or a wall: it shows itself, and nobody saw who put it there, unless the person says who did."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from documents.blocks import Sentence
from documents.material import Case, Respondent
from documents.sent_singly import as_sent
from legal.corpus.pleading import ASKED, CALLER, THEIRS
from legal.reasoning.conditions import lookup

_PUT_UP = re.compile("门上|门口|墙|楼道|电线杆|贴纸|张贴|大字报|传单|喷漆|泼")
_SENT_ON = re.compile("群|朋友圈|平台|视频|论坛|网上|评论")
_NOBODY_KNOWS = re.compile("看不清|不知道是谁|不清楚|戴着?帽|没有看到|没看到")
_SAID_TO_BE = re.compile("被告[1-9]?|对方|催收")
_ENOUGH = 4
_SOMEBODY, _WHOEVER_CALLED = "有人", "来电人"
_POSED = ("冒充公安机关工作人员", "冒充律师", "冒用人民法院的名义")


def put_up(case: Case) -> bool:
    """Whether what was shown to others hung somewhere, and it was not told whose people put it there."""
    told = case.details.get("published", "")
    if not lookup(case.facts, "debt.published") or not _PUT_UP.search(told) or _SENT_ON.search(told):
        return False
    return not any(_names(one, case.respondents) for one in (told, case.details.get("published_by", "")))


def of_nobody_known(told: Iterable[Sentence], case: Case) -> list[Sentence]:
    """What nobody saw them do is not said of those complained about: somebody put it up, whoever called posed as the police.
    What went to each alone is said to be told them (`documents.sent_singly`)."""
    up, posing = put_up(case), _posing_untold(case)
    told = [_unseen(as_sent(one, case), up=up, posing=posing, case=case) for one in told]
    return [_by_whoever(one, case) for one in told] if lookup(case.facts, "debt.others_collect") else told


def _by_whoever(one: Sentence, case: Case) -> Sentence:
    """Where others dunned besides those who are named, a threat or an insult is whose call it was, and that it goes on is said
    of nobody; what a message on file says its signature tells."""
    theirs, text = f"{{{THEIRS}}}", one.text
    if "debt.threats" in one.rests:
        for place in (theirs, f"{{{CALLER}}}"):
            text = re.sub(rf"^{re.escape(place)}", _WHOEVER_CALLED, text)
    text = text.replace(f"此后{theirs}没有停止催收", "此后催收没有停止")
    rests = (*one.rests, "debt.others_collect") if text != one.text else one.rests
    return replace(one, text=text, rests=rests)


def _unseen(one: Sentence, *, up: bool, posing: bool, case: Case) -> Sentence:
    theirs = f"{{{THEIRS}}}"
    if up and "debt.published" in one.rests and theirs in one.text:
        text = one.text.replace(theirs, _SOMEBODY)
        return replace(one, text=text.replace(f"；发布在哪个群组、平台：{{{ASKED}published_where}}", ""))
    if posing and "debt.impersonates" in one.rests and any(act in one.text for act in _POSED):
        ways = lookup(case.facts, "contacts.channels") or ("call",)
        who = _WHOEVER_CALLED if "call" in ways else "发送信息的人"
        return replace(one, text=one.text.replace(f"{{{CALLER}}}", who))
    return one


def _posing_untold(case: Case) -> bool:
    """Whether it was told how somebody posed, and not that it was one of those complained about."""
    told = case.details.get("posed", "")
    return bool(told) and not _names(told, case.respondents)


def _names(told: str, among: Iterable[Respondent]) -> bool:
    if not told or _NOBODY_KNOWS.search(told):
        return False
    if _SAID_TO_BE.search(told):
        return True
    names = [one.name for one in among if len(one.name) >= _ENOUGH]
    parts = (name[at : at + _ENOUGH] for name in names for at in range(len(name) - _ENOUGH + 1))
    return any(part in told for part in parts if "公司" not in part)
