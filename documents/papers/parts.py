"""Blocks that several papers share: who is who, numbered requests, numbered evidence, and the blanks they leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from documents.account import UNTOLD, account_of
from documents.blocks import Block, Paragraph, Sentence, said
from documents.causes import About, cause_of_action
from documents.claims import about, court_of
from documents.law import Ground
from documents.material import Exhibit, Person, Respondent
from documents.official import form_of
from documents.papers.drawn import Drawn
from documents.requests import requests_of
from documents.voice import number_called
from documents.wording import day
from legal.reasoning.naming import is_branch

COURT = "人民法院的名称"
NO_COURT = "＿＿＿＿＿＿＿人民法院"
Row = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Party:
    """Somebody in a paper under the name of their part in it; an empty value is a line to fill in."""

    part: str
    rows: tuple[Row, ...]

    @property
    def blanks(self) -> tuple[str, ...]:
        return tuple(f"{self.part}的{label}" for label, value in self.rows if not value)


def person(part: str, one: Person, *, name: str = "姓名") -> Party:
    """A natural person as a court wants them (民诉法 124(一)): what a clerk would ask for is a line to fill in."""
    rows = (
        (name, one.name),
        ("性别", one.gender),
        ("出生日期", day(one.birth)),
        ("民族", one.ethnicity),
        ("住所", one.address),
        ("公民身份号码", one.id_number),
        ("联系电话", one.phone),
    )
    more = (("职业", one.occupation), ("工作单位", one.employer))
    return Party(part=part, rows=(*rows, *((label, value) for label, value in more if value)))


def claimant(drawn: Drawn, part: str) -> list[Party]:
    """Who applies, and the guardian who acts for them."""
    case = drawn.case
    if case.representative is None:
        return [person(part, case.complainant)]
    # A child is reached through its guardian.
    own = Party(
        part=part,
        rows=tuple(row for row in person(part, case.complainant).rows if row[1] or row[0] != "联系电话"),
    )
    acting = case.representative
    rows = (
        ("姓名", acting.name),
        ("与被代理人的关系", acting.relation),
        ("住所", acting.address),
        ("公民身份号码", acting.id_number),
        ("联系电话", acting.phone),
    )
    return [own, Party(part="法定代理人", rows=rows)]


def respondent(part: str, one: Respondent) -> Party:
    """A defendant (民诉法 124(二)): a person has a home, a company a seat and who stands for it."""
    if one.role == "person":
        rows: tuple[Row, ...] = (("姓名", one.name), ("性别", one.gender), ("住所", one.address))
    else:
        rows = (
            ("名称", one.name),
            ("住所", one.address),
            ("负责人" if is_branch(one.name) else "法定代表人", one.legal_representative),
            ("统一社会信用代码", one.uscc),
        )
    return Party(part=part, rows=(*rows, *([("联系电话", one.contact)] if one.contact else [])))


def respondents(part: str, some: Iterable[Respondent]) -> list[Party]:
    listed = list(some)
    if len(listed) < 2:
        return [respondent(part, one) for one in listed] or [nobody(part)]
    return [respondent(f"{part}{turn}", one) for turn, one in enumerate(listed, start=1)]


def brief(some: Iterable[Party]) -> list[Party]:
    """As a court names them that has their particulars: what is known, and the name in any case."""
    return [
        Party(part=one.part, rows=(one.rows[0], *(row for row in one.rows[1:] if row[1]))) for one in some
    ]


def refer(some: Sequence[Respondent], everyone: Sequence[Respondent], part: str) -> str:
    """Some of those against whom a paper is: the only one and all of them by their part, others by name."""
    if len(everyone) < 2:
        return part
    return f"各{part}" if len(some) == len(everyone) else "、".join(one.name for one in some)


def nobody(part: str) -> Party:
    return Party(part=part, rows=(("名称", ""), ("住所", "")))


def parties(some: Iterable[Party], matter: Iterable[Row] = ()) -> Block:
    """Each under the name of their part, the first row carrying it; then what the matter is called at court."""
    rows: list[Row] = []
    for one in some:
        (_, name), *rest = one.rows
        rows += [(one.part, name), *rest]
    return Block(key="parties", heading="当事人", rows=(*rows, *matter))


def at_court(drawn: Drawn) -> str:
    """The court's name, or a line for it."""
    return court_of(drawn.court) or NO_COURT


def signer(drawn: Drawn, part: str) -> str:
    return f"{part}（法定代理人代）" if drawn.case.representative else part


def applicants(drawn: Drawn) -> list[Party]:
    return claimant(drawn, "申请人")


def docket(drawn: Drawn, *, pending: bool = True) -> tuple[Row, ...]:
    """By which number, about what; what is not on file yet has no line for a number."""
    number = drawn.docket
    rows = (("案由", cause(drawn)),)
    return (("案号", number), *rows) if number or pending else rows


def numbered(drawn: Drawn) -> tuple[Row, ...]:
    """A line for the number that the case is about, where none is known."""
    return () if drawn.case.number else ((number_called(drawn.case, "申请人"), ""),)


def told(
    drawn: Drawn, whom: str, about: Sequence[Ground] = (), *, besides: Sequence[Ground] = ()
) -> Paragraph:
    """What the dispute is about and what happened, as the claim tells it; ``about`` are the grounds that matter here instead,
    ``besides`` those whose facts are told with the claim's."""
    codes = [one.code for one in about]
    dispute = cause_of_action(About(grounds=codes), on=drawn.on)[0] if codes else cause(drawn)
    number = drawn.case.number
    over, rests = (f"就号码{number}", ("number",)) if number else ("之间", ())
    pretended = drawn.shows({"use": "pretended_debt"})
    if drawn.fact("kind") == "fake_collection" and drawn.fact("debt.owed") and not pretended:
        # What is in dispute is the debt, not the number.
        over, rests = "因所称的债务", ("debt.owed",)
        if drawn.fact("debt.owed") in ("own", "disputed"):
            over = "因债务的催收"
    opening = said(f"申请人与{whom}{over}发生{dispute}。", "law", *rests)
    account = _account(drawn, about, besides) or [said(f"{UNTOLD}：＿＿＿＿＿＿＿＿", "form")]
    return (opening, *(replace(one, text=f"{one.text.rstrip('。；')}。") for one in account))


def _account(drawn: Drawn, about: Sequence[Ground], besides: Sequence[Ground] = ()) -> Sequence[Sentence]:
    grounds = about or [one for one in drawn.grounds if one in besides or one.code in claimed(drawn)]
    case = replace(drawn.case, grounds=tuple(grounds))
    return account_of(case, replace(form_of("court"), complainant="申请人", respondent="对方"))


def untold(drawn: Drawn, about: Sequence[Ground] = ()) -> tuple[str, ...]:
    """The line that ``told`` leaves where the answers tell of nothing."""
    return () if _account(drawn, about) else (UNTOLD,)


_WAYS = {
    "短信": ("sms", "mms"),
    "电话": ("call",),
    "推送消息": ("push",),
    "应用内消息": ("app",),
    "微信消息": ("wechat",),
}


def contacted(drawn: Drawn) -> list[str]:
    """By what means they came, in words."""
    channels = set(drawn.fact("contacts.channels") or ())
    return [words for words, some in _WAYS.items() if channels & set(some)]


_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?")


def typed_day(text: str) -> date | None:
    """The day that somebody typed as 2026-11-22, 2026/11/22 or 2026年11月22日; None for anything else."""
    parts = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, parts.groups())) if parts else None
    except ValueError:
        return None


def day_said(text: str) -> str:
    """A typed day in Chinese; as it was typed where it is none."""
    on = typed_day(text)
    return day(on) if on else text.strip()


def chinese(iso: object) -> str:
    return day(date.fromisoformat(str(iso)))


def blanks(some: Iterable[Party], drawn: Drawn, *, court: bool = True) -> tuple[str, ...]:
    """What is a line to fill in, by name, each once."""
    lacking = [name for one in some for name in one.blanks]
    if court and not court_of(drawn.court):
        lacking.append(COURT)
    return tuple(dict.fromkeys(lacking))


def empty(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(label for label, value in rows if not value)


def paragraph(*sentences: Sentence | None) -> Paragraph:
    return tuple(one for one in sentences if one is not None)


ADULT = 18


def age(drawn: Drawn) -> int | None:
    """In full years on the day of the paper, by the birth, else as it was told."""
    born = drawn.case.complainant.birth
    if born is not None:
        return drawn.on.year - born.year - ((drawn.on.month, drawn.on.day) < (born.month, born.day))
    told_age = drawn.fact("complainant.age")
    return told_age if isinstance(told_age, int) else None


def of_age(drawn: Drawn) -> tuple[str, ...]:
    """What ``age`` rests on."""
    return ("complainant.birth",) if drawn.case.complainant.birth is not None else ("complainant.age",)


def is_child(drawn: Drawn) -> bool:
    years = age(drawn)
    return years is not None and years < ADULT


def present(*blocks: Block | None) -> tuple[Block, ...]:
    """Those that say something."""
    return tuple(one for one in blocks if one is not None and (one.rows or one.paragraphs))


def kept(*some: Paragraph) -> tuple[Paragraph, ...]:
    """Without those that nothing is left of."""
    return tuple(one for one in some if one)


def evidence(exhibits: Iterable[Exhibit]) -> Block | None:
    """What is handed in with it: number, name, and what each is to prove."""
    lines = tuple((said(_exhibit(one), "exhibits"),) for one in exhibits)
    return Block(key="evidence", heading="证据", paragraphs=lines) if lines else None


def _exhibit(one: Exhibit) -> str:
    proves = one.proves.strip().rstrip("。；;")
    return f"证据{one.number}：{one.name}{f'，证明{proves}' if proves else ''}。"


def claimed(drawn: Drawn) -> set[str]:
    """The codes of the grounds that the claim pleads."""
    return {one.code for one in drawn.claimed.grounds}


def cause(drawn: Drawn) -> str:
    """案由 on the day of the paper: the one that was chosen, else what the first ground of the claim suggests."""
    case = drawn.claimed
    asks = requests_of(case, form_of("court"), on=drawn.on).slugs
    return cause_of_action(about(case, asks), on=drawn.on, cause=drawn.answer("cause"))[0]
