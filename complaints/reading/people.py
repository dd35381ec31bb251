"""Whom a message speaks to, and whom it says owes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from complaints.reading.folding import Folded, Span


@dataclass(frozen=True)
class Named:
    name: str
    span: Span


# The surnames of about 98 % of people, then the usual double ones.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫"
    "段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔牛赖文洪樊季施章庞倪俞颜殷尚温骆关华葛祝邢左毕车蓝伍褚柳纪柯查管游齐翟耿詹童甘冉穆裴凌霍祁阮柴成岳欧阳路古辛费安简"
)
GIVEN = r"[㐀-鿿]"
STOP = (
    r"(?!先生|女士|小姐|您|你|客户|用户|会员|朋友|家属|的|是|在|已|有|因|为|请|与|和|及|目前|现|"
    r"涉嫌|逾期|欠|信用|账户|贷|某|主|卡|融|哥|姐|总|馨|全|便)"
)
# Words that begin like a surname and are none.
WORDS = (
    r"(?!严重|常用|高额|高中|安全|成功|金融|华夏|万元|平安|温馨|方便|江苏|云南|安徽|石家|张家|常州|徐州|"
    r"郑州|温州|白银|经|何时|任何|任意|于|向|时|成为|康|方|古|文|全)"
)
_NAME = (
    rf"{WORDS}(?:(?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐)(?:{STOP}{GIVEN}){{1,2}}|"
    rf"[{SURNAMES}](?:{STOP}{GIVEN}){{1,2}}(?:某某|[*xX某×]{{1,3}})?|[{SURNAMES}](?:某某|"
    rf"[*xX某×]{{1,3}}{GIVEN}?|某))"
)
_TITLE = r"(?:先生女士|女士先生|先生|女士|小姐|同学|师傅|老师)"
_LEAD = (
    r"^\s*[\"“'‘(]?(?:[【\[][^【】\[\]]{1,20}[】\]])?[\s:,\"“]*(?:尊敬的|亲爱的|敬爱的|致|您好[,!:]?|"
    r"你好[,!:]?|关于|通知[:,]?|法诉通知[:,]?|温馨提示[:,]?)*[\s:,\"“‘'（(]*"
)
_ADDRESSED = (
    re.compile(rf"{_LEAD}(?P<name>{_NAME})\s?[\"”’']?\s?(?:{_TITLE}(?!的)|[,:!。….、(;]|您好|你好|\s)"),
    re.compile(rf"(?:尊敬的|亲爱的|致)\s?(?P<name>{_NAME})\s?{_TITLE}?[,:!。;\s]"),
    re.compile(rf"(?:尊敬的|亲爱的|致|^\s*)\s?[\"“]?(?P<name>{_NAME})[\"”]?\s?(?:{_TITLE}|您好|你好)"),
    re.compile(rf"[\"“](?P<name>{_NAME})[\"”](?:{_TITLE}|您好|你好)"),
    re.compile(
        rf"(?P<name>{_NAME}的(?:家属|亲属|朋友|家人|父母|同事|紧急联系人)(?:或(?:家属|亲属|朋友|家人|"
        rf"同事))?)\s?(?:您好|你好|[:,!])"
    ),
)
_OWING = (
    re.compile(
        rf"(?:欠款人|借款人|债务人|被告|被执行人|持卡人|当事人|客户|用户|户主|担保的|联系人|好友|亲友|"
        rf"朋友|同事|家人)[:\s]?(?P<name>{_NAME})"
    ),
    re.compile(
        rf"(?:转告|转达|告知|通知|联系|联络|寻找|找到?|督促|协助|代为通知|提醒|与|跟|关于|"
        rf"因)\s?(?P<name>{_NAME})(?={_TITLE}|[,。;的]|确认|欠|因|与|尽快|速|还|就|及时|其|,|本人|在|"
        rf"名下)"
    ),
    re.compile(
        rf"(?:^|[,。:;!\s\"“(【】]|因|对|向|将|就|与|和|"
        rf"为)(?P<name>{_NAME})\s?{_TITLE}?(?=(?:的)?(?:\w{{2,6}})?(?:信用卡|贷款|借款|欠款|账款|逾期|"
        rf"网贷|债务)|在我|于我|欠|拖欠|因欠|涉嫌|恶意|已逾期|逾期|名下)"
    ),
    re.compile(rf"(?P<name>{_NAME})(?=的(?:家属|亲属|朋友|家人|紧急联系人))"),
)


def addressee(folded: Folded, *, demanding: bool) -> Named | None:
    """The person the message is directed to, by name. `尊敬的客户` names nobody.

    A name alone before a comma is one only in a demand: elsewhere any word may stand there.
    """
    for pattern in _ADDRESSED if demanding else _ADDRESSED[1:]:
        match = pattern.search(folded.text[:200])
        if match:
            return _named(folded, match)
    return None


def debtor(folded: Folded, spoken_to: Named | None) -> Named | None:
    """The person the message says owes, when that is not the one it speaks to."""
    for pattern in _OWING:
        for match in pattern.finditer(folded.text):
            found = _named(folded, match)
            if spoken_to is None or found.name != spoken_to.name:
                return found
    return None


def _named(folded: Folded, match: re.Match[str]) -> Named:
    start, end = match.span("name")
    return Named(folded.words(start, end), folded.span(start, end))


_TITLED = re.compile("(?<![\u4e00-\u9fff])([\u4e00-\u9fff](?<![各位该某等的])(?:先生|女士|小姐))")


def titled_in(text: str) -> list[str]:
    """Whom a message speaks to by surname and title: “贺女士”."""
    return list(dict.fromkeys(_TITLED.findall(text)))
