"""Papers of a suit and after it: each only where the facts carry it, claiming no more than they say."""

from dataclasses import replace
from datetime import date
from typing import Any

from documents.papers.table import KINDS
from tests.documents.papers.cases import CALLED, drawn, texts
from tests.documents.papers.test_evidence import DEBT

PURSUED: dict[str, Any] = {
    **DEBT,
    "debt": {"owed": "others", "told_them_on": "2026-09-05", "contacts_told": 3, "threats": ["publicity"]},
}


def test_an_injunction_says_what_goes_on_and_why_it_cannot_be_made_good():
    of = drawn(PURSUED)
    said = texts("injunction", of)
    assert KINDS["injunction"].offered(of)
    assert "停止向申请人的亲友、同事透露债务、施加压力" in said
    assert "禁止各被申请人公开、通报" in said
    assert "辱骂" not in said
    assert "不及时制止，将使申请人的合法权益受到难以弥补的损害：" in said
    assert "请贵院审查" not in said
    assert "《中华人民共和国民法典》第九百九十七条" in said


def test_an_injunction_tells_what_colleagues_were_told_and_takes_nothing_down():
    of = drawn({**PURSUED, "debt": {**PURSUED["debt"], "threats": [], "published": ["debt"]}})
    story = (
        "9月10日他们打到诊所的座机，跟护士说我家里欠钱不还。过了两天又给我三个同事发短信，写“包庇欠款人”。"
        "9月15日我去派出所报警，停了一个星期又来了。"
    )
    said = texts("injunction", replace(of, case=replace(of.case, story=story)))
    assert "不得再向申请人的亲友、同事发送、告知有关申请人的内容（称“家里欠钱不还”、“包庇欠款人”等）" in said
    assert "2026年9月5日，申请人已经告知对方该笔债务与申请人无关。" in said
    assert "2026年9月10日他们打到诊所的座机，跟护士说申请人家里欠钱不还。" in said
    assert "又给申请人三个同事发短信，写“包庇欠款人”" in said
    assert "停了一个星期又来了" in said
    for word in ("发布", "扩散", "群组"):
        assert word not in said


def test_an_injunction_is_not_offered_where_it_stopped_or_nobody_is_known_or_nothing_is_lost():
    offered = KINDS["injunction"].offered
    assert not offered(drawn(PURSUED, on=date(2027, 3, 1)))
    assert not offered(drawn({**PURSUED, "respondents": [{"role": "person", "name": "自称“李警官”的人"}]}))
    assert not offered(drawn({**PURSUED, "debt": {"owed": "others", "told_them_on": "2026-09-05"}}))


def test_whoever_was_disclosed_is_added_with_what_is_asked_of_them():
    hidden = {
        **CALLED,
        "respondents": [{"role": "service_provider", "name": "示例短信科技有限公司"}],
        "content": {"commercial": True, "sender_identified": False},
    }
    given = {
        "disclosed": "示例商贸有限公司",
        "disclosed_by": "示例短信科技有限公司",
        "disclosed_on": "2026-11-20",
    }
    assert KINDS["joinder"].offered(drawn(hidden))
    said = texts("joinder", drawn(hidden, given=given))
    assert "将示例商贸有限公司追加为本案被告" in said
    assert "示例短信科技有限公司于2026年11月20日披露，涉案信息由示例商贸有限公司提供、要求发送。" in said
    assert "申请人起诉时不知道发送者是谁" in said
    assert "拟追加的被告的名称" in KINDS["joinder"].make(drawn(hidden)).missing


def test_nobody_is_mediated_against_their_will():
    assert "调解不成或者对方不参加的，请及时立案、审理" in texts("mediation", drawn(CALLED))
    refused = texts("mediation", drawn(CALLED, given={"agrees": "no"}))
    assert "申请人不同意先行调解。" in refused
    assert "第一百二十五条、第一百二十六条" in refused


def test_electronic_service_is_agreed_to_only_where_it_was_chosen():
    assert "同意以电子方式送达" not in texts("service_address", drawn(CALLED))
    assert "是否接受电子送达" in KINDS["service_address"].make(drawn(CALLED)).missing
    chosen = texts(
        "service_address", drawn(CALLED, given={"electronic": "yes", "mailbox": "lin@anning.example"})
    )
    assert "同意以电子方式送达（《中华人民共和国民事诉讼法》（2023年修正）第九十条第一款）" in chosen
    assert "电子送达地址：lin@anning.example" in chosen


def test_an_appeal_is_in_time_only_where_the_day_of_service_shows_it():
    of = {**CALLED, "prior": [{"to": "court", "act": "suit", "on": "2026-11-01", "accepted": False}]}
    assert KINDS["appeal"].offered(drawn(of))
    assert not KINDS["appeal"].offered(drawn(CALLED))
    assert "十日内" not in texts("appeal", drawn(of))
    said = texts("appeal", drawn(of, given={"served_on": "2026-11-15"}))
    assert (
        "在裁定书送达之日起十日内依照《中华人民共和国民事诉讼法》（2023年修正）第一百七十一条第二款提起上诉。"
        in said
    )
    assert "十日内" not in texts("appeal", drawn(of, given={"served_on": "2026-11-01"}))
    assert "写明了住所" not in said
    assert "被上诉人" not in said
    dismissed = texts("appeal", drawn(of, given={"ruling": "dismissed"}))
    assert "撤销上海市长宁区人民法院驳回起诉的裁定" in dismissed
    assert "被上诉人（原审被告）1：示例优选商城有限公司" in dismissed


def test_a_day_that_is_none_stands_as_it_was_typed():
    of = {**CALLED, "prior": [{"to": "court", "act": "suit", "on": "2026-11-01", "accepted": False}]}
    for typed, printed in (
        ("上周二", "上周二"),
        ("2026/11/15", "2026年11月15日"),
        ("2026-13-45", "2026-13-45"),
    ):
        assert f"收到裁定书的日期：{printed}\n" in texts("appeal", drawn(of, given={"served_on": typed}))


def test_an_execution_is_in_time_only_where_the_last_day_to_obey_shows_it():
    of = {
        **CALLED,
        "prior": [
            {"to": "court", "act": "suit", "on": "2026-01-05", "accepted": True, "answered_on": "2026-06-01"}
        ],
    }
    assert KINDS["execution"].offered(drawn(of))
    assert "在法定期间内" not in texts("execution", drawn(of))
    assert "在法定期间内" in texts("execution", drawn(of, given={"due_on": "2026-07-01"}))
    one = texts("execution", drawn(of, given={"debtor": "示例优选商城有限公司"}))
    assert "被执行人：示例优选商城有限公司" in one
    assert "示例通信有限公司" not in one
    late = texts("execution", drawn(of, given={"due_on": "2024-07-01"}))
    assert "在法定期间内" not in late
    assert "没有全部履行" not in late


def test_a_claim_by_elements_is_no_form_of_the_courts_and_says_what_the_claim_says():
    of = drawn({**CALLED, "number": {"rebound_by_former_holder": False}})
    said = texts("claim_by_elements", of)
    assert "法〔2025〕82号" not in said
    assert "本状不是人民法院发布的示范文本" in said
    assert "收到的总次数：58次" in said
    assert "拒绝以后又收到：31次" in said
    assert "■ 判令" in said
    assert "□ 精神损害抚慰金" in texts("claim_by_elements", drawn({**CALLED, "loss": {"mental": "severe"}}))
    assert "换绑" not in said
    assert not KINDS["claim_by_elements"].offered(drawn({**CALLED, "respondents": [{"role": "unknown"}]}))


def test_what_ended_without_saying_how_leaves_both_ways_open():
    ended = {
        **CALLED,
        "prior": [{"to": "court", "act": "suit", "on": "2026-01-05", "answered_on": "2026-06-01"}],
    }
    running = {**CALLED, "prior": [{"to": "court", "act": "suit", "on": "2026-01-05", "accepted": True}]}
    for slug in ("appeal", "execution"):
        assert KINDS[slug].offered(drawn(ended))
        assert not KINDS[slug].offered(drawn(running))


def test_a_suit_that_goes_on_has_its_number_in_the_papers_and_may_take_another_defendant():
    suit = {
        "to": "court",
        "act": "suit",
        "on": "2026-11-01",
        "accepted": True,
        "ticket": "（2026）沪0105民初9号",
    }
    of = drawn({**CALLED, "prior": [suit]})
    assert "案号：（2026）沪0105民初9号" in texts("document_order", of)
    said = texts("evidence_preservation", of)
    assert "案号：（2026）沪0105民初9号" in said
    assert "诉前" not in said
    assert KINDS["joinder"].offered(of)
    assert not KINDS["joinder"].offered(drawn(CALLED))


def test_whose_number_it_was_before_is_said_of_a_former_holder():
    of = {
        **CALLED,
        "kind": "second_hand_number",
        "complainant": {"capacity": "former_holder"},
        "number": {"second_hand": True, "released_on": "2026-01-05", "account_taken_over": True},
    }
    said = texts("claim_by_elements", drawn(of))
    assert "原告注销日期：2026年1月5日" in said
    assert "前机主停用日期" not in said
    assert "曾由他人使用" not in said
