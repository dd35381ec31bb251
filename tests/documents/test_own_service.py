"""An operator that sells its own service has the part of who advertises; whoever calls for it that of an agent."""

from typing import Any

import pytest

from complaints.models import Complaint
from filings.services.sending.content import facts_now, respondent_rows
from tests.documents.asking import asked
from tests.documents.test_whose_number import text_of
from tests.golden.papers import filed

OPERATOR = {"role": "operator", "name": "中国示例通信集团有限公司江口分公司", "consumer": True}
CALLER = {"role": "agent", "name": "江口云呼信息服务有限公司", "consumer": False}
FACTS: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["nuisance_calls", "optout_ignored"],
    "wishes": ["stop", "delete"],
    "event": {"first": "2026-02-25", "last": "2026-11-26"},
    "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["call", "sms"], "count": 110},
    "content": {"commercial": True, "sender_identified": True, "own_service": True},
    "refusal": {"made": True, "on": "2026-02-25", "ways": ["at_once"]},
    "prior": [{"to": "operator", "act": "complaint", "on": "2026-05-10", "answered_on": "2026-05-10"}],
    "respondents": [OPERATOR, CALLER],
}
STORY = "2月起有人说是我的客户经理，叫我升59的5G套餐，第一次就说不用。客服说外面合作的管不到，那家叫江口云呼信息服务有限公司。"


def test_the_operator_is_asked_to_stop_what_it_and_others_do_for_it_not_to_block_it():
    for channel in ("operator", "telecom_appeal"):
        requests = "\n".join(asked(FACTS, channel).sentences)
        assert "自行或者委托他人" in requests
        assert "通知受托的公司" in requests
        assert "协助拦截" not in requests


def test_both_are_sued_and_nobody_is_called_a_carrier():
    text = text_of(FACTS, "court")
    assert f"被告1{OPERATOR['name']}是电信业务经营者，涉案来电、信息推销的是其业务" in text
    assert "判令各被告立即停止以电话、短信方式" in text
    assert "通道" not in text
    assert "第二十九条第三款" in text
    for cited in ("第二十一条第一款", "第二十一条第二款", "第九条第三款、第十一条"):
        assert cited in text


def test_whoever_is_asked_for_its_own_offers_alone_has_nobody_to_watch_over():
    alone = {**FACTS, "respondents": [OPERATOR]}
    assert "受托的公司" not in str(asked(alone, "operator").sentences)
    assert "第十一条" not in text_of(alone, "court")


def test_an_operator_of_which_that_is_not_told_only_carries():
    carried = {**FACTS, "content": {"commercial": True}, "respondents": [OPERATOR, CALLER]}
    assert "协助拦截" in str(asked(carried, "operator").sentences)
    assert OPERATOR["name"] not in text_of(carried, "court").partition("案由")[0]


def _filed(
    *, story: str = STORY, text: str = "【示例通信】升59元5G套餐，回QX退订。", **said: Any
) -> Complaint:
    content = {"commercial": True, "sender_identified": True, **said}
    facts = {
        name: one
        for name, one in FACTS.items()
        if name not in ("respondents", "situations", "wishes", "kind")
    }
    case = {
        **{name: FACTS[name] for name in ("kind", "situations", "wishes")},
        "story": story,
        "facts": {**facts, "content": content},
        "complainant": {"name": "何安", "phone": "13900000125", "region": "350503"},
        "respondents": [OPERATOR, {**CALLER, "role": "service_provider"}],
        "contacts": [
            {"channel": "sms", "sender": "1069000112701", "text": text, "received_on": "2026-06-14"}
        ],
    }
    return filed(case).read_whole()


def _read(complaint: Complaint) -> tuple[bool, set[str]]:
    facts = facts_now(complaint)
    roles = {str(row["role"]) for row in facts["respondents"]}
    assert roles == {row["role"] for row in respondent_rows(complaint)}
    return facts["content"].get("own_service", False), roles


@pytest.mark.django_db
def test_that_it_sells_itself_is_read_in_what_was_told():
    assert _read(_filed()) == (True, {"operator", "agent"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        {"text": "【某某装饰】全屋整装升级套餐，回T退订。"},
        {"text": "", "story": "老有人打来卖房子，说了不要还打。发短信的平台是江口云呼。"},
        {"commercial": False},
    ],
)
def test_what_another_sells_is_not_its_own(said: dict[str, Any]):
    assert _read(_filed(**said)) == (False, {"operator", "service_provider"})


@pytest.mark.django_db
def test_whoever_is_told_to_pass_on_messages_stays_that():
    story = f"{STORY}短信是江口云呼的短信平台发的。"
    assert _read(_filed(story=story)) == (True, {"operator", "service_provider"})
