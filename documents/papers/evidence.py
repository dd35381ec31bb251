"""Getting at proof that the other side or a third party has: 证据保全, 书证提出命令, 调查收集证据, 调查令."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from core.retention_and_limits import RECORDS_GO_SOON
from documents.blocks import Block, Paper, Paragraph, Sentence, said
from documents.material import Respondent
from documents.papers.drawn import Drawn
from documents.papers.kinds import Kind, Need
from documents.papers.parts import (
    applicants,
    at_court,
    blanks,
    brief,
    docket,
    empty,
    evidence,
    kept,
    numbered,
    paragraph,
    parties,
    refer,
    respondents,
    signer,
    told,
    untold,
)
from documents.papers.records import COMPLAINED, Wanted, during, names, wanted
from documents.police import lent_to
from documents.receiving import tails_told
from documents.voice import in_ones_name
from documents.wording import day
from legal.corpus import load
from legal.reasoning.preserving import keeping_of

IN_SUIT = "in_suit"
BANK = "收款账户的开户银行"
PART = "被申请人"
# Who has records and is sued for nothing.
KEEPER = "保存证据的单位"


# ── 证据保全 ──────────────────────────────────────────────────────────────────────────────────────────────────────


def preservation(drawn: Drawn) -> Paper:
    """Before or in a suit (民诉法 84): what, where it is, why it may be gone, by which measure (证据规定 25)."""
    rows = wanted(drawn, short_lived=True)
    holders = _holders(rows)
    against = [one for one in holders if one in drawn.sued] or [*drawn.sued]
    keeping = [one for one in holders if one not in against]
    before = (drawn.answer("stage") or (IN_SUIT if drawn.pending else "")) != IN_SUIT
    everyone = [
        *applicants(drawn),
        *(respondents(PART, against) if against or not keeping else ()),
        *(respondents(KEEPER, keeping) if keeping else ()),
    ]
    everyone = everyone if before else brief(everyone)
    matter = (*(() if before else docket(drawn)), *numbered(drawn))
    asked = tuple(
        (
            said(
                f"对{_called(one.holders, against, keeping)}保存的下列证据采取保全措施：{one.text}",
                *one.record.rests,
            ),
        )
        for one in rows
    )
    basis = "evidence.before_suit" if before else "evidence.in_suit"
    return Paper(
        kind="evidence_preservation",
        title="诉前证据保全申请书" if before else "证据保全申请书",
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=tuple(
            block
            for block in (
                parties(everyone, matter),
                Block(key="requests", heading="申请事项", paragraphs=asked, numbered=True),
                Block(
                    key="facts",
                    heading="事实和理由",
                    paragraphs=kept(
                        told(drawn, _called(against, against, ()) if against else KEEPER),
                        *_proving(rows),
                        _fleeting(drawn, rows, before=before, by=KEEPER if keeping else PART),
                    ),
                ),
                Block(
                    key="reasons",
                    heading="保全的方式和依据",
                    paragraphs=kept(
                        paragraph(
                            said(
                                f"请以调取、复制、封存或者责令{'保存的一方' if keeping else PART}保存并提供的方式保全，"
                                "电子数据连同其时间、来源等信息一并固定。",
                                "form",
                            )
                        ),
                        paragraph(drawn.under("依照", basis, "的规定，特向贵院申请，请予准许。")),
                    ),
                ),
                evidence(drawn.case.exhibits),
            )
            if block is not None
        ),
        signers=(signer(drawn, "申请人"),),
        closes=True,
        missing=(*blanks(everyone, drawn), *empty(matter), *untold(drawn)),
    )


def _holders(rows: Sequence[Wanted]) -> tuple[Respondent, ...]:
    return tuple(dict.fromkeys(holder for one in rows for holder in one.holders))


def _proving(rows: Sequence[Wanted]) -> list[Paragraph]:
    """What each is to prove, in the order of the requests."""
    return [
        (said(f"第{turn}项证据用以证明{one.record.proves}。", *one.record.rests),)
        for turn, one in enumerate(rows, start=1)
    ]


def _called(some: Sequence[Respondent], against: Sequence[Respondent], keeping: Sequence[Respondent]) -> str:
    """By their part where all are sued; where somebody only keeps records, by name."""
    if not keeping:
        return refer(some, against, PART)
    return "、".join(one.name or KEEPER for one in some)


def _fleeting(drawn: Drawn, rows: Sequence[Wanted], *, before: bool, by: str) -> Paragraph:
    """Why they may be gone: by the day from which a rule lets them be deleted where it is known, else by who alone has
    them."""
    parts: list[Sentence | None] = [
        said(
            f"上述证据由{'上列各方' if by == KEEPER else by}单方保存，申请人无法自行取得。",
            "respondents",
            *(name for one in rows for name in one.record.rests),
        )
    ]
    carried = [one for one in rows if one.record.slug == "sent" and _carries(one)]
    soon = _deleted_from(drawn) if carried else None
    parts.append(soon)
    parts.append(said(f"{_going(rows)}申请人认为，上述证据可能灭失或者以后难以取得。", "form"))
    if before:
        parts.append(said("等到起诉、立案以后再固定，可能已经来不及，情况紧急，故在起诉前申请保全。", "form"))
        parts.append(said("贵院责令提供担保的，申请人按贵院的要求办理。", "form"))
    return paragraph(*parts)


_GOES = (
    ({"called", COMPLAINED}, "通话录音"),
    ({"sent", "called", "messaged"}, "发送、呼叫的记录"),
    ({"identified", "opened", "replaced", "contact"}, "登记、核验的记录"),
    ({"logins", "viewed"}, "登录日志"),
)


def _going(rows: Sequence[Wanted]) -> str:
    """What of it the keeper's own system overwrites, whatever the law says of how long it is kept."""
    slugs = {one.record.slug for one in rows}
    what = [words for some, words in _GOES if some & slugs]
    return (
        f"其中的{'、'.join(what)}由保存的一方的系统按其自定的期限清理、覆盖，申请人无从得知。" if what else ""
    )


def _carries(wanted: Wanted) -> bool:
    """The rule on how long records are kept binds those who carry messages, and nobody who has them sent."""
    return any(one.role in ("service_provider", "operator") for one in wanted.holders)


def _deleted_from(drawn: Drawn) -> Sentence | None:
    """From which day the records may be deleted, by the first rule whose number is verified; nothing without one, nor
    where that day is far off."""
    keeping = keeping_of(drawn.known, load())
    if keeping.first_gone is None or keeping.last_gone is None:
        return None
    rules = [row for row in keeping.articles if not row[0].number_uncertain]
    if not rules:
        return None
    article, months = rules[0]
    # Of several rules the first speaks of the earliest records, every later one of those that came last.
    earliest = rules[0] == keeping.articles[0]
    which, gone = ("最早", keeping.first_gone) if earliest else ("最近", keeping.last_gone)
    if gone > drawn.on + RECORDS_GO_SOON:
        return None
    when = "期限已满，随时可能被删除" if gone <= drawn.on else f"自{day(gone)}起即可能被删除"
    return said(
        f"依照{article.citation()}，发送记录的保存期限为不少于{months}个月，其中{which}的记录{when}。",
        "law",
        "event.first" if earliest else "event.last",
    )


# ── 书证提出命令 ────────────────────────────────────────────────────────────────────────────────────────────────


def document_order(drawn: Drawn) -> Paper:
    """Against the other party of a suit: which paper or record, what it proves, why they have it, why they must hand it
    over (证据规定 45)."""
    rows = wanted(drawn, among=drawn.sued)
    holders = _holders(rows)
    everyone = brief([*applicants(drawn), *respondents(PART, holders)])
    matter = (*docket(drawn), *numbered(drawn))
    return Paper(
        kind="document_order",
        title="书证提出命令申请书",
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=(
            parties(everyone, matter),
            Block(
                key="requests",
                heading="申请事项",
                paragraphs=tuple(
                    (said(f"责令{refer(one.holders, holders, PART)}提交：{one.text}", *one.record.rests),)
                    for one in rows
                ),
                numbered=True,
            ),
            Block(
                key="facts",
                heading="要证明的事实和由对方控制的根据",
                paragraphs=kept(
                    told(drawn, refer(holders, holders, PART)),
                    *_proving(rows),
                    paragraph(
                        said(
                            "这些书证和电子数据是被申请人在提供服务、发送信息、处理个人信息或者主张债权的过程中形成，由其保存和控制。",
                            "respondents",
                        ),
                    ),
                ),
            ),
            Block(
                key="reasons",
                heading="应当提交的理由",
                paragraphs=kept(
                    *_duties(drawn, rows),
                    paragraph(
                        drawn.under(
                            "上述事实影响被申请人是否承担责任和责任的范围，申请人依照",
                            "evidence.order",
                            "提出申请。",
                        ),
                        drawn.under(
                            "申请提交的电子数据，依照", "evidence.electronic", "适用关于书证的规定。"
                        ),
                        drawn.under(
                            "被申请人无正当理由拒不提交的，请贵院依照",
                            "evidence.withheld",
                            "认定申请人所主张的内容为真实。",
                        ),
                    ),
                ),
            ),
        ),
        signers=(signer(drawn, "申请人"),),
        closes=True,
        missing=(*blanks(everyone, drawn), *empty(matter), *untold(drawn)),
    )


_RIGHTS = {
    "benefit": "属于为申请人的利益制作的书证",
    "entitled": "属于申请人依照法律规定有权查阅、获取的书证",
    "books": "属于账簿、记账原始凭证",
    "other": "与本案基本事实直接相关，申请人无法自行取得，属于应当提交的其他情形",
}


def _duties(drawn: Drawn, rows: Sequence[Wanted]) -> list[Paragraph]:
    """By which item of the rule each must be handed over. Whether it falls under it is for the court."""
    found = []
    for right, words in _RIGHTS.items():
        turns = [str(turn) for turn, one in enumerate(rows, start=1) if one.record.right == right]
        if not turns:
            continue
        found.append(
            paragraph(
                drawn.under(f"第{'、'.join(turns)}项，申请人认为{words}（", f"evidence.{right}", "）。"),
                drawn.under("其中申请人的个人信息，申请人有权查阅、复制（", "evidence.own_data", "）。")
                if right == "entitled"
                else None,
                drawn.under("用户要求提供的收费清单，经营者应当提供（", "evidence.bills", "）。")
                if right == "books" and any(one.record.slug == "ordered" for one in rows)
                else None,
            )
        )
    return found


# ── 申请法院调查收集证据、调查令 ─────────────────────────────────────────────────────────────────────────────────


def inquiry(drawn: Drawn) -> Paper:
    """What neither party has: who holds it, what it is, why the applicant cannot get it, what it proves (证据规定 20)."""
    return _inquiry(
        drawn,
        kind="court_inquiry",
        title="调查收集证据申请书",
        asks="请求贵院",
    )


def inquiry_order(drawn: Drawn) -> Paper:
    """The order for a lawyer to inquire: only under a rule of that very court, which the lawyer names. Without it the paper
    asks for nothing yet."""
    rule = drawn.answer("court_rule")
    paper = _inquiry(
        drawn,
        kind="inquiry_order",
        title="律师调查令申请书",
        asks="请求贵院签发调查令，由持令律师",
        more=said(f"本申请依照{rule.rstrip('。')}提出。", "court_rule") if rule else None,
        rows=(
            ("受理法院关于调查令的规定", rule),
            ("持令律师", drawn.answer("agent_name")),
            ("执业证号", drawn.answer("licence")),
            ("律师事务所", drawn.firm.name if drawn.firm else drawn.answer("agent_employer")),
        ),
    )
    return paper if rule else replace(paper, blocks=paper.blocks[:1])


def _inquiry(
    drawn: Drawn,
    *,
    kind: str,
    title: str,
    asks: str,
    more: Sentence | None = None,
    rows: tuple[tuple[str, str], ...] = (),
) -> Paper:
    everyone = brief(applicants(drawn))
    matter = (*docket(drawn), *rows, *_units(drawn))
    items, proves = _sought(drawn)
    return Paper(
        kind=kind,
        title=title,
        addressee=at_court(drawn),
        on=drawn.on,
        blocks=(
            parties(everyone, matter),
            Block(
                key="requests",
                heading="申请事项",
                paragraphs=tuple((said(f"{asks}{text}", *rests),) for text, rests in items),
                numbered=len(items) > 1,
            ),
            Block(
                key="facts",
                heading="事实和理由",
                paragraphs=kept(
                    told(drawn, names(drawn.sued) or "对方"),
                    *((said(f"{text}。", *rests),) for text, rests in proves),
                ),
            ),
            Block(
                key="reasons",
                heading="不能自行收集的原因",
                paragraphs=kept(
                    paragraph(
                        said(
                            "上述材料由有关单位依职务或者在业务中保存，涉及他人的个人信息，申请人及其诉讼代理人无权自行查阅、调取。",
                            "form",
                        ),
                        drawn.under("依照", "evidence.inquiry", "，申请贵院调查收集。"),
                        more,
                    ),
                ),
            ),
        ),
        signers=(signer(drawn, "申请人"),),
        closes=True,
        missing=(*blanks(everyone, drawn), *empty(matter), *untold(drawn)),
    )


def _units(drawn: Drawn) -> tuple[tuple[str, str], ...]:
    """Where the proof is: a line each."""
    units: list[tuple[str, str]] = []
    if _lent_on(drawn):
        units.append((BANK, drawn.answer("paying_bank")))
    if by_number(drawn):
        units += [("运营商名称", drawn.answer("carrier")), ("运营商住所", drawn.answer("carrier_address"))]
    if _police_report(drawn):
        units.append(("受理的公安机关", drawn.answer("police")))
    return tuple(units)


Item = tuple[str, tuple[str, ...]]


def _of_senders(drawn: Drawn) -> tuple[str, ...]:
    """What a paper rests on that names the numbers that wrote or called, or asks for them."""
    told = drawn.told("contacts.numbers")
    if any(one.sender for one in drawn.case.messages):
        told = (*told, "messages")
    return told or (("number",) if drawn.case.number else ("form",))


def _sought(drawn: Drawn) -> tuple[list[Item], list[Item]]:
    """What the court is asked to get, and what it proves."""
    items: list[Item] = []
    proves: list[Item] = []
    if _lent_on(drawn):
        account = lent_to(drawn.case)
        named = f"（{account}）" if account else ""
        rests = ("debt.owed", *(("story",) if account else ()))
        items.append(
            (
                f"向{BANK}调查收集：以申请人名义发放的贷款的收款账户{named}的开户资料，以及放款当日前后的交易流水",
                rests,
            )
        )
        proves.append(("收款账户由谁开立、款项由谁取得，证明申请人没有取得所称的借款", rests))
    taken_items, taken_proves = _of_taken(drawn)
    items += taken_items
    proves += taken_proves
    if by_number(drawn):
        senders = "、".join(_unowned(drawn))
        mine = f"号码{drawn.case.number}" if drawn.case.number else "申请人的号码"
        days = during(drawn)
        # Not a number into a date.
        days = days if days.startswith("自") else f"在{days}"
        which = f"号码{senders}" if senders else f"向{mine}发送信息、拨打电话的号码"
        items.append(
            (
                f"向运营商调查收集：{which}{days}的登记使用人（姓名或者名称、证件号码、住所）",
                _of_senders(drawn),
            )
        )
        # Beside a claim against somebody, “nobody knows who it was” would be an admission (证据规定 3).
        why = (
            "登记使用人的身份证明涉案的信息、电话由何人发出，与被告是什么关系"
            if drawn.sued
            else "申请人只知道号码，不知道发送、拨打的人是谁；查明登记使用人，才能确定被告"
        )
        proves.append((why, ("respondents",)))
    if report := _police_report(drawn):
        by_ticket = f"（{report['ticket']}）" if report.get("ticket") else ""
        items.append(
            (
                f"向公安机关调查收集：受理同一事实的受案登记表、立案决定，以及依法可以提供的询问笔录、资金流向和行为人身份的材料{by_ticket}",
                ("prior",),
            )
        )
        day_of = f"于{day(date.fromisoformat(str(report['on'])))}" if report.get("on") else ""
        proves.append(
            (
                f"公安机关已{day_of}受理申请人的报案，上述材料证明事情的经过、款项的去向和行为人的身份",
                ("prior",),
            )
        )
    return items, proves


def _of_taken(drawn: Drawn) -> tuple[list[Item], list[Item]]:
    """Of an account that somebody got into by a number: whose the number is now, and whose the account that money went to."""
    items: list[Item] = []
    proves: list[Item] = []
    if drawn.fact("number.account_taken_over") is not True:
        return items, proves
    if tails := "、".join(tails_told(drawn.case)):
        items.append(
            (
                f"向开户的银行、支付机构调查收集：涉案款项的收款账户（{tails}）的户名，开立、绑定的时间和核验的记录，以及收款前后的交易流水",
                ("story", "number.account_taken_over"),
            )
        )
        proves.append(("收款账户由谁开立、款项由谁取得，证明登录账号、取走款项的人是谁", ("story",)))
    if drawn.case.number and (since := drawn.fact("number.activated_on")):
        items.append(
            (
                f"向运营商调查收集：号码{drawn.case.number}自{day(date.fromisoformat(str(since)))}重新启用以来的登记使用人（姓名、证件号码、住所）",
                ("number", "number.activated_on"),
            )
        )
        proves.append(("登记使用人的身份证明涉案期间谁能够收到该号码的验证短信", ("number",)))
    return items, proves


def _lent_on(drawn: Drawn) -> bool:
    """Whether a lender says that it paid out a loan in the person's name: where the money went, its bank knows."""
    return in_ones_name(drawn.case)


def _unowned(drawn: Drawn) -> list[str]:
    """The numbers that wrote or called; of a loan in the person's name without those that signed as its lender, who does not
    deny them."""
    names = [one.name for one in drawn.named] if _lent_on(drawn) else []
    signed = {
        one.sender
        for one in drawn.case.messages
        if (signature := _SIGNED.match(one.text)) and any(signature[1] in name for name in names)
    }
    return [one for one in drawn.senders if one not in signed]


_SIGNED = re.compile(r"【([^】]{2,20})】")


def by_number(drawn: Drawn) -> bool:
    """Somebody wrote or called of whom no more than a number is known."""
    nameless = len(drawn.named) < len(drawn.case.respondents) or not drawn.case.respondents
    hidden = drawn.fact("content.sender_identified") is False
    if _lent_on(drawn) and not _unowned(drawn):
        return False
    return (nameless or hidden) and drawn.shows({"contains": ["contacts.channels", ["sms", "mms", "call"]]})


def _police_report(drawn: Drawn) -> Mapping[str, Any] | None:
    """What the police took up."""
    taken = (
        one for one in drawn.fact("prior") or () if one.get("to") == "police" and one.get("accepted") is True
    )
    return next(taken, None)


def _represented(drawn: Drawn) -> bool:
    return drawn.firm is not None and bool(drawn.sued and _sought(drawn)[0])


DOCKET = Need(name="docket", label="案号", hint="立案后才有")
_SEATS = (
    Need(name="respondents.address", label="对方的住所"),
    Need(name="respondents.legal_representative", label="对方的法定代表人"),
)
_HOLDER = (
    Need(
        name="paying_bank",
        label="以您名义发放的贷款打到了哪家银行的账户",
        hint="没有这样的贷款、不知道的，先留空",
    ),
    Need(name="carrier", label="发送、拨打的号码是哪家运营商的", hint="不知道的先留空"),
    Need(name="carrier_address", label="这家运营商的住所"),
    Need(name="police", label="受理的公安机关", hint="看受案回执；没有报案的不填"),
)

KINDS = (
    Kind(
        slug="evidence_preservation",
        title="证据保全申请书",
        group="court",
        wins="请法院先把对方手里的发送记录、登录日志固定下来，起诉前后都可以提。起诉前提的，法院保全以后三十天内要起诉，否则解除。",
        when="对方保存着短信、通话、登录或者补卡的记录，过后可能删除的；法院可能要您提供担保，先问立案窗口",
        make=preservation,
        offered=lambda drawn: bool(wanted(drawn, short_lived=True)),
        needs=(
            Need(
                name="stage",
                label="什么时候提",
                choices=(("before_suit", "起诉以前"), (IN_SUIT, "立案以后")),
            ),
            DOCKET,
            *_SEATS,
        ),
    ),
    Kind(
        slug="document_order",
        title="书证提出命令申请书",
        group="court",
        wins="请法院命令对方交出它控制的记录；无正当理由不交的，法院可以认定您说的内容属实。",
        when="立案以后、举证期限届满以前，证据在被告手里的",
        make=document_order,
        offered=lambda drawn: bool(wanted(drawn, among=drawn.sued)),
        needs=(DOCKET, *_SEATS),
    ),
    Kind(
        slug="court_inquiry",
        title="调查收集证据申请书",
        group="court",
        wins="请法院向运营商、银行、公安机关查清是谁，您自己查不到的由法院查。",
        when="立案以后、举证期限届满以前，只知道号码、收款的账户不知道是谁，或者公安机关已经受理的",
        make=inquiry,
        offered=lambda drawn: bool(drawn.sued and _sought(drawn)[0]),
        needs=(DOCKET, *_HOLDER),
    ),
    Kind(
        slug="inquiry_order",
        title="律师调查令申请书",
        group="court",
        wins="由律师持法院的调查令去查，比等法院查快。",
        when="有律师代理，并且受理的法院有调查令的规定，律师写明是哪一份规定的",
        make=inquiry_order,
        offered=_represented,
        by_lawyer=True,
        needs=(
            Need(
                name="court_rule",
                label="受理法院关于调查令的规定",
                hint="写全称和文号；没有规定的不要用这份申请",
            ),
            Need(name="agent_name", label="持令律师"),
            Need(name="licence", label="执业证号"),
            DOCKET,
            *_HOLDER,
        ),
    ),
)
