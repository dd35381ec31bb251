"""Which of several acts the words are of that somebody gave: an insult stands behind no threat.

One answer tells what was said, on which day; several acts ask for it. Each part of it stands with the act that it shows; what
shows none of them stands by itself, and proves none of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from complaints.reading.folding import fold
from complaints.reading.pressure import threats
from complaints.reading.sayings.violence import SENT_HOME
from documents.blocks import Sentence
from documents.excerpts import DATED
from documents.material import Case
from legal.corpus.pleading import ASKED, details

WORDS = "words"
_END = re.compile(r"[；;\n。](?![^“]*”)")
_PROVES = re.compile("录音|录像|录屏|截图|照片|记录|留着|保存")
_ASKED = re.compile(rf"（[^（）]*{{\{ASKED}{WORDS}}}[^（）]*）$")
# One answer stands for a threat to come or to hurt: what tells neither says no more than it.
FRIGHTENS = "至少说过要上门、要伤人之一"
_COMES = r"上门|过来|(?:到|去|来|上)你(?:家|店|单位|公司|学校)|堵|蹲|拖车|收车"
_HURTS = r"打(?:断|死|你)|动手|砍|弄死|弄残|卸|废了"
_HARMS = rf"{_HURTS}|[打捅揍掐勒撞剁杀][死伤残废]|[要收][你我他她](?:全家)?的?(?:狗|小)?命|收拾[你我]|打人"
# To where one lives or works: as it is said to somebody, and as they tell it of themselves.
COMES_TO = re.compile(
    rf"上门(?!服务|安装|取件|收费|费)|登门|外访|{SENT_HOME}|(?:到|去|来|上)(?:你|您|我)们?的?(?:家|店|单位|公司|学校)"
)
_SAYS = r"(?<![没未])(?<!没有)(?:说|讲|称|威胁|扬言|吓唬|恐吓|短信|电话)[^。！？!?；;\n]{0,24}?"
_SAID_TO_COME = re.compile(rf"{_SAYS}(?:{COMES_TO.pattern})")
_SAID_TO_HURT = re.compile(rf"{_SAYS}(?:{_HARMS})")
# What a sentence tells of, and the words that show it.
_ACTS = {
    "辱骂": r"骂",
    "以抓人、判刑一类的后果相威胁": r"抓|拘|坐牢|逮捕|判刑|够判|移送|刑事",
    FRIGHTENS: rf"{_COMES}|{_HURTS}",
    "声称要公开、通报": r"公开|通报|曝光|群发|开除|(?:告诉|通知|联系)[^，。]{0,8}(?:单位|家人|父母|同事|亲友|领导)",
}
_THREATENED = {
    "辱骂": "insult",
    "以抓人、判刑一类的后果相威胁": "detention",
    FRIGHTENS: "violence",
    "声称要公开、通报": "publicity",
}
APART = "有关言语的日期、原话和记录"


def of_its_act(told: Sequence[Sentence], case: Case) -> list[Sentence]:
    """The sentences that ask for the words, each with those that show it; nothing changes where one alone asks, or where
    nobody gave any."""
    told = [_no_more_than_said(one, case) for one in told]
    places = [at for at, one in enumerate(told) if WORDS in details(one.text)]
    given = _parts(case.details.get(WORDS, ""))
    if not given or len({told[at].text for at in places}) < 2:
        return [*told]
    shown: dict[int, list[str]] = {}
    apart: list[str] = []
    for part in given:
        at = next((at for at in places if _shows(part, told[at].text)), None)
        (shown.setdefault(at, []) if at is not None else apart).append(part)
    found: list[Sentence] = []
    for at, one in enumerate(told):
        if at not in places:
            found.append(one)
            continue
        plain = _ASKED.sub("", one.text)
        said = _harmless("；".join(shown.get(at, ())))
        text = f"{plain}（{said}）" if said else plain
        found.append(replace(one, text=text, rests=(*one.rests, "details") if said else one.rests))
        if apart and at == places[-1]:
            found.append(Sentence(text=f"{APART}：{_harmless('；'.join(apart))}", rests=("details",)))
    return found


def _no_more_than_said(one: Sentence, case: Case) -> Sentence:
    """The answer is one of two threats, to come or to hurt: where anything tells which was made, that one."""
    return replace(one, text=one.text.replace(FRIGHTENS, frightening(case)))


def _parts(given: str) -> list[str]:
    """The parts of an answer, a quotation whole; how something is proved stays with what it proves."""
    found: list[str] = []
    for part in (one.strip() for one in _END.split(given)):
        if found and part and _PROVES.search(part) and not (DATED.search(part) or "“" in part):
            found[-1] += f"；{part}"
        elif part:
            found.append(part)
    return found


def frightening(case: Case) -> str:
    """“声称要上门”: what was threatened of coming and hurting, by the words that were given, the messages and the story; no
    more than the answer where none of them tells."""
    words, story = (fold(told).text for told in (case.details.get(WORDS, ""), case.story))
    written = [fold(one.text).text for one in case.messages]
    comes = re.search(_COMES, words) or any(map(COMES_TO.search, written)) or _SAID_TO_COME.search(story)
    hurts = any(re.search(_HARMS, told) for told in (words, *written)) or _SAID_TO_HURT.search(story)
    made = [act for act, there in (("上门", comes), ("伤人", hurts)) if there]
    return f"声称要{'、'.join(made)}" if made else FRIGHTENS


# What may have been said of hurting somebody, in whatever words.
_MAY_HURT = r"死(?!机|循环|心|活|板)|要?[你我]的?命|血|刀|断.{0,3}腿|残|废|揍|伤|绑架|放火|油漆|动手|收拾"


def no_harm_told(story: str, written: Sequence[str]) -> bool:
    """Whether a story is told and neither it nor what was written says that anybody would be hurt."""
    told = "\n".join(fold(one).text for one in (story, *written))
    return bool(story.strip()) and not re.search(f"{_HARMS}|{_MAY_HURT}", told)


def _shows(part: str, text: str) -> bool:
    act = next(
        (act for act in _ACTS if act in text),
        FRIGHTENS if re.search("声称要(?:上门|伤人)", text) else "",
    )
    if not act:
        return False
    said = threats(fold(part))
    return _THREATENED.get(act, "") in said or re.search(_ACTS[act], part) is not None


def _harmless(told: str) -> str:
    return told.replace("{", "｛").replace("}", "｝")
