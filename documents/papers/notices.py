"""Notices to platforms: of an infringement by their users (民法典 1195), a wrong label on a number, a number still bound to
an account that is not its user's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from documents.asked_in_words import account_name, address_of
from documents.blocks import Paper, Paragraph, Sentence, said
from documents.material import Respondent
from documents.others import went_to
from documents.papers.companies import (
    IDENTITY,
    addressed,
    answer,
    companies,
    happened,
    letter,
    put_earlier,
    recipients,
    whose_number,
    with_its_accounts,
)
from documents.papers.drawn import Drawn
from documents.papers.grounding import grounding
from documents.papers.kinds import Kind, Need
from documents.papers.parts import chinese, paragraph

_PLATFORMS = ("platform",)
_BINDING = ("platform", "payment_institution", "bank")


def infringement(drawn: Drawn) -> Paper:
    """With first proof and the true identity, as the law asks of a notice; and what follows a wrong one."""
    to, proofs = addressed(drawn, _PLATFORMS), drawn.case.exhibits
    case, shown = drawn.case, drawn.fact("number.mislabelled_as")
    where = drawn.answer("where") or (f"上述号码的来电显示，标记“{shown}”" if shown else "")
    known = case.representative or case.complainant
    rows = (
        ("通知人的身份证号码", known.id_number),
        ("通讯地址", known.address),
        ("侵权内容的位置（网址、账号、页面）", where),
    )
    first_proof = "、".join(f"证据{one.number}" for one in proofs)
    made = letter(
        drawn,
        kind="platform_notice",
        title="侵权通知书",
        part="通知人",
        to=to,
        rows=rows,
        facts=(
            happened(drawn, to),
            paragraph(
                said(f"侵权的情况：{drawn.answer('what').rstrip('。')}。", "what")
                if drawn.answer("what")
                else None,
                drawn.under("依照", "notices.notice", "，通知人把初步证据和真实身份信息一并提交贵方。"),
                said(f"构成侵权的初步证据：{first_proof}，目录附后。", "exhibits") if first_proof else None,
            ),
        ),
        asked=[
            said(f"停止显示上述号码的“{shown}”标记，采取删除、屏蔽等必要措施", "number.mislabelled_as")
            if shown
            else said("对上列位置的内容采取删除、屏蔽、断开链接等必要措施", "where" if where else "form"),
            said("标记、内容由网络用户作出的，把本通知转送该用户；并把处理结果书面告知通知人", "form"),
        ],
        closing=(
            paragraph(
                drawn.under(
                    "依照",
                    "notices.measures",
                    "，未及时采取必要措施的，贵方对损害的扩大部分与该网络用户承担连带责任。",
                ),
                said("通知内容属实。", "form"),
                drawn.under("通知人知道，因错误通知造成损害的，依照", "notices.mistaken", "应当承担责任。"),
            ),
        ),
        annexes=("通知人身份证明复印件",),
        proofs=True,
    )
    lacking = () if proofs else ("构成侵权的初步证据",)
    return replace(made, missing=(*made.missing, *lacking))


def label(drawn: Drawn) -> Paper:
    """To who shows the label, on a number that is one's own."""
    to, shown = addressed(drawn, _PLATFORMS), drawn.fact("number.mislabelled_as")
    reported, since = drawn.fact("number.label_reported_on"), drawn.fact("number.activated_on")
    return letter(
        drawn,
        kind="label_correction",
        title="号码标记更正申请书",
        part="申请人",
        to=to,
        facts=(
            paragraph(
                said(f"上述号码自{chinese(since)}起由本人使用。", "number.activated_on") if since else None,
                said(f"贵方把该号码标记为“{shown}”，与本人使用该号码的情况不符。", "number.mislabelled_as")
                if shown
                else None,
                said(f"本人已于{chinese(reported)}反映，标记仍在。", "number.label_reported_on")
                if reported and shown
                else None,
            ),
            paragraph(
                drawn.under("依照", "notices.objection", "，本人提出异议，请求及时更正。"),
            ),
        ),
        asked=[
            said("取消该号码的上述标记，并更正已经提供给其他软件、终端的标记数据", "number.mislabelled_as"),
            said("说明标记的来源、首次标记的日期，书面告知处理结果", "form"),
        ],
        closing=(answer(drawn, to, complains=True),),
        annexes=("号码登记证明或者入网协议复印件", "显示标记的页面截图", IDENTITY),
        proofs=True,
    )


def unbinding(drawn: Drawn) -> Paper:
    """The number is one's own; whose account it is bound to, and what is in it, is asked of nobody."""
    to = addressed(drawn, _BINDING)
    its = with_its_accounts(drawn, to)
    known = its is not drawn or _of(drawn.fact("number.accounts_bound"), to, drawn)
    bound = its.fact("number.accounts_bound")
    listed = str(drawn.fact("number.listed_as") or "")
    called = account_name(drawn.case.story, bound or ())
    named = f"，账号名“{called}”" if called else ""
    asked_before = any(
        one.satisfied is False and went_to(one, to, drawn.case.respondents) is None
        for one in drawn.case.prior
    )
    # Of several that may have been meant, it is said of none.
    earlier = put_earlier(drawn, to) or (
        [said("本人此前已经向有关平台提出，没有解决。", "prior")] if asked_before else []
    )
    if drawn.fact("complainant.capacity") == "former_holder":
        return _unbinding_own(drawn, to, bound if known else (), earlier)
    return letter(
        drawn,
        kind="unbinding_request",
        title="解除号码绑定申请书",
        part="申请人",
        to=to,
        facts=(
            paragraph(
                whose_number(drawn),
                said(
                    f"该号码在贵方登记、展示为他人（{'、'.join(bound)}）{listed}，不是本人的店铺。",
                    "number.listed_as",
                )
                if known and listed
                else said(
                    f"该号码在贵方仍然绑定他人的账号（{'、'.join(bound)}{named}），不是本人的账号。",
                    "number.accounts_bound",
                    *(["story"] if named else []),
                )
                if known
                else said("该号码在贵方仍然绑定他人的账号，不是本人的账号。", "number.accounts_bound"),
                *earlier,
            ),
            paragraph(*grounding(drawn, to, "unbinding_request")),
            _data_kept_right(drawn),
        ),
        asked=[
            said(
                f"核实后将上述号码从他人的{listed}等登记、展示的电话中删除或者更正，解除该号码与该店铺账号的关联",
                "number.listed_as",
            )
            if listed
            else said(
                "核实后解除上述号码与他人账号的绑定，使本人可以用该号码注册、办理业务",
                "number.accounts_bound",
            ),
            *([said(f"删除上述号码项下的{at}", "story")] if (at := address_of(drawn.case.story)) else []),
            said("停止以上述号码接收该店铺的退货、退款等联系", "number.listed_as")
            if listed
            else said("停止把该账号的验证码、通知发送到上述号码", "number.accounts_bound"),
            *(
                [
                    said(
                        "该账号下没有付的款项与本人无关，不以付清为解绑的条件",
                        "number.unpaid_accounts",
                    )
                ]
                if {*(drawn.fact("number.unpaid_accounts") or ())} & {*(bound or ())}
                else []
            ),
            said("书面告知处理结果", "form"),
        ],
        closing=(
            paragraph(said("本人不要求提供原账号持有人的任何信息。", "form")),
            answer(drawn, to, complains=True),
        ),
        annexes=(
            "号码登记证明或者入网协议复印件",
            "显示该电话的页面截图" if listed else "显示“已绑定”的页面截图",
            IDENTITY,
        ),
        proofs=True,
    )


def _unbinding_own(
    drawn: Drawn, to: Respondent, accounts: Sequence[str], earlier: Sequence[Sentence]
) -> Paper:
    """The account is one's own; the number is another's by now, and nobody can be asked for its codes."""
    ended = drawn.fact("number.released_on")
    gone = f"已于{chinese(ended)}注销" if ended else "现已不由本人使用"
    named = f"（{'、'.join(accounts)}）" if accounts else ""
    phone = drawn.case.complainant.phone
    now = f"{phone}" if phone and phone != drawn.case.number else "本人现在使用的号码"
    return letter(
        drawn,
        kind="unbinding_request",
        title="解除号码绑定申请书",
        part="申请人",
        to=to,
        facts=(
            paragraph(
                said(f"上述号码原由本人使用，{gone}。", *(drawn.told("number.released_on") or ("number",))),
                said(f"本人在贵方的账号{named}仍然绑定该号码。", "number.accounts_bound"),
                *earlier,
            ),
            _data_kept_right(drawn),
        ),
        asked=[
            said(
                f"凭身份证件、实名信息等核实本人身份后，解除本人账号与上述号码的绑定，改为{now}；不以上述号码的验证码为条件",
                "number.accounts_bound",
            ),
            said(
                "改绑以前，不凭上述号码的验证码为他人办理本人账号的登录、变更和支付", "number.accounts_bound"
            ),
            said("书面告知处理结果", "form"),
        ],
        closing=(answer(drawn, to, complains=True),),
        annexes=("销号凭证复印件", "显示账号仍绑定该号码的页面截图", IDENTITY),
        proofs=True,
    )


def _data_kept_right(drawn: Drawn) -> Paragraph:
    return paragraph(
        drawn.under(
            "依照",
            "notices.quality",
            "，处理个人信息应当保证质量，避免因不准确、不完整造成不利影响；",
        ),
        drawn.under("依照", "notices.correct", "，请贵方核实、更正。"),
    )


def _of(bound: object, to: Respondent, drawn: Drawn) -> bool:
    """Which accounts are with whom is known only where one company is complained about."""
    return isinstance(bound, list | tuple) and bool(bound) and len(companies(drawn, _BINDING)) == 1


def _infringed(drawn: Drawn) -> bool:
    """Somebody makes something known on a platform, or labels a number there."""
    published = "publicity" in (drawn.fact("debt.threats") or ()) or drawn.fact("debt.published")
    known = bool(published) or bool(drawn.fact("number.mislabelled_as"))
    return known and bool(companies(drawn, _PLATFORMS))


def _mislabelled(drawn: Drawn) -> bool:
    return bool(drawn.fact("number.mislabelled_as")) and bool(companies(drawn, _PLATFORMS))


def _bound(drawn: Drawn) -> bool:
    """Only for whose number it is, or whose account."""
    former = drawn.fact("complainant.capacity") == "former_holder"
    mine = former or drawn.fact("number.registrant_is_me") is not False
    return mine and bool(drawn.fact("number.accounts_bound")) and bool(companies(drawn, _BINDING))


KINDS = (
    Kind(
        slug="unbinding_request",
        title="解除号码绑定申请书",
        group="respondent",
        wins="让平台、银行把不是一个人的号码和账号解开。",
        when="号码还绑着前机主的账号，或者您的账号还绑着旧号码的",
        make=unbinding,
        offered=_bound,
        addressees=lambda drawn: recipients(drawn, _BINDING),
    ),
    Kind(
        slug="label_correction",
        title="号码标记更正申请书",
        group="respondent",
        wins="取消来电显示里错误的标记。",
        when="号码被标成推销、诈骗、别的单位的",
        make=label,
        offered=_mislabelled,
        addressees=lambda drawn: recipients(drawn, _PLATFORMS),
    ),
    Kind(
        slug="platform_notice",
        title="侵权通知书",
        group="respondent",
        wins="平台收到后不及时处理的，对扩大的损害负连带责任。",
        when="有人在平台上公开、错标您的信息的",
        make=infringement,
        offered=_infringed,
        needs=(
            Need(name="where", label="内容在哪里（网址、账号、页面）", long=True),
            Need(name="what", label="写了、做了什么，为什么不属实或者侵害了您", long=True),
            Need(name="complainant.id_number", label="身份证号码", hint="法律要求通知写明真实身份"),
        ),
        addressees=lambda drawn: recipients(drawn, _PLATFORMS),
    ),
)
