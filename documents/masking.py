"""What of people who are no party a paper outside the court does not tell: names, codes, where they live, what they bought."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from complaints.reading.people import SURNAMES
from documents import frozen
from documents.belonging import companies_in, signs
from documents.official import form_of

_LONGEST_NAME = 4
_TITLES = ("先生", "女士", "小姐")


def masked(fields: frozen.Fields, names: Iterable[str], channel: str, to: str = "") -> frozen.Fields:
    """The messages, the story and the answers without the names of others, where it is not for this recipient to know
    them; of a number that somebody else had without what opens, finds or tells of what is theirs. The company that signs a
    message, ``to``, finds the account by it: of whom it wrote to itself, and where, nothing is kept from it but codes."""
    own = own_texts((row["text"] for row in fields.get("messages", ())), channel, to, _bound(fields))
    hidden = hidden_from(channel, names, own)
    of_another = hides_life(channel) and _was_anothers(fields)
    kept: frozen.Fields = fields
    if "messages" in kept:
        rows = [_without(row, hidden, of_another, its=row["text"] in own) for row in kept["messages"]]
        kept = {**kept, "messages": rows}
    if "story" in kept:
        kept = {**kept, "story": unnamed(kept["story"], hidden, of_another=of_another and not own)}
    if "details" in kept:
        told = {
            name: unnamed(said, hidden, of_another=of_another and not own)
            for name, said in kept["details"].items()
        }
        kept = {**kept, "details": told}
    return kept


def own_texts(texts: Iterable[str], channel: str, to: str, accounts: Collection[str]) -> list[str]:
    """Those of some messages that the company which a letter goes to signs."""
    if not (to and form_of(channel).to_company):
        return []
    company = companies_in([(to, "")], accounts)[0]
    return [one for one in texts if signs(one, company)]


def _bound(fields: frozen.Fields) -> Collection[str]:
    return (fields.get("told.number") or {}).get("accounts_bound") or ()


def hidden_from(channel: str, names: Iterable[str], own: Collection[str] = ()) -> list[str]:
    """Of names those of people that whoever a channel ends at is not told; ``own`` are the messages that it wrote itself."""
    if not form_of(channel).masks:
        return []
    return [
        one
        for one in dict.fromkeys(names)
        if 2 <= len(one) <= _LONGEST_NAME
        and (one[0] in SURNAMES or one[1:] in _TITLES)
        and "某" not in one
        and not any(one in text for text in own)
    ]


def hides_life(channel: str) -> bool:
    """Whether a paper through this channel tells nothing of the life of whoever had a number before. A report of messages
    has them as they came; the police and a court judge by them."""
    form = form_of(channel)
    return not (form.message_sheet or form.brief or channel == "court")


def _was_anothers(fields: frozen.Fields) -> bool:
    number = fields.get("told.number") or fields.get("case_answers", {}).get("number") or {}
    return bool(number.get("second_hand") or number.get("accounts_bound"))


def unnamed(text: str, names: Iterable[str], *, of_another: bool = False) -> str:
    """With 王某某 for 王建国, 某女士 for 贺女士; ``of_another`` number: without codes, places and purchases, too."""
    for name in names:
        text = text.replace(
            name, f"某{name[1:]}" if name[1:] in _TITLES else name[0] + "某" * (len(name) - 1)
        )
        if name[1:] in _TITLES:
            text = text.replace(f"姓{name[0]}的", "姓某的")
    if not of_another:
        return text
    return _sub(text, (*_OPENS, *_LIFE))


def _sub(text: str, rules: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for pattern, instead in rules:
        text = pattern.sub(instead, text)
    return text


_HAN = "[\u4e00-\u9fff]"
_CODES = "验证码|校验码|动态码|取件码|提货码|取货码|核销码"
_COUNTER = "驿站|快递柜|丰巢柜?|代收点|自提[点柜]|服务站"
_NO_GOODS = "包裹|快递|快件|订单|货物|商品|邮件|账|号|手机|验证|会员"
_OPENS = (
    # What opens an account, and what a parcel is handed out for.
    (re.compile(rf"(?<={_CODES})([^\dA-Za-z\n]{{0,6}})[\dA-Za-z][\dA-Za-z-]{{2,11}}"), r"\1＊＊＊＊"),
    (re.compile(r"(?<=凭)\d[\d-]{2,11}(?=领取|取件|取货)"), "＊＊＊＊"),
)  # fmt: skip
_LIFE = (
    # Near where they live.
    (re.compile(rf"(?<=到了|已到|送至|送到|放在|存在|到达){_HAN}[\u4e00-\u9fff\dA-Za-z]{{1,13}}?(?=的?(?:{_COUNTER}))"), "某处"),
    (re.compile(rf"(?<=从){_HAN}{{2,8}}?(?=一个小区)"), "某处"),
    # What they bought.
    (re.compile(rf"(?<=您的)(?!{_NO_GOODS}){_HAN}{{2,8}}?(?=已到|已送|已签|已发|到了)"), "某物"),
    (re.compile(rf"(?<=[他她]买的){_HAN}{{2,6}}?(?=到了|已|寄|，|。|；|、|$)"), "东西"),
)  # fmt: skip


def _without(row: frozen.Message, names: Iterable[str], of_another: bool, *, its: bool) -> frozen.Message:
    """``its``: the message is its reader's own."""
    text = unnamed(row["text"], names, of_another=of_another and not its)
    text = _sub(text, _OPENS) if of_another else text
    return row if text == row["text"] else {**row, "text": text, "masked": True}
