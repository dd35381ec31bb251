"""After the court has spoken: 上诉状 against a ruling that turns the claim away, 强制执行申请书 of a judgment."""

from __future__ import annotations

from datetime import date

from documents.blocks import Block, Paper, Paragraph, said
from documents.official import form_of
from documents.papers.drawn import Drawn
from documents.papers.kinds import Kind, Need
from documents.papers.parts import (
    NO_COURT,
    at_court,
    blanks,
    brief,
    cause,
    claimant,
    day_said,
    empty,
    evidence,
    kept,
    paragraph,
    parties,
    present,
    respondents,
    signer,
    typed_day,
)
from documents.papers.records import names
from documents.requests import requests_of
from legal.corpus import load
from legal.reasoning.remedies import last_day_for


def _turned_away(drawn: Drawn) -> bool:
    """The court refused, or ended the matter without saying that it had taken it."""
    suit = drawn.suit
    accepted = suit.get("accepted")
    return accepted is False or (accepted is None and bool(suit.get("answered_on")))


def _decided(drawn: Drawn) -> bool:
    suit = drawn.suit
    return bool(suit.get("answered_on")) and suit.get("accepted") is not False


# ── 上诉状（不服不予受理、驳回起诉的裁定）───────────────────────────────────────────────────────────────────────────────────────


def appeal(drawn: Drawn) -> Paper:
    """Against the ruling not to accept, or to dismiss: the conditions of a suit, each with what fulfils it (民诉法 122, 171②)."""
    dismissed = drawn.answer("ruling") == "dismissed"
    own = "上诉人（原审原告）" if dismissed else "上诉人（原审起诉人）"
    # Where the claim was not accepted nobody is a defendant yet.
    others = brief(respondents("被上诉人（原审被告）", drawn.sued)) if dismissed else []
    everyone = [*claimant(drawn, own), *others]
    what = "驳回起诉" if dismissed else "不予受理"
    then = "审理本案" if dismissed else "立案受理上诉人的起诉"
    ruling = (
        ("原审人民法院", at_court(drawn) if drawn.court else ""),
        ("裁定书案号", drawn.docket),
        ("收到裁定书的日期", day_said(drawn.answer("served_on"))),
        ("案由", cause(drawn)),
    )
    first = at_court(drawn)
    return Paper(
        kind="appeal",
        title="民事上诉状",
        addressee=drawn.answer("higher_court") or NO_COURT,
        on=drawn.on,
        blocks=present(
            parties(everyone, ruling),
            Block(
                key="requests",
                heading="上诉请求",
                paragraphs=(
                    (said(f"撤销{first}{what}的裁定", "prior"),),
                    (said(f"指令{first}{then}", "prior"),),
                ),
                numbered=True,
            ),
            Block(
                key="reasons",
                heading="上诉理由",
                paragraphs=kept(
                    paragraph(
                        drawn.under(
                            f"上诉人不服原审{what}的裁定，{_in_time(drawn)}依照",
                            "proceedings.appeal",
                            "提起上诉。",
                        ),
                    ),
                    *_conditions(drawn),
                    paragraph(
                        drawn.under("上诉人认为，起诉符合", "proceedings.conditions", "规定的条件。"),
                        None if dismissed else drawn.under("依照", "proceedings.must_accept", "，必须受理。"),
                    ),
                ),
            ),
            evidence(drawn.case.exhibits),
        ),
        signers=(signer(drawn, "上诉人"),),
        closes=True,
        annexes=(f"{what}裁定书复印件", "起诉状和证据"),
        missing=(
            *blanks(everyone, drawn, court=False),
            *empty(ruling),
            *(() if drawn.answer("higher_court") else ("上一级人民法院的名称",)),
        ),
    )


def _in_time(drawn: Drawn) -> str:
    """Said only where the day of service shows it; the day itself does not count (民诉法 85②)."""
    served = typed_day(drawn.answer("served_on"))
    if served is None or not served <= drawn.on or not _by_the_last_day("appeal", served, drawn.on):
        return ""
    return "在裁定书送达之日起十日内"


def _by_the_last_day(paper: str, begins: date, on: date) -> bool:
    last = last_day_for(paper, begins, load())
    return last is not None and on <= last


def _conditions(drawn: Drawn) -> list[Paragraph]:
    """What of the case fulfils each condition; one that no fact fulfils is not said to be."""
    case = drawn.case
    found: list[Paragraph] = []
    if case.number:
        found.append(
            (said(f"上诉人是号码{case.number}的使用人，与本案有直接利害关系。", "number"),)
            if drawn.fact("complainant.capacity") != "former_holder"
            else (said(f"上诉人曾使用号码{case.number}，受到侵害的是上诉人自己的权益。", "number"),)
        )
    if drawn.sued:
        located = [one for one in drawn.sued if one.address]
        seats = "，并写明了住所" if len(located) == len(drawn.sued) else ""
        found.append(
            paragraph(
                said(f"起诉状列明了被告{names(drawn.sued)}的名称{seats}，足以与他人相区别", "respondents"),
                drawn.under("（", "proceedings.definite_enough", "）。"),
            )
        )
    if requests_of(case, form_of("court"), on=drawn.on).made:
        found.append((said("诉讼请求具体，各项请求和所依据的事实、理由都写在起诉状里。", "prior"),))
    found.append((said(f"本案是平等主体之间的{cause(drawn)}，属于人民法院受理民事诉讼的范围。", "law"),))
    return found


# ── 强制执行申请书 ──────────────────────────────────────────────────────────────────────────────────────────────


def execution(drawn: Drawn) -> Paper:
    """Of a judgment that was not obeyed, within two years of the last day for it (民诉法 247, 250)."""
    meant = drawn.answer("debtor")
    debtors = tuple(one for one in drawn.sued if one.name in meant) or drawn.sued
    everyone = [*claimant(drawn, "申请执行人"), *respondents("被执行人", debtors)]
    whom = names(debtors) or "被执行人"
    title = (
        ("执行依据", drawn.answer("judgment")),
        ("生效日期", day_said(drawn.answer("final_on"))),
        ("履行期限届满日", day_said(drawn.answer("due_on"))),
        ("判决、调解书确定的内容", drawn.answer("operative")),
        ("尚未履行的内容和金额", drawn.answer("unpaid")),
    )
    late = drawn.under(f"责令{whom}依照", "proceedings.late", "支付迟延履行期间的债务利息或者迟延履行金")
    return Paper(
        kind="execution",
        title="强制执行申请书",
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=present(
            parties(everyone),
            Block(
                key="requests",
                heading="申请事项",
                rows=title,
                paragraphs=kept(
                    paragraph(
                        said(
                            f"强制{whom}履行上列尚未履行的内容",
                            "judgment" if drawn.answer("judgment") else "form",
                        )
                    ),
                    paragraph(late),
                    paragraph(said(f"本案执行费用由{whom}负担", "form")),
                ),
                numbered=True,
            ),
            Block(
                key="reasons",
                heading="事实和理由",
                paragraphs=kept(
                    paragraph(
                        said("上列法律文书已经发生法律效力，履行期限届满，被执行人没有全部履行。", "judgment")
                        if drawn.answer("judgment") and _is_due(drawn) and drawn.answer("unpaid")
                        else None,
                        drawn.under(
                            "申请执行人依照", "proceedings.execution", f"，{_not_lapsed(drawn)}申请执行。"
                        ),
                    ),
                    paragraph(
                        said(
                            f"申请执行人所知的被执行人财产线索：{drawn.answer('assets').rstrip('。')}。",
                            "assets",
                        )
                        if drawn.answer("assets")
                        else None
                    ),
                ),
            ),
        ),
        signers=(signer(drawn, "申请执行人"),),
        closes=True,
        annexes=("生效法律文书和生效证明", "申请执行人身份证复印件"),
        missing=(*blanks(everyone, drawn), *empty(title)),
    )


def _is_due(drawn: Drawn) -> bool:
    due = typed_day(drawn.answer("due_on"))
    return due is not None and due < drawn.on


def _not_lapsed(drawn: Drawn) -> str:
    """Said only where the last day to obey is known and two years have not passed since."""
    due = typed_day(drawn.answer("due_on"))
    in_time = due is not None and due < drawn.on and _by_the_last_day("execution", due, drawn.on)
    return "在法定期间内" if in_time else ""


_DATE = "例如 2026-11-22"

KINDS = (
    Kind(
        slug="appeal",
        title="民事上诉状（不服不予受理、驳回起诉）",
        group="court",
        wins="法院不收案的，请上一级法院让它收。收到裁定书的第二天起十天内提出，过了就不能上诉。",
        when="法院裁定不予受理或者驳回起诉的",
        make=appeal,
        offered=lambda drawn: bool(drawn.sued) and _turned_away(drawn),
        needs=(
            Need(
                name="ruling",
                label="裁定的是什么",
                choices=(("not_accepted", "不予受理"), ("dismissed", "立案以后驳回起诉")),
            ),
            Need(name="docket", label="裁定书的案号"),
            Need(name="served_on", label="哪天收到裁定书", hint=_DATE),
            Need(name="higher_court", label="上一级法院的名称", hint="裁定书最后一段写着"),
        ),
    ),
    Kind(
        slug="execution",
        title="强制执行申请书",
        group="court",
        wins="对方不照判决、调解书做的，请法院强制它做。履行期届满的第二天起两年内提出。",
        when="判决、调解书已经生效，对方到期没有履行的",
        make=execution,
        offered=lambda drawn: bool(drawn.sued) and _decided(drawn),
        needs=(
            Need(
                name="debtor",
                label="谁没有履行",
                hint="写名称，几个的用顿号隔开；留空就是全部被告",
            ),
            Need(name="judgment", label="判决书、调解书的名称和案号"),
            Need(name="final_on", label="哪天生效", hint=_DATE),
            Need(name="due_on", label="最晚哪天履行", hint=_DATE),
            Need(name="operative", label="判了什么", long=True),
            Need(name="unpaid", label="哪些没有履行，多少钱", long=True),
            Need(name="assets", label="知道的财产线索", long=True, hint="没有可以不填"),
        ),
    ),
)
