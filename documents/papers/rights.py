"""The rights in one's own information, each in a request of its own (个人信息保护法 15, 44–48), and consent taken back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from documents.blocks import Paper, Sentence, said
from documents.childs_data import Child, childs_data
from documents.figures import own_figures, settled_on
from documents.material import Recipient, Respondent
from documents.papers.companies import (
    COMPANIES,
    addressed,
    answer,
    companies,
    concerned,
    happened,
    letter,
    own_grounds,
    recipients,
    whose_number,
)
from documents.papers.deleted import (
    CONSENTED,
    done_with,
    of_a_closed_account,
    of_an_agreement,
    of_late_kin,
    of_nothing_separate,
    what_to_delete,
)
from documents.papers.drawn import Drawn
from documents.papers.grounding import grounding
from documents.papers.kinds import Kind, Need
from documents.papers.parts import chinese, paragraph
from documents.papers.recorded import loan_on_record, on_credit_record, same_name, why_recorded_wrong
from documents.papers.records import LENDERS
from documents.pleading import event_day, plain
from legal.reasoning.conditions import Tree

# Whose account one has: what one gave there can be taken elsewhere (45③).
_PLATFORMS = ("platform",)
_ACCOUNTS = ("platform", "payment_institution", "bank")
_LENDING = ("bank", "lender", "assignee", "principal", "trader", "collector", "agent")
# Whom a consent, or its absence, is about: whoever wrote or called, not who carried it.
_SENDING = ("content_provider", "platform", *_LENDING)
# Who had one's number from somewhere: one's own operator, and the shop that sold it, gave it.
_ELSEWHERE = tuple(one for one in COMPANIES if one not in ("operator", "shop"))
# Where what is stored is wrong, or an account is another's: it is put right, and proves what happened.
_OF_ACCOUNTS = frozenset({"S5", "S7", "S9"})
_CORRECTED = frozenset({"S4", "S5", "S7"})
_GIVEN = ("given", "order", "app")


def _wishes(drawn: Drawn, *some: str) -> bool:
    return bool(set(drawn.fact("wishes") or ()) & set(some))


# ── 撤回同意 ─────────────────────────────────────────────────────────────────────────────────────────────────────


def withdrawal(drawn: Drawn) -> Paper:
    """Whatever consent the other side relies on ends; that there ever was one is not said."""
    to = addressed(drawn, _SENDING)
    going_on = _goes_on(drawn, to)
    # Whoever handed the data on, whose account is still used, keeps what that needs.
    handing = to.told.gave and not done_with(drawn.case)
    asked = [
        said("自收到本通知之日起，停止将本人的个人信息用于推销、向他人提供", "consent.status")
        if handing
        else said(
            "自收到本通知之日起，停止基于该同意处理本人的个人信息，包括以此向他人提供", "consent.status"
        )
        if to.told.gave
        else said(
            f"自收到本通知之日起，停止基于该同意{'处理本人的个人信息，包括以此' if not going_on else '向本人'}"
            f"发送{'商业性' if going_on else ''}信息、拨打{'推销' if going_on else ''}电话",
            "consent.status",
        ),
        said(
            "把本人撤回同意告知已经取得的接收方"
            if handing
            else "停止向他人提供本人的个人信息，并把本人撤回同意告知已经取得的接收方",
            "data.shared_with_third_party",
        )
        if drawn.fact("data.shared_with_third_party")
        else None,
        drawn.under(
            "依照",
            "rights.withdrawn",
            "，删除用于向他人提供的名单中本人的信息"
            if handing
            else f"，删除基于该同意收集的{'、用于推销的' if going_on else ''}本人个人信息",
        ),
        said("书面确认已经停止处理的范围和日期", "form"),
    ]
    return letter(
        drawn,
        kind="withdrawal",
        title="撤回同意通知",
        part="通知人",
        to=to,
        facts=(
            happened(drawn, to),
            paragraph(
                _already(drawn, to),
                drawn.under(
                    "依照",
                    "rights.withdraw",
                    f"，本人撤回贵方据以{_withdrawn_for(going_on, handing)}的全部同意，包括概括的、默认勾选的和捆绑取得的。",
                ),
                said("本人购买的服务和与之有关的必要通知不受影响，贵方应当照常提供。", "story")
                if going_on
                else None,
                said("本通知不表示本人确认曾经作出有效的同意。", "form"),
                drawn.under("撤回以前的处理是否合法，不因本通知改变（", "rights.before", "）。"),
            ),
        ),
        asked=_some(asked),
        closing=(
            paragraph(
                drawn.under(
                    "依照",
                    "rights.no_refusal",
                    "，贵方不得以本人撤回同意为由拒绝提供产品或者服务，处理该信息属于提供所必需的除外。",
                )
            ),
            paragraph(said(f"{_kept_records(drawn, to)}请依法保存，不在删除的范围之内。", "form")),
            answer(drawn, to),
        ),
    )


def _withdrawn_for(going_on: bool, handing: bool) -> str:
    if handing:
        return "将本人的个人信息用于推销、向他人提供"
    return "向本人发送商业性信息、拨打推销电话" if going_on else "处理本人个人信息"


# Whoever goes on with what they bought keeps what it needs.
_USES_ON = re.compile(
    "不退(?:课|卡|会员|订)|(?:课|卡|会员|服务|套餐|账号)[^，,。；]{0,4}(?:还要|还得|还在|照常|继续|接着)[^，,。；]{0,4}(?:听|上|用|学)"
    "|正常[^，,。；]{0,6}(?:通知|提醒)[^，,。；]{0,6}(?:没有?意见|要收|可以)"
)


def _goes_on(drawn: Drawn, to: Respondent) -> bool:
    """Whether the person tells that they go on with what they bought of whoever advertises to them."""
    advertised = drawn.fact("content.commercial") is True and to.role in ("content_provider", "platform")
    return advertised and to.consumer is not False and bool(_USES_ON.search(drawn.case.story))


def _already(drawn: Drawn, to: Respondent) -> Sentence | None:
    """That it was said before, by words or by the day of the refusal: it is not taken back for the first time. Whoever only
    handed the data on is told what was said to itself."""
    who = "本人" if drawn.case.representative is None else "本人的法定代理人"
    if to.told.gave:
        days = "、".join(chinese(on) for on in to.told.refused_on)
        return (
            said(f"{who}已于{days}要求贵方撤回、不再向他人提供，现再次书面确认。", "respondents")
            if days
            else None
        )
    if any(one.told.refused_on for one in drawn.case.respondents):
        days = "、".join(chinese(on) for on in to.told.refused_on)
        rests = ("refusal.made", "respondents")
        return said(f"{who}已于{days}拒绝继续接收、不再同意，现再次书面确认。", *rests) if days else None
    if drawn.fact("refusal.made") is True and (on := drawn.fact("refusal.on")):
        return said(
            f"{who}已于{chinese(on)}拒绝继续接收、不再同意，现再次书面确认。", "refusal.made", "refusal.on"
        )
    if drawn.fact("consent.status") == "withdrawn":
        return said(f"{who}此前已经撤回同意，现再次书面确认。", "consent.status")
    return None


def _agreeing(drawn: Drawn) -> str:
    """Whose consent decides: a guardian's, for a child under fourteen (个人信息保护法 31)."""
    child = drawn.case.representative is not None and drawn.shows({"use": "under_fourteen"})
    return "本人的监护人" if child else "本人"


def _some(asked: list[Sentence | None]) -> list[Sentence]:
    return [one for one in asked if one is not None]


def _child(drawn: Drawn, to: Respondent) -> Child | None:
    """The pupil of whom whoever calls the parent knows something; nothing is asked for it of who only carried the call."""
    return childs_data(replace(drawn.case, facts=drawn.facts)) if to.role in _SENDING else None


def _and_childs(child: Child | None) -> str:
    return f"，以及本人{child.data}等个人信息" if child else ""


def _as_their_guardian(child: Child | None) -> Sentence | None:
    """What they know of the child, and for whom it is asked for besides (个人信息保护法 15, 44–48 are the child's rights)."""
    if child is None:
        return None
    sources = "，所称的来源前后不一" if child.sources else ""
    return said(
        f"贵方能说出本人{child.data}{sources}。本人作为其监护人，对{child.kin}的个人信息一并提出请求。",
        "story",
    )


# ── 查阅、复制；转移 ──────────────────────────────────────────────────────────────────────────────────────────────


# Who collects for somebody else.
_ENTRUSTED = frozenset({"collector", "agent"})


def access(drawn: Drawn) -> Paper:
    to = addressed(drawn)
    first, last = (event_day(drawn.facts, end) for end in ("first", "last"))
    entered = _entered(drawn)
    own_account = to.role in _ACCOUNTS and entered and first and last
    child = _child(drawn, to)
    asked = [
        said(
            f"提供贵方持有的本人个人信息{_and_childs(child)}的完整副本，包括标签、画像和备注{_of_others(drawn, to.role)}",
            "form",
            *(["story"] if child else []),
        ),
        said("其中包括入网协议、实名登记和核验、补卡换卡、业务订购和计费的记录", "form")
        if to.role == "operator"
        else None,
        said(
            f"提供本人账号{_between(first, last)}的登录、验证、操作和交易记录的副本",
            entered,
            "event",
        )
        if own_account
        else None,
        said(
            "特别是所称载有本人姓名、签名、身份证件的担保、借款合同及其形成的记录（订立的日期、地点、经办人，核验签名人身份的方式）",
            *drawn.told("debt.owed", "debt.said_as"),
        )
        if to.role in _LENDING and drawn.shows(_SAID_TO_ANSWER)
        else None,
        said(
            f"其中包括该笔{drawn.fact('debt.taken')}的合同，以及放款、还款、退款、取消和与商家核对的记录",
            *drawn.told("debt.owed", "debt.taken", "debt.ended"),
        )
        if to.role in _LENDING and drawn.shows(_ENDED)
        else None,
        said(
            "其中包括以本人名义形成的贷款、账户的申请，人脸识别等身份核验的影像和记录，办理的时间、设备和网络地址，合同，放款账户和还款记录",
            "debt.owed",
        )
        if to.role in LENDERS and drawn.shows(_NOT_BORROWED)
        else None,
        drawn.under(
            "依照",
            "rights.know_and_explain",
            "，说明上述信息的来源、处理的目的和方式，已经提供给谁",
        )
        if _wishes(drawn, "tell_source")
        else None,
        said(
            "告知委托贵方催收的机构的全称、委托的内容和期间，以及由谁把本人的号码提供给贵方",
            "debt.owed",
        )
        if to.role in _ENTRUSTED and drawn.fact("debt.owed")
        else None,
        _from_whom(drawn, to),
        said("以常用的电子格式或者纸质提供，并注明形成和取得的时间", "form"),
    ]
    return letter(
        drawn,
        kind="access_request",
        title="个人信息查阅、复制请求书",
        to=to,
        facts=(
            happened(drawn, to),
            paragraph(*grounding(drawn, to, "access_request")),
            paragraph(
                drawn.under("依照", "rights.access", "，本人请求查阅、复制贵方处理的本人个人信息。"),
                drawn.under("依照", "rights.access_promptly", "，贵方应当及时提供。"),
            ),
            paragraph(_as_their_guardian(child)),
        ),
        asked=_some(asked),
        closing=(answer(drawn, to),),
    )


def _from_whom(drawn: Drawn, to: Respondent) -> Sentence | None:
    """Of who has the data that another was given it is asked from whom; of that one whether they gave them."""
    told = next((one.told.handed for one in drawn.case.respondents if one.name == to.name), ())
    if not told:
        return None
    asked = "由谁、在何时、依据什么提供给贵方"
    if to.name == told[0]:
        asked = f"是否、在何时、依据什么提供给{told[1]}"
    return said(f"具体说明上述信息{asked}", "respondents")


_ENDED: Tree = {"use": "ended"}
_GUARANTOR: Tree = {"use": "said_guarantor"}
_SAID_TO_ANSWER: Tree = {"any": [_GUARANTOR, {"use": "said_borrower"}]}
_NOT_BORROWED: Tree = {
    "all": [
        {"eq": ["debt.owed", "none"]},
        {"unless": {"use": "impersonated"}},
        {"unless": _ENDED},
        {"unless": {"use": "not_lent"}},
    ]
}


def _between(first: str, last: str) -> str:
    return first if first == last else f"自{first}至{last}"


def _entered(drawn: Drawn) -> str:
    """The fact that somebody else got into an account, or had what opens it; "" where neither is known."""
    facts = ("number.account_taken_over", "number.sim_replaced_by_other")
    return next((one for one in facts if drawn.fact(one) is True), "")


def _of_others(drawn: Drawn, role: str) -> str:
    """What is about somebody else, though the number leads to it, is not asked for."""
    if role in _LENDING and drawn.fact("debt.owed") == "others":
        return "，不包括债务人的信息"
    if drawn.fact("number.accounts_bound") or drawn.fact("number.second_hand"):
        return "，不包括他人账号的信息"
    return ""


def transfer(drawn: Drawn) -> Paper:
    """Only what meets the conditions of the network authority: said as the person's own statement, for the other to check."""
    to = addressed(drawn, _PLATFORMS)
    target = drawn.answer("transfer_to")
    return letter(
        drawn,
        kind="transfer_request",
        title="个人信息转移请求书",
        to=to,
        rows=(("转移给", target),),
        facts=(
            paragraph(
                drawn.under(
                    "依照", "rights.transfer", "，本人请求把本人的个人信息转移至指定的个人信息处理者。"
                ),
                drawn.under(
                    "对照",
                    "rights.transferable",
                    "规定的条件：本人随函提供身份证明供核实；请求转移的限于本人同意提供或者基于合同收集的本人个人信息，"
                    "不包括他人的信息；技术上能否实现，请贵方说明。",
                ),
            ),
        ),
        asked=[
            said(
                f"为{target or '上列接收方'}访问、获取本人的上述个人信息提供途径，并告知办理的步骤",
                "transfer_to" if target else "form",
            ),
            said("不能转移的，说明哪一项条件不符合", "form"),
        ],
        closing=(answer(drawn, to),),
    )


# ── 更正、补充；删除 ──────────────────────────────────────────────────────────────────────────────────────────────


def correction(drawn: Drawn) -> Paper:
    to = addressed(drawn)
    known = _known_wrong(drawn, to.role)
    rows = (
        ("不准确、不完整的信息", drawn.answer("wrong") or (known.wrong if known else "")),
        ("应当更正、补充为", drawn.answer("right") or (known.right if known else "")),
    )
    return letter(
        drawn,
        kind="correction_request",
        title="个人信息更正、补充请求书",
        to=to,
        rows=rows,
        facts=(
            happened(drawn, to),
            paragraph(*grounding(drawn, to, "correction_request")),
            (known.why,) if known and known.why else (),
            paragraph(
                drawn.under("依照", "rights.correct", "，本人请求更正、补充。"),
                drawn.under("依照", "rights.correct_promptly", "，贵方应当予以核实，并及时更正、补充。"),
            ),
        ),
        asked=_some(
            [
                said("核实上述信息，及时更正、补充，并书面告知结果", "form"),
                _credit_corrected(drawn, to.role),
                _named_as_contact(drawn, to),
                said("把更正、删除的结果告知已经从贵方取得该信息的接收方", "form")
                if _named_as_contact(drawn, to)
                else said("把更正的结果告知已经从贵方取得该信息的接收方", "form"),
            ]
        ),
        closing=(answer(drawn, to, complains=True),),
        proofs=True,
    )


@dataclass(frozen=True)
class Wrong:
    """What stands wrong in somebody's books, and what should stand there; ``why`` where more is to be said of it."""

    wrong: str
    right: str
    why: Sentence | None = None


def _why_wrong(drawn: Drawn) -> Sentence | None:
    """Why a record of a debt is wrong, in the person's own words: whoever keeps it checks it by nothing else."""
    told = why_recorded_wrong(drawn.case)
    return said(f"本人说明：{told}", "story") if told else None


def _known_wrong(drawn: Drawn, role: str) -> Wrong | None:
    """What the facts say would be wrong in the books of such a company; what stands in them, only it knows."""
    label, bound = drawn.fact("number.mislabelled_as"), drawn.fact("number.accounts_bound")
    since = drawn.fact("number.activated_on")
    using = f"该号码{f'自{chinese(since)}起' if since else ''}由本人使用"
    if role == "platform" and label:
        return Wrong(f"上述号码被标记为“{label}”，与本人使用该号码的情况不符", f"取消该标记；{using}")
    if role in _ACCOUNTS and bound and _mine(drawn):
        return Wrong("上述号码绑定着他人的账号", f"解除该绑定；{using}")
    if role == "operator" and drawn.fact("number.opened_by_me") is False and _registered_wrong(drawn):
        return Wrong("上述号码登记在本人名下，不是本人办理", "注销上述号码，清除以本人名义的登记和欠费")
    if role == "operator" and drawn.fact("number.registrant_is_me") is False and _registered_wrong(drawn):
        return Wrong("上述号码的实名登记不是本人", "核对入网协议和身份核验记录后，登记为本人")
    return _wrong_debt(drawn, role) if role in _LENDING else None


def _mine(drawn: Drawn) -> bool:
    """Whether the number is still the person's: whoever gave it up has nothing unbound from it."""
    former = drawn.fact("complainant.capacity") == "former_holder"
    return not former and drawn.fact("number.account_taken_over") is not True


def _registered_wrong(drawn: Drawn) -> bool:
    return any("operator" in one.by and one.code == "S8" for one in drawn.grounds)


def _wrong_debt(drawn: Drawn, role: str) -> Wrong | None:
    claimed = drawn.fact("debt.claimed")
    amount = f"{plain(claimed)}元" if claimed else ""
    match drawn.fact("debt.owed"):
        case "none" if drawn.shows(_ENDED):
            return _ended(drawn, amount, role)
        case "none" if item := drawn.fact("debt.item"):
            owes = f"把本人记为欠{item}{amount}的记录"
            credit = on_credit_record(drawn.case) if role in LENDERS else ""
            unused = "该卡没有激活、没有使用过，" if drawn.shows({"use": "unactivated"}) else ""
            right = f"{unused}本人不欠所称的{item}"
            if credit:
                owes += "，以及据此报送的征信记录"
                right += "；据此报送的征信记录予以更正、删除"
            return Wrong(owes, right, _why_wrong(drawn))
        case "none":
            return replace(_wrong_loan(drawn, amount, role), why=_why_wrong(drawn))
        case "others" if drawn.shows(_SAID_TO_ANSWER):
            what = "担保人" if drawn.shows(_GUARANTOR) else "共同借款人"
            right = f"本人不是该笔债务的{what}，不对该笔债务承担责任"
            return Wrong(
                f"把本人记作他人借款{f'（所称金额{amount}）' if amount else ''}的{what}的记录", right
            )
        case "others":
            if same_name(drawn.case, str(drawn.fact("debt.debtor") or "")):
                return Wrong(
                    "把本人的信息和上述号码记在同名债务人名下的记录",
                    "本人与该债务人只是同名，不是该笔债务的债务人；上述号码由本人使用，从该债务人的资料中更正、删除",
                    _why_wrong(drawn),
                )
            return Wrong(
                "把本人记作债务人，或者把上述号码记作债务人号码的记录（如有）",
                "本人不是该笔债务的债务人，上述号码由本人使用",
                _why_wrong(drawn),
            )
        case "settled":
            return _settled(drawn, amount, role)
        case "disputed":
            # Of a claim that was assigned, whoever bought it says what is owed.
            claiming = "受让方" if role != "assignee" and _assigned(drawn) else "贵方"
            why = said(
                f"{claiming}主张的数额{amount}，本人有异议；请核对本金、利息、费用和已经支付的款项。",
                *drawn.told("debt.owed", "debt.claimed"),
            )
            if thing := drawn.fact("debt.not_got"):
                return _not_got(drawn, str(thing), amount, role)
            figures = own_figures(drawn.case, "本人")
            right = f"按核对的结果更正（{figures}）" if figures else "按核对的结果更正"
            return Wrong(f"欠款的数额{amount}", right, why)
    return None


def _not_got(drawn: Drawn, thing: str, amount: str, role: str) -> Wrong:
    """Of a loan for what was never got. Whoever only collects keeps no account of it, and reports nothing."""
    why = f"该款对应的{thing}，本人没有得到，是否应当归还存在争议"
    if role not in LENDERS:
        return Wrong(f"把借款{amount}记为没有争议的欠款的记录", f"{why}；并将此告知委托方")
    credit = _wishes(drawn, "clear_credit") or on_credit_record(drawn.case)
    reported = "，以及据此报送的征信记录" if credit else ""
    right = f"{why}，不记为本人逾期{'；据此报送的征信记录予以更正、删除' if credit else ''}"
    return Wrong(f"把借款{amount}记为应由本人归还、已经逾期的记录{reported}", right)


def _settled(drawn: Drawn, amount: str, role: str) -> Wrong:
    """Of a debt that is paid off: what is still asked for was never paid, and is not owed."""
    if role == "collector" and drawn.shows({"use": "collector_paid"}):
        # What the creditor says is still owed is nothing that whoever was paid ever said.
        return Wrong(
            "没有记载本人已经付清约定的结清款项的记录（如有）", "本人已经付清约定的结清款项，该笔债务已经结清"
        )
    credit = on_credit_record(drawn.case) if role in LENDERS else ""
    on = settled_on(drawn.case)
    wrong = f"把本人记为尚有欠款{f'（现称{amount}）' if amount else ''}的记录{'，以及据此报送的征信记录' if credit else ''}"
    right = f"本人的债务已{f'于{on}' if on else '经'}结清，余额为零，结清以后没有逾期"
    right += "；据此报送的征信记录予以更正" if credit else ""
    return Wrong(wrong, right, _why_wrong(drawn))


def _ended(drawn: Drawn, amount: str, role: str) -> Wrong:
    """A contract of one's own that has ended: what it was, since when it is no more, and by what it is shown."""
    what, how, begun, on, proof = (
        str(drawn.fact(f"debt.{name}") or "")
        for name in ("taken", "ended_how", "taken_on", "ended_on", "ended_proof")
    )
    credit = on_credit_record(drawn.case) if role in LENDERS else ""
    wrong = f"把本人{f'于{begun}' if begun else ''}办理的{what}记为尚有欠款{f'（现称{amount}）' if amount else ''}"
    right = (
        f"该笔{what}已{f'于{on}' if on else '经'}{how}{f'，有{proof}为凭' if proof else ''}，没有未还的款项"
    )
    right += "；据此报送的征信记录予以更正、删除" if credit else ""
    return Wrong(f"{wrong}的记录{'，以及据此报送的征信记录' if credit else ''}", right, _why_wrong(drawn))


def _wrong_loan(drawn: Drawn, amount: str, role: str) -> Wrong:
    """The loan by what was told of it: a record that is not named is not found."""
    loan = loan_on_record(drawn.case, f"（现称欠款{amount}）" if amount else "")
    # Whoever only collects reports nothing.
    credit = on_credit_record(drawn.case) if role in LENDERS else ""
    reported = "，以及据此报送的征信记录" if credit else ""
    right = "本人没有借过该笔款项，不是债务人"
    right += "；合同所留的电话不是本人的" if "电话" in loan else ""
    right += "；放款的账户不是本人开立、使用的" if "账户" in loan else ""
    right += "；据此报送的征信记录予以更正、删除" if credit else ""
    return Wrong(f"{loan}的记录{reported}", right)


def _credit_corrected(drawn: Drawn, role: str) -> Sentence | None:
    """What was reported of it, where the person wants that put right or tells that it is there (征信业管理条例 25)."""
    reported = on_credit_record(drawn.case)
    if role not in LENDERS or drawn.fact("debt.owed") not in ("none", "others", "settled", "disputed"):
        return None
    if drawn.fact("debt.owed") == "disputed" and not drawn.fact("debt.not_got"):
        return None
    if not (_wishes(drawn, "clear_credit") or reported):
        return None
    # Until it was paid off it was owed: of that the record is put right, and nothing else of it goes.
    put_right = "更正" if drawn.fact("debt.owed") == "settled" else "更正、删除"
    asked = drawn.under(
        "依照", "rights.credit", f"，{put_right}已经报送的与该笔款项有关的征信记录，并书面告知结果"
    )
    return replace(asked, rests=("law", reported or "wishes")) if asked else None


def _assigned(drawn: Drawn) -> bool:
    return any(one.role == "assignee" for one in drawn.case.respondents)


def _named_as_contact(drawn: Drawn, to: Respondent) -> Sentence | None:
    """Who stands there as somebody's contact stands there rightly named: it is erased, as that is needed for nothing (47①)."""
    if drawn.fact("complainant.capacity") != "debtors_contact" or to.role not in _LENDING:
        return None
    if drawn.fact("debt.owed") not in ("none", "others"):
        return None
    # That one never agreed to it is said only where it is so.
    agreed = "，也没有同意作联系人" if drawn.fact("consent.status") == "none" else ""
    asking = drawn.under(
        f"贵方把本人登记为他人债务的联系人的，本人不是债务人{agreed}，依照",
        "rights.needless",
        "，请删除该联系人记录",
    )
    rests = ("complainant.capacity", "debt.owed", *(("consent.status",) if agreed else ()), "law")
    return replace(asking, rests=rests) if asking else None


def deletion(drawn: Drawn) -> Paper:
    to = addressed(drawn, _SENDING)
    child = _child(drawn, to)
    return letter(
        drawn,
        kind="deletion_request",
        title="个人信息删除请求书",
        to=to,
        facts=(
            paragraph(_new_holder(drawn)),
            happened(drawn, to),
            paragraph(*grounding(drawn, to, "deletion_request")),
            (*_why_deleted(drawn, to), *of_late_kin(drawn)),
            paragraph(_as_their_guardian(child)),
        ),
        asked=_some(
            [
                *what_to_delete(drawn, to, also=_and_childs(child)),
                drawn.under(
                    "法律、行政法规规定的保存期限没有届满，或者技术上难以删除的，依照",
                    "rights.stored_alone",
                    "，停止存储和必要安全措施以外的处理",
                ),
                said("书面告知删除的范围和日期，并通知已经从贵方取得该信息的接收方", "form"),
                said(f"把{_told_on(drawn)}告知委托贵方催收的一方，由其停止就该笔债务联系本人", "debt.owed")
                if to.role in _ENTRUSTED and drawn.fact("debt.owed") in ("none", "others")
                else None,
            ]
        ),
        closing=(
            paragraph(
                said(f"{_kept_records(drawn, to)}请依法保存，不在请求删除的范围之内。", "form"),
            ),
            answer(drawn, to, complains=True),
        ),
    )


def _new_holder(drawn: Drawn) -> Sentence | None:
    """Why somebody asks of a number that was known as another's."""
    new = drawn.fact("kind") == "second_hand_number" and drawn.fact("number.activated_on")
    own = drawn.fact("complainant.capacity") != "former_holder" and drawn.case.representative is None
    return whose_number(drawn) if new and own else None


def _told_on(drawn: Drawn) -> str:
    """What whoever collects is to be told of the debt."""
    if drawn.shows(_ENDED):
        return f"该笔{drawn.fact('debt.taken')}已经{drawn.fact('debt.ended_how')}"
    return "本人不是债务人"


def _kept_records(drawn: Drawn, to: Respondent) -> str:
    """What proves the case. Of a loan that somebody else took, the contract and how it was come by most of all."""
    kept, role = f"与本争议有关的{'提供' if to.told.gave else '发送、通话'}和处理记录", to.role
    customer = to.consumer if to.consumer is not None else drawn.fact("complainant.consumer_of_respondent")
    if role in _LENDING and drawn.fact("debt.owed"):
        kept += "、录音和催收的委托合同"
    if role in _LENDING and drawn.fact("debt.owed") in ("own", "disputed", "settled"):
        kept += "，以及订立、履行合同所必需的信息，"
    # What the law has kept is kept without being asked for (个人信息保护法 47②); the rest is for whoever goes on with it.
    bought = drawn.fact("data.source") == "order" and drawn.fact("consent.status") is None
    if role not in _LENDING and customer is True and (bought or _USES_ON.search(drawn.case.story)):
        kept += "，以及订立、履行合同所必需的信息，"
    if role in _LENDING and drawn.shows(_ENDED):
        kept += f"，以及该笔{drawn.fact('debt.taken')}的合同、放款、还款、退款和取消的记录，"
    elif role in _LENDING and drawn.fact("debt.owed") == "none" and not drawn.fact("debt.item"):
        kept += "，以本人名义形成的贷款申请、合同、身份核验、放款和还款记录，"
    return kept


def _why_deleted(drawn: Drawn, to: Respondent) -> list[Sentence]:
    """By which of the cases of article 47; whether one is met is put as the person's own view. Of whom nothing is charged but
    a wrong label or an account, correction is asked."""
    role = to.role
    if not {one.code for one in own_grounds(drawn, to)} - _CORRECTED:
        return []
    consent, owed = drawn.fact("consent.status"), drawn.fact("debt.owed")
    consent = "none" if to.told.stranger and consent == "withdrawn" else consent
    found: list[tuple[str, Sentence | None]] = []
    if consent == "withdrawn" and role in _SENDING:
        under = drawn.under("本人已经撤回同意，依照", "rights.withdrawn", "应当删除。")
        found.append(("consent.status", under))
        shared = drawn.fact("data.shared_with_third_party") and not to.told.gave
        if shared and len(companies(drawn, _SENDING)) > 1:
            # To which of them it was given, nobody says.
            under = drawn.under(
                "贵方从他人处取得本人的信息、没有取得过本人同意的，本人认为属于",
                "rights.unlawful",
                "规定的情形。",
            )
            found.append(("data.shared_with_third_party", under))
    found += of_an_agreement(drawn, to) if role in _SENDING else []
    found += of_nothing_separate(drawn, to) if consent is None and role in _SENDING else []
    found += of_a_closed_account(drawn, to)
    # Who gave their number for something did agree to that, and to nothing after it.
    alone = len(companies(drawn, _SENDING)) == 1
    given = (
        drawn.fact("data.source") in _GIVEN and (to.consumer is not False or alone) and not to.told.stranger
    )
    if consent == "none" and role in _SENDING and given:
        over = done_with(drawn.case)
        purpose = f"，{over}，该目的已经实现" if over else "；该目的已经实现，或者继续处理对该目的没有必要的"
        used = "贵方将其提供给他人" if to.told.gave else "将其用于此后的发送、拨打"
        for why, law in (
            (f"本人留下号码只为当时的用途{purpose}，本人认为属于", "rights.needless"),
            (f"本人没有同意{used}；没有其他合法根据的，本人认为属于", "rights.unlawful"),
        ):
            found.append(("data.source", drawn.under(why, law, "规定的情形。")))
    # Of a debt of one's own the contract bears what is kept, not a consent.
    bound = role in _LENDING and owed not in (None, "none", "others")
    if consent == "none" and role in _SENDING and not bound and not given:
        under = drawn.under(
            f"{_agreeing(drawn)}没有同意贵方处理本人的个人信息；没有其他合法根据的，本人认为属于",
            "rights.unlawful",
            "规定的情形。",
        )
        found.append(("consent.status", under))
    if owed in ("none", "others") and role in _LENDING:
        ended = f"本人的{drawn.fact('debt.taken')}已经{drawn.fact('debt.ended_how')}"
        under = drawn.under(
            f"{ended if drawn.shows(_ENDED) else '本人不是债务人'}，贵方继续处理本人号码对收回债务没有必要，本人认为属于",
            "rights.needless",
            "规定的情形。",
        )
        found.append(("debt.owed", under))
    return [replace(one, rests=(fact, "law")) for fact, one in found if one is not None]


# ── 解释说明 ─────────────────────────────────────────────────────────────────────────────────────────────────────


def explanation(drawn: Drawn) -> Paper:
    to = addressed(drawn)
    child = _child(drawn, to)
    asked = [
        said(
            f"说明本人姓名、号码等个人信息{_and_childs(child)}的来源：何时、从谁、以什么方式取得",
            "form",
            *(["story"] if child else []),
        ),
        said("说明处理的目的、方式、种类和保存期限；依据同意的，提供同意的时间、方式和内容", "form"),
        said("说明已经提供给谁：接收方的名称、联系方式、目的和信息的种类", "form"),
        said("说明有没有用于自动化决策、画像，以及拒绝的方式", "data.profiling")
        if drawn.fact("data.profiling")
        else None,
    ]
    return letter(
        drawn,
        kind="explanation_request",
        title="个人信息处理情况说明请求书",
        to=to,
        facts=(
            happened(drawn, to),
            paragraph(*grounding(drawn, to, "explanation_request")),
            paragraph(
                drawn.under("依照", "rights.know", "，本人对个人信息的处理享有知情权、决定权；"),
                drawn.under("依照", "rights.explain", "，本人有权要求贵方对个人信息处理规则进行解释说明。"),
            ),
            paragraph(_as_their_guardian(child)),
        ),
        asked=_some(asked),
        closing=(answer(drawn, to),),
    )


# ── 哪些案件用得上 ────────────────────────────────────────────────────────────────────────────────────────────────


def _withdrawable(drawn: Drawn) -> bool:
    return drawn.fact("consent.status") in (*CONSENTED, "withdrawn") and bool(companies(drawn, _SENDING))


def _transferable(drawn: Drawn) -> bool:
    """An account of one's own, with somebody who is told of it: never where somebody else took it over."""
    own = drawn.fact("complainant.consumer_of_respondent") is True
    return own and not drawn.fact("number.account_taken_over") and bool(_used(drawn))


def _used(drawn: Drawn) -> tuple[Recipient, ...]:
    """The platforms that the person uses, as far as is known: of one of which they bought nothing there is nothing to take,
    nor of one that knows their number as somebody else's."""
    return tuple(
        Recipient(name=one.name, address=one.address)
        for one in companies(drawn, _PLATFORMS)
        if one.consumer is not False and not {ground.code for ground in own_grounds(drawn, one)} & {"S5"}
    )


def _explaining(drawn: Drawn) -> tuple[Recipient, ...]:
    """Who is asked where it has the information from: not who keeps an account, where the account is all that is in dispute."""
    about = {
        one.name
        for one in companies(drawn, _ELSEWHERE)
        if {ground.code for ground in own_grounds(drawn, one)} - _OF_ACCOUNTS
    }
    return tuple(one for one in concerned(drawn, _ELSEWHERE) if one.name in about)


def _correcting(drawn: Drawn) -> tuple[Recipient, ...]:
    """Those in whose books something is wrong as the facts have it; where none is known, whom the person has to do with, if
    they want a correction."""
    wrong = {one.name for one in companies(drawn) if _known_wrong(drawn, one.role)}
    if wrong:
        return tuple(one for one in concerned(drawn) if one.name in wrong)
    return concerned(drawn) if _wishes(drawn, "correct", "clear_credit") else ()


def _deleting(drawn: Drawn) -> tuple[Recipient, ...]:
    """Those who may have no right to keep it. Not where an account was taken over: what would be deleted proves it."""
    if drawn.fact("number.account_taken_over"):
        return ()
    return tuple(
        Recipient(name=one.name, address=one.address)
        for one in companies(drawn, _SENDING)
        if _why_deleted(drawn, one)
    )


KINDS = (
    Kind(
        slug="withdrawal",
        title="撤回同意通知",
        group="respondent",
        wins="对方不能再拿“您同意过”当理由；撤回以后应当停止、删除。",
        when="以前同意过、默认勾选过，现在不同意的",
        make=withdrawal,
        offered=_withdrawable,
        addressees=lambda drawn: recipients(drawn, _SENDING),
    ),
    Kind(
        slug="explanation_request",
        title="个人信息处理情况说明请求书",
        group="respondent",
        wins="要对方说清号码从哪来、凭什么用、给了谁。",
        when="不知道对方从哪得到您的信息的",
        make=explanation,
        offered=lambda drawn: bool(_explaining(drawn)),
        addressees=_explaining,
    ),
    Kind(
        slug="access_request",
        title="个人信息查阅、复制请求书",
        group="respondent",
        wins="拿到对方手里关于您的信息；账号被人登录的，拿到登录记录。",
        when="想看对方记了您什么的",
        make=access,
        offered=lambda drawn: bool(concerned(drawn)),
        addressees=concerned,
    ),
    Kind(
        slug="correction_request",
        title="个人信息更正、补充请求书",
        group="respondent",
        wins="改掉错的记录：不是您的债、已经还清的、写错的。",
        when="对方记的信息不对、不全的",
        make=correction,
        offered=lambda drawn: bool(_correcting(drawn)),
        needs=(
            Need(name="wrong", label="哪里不准确、不完整", long=True),
            Need(name="right", label="应当改成什么", long=True),
        ),
        addressees=_correcting,
    ),
    Kind(
        slug="deletion_request",
        title="个人信息删除请求书",
        group="respondent",
        wins="让对方删掉您的号码和信息；依法要留的只能存着不用。",
        when="没有同意过、已经撤回，或者不是您的债的",
        make=deletion,
        offered=lambda drawn: bool(_deleting(drawn)),
        addressees=_deleting,
    ),
    Kind(
        slug="transfer_request",
        title="个人信息转移请求书",
        group="respondent",
        wins="把您自己提供的信息转到您指定的另一家。",
        when="要把自己的信息转到别家的",
        make=transfer,
        offered=_transferable,
        needs=(Need(name="transfer_to", label="转给哪一家（名称、联系方式）"),),
        addressees=_used,
    ),
)
