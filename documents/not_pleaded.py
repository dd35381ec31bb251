"""What a paper does not say, and why: for the person alone, in no paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.sentences import sentence
from documents.childs_data import childs_data
from documents.claims import Claim, idle
from documents.law import PLEADED
from documents.requests import Unasked, kinds
from documents.wished import Wished
from legal.corpus import load
from legal.reasoning import answers
from legal.reasoning.facts import label
from legal.reasoning.naming import is_suable


@dataclass(frozen=True)
class Unsaid:
    """A ground, or a part of one, by its title for people, and why no paper says it: words that a page tells its reader."""

    title: str
    why: str


def not_pleaded(
    found: answers.Assessment,
    pleaded: Collection[str],
    *,
    channel: str,
    accuses: bool = False,
    late: Collection[str] = (),
) -> list[Unsaid]:
    """One line a ground or element, of the whole case as assessed: ``pleaded`` are the codes of the grounds that the paper
    pleads, ``late`` the headings of those whose last day is over there."""
    told = []
    for ground in found.get("grounds", ()):
        if ground["code"] in pleaded:
            told += _left_open(ground) + _for_the_others(ground) + _unsure(ground, channel)
        elif ground.get("relevant"):
            told.append(Unsaid(ground["title"], _why_not(ground, channel, accuses, late)))
    return list(dict.fromkeys(told))


def not_sued(claim: Claim) -> list[Unsaid]:
    """Who is complained about and no defendant of the claim, and how it tells of what they did."""
    sued = {(one.role, one.name) for one in claim.told.respondents}
    told = []
    for one in claim.case.respondents:
        if (one.role, one.name) in sued:
            continue
        why = _("没有向它提请求，所以没有列为被告。要告它，勾上向它提的请求。")
        if idle(one, claim.case.respondents, claim.case):
            why = _(
                "没有列为被告：还没有说它是做什么的、做了什么，起诉状里没有一句话能说它。"
                "它取得、给出过您的信息，或者打过电话的，到“补充和更正”的“对方”里说明，再备一份。"
            )
        if not is_suable(one.name, one.uscc):
            why = _(
                "没有列为被告：起诉要有明确的被告，它的名称不全或者不清楚。它做的事照写，不写是它做的，也没有向它提请求。"
                "查明是谁以后，补到“补充和更正”的“对方”里再备一份；已经起诉的，“文书”里列着追加被告申请书的，用它。"
            )
        told.append(Unsaid(one.name or _("（没有名称的一方）"), why))
    return told


def child_beside(claim: Claim) -> list[str]:
    """That a child of whom the other side knows something can sue beside the parent (民事诉讼法 60): nobody is made a party who
    was not told to be one."""
    if childs_data(claim.told) is None:
        return []
    return [
        _(
            "您说对方知道孩子的信息。起诉状里原告只有您；孩子也可以列为第二原告，由您作为法定代理人。"
            "没有列的，法院可能认为孩子的信息应当由孩子来请求。"
            "要列，在“原告”后面补写孩子的姓名、性别、出生日期、住址和您与孩子的关系，再附上出生证明或者户口簿。"
        )
    ]


def not_asked(
    wishes: Iterable[Wished], offered: Collection[str], unasked: Iterable[Unasked] = (), *, channel: str
) -> list[Unsaid]:
    """What the law would allow and is not offered there, then what the person wants and none of the ``offered`` requests
    gives them: where else it can be asked for, or why nowhere."""
    against = {one.slug: Unsaid(one.title, one.why) for one in unasked}
    rows = kinds().items()
    given = {
        wish
        for slug, row in rows
        if slug in offered or slug in against
        for wish in (*row["wishes"], *row.get("wishes_when", ()))
    }
    known = {wish for _slug, row in rows for wish in row["wishes"]}
    nowhere = [Unsaid(one.title, _elsewhere(one, channel)) for one in wishes if one.wish in known - given]
    return [*against.values(), *nowhere]


def _elsewhere(one: Wished, channel: str) -> str:
    if not one.channels:
        return one.why
    channels, others = load().channels, [name for name in one.channels if name != channel]
    if not others:
        return sentence("您选了要这个结果，按现在说的情况，这一份里提不了。补充事实以后再看。")
    return sentence(
        "您选了要这个结果，在它那里提不了。能提的有：{ways}。",
        ways="、".join(channels[name].title for name in others),
    )


def _why_not(ground: answers.Ground, channel: str, accuses: bool, late: Collection[str]) -> str:
    missing = [name for one in ground["elements"] for name in one["missing"] if not one["judgement"]]
    if ground["status"] not in PLEADED:
        if not missing:
            return _("您说的情况还不够写这一条。")
        return sentence("还不知道：{facts}。", facts="、".join(dict.fromkeys(map(label, missing))))
    rule = load().grounds.get(ground["code"])
    if rule is not None and rule.pleading.accuses and not accuses:
        return _("这一条说对方犯罪或者诈骗。说错了您可能要承担责任，所以您明确要求才写。")
    if channel not in ground.get("channels", ()):
        return _("它不管这一条。")
    if rule is not None and {one for row in rule.pleading.headings for one in row.wordings} & {*late}:
        return _("在它那里，提这一条的期限已经过了。")
    return _("要写的内容没有给它，或者您没有选这一条的请求。")


def _left_open(ground: answers.Ground) -> list[Unsaid]:
    """What others judge: the paper tells the facts and leaves it to them."""
    return [
        Unsaid(one["text"], _("这一点由受理的部门或者法院判断，材料里只写事实。"))
        for one in ground["elements"]
        if one["judgement"] or one["disputed"]
    ]


def _for_the_others(ground: answers.Ground) -> list[Unsaid]:
    """Own fault and consent: law that the other side may rely on."""
    return [
        Unsaid(one["citation"], sentence("对方可能拿它抗辩，材料里不写。") + one.get("note", ""))
        for one in ground["provisions"]
        if one["strength"] == "adverse"
    ]


def _unsure(ground: answers.Ground, channel: str) -> list[Unsaid]:
    if channel != "court":
        return []
    return [
        Unsaid(one["citation"], sentence("能不能用有争议，起诉状里不引用。") + one.get("note", ""))
        for one in ground["provisions"]
        if one["strength"] == "arguable"
    ]
