"""A sentence of the law says whom they called, where a number came from and what was meant, as this person told it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from documents import form_of
from documents.blocks import Sentence
from documents.claims import suing
from documents.losses import HEALTH, LOST, as_spent, loss_of
from documents.material import Case, Message, Respondent
from documents.reasons import reasons_of
from documents.told import as_told
from documents.words_told import as_written
from tests.documents.asking import case_before

OTHERS: dict[str, Any] = {
    "kind": "fake_collection",
    "situations": ["others_debt"],
    "complainant": {"capacity": "recipient"},
    "event": {"first": "2026-05-07", "last": "2026-11-23"},
    "debt": {"owed": "others", "contacts_told": 3},
    "data": {"source": "contacts_list"},
}
NONE: dict[str, Any] = {**OTHERS, "debt": {"owed": "none", "contacts_told": 2}}


def told(text: str, story: str, facts: dict[str, Any] = OTHERS, **details: str) -> Sentence:
    case = replace(case_before(facts, "court"), story=story, details=details)
    return as_told(Sentence(text=text, rests=("debt.contacts_told",)), case)


CALLED = "被告就该笔债务联系了原告的亲友、同事共2人"


@pytest.mark.parametrize(
    ("story", "those"),
    [
        ("后来他们打给了我爸，又打给我们辅导员，说我骗贷。", "的亲友、老师"),
        ("他们给我们班主任打电话。", "的老师"),
        # A story may tell of some of them alone.
        ("他们打给我老婆。", "的亲友、同事"),
        ("打给我老婆，又打给辅导员，打到厂里车间主任那里，说是公司的电话。", "的亲友、同事"),
        ("我跟辅导员说了。", "的亲友、同事"),
    ],
)
def test_a_student_has_teachers_and_no_colleagues(story: str, those: str):
    assert told(CALLED, story).text == f"被告就该笔债务联系了原告{those}共2人"


def test_whom_a_debtor_named_stands_in_no_list():
    text = "被告所用的原告的号码来自欠款人的通讯录、所填的联系人"
    found = told(text, "6月29日回复说，是马成刚填的紧急联系人。")
    assert found.text == "被告所用的原告的号码来自欠款人所填的联系人"
    assert "story" in found.rests
    assert told(text, "他们天天打。").text == text


LENT = "学姐叫我帮她冲业绩，我就把身份证正反面拍给她了，还在她的手机上刷了一下脸。"
DENIED = [
    ("原告没有借过被告所催收的款项，该笔债务不存在", "原告没有借款的意思，不认可该笔债务"),
    ("被告自称对原告享有债权，原告与其没有借款关系", "被告自称对原告享有债权，原告不认可"),
]


@pytest.mark.parametrize(("text", "meant"), DENIED)
def test_whoever_showed_their_face_for_another_wanted_no_loan(text: str, meant: str):
    assert told(text, LENT, NONE).text == meant
    assert told(text, "我没有借过。", NONE).text == text
    # A card that was lost was shown to nobody.
    assert told(text, "我的身份证去年丢了，我没有借过。", NONE).text == text
    assert told(text, LENT, OTHERS).text == text
    # Nor did whoever sent it to those who dun, so that they look it up.
    assert told(text, "6月9日他们要核实，我把身份证拍给他们了，也发给对方业务员了。", NONE).text == text


def test_what_the_lender_has_to_prove_of_them():
    argued = "双方没有订立借款合同，债权是否存在，应当由主张债权的被告1举证；没有债权即无权催收"
    found = told(argued, LENT, NONE).text
    assert "没有订立" not in found
    assert found.startswith("原告没有借款的意思；被告1主张借款合同成立的，应当就申请、身份核验、")
    assert found.endswith("没有债权即无权催收")


@pytest.mark.parametrize(
    ("noted", "quoted"),
    [
        ("夜里打来，骂我们一家子都是骗子，说要贴到门口。", "一家子都是骗子"),
        ("骂我是骗子。", "是骗子"),
        ("说你这个骗子。", "你这个骗子"),
    ],
)
def test_what_was_called_is_quoted_without_who_tells_it(noted: str, quoted: str):
    call = Message(sender="13800000888", text=noted, call=True)
    case: Case = replace(case_before(OTHERS, "court"), messages=(call,))
    said = as_written(Sentence(text="被告在催收中辱骂原告", rests=("debt.threats",)), case).text
    assert f"称“{quoted}”" in said


PAID: dict[str, Any] = {
    **OTHERS,
    "situations": ["others_debt", "threats_impersonation"],
    "contacts": {"channels": ["call"], "count": 9},
    "debt": {
        **OTHERS["debt"],
        "claimed": 21360,
        "told_them_on": "2026-05-07",
        "threats": ["publicity"],
        "paid_under_pressure": 1500,
    },
    "respondents": [{"role": "lender"}, {"role": "collector"}],
}


def reasons(*wishes: str) -> str:
    case = suing(case_before({**PAID, "wishes": [*wishes]}, "court"))
    return " ".join(
        one.text
        for reason in reasons_of(case, form_of("court"))
        for one in (Sentence(text=reason.title), *reason.sentences)
    )


def test_nothing_is_to_be_paid_back_that_nobody_wants_back():
    assert "所付的款项应当返还" in reasons("stop", "refund")
    assert "应当返还" not in reasons("stop", "confirm_no_debt")


def test_where_a_number_came_from_is_argued_where_it_is_asked():
    assert "催收所用个人信息的来源" in reasons("stop", "tell_source")
    assert "催收所用个人信息的来源" not in reasons("stop")


@pytest.mark.parametrize(
    ("story", "public"),
    [
        ("他们给车间主任发了短信，写的是“请转告其亲属恶意欠款”。", False),
        ("他们把短信发到了工作群里，写的是“恶意欠款”。", True),
    ],
)
def test_what_each_was_told_alone_was_made_public_to_nobody(story: str, public: bool):
    facts = {**PAID, "debt": {**PAID["debt"], "published": ["debt"]}}
    for channel in ("court", "lender", "12378"):
        case = case_before(facts, channel)
        case = replace(suing(case) if channel == "court" else case, story=story)
        said = " ".join(one.text for reason in reasons_of(case, form_of(channel)) for one in reason.sentences)
        assert ("第二十五条" in said) is public
        assert "公开本人的个人信息" not in said or public


@pytest.mark.parametrize(
    ("roles", "proves"),
    [
        (("lender", "collector"), 1),
        (("collector",), 1),
        (("lender", "bank", "collector"), 3),
        # Whoever only runs the number claims nothing.
        (("operator", "collector"), 2),
    ],
)
def test_a_claim_is_proved_by_its_creditor_and_not_by_who_collects(roles: tuple[str, ...], proves: int):
    parties = tuple(Respondent(role=role, name=f"{role}公司") for role in roles)
    case = replace(case_before(NONE, "court"), respondents=parties, story="我没有借过。")
    text = f"债权是否存在，应当由主张债权的被告{len(roles)}举证"
    found = as_told(Sentence(text=text, rests=("debt.owed",)), case).text
    assert found == f"债权是否存在，应当由主张债权的被告{proves}举证"


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        ("6月5号到了医院，窗口说名字对不上，挂号费25也没退。", LOST),
        ("我吓得一晚上睡不着，去看了医生，挂号费25元。", HEALTH),
    ],
)
def test_what_a_hospital_took_is_no_cost_of_healing_where_nobody_fell_ill(story: str, kind: str):
    assert loss_of(as_spent("挂号费", Decimal(25), story, kind="second_hand_number")) == kind
    assert loss_of(as_spent("挂号费", Decimal(25), story, kind="harassment")) == HEALTH
