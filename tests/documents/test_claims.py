"""The statement of claim: what 民事诉讼法 124 asks for, and what is never claimed."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from documents import FIELDS, Case, Claim, Ground, Respondent, form_of, print_pack, statement_of_claim
from documents.account import UNTOLD
from documents.blocks import Sentence
from documents.claims import claim_data, lacking, pleadable, suing
from documents.law import Liable, Provision
from documents.papers.table import KINDS, Drawn
from documents.suits import told_of_suit
from documents.wording import law_by_law
from tests.documents.papers.cases import MOTHER
from tests.documents.reading import squeezed, text_of
from tests.documents.sample import CASE, NUMBER_ONLY, QUOTED, SEAL

DAY = date(2026, 1, 20)


def claim(case: Case = CASE, on: date = DAY, **more: object) -> Claim:
    return Claim(court="某市某区人民法院", on=on, case=case, seal=SEAL, **more)  # type: ignore[arg-type]


def text(case: Case = CASE, **more: object) -> str:
    return text_of(statement_of_claim(claim(case, **more)).pdf)


def test_it_names_the_parties_as_the_law_asks():
    said = text()
    assert said.startswith("民事起诉状原告：林晓安，性别：女，出生日期：1990年1月1日，民族：汉族，")
    assert "被告1：甲商贸有限公司，住所地：上海市示例路1号" in said
    assert "被告2：示例通信有限公司" in said


def test_it_has_every_part_in_order():
    said = text()
    parts = [
        "案由：",
        "诉讼请求",
        "事实和理由",
        "证据和证据来源",
        "此致某市某区人民法院",
        "具状人（签名）：",
        "附：1.本起诉状副本2份",
    ]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert "2026年1月20日" in said


def test_a_blank_stands_where_a_required_word_lacks():
    bare = replace(CASE, complainant=replace(CASE.complainant, ethnicity="", id_number=""))
    made = statement_of_claim(claim(bare))
    assert {"民族", "身份证号码"} <= set(made.missing)
    assert "民族：" in text_of(made.pdf)


def test_it_claims_cessation_apology_and_expenses_and_leaves_penalties_to_others():
    made = statement_of_claim(claim(_joint(), jointly=True))
    said = text_of(made.pdf)
    assert "判令各被告立即停止以短信、电话等方式侵扰原告（号码13900000001）" in said
    assert "判令各被告向原告书面赔礼道歉" in said
    assert "判令各被告连带赔偿原告为维权支出的合理费用345.50元" in said
    assert "诉讼费用由各被告负担" in said
    assert {"R10", "R11", "R12"} == set(made.left_out)
    assert "处罚" not in said


def _joint() -> Case:
    """The sample with an article that orders two of the roles to answer together."""
    together = Provision(
        id="民法典:1168", citation="《中华人民共和国民法典》第一千一百六十八条", verified="two_copies"
    )
    liable = tuple(
        Liable(role=role, title=role, named=True, provisions=(together,))
        for role in ("content_provider", "operator")
    )
    return replace(CASE, grounds=(replace(CASE.grounds[0], liable=liable),))


def test_joint_liability_is_only_pleaded_where_the_law_orders_it_and_with_several_defendants():
    def costs(case: Case, **more: object) -> str:
        (said,) = [one for one in claim_data(claim(case, **more))["requests"] if "合理费用" in one]
        return str(said)

    assert "连带" not in costs(CASE, jointly=True)  # no article orders it
    assert "各被告连带赔偿" in costs(_joint())
    assert "各被告按各自责任的大小赔偿" in costs(_joint(), jointly=False)
    assert "判令被告赔偿" in costs(replace(_joint(), respondents=CASE.respondents[:1]), jointly=True)


def test_the_law_of_consumers_is_pleaded_only_against_whom_something_was_bought_of():
    consumers = Provision(id="消费者权益保护法:50", citation="《甲法》第五十条", verified="two_copies")
    penal = replace(consumers, id="侵害消费者权益行为处罚办法:11", citation="《乙办法》第十一条")
    ground = replace(
        CASE.grounds[0],
        by=("content_provider",),
        provisions=(consumers, penal),
        liable=(Liable(role="content_provider", title="内容提供者", named=True, provisions=(consumers,)),),
    )
    case = replace(CASE, grounds=(ground,), respondents=CASE.respondents[:1])
    (kept,) = pleadable(case).grounds
    assert [one.id for one in kept.provisions] == ["消费者权益保护法:50"]
    (kept,) = pleadable(replace(case, respondents=(replace(case.respondents[0], consumer=False),))).grounds
    assert (kept.provisions, kept.liable[0].provisions) == ((), ())


def test_without_a_number_that_is_known_a_provision_is_named_by_its_title():
    card = Provision(
        id="甲:-", citation="《甲规定》（法释〔2021〕10号）关于网络盗刷的规定", verified="number_only"
    )
    marked = Provision(
        id="乙:-", citation="《乙规定》关于记录保存的规定（条号待核实）", verified="number_only"
    )
    assert law_by_law([card, marked]) == ["《甲规定》（法释〔2021〕10号）", "《乙规定》"]
    assert law_by_law([card], marked=True)[0] == "《甲规定》（法释〔2021〕10号）（以官方公布文本为准）"


def test_three_times_the_price_needs_fraud_to_be_pleaded():
    assert "增加赔偿" not in text()
    assert "增加赔偿" not in text(replace(CASE, claims_fraud=True))
    with pytest.raises(ValueError, match="fraud"):
        replace(CASE, triple=Decimal("500"))
    pleaded = text(replace(CASE, triple=Decimal("500"), claims_fraud=True))
    assert re.search("因(.+)的行为构成欺诈，判令\\1增加赔偿500元", pleaded)


def test_mental_distress_is_only_claimed_with_a_sum():
    assert "抚慰金" not in text()
    assert "精神损害抚慰金1元" in text(replace(CASE, mental=Decimal("1")))


def test_small_claims_procedure_is_never_ticked_and_warned_of_with_an_apology():
    assert "小额" not in text()
    warning = squeezed(form_of("court").cautions_with["apology"])
    assert warning in text_of(print_pack(claim()).pdf)
    without = replace(CASE, relief=("R1", "R3"))
    assert warning not in text_of(print_pack(claim(without)).pdf)


def test_limitation_is_not_argued_against_oneself():
    assert "时效" not in text()


@pytest.mark.parametrize(
    ("code", "on", "cause"),
    [
        ("H2", date(2025, 12, 31), "隐私权纠纷"),
        ("F1", date(2026, 1, 1), "隐私权纠纷"),
        ("S3", date(2026, 1, 1), "电信服务合同纠纷"),
        ("S4", date(2025, 6, 1), "个人信息保护纠纷"),
        ("H6", date(2026, 1, 1), "个人信息保护纠纷"),
        ("F5", date(2026, 1, 1), "借款合同纠纷"),
        ("S7", date(2026, 1, 1), "侵害网络虚拟财产权益纠纷"),
        ("S7", date(2025, 6, 1), "网络侵权责任纠纷"),
    ],
)
def test_the_cause_of_action_follows_the_ground(code: str, on: date, cause: str):
    case = replace(CASE, grounds=(Ground(code=code, title="情形"),))
    assert f"案由：{cause}" in text_of(statement_of_claim(claim(case, on)).pdf)


def test_the_person_may_choose_another_cause_but_only_a_known_one():
    assert "案由：网络服务合同纠纷" in text(cause="network")
    with pytest.raises(ValueError, match="cause of action"):
        text(cause="tea")
    with pytest.raises(ValueError, match="no edition"):
        statement_of_claim(claim(on=date(2020, 12, 31)))


def test_articles_are_cited_by_number():
    made = statement_of_claim(claim())
    said = text_of(made.pdf)
    assert all(words is None for _, words in made.cited)
    assert QUOTED.citation in said
    assert NUMBER_ONLY.citation in said
    assert "以官方公布文本为准" not in said
    assert f"文字没有经过核对，递交前请对照官方公布的文本：{NUMBER_ONLY.citation}" in text_of(
        print_pack(claim()).pdf
    )
    assert squeezed(QUOTED.text or "") not in said


def test_a_claim_names_no_article_whose_number_is_in_doubt():
    doubtful = replace(NUMBER_ONLY, id="丁办法:9", citation="《丁办法》第九条（条号待核实）")
    (first, *others) = CASE.grounds
    answering = replace(first.liable[0], named=True, provisions=(doubtful,)) if first.liable else None
    grounds = (
        replace(
            first,
            provisions=(*first.provisions, doubtful),
            liable=(*first.liable, answering) if answering else first.liable,
        ),
        *others,
    )
    made = claim(replace(CASE, grounds=grounds))
    assert "丁办法" not in str(claim_data(made)) + text_of(print_pack(made).pdf)


def test_a_claim_names_no_defendant_whom_nobody_can_name():
    hidden = Respondent(role="person", name="现机主（姓名不详）")
    said = claim_data(claim(replace(CASE, respondents=(hidden, *CASE.respondents))))
    assert [one["role"] for one in said["parties"]] == ["原告", "被告1", "被告2"]
    assert "姓名不详" not in str(said)
    assert said["copies"] == 2


def test_who_hands_a_claim_in_is_told_of_copies_fee_and_small_claims():
    hidden = Respondent(role="person", name="现机主（姓名不详）")
    told = "".join(told_of_suit(claim(replace(CASE, respondents=(*CASE.respondents, hidden)))))
    assert "另备2份副本" in told
    assert "不合小额诉讼" in told
    assert "按要钱的标准交" in told
    assert "分支机构" not in told
    branch = Respondent(role="bank", name="示例银行股份有限公司信用卡中心")
    assert "民法典第七十四条第二款" in "".join(
        told_of_suit(claim(replace(CASE, respondents=(*CASE.respondents, branch))))
    )


def test_where_the_answers_tell_of_no_act_somebody_has_to_write_what_happened():
    silent = replace(
        CASE, story="", timeline=(), grounds=tuple(replace(one, facts=()) for one in CASE.grounds)
    )
    assert claim_data(claim(silent))["untold"]
    assert UNTOLD in lacking(silent)
    assert not claim_data(claim(replace(silent, story="收到短信。")))["untold"]


def test_what_a_guardian_did_is_not_said_of_the_child():
    ground = replace(
        CASE.grounds[0], facts=(Sentence(text="{本人一方}于2026年1月2日明确拒绝", rests=("refusal.on",)),)
    )
    case = replace(CASE, grounds=(ground,))
    assert "原告于2026年1月2日明确拒绝" in claim_data(claim(case))["account"]
    child = replace(case, representative=MOTHER, fields=frozenset(FIELDS))
    assert "原告的法定代理人于2026年1月2日明确拒绝" in claim_data(claim(child))["account"]


def test_other_papers_to_the_court_name_the_defendants_of_the_claim():
    seller, carrier = (
        Respondent(role="content_provider", name="示例优选商城有限公司"),
        Respondent(role="operator", name="示例通信有限公司"),
    )
    case = replace(CASE, respondents=(seller, carrier), ticked=("stop:1",), relief=())
    drawn = Drawn(case=case, on=DAY, facts={"event": {"first": "2026-01-02", "last": "2026-01-02"}})
    assert drawn.sued == suing(case).respondents == (seller,)
    for slug in ("mediation", "claim_by_elements"):
        (parties,) = (one for one in KINDS[slug].make(drawn).blocks if one.key == "parties")
        assert seller.name in parties.text
        assert carrier.name not in parties.text
