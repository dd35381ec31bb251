"""Why the person takes a call or a message to be this company's, as the messages on file and the told part of the story
show it: how a message is signed, what a caller called themselves, whose service line took the complaint."""

from __future__ import annotations

import re

from documents.belonging import companies_in
from documents.material import Case, Message, Respondent
from documents.sentences import sentences_of
from documents.wording import moment

_SIGNED = re.compile(r"^\s*【([^】]{2,20})】|【([^】]{2,20})】\s*$")


def proof_told(case: Case, one: Respondent) -> tuple[str, tuple[str, ...]]:
    """“2026年9月12日的短信署名“安泊车险”；来电人自称该公司”, and the fields that it rests on; "" and none where nothing shows
    it, or where another of those complained about is called alike."""
    if not one.name:
        return "", ()
    rows = [(who.name, who.role) for who in case.respondents]
    written = "\n".join([case.story, *(message.text for message in case.messages)])
    named = {who.name: who.called for who in companies_in(rows, (), written)}
    called = [word for word in named.get(one.name, ()) if word]
    others = [word for name, words in named.items() if name != one.name for word in words]
    found = dict[str, tuple[str, str]]()  # the words and the field, by what is shown
    for message in case.messages:
        if said := _of_message(message, called, others):
            key = said.partition("的")[2] if message.at else said
            found.setdefault(key, (said, "messages"))
    for said in _of_story(case.story, called, others):
        found.setdefault(said, (said, "story"))
    kept = [*found.values()][:_MOST]
    return "；".join(said for said, _rest in kept), tuple(dict.fromkeys(rest for _said, rest in kept))


_MOST = 3


def _of_message(message: Message, called: list[str], others: list[str]) -> str:
    when = f"{moment(message.at).split(' ')[0]}的" if message.at else ""
    if message.call:
        named = (
            re.search(
                rf"(?:^|是|自称|叫)(?P<name>{re.escape(word)}[\u4e00-\u9fff]{{0,6}}?)(?=[，,。；]|的|说|$)",
                message.text,
            )
            for word in called
        )
        who = next((one["name"] for one in named if one), "")
        return f"{when}来电自称“{who}”" if who else ""
    by_name = not re.search(r"\d{3}", message.sender) and any(word in message.sender for word in called)
    if by_name and not any(word in message.sender for word in others):
        return f"{when}消息由“{message.sender}”发来"
    signed = _SIGNED.search(message.text)
    if signed is None:
        return ""
    signature = signed[1] or signed[2]
    ours = any(_alike(word, signature) for word in called)
    return (
        f"{when}短信署名“{signature}”" if ours and not any(_alike(word, signature) for word in others) else ""
    )


def _alike(word: str, signature: str) -> bool:
    """Whether a signature begins as a company is called: “安泊车险” as “安泊”."""
    return word in signature or (len(signature) >= _SHORTEST and signature in word)


_SHORTEST = 2


def _of_story(story: str, called: list[str], others: list[str]) -> list[str]:
    found = []
    for sentence in sentences_of(story):
        if any(word in sentence for word in others):
            continue
        for word in called:
            name = re.escape(word)
            if re.search(rf"(?:自称|开口就是|[说讲]他?们?这?边?是)[^，,。；“”]{{0,4}}{name}", sentence):
                found.append("来电人自称该公司")
            elif re.search(
                rf"打[^，,。；]{{0,3}}{name}[^，,。；]{{0,6}}(?:客服|电话).*?(?:说|答|称|回)", sentence
            ):
                found.append("该公司的客服受理过就此的投诉")
            elif re.search(rf"(?:短信|信)(?:里|上)?(?:面)?(?:写|署名|落款)[^，,。；]{{0,4}}{name}", sentence):
                found.append("短信写明该公司")
            elif re.search(
                rf"(?:加了?|问|联系|回拨)[^。；]*(?:才|就)(?:晓得|知道|得知|明白)[^，,。；“”]{{0,4}}{name}",
                sentence,
            ):
                found.append("与来电推销的人联系以后得知是该公司")
    return found
