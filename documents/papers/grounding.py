"""What a person told that grounds the one thing which a letter asks for: where they say the number is from, what was known of
them, that an identity card was lost and the police took it up. In their own words; nothing of other companies and people."""

from __future__ import annotations

import re
from collections.abc import Mapping

from documents.asked_in_words import asks_contract
from documents.belonging import companies_in, told_about
from documents.blocks import Sentence, said
from documents.clauses import pieces_in
from documents.excerpts import quotation
from documents.material import Respondent
from documents.papers.drawn import Drawn
from documents.sentences import folded, own_words

_FROM_WHERE = (
    "(?:号码?|电话|信息)[^，,。；]{0,8}(?:哪|从[^，,。；]{1,8}(?:拿|来|买|得))|名单"
    "|(?:知道|晓得|叫得出|说得出|报得出|连)[^，,。；]{0,14}(?:名字|姓名|生日|出生|几岁|孩子|小孩|房号|面积|学校|车牌|地址)"
    "|(?:开口就)?报(?:了|出)?我的?[^，,。；]{0,6}(?:车牌|名字|姓名|生日|地址|到期)|问[^，,。；]{0,6}哪(?:里|儿)?来的"
    "|没有?(?:去过|找过|登记过|留过|填过)"
)
_OF_THE_CARD = "身份证[^，,。；]{0,8}(?:丢|掉了|遗失|不见|被偷)|挂失|报案|受案|立案|打卡|考勤"
_GIVEN_UP = "退货|退课|取消了?[^，,。；]{0,8}(?:分期|贷款|订单)|结清证明|还清"
_SHOWN = "入网(?:单|登记单|登记|协议)|登记单|默认地址|换绑|原(?:用户|机主|来的人)"
# What was said to have been done, and that it went on after.
_SAID_DELETED = (
    "(?:回复|答复|表示|承诺|说)[^。；]{0,12}(?:已经?)?删(?:除|掉|了)"
    "|日[^，,。；]{0,6}又(?:有|来|收到|发)[^，,。；]{0,6}(?:短信|电话|微信|来了)"
)
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "access_request": re.compile(f"{_FROM_WHERE}|把我的?[^，,。；]{{0,6}}(?:信息|号码|资料)删"),
    "explanation_request": re.compile(_FROM_WHERE),
    "deletion_request": re.compile(
        f"删(?:掉|除|了)?[^，,。；]{{0,8}}(?:信息|号码|电话|资料)|(?:信息|号码|电话|资料)[^，,。；]{{0,6}}删"
        f"|留(?:了|的)?(?:个)?(?:电话|号码|手机)|填[^，,。；]{{0,8}}(?:电话|手机)|注销|{_SHOWN}|打错|{_SAID_DELETED}"
    ),
    "correction_request": re.compile(f"{_OF_THE_CARD}|{_GIVEN_UP}"),
    "unbinding_request": re.compile(_SHOWN),
}
# What is wanted now stands with the requests.
_WANTED = re.compile("我要求|(?:要求|就是请|^请|希望|想让)(?:他们|她们|你们|对方|它|公司|银行|平台|运营商)")
_MOST = 4


def grounding(drawn: Drawn, to: Respondent, slug: str) -> list[Sentence]:
    """“本人另述：“…””, with no wish, and nothing that is given up; nothing of a child's case, whose guardian speaks, and where
    the story tells nothing of it."""
    case, pattern = drawn.case, _PATTERNS[slug]
    if case.representative is not None:
        return []
    companies = companies_in(((one.name, one.role) for one in case.respondents), (), case.story)
    others = [name for one in companies if one.name != to.name for name in one.called]
    people = [
        str(drawn.fact("debt.debtor") or ""),
        *(one.name for one in case.respondents if one.role == "person"),
    ]
    unnamed = [one for one in (*others, *people) if one]
    standing = {one.of: one.told for one in pieces_in(case.story)}
    told = [
        _ended(standing[one])
        for one, whom in told_about(case.story, companies).items()
        if (not whom or to.name in whom)
        and not any(name in one for name in unnamed)
        and not _WANTED.search(folded(one))
        and (
            pattern.search(folded(own_words(standing.get(one, ""))))
            or (slug == "access_request" and asks_contract(standing.get(one, "")))
        )
    ]
    return [said(quotation("本人另述", told[:_MOST]), "story")] if told else []


def _ended(told: str) -> str:
    """What is left of a sentence without a wish or what is given up in it, as a sentence."""
    left = told.rstrip("，,；;")
    return left if left == told else f"{left}。"
