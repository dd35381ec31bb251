"""What grounds a request is told in every paper: no reason but an admission, a wish or another's number leaves it out."""

import re
from datetime import date
from typing import Any

import pytest

from documents.clauses import clauses_of
from documents.excerpts import Telling, excerpts_of, together
from documents.matters import grounds
from documents.sentences import folded
from tests.golden.papers import NAMES, case_of

ON = date(2026, 11, 29)
# Who reads it: a court, a collector, a platform that runs the account, the carrier of messages.
READERS: dict[str, dict[str, Any]] = {
    "court": {},
    "lender": {"collects": True},
    "platform": {"of_another": True},
    "admitted": {"gave": True},
}

# A sum lost, a threat, a third person, the purpose of a number, a refusal, a withdrawal, an answer, a proof, a day with an act;
# what stands in brackets may fall.
TOLD = {
    "sum": [
        "头一批布料退回去了，我又花28元运费让人重新寄。",
        "我自己坐车去县里拿的，来回车费64元。",
        "为跑派出所请了两天假，扣了300元。",
    ],
    "threat": ["他讲再不还就到我住的小区去贴公告，我一晚上没合眼。", "那边说要带人上门，我心里很难受。"],
    "third person": [
        "8月12日他们打给我姐，说我贷款买车不还钱，让她帮我还。",
        "又打到厂里办公室，是文员接的，车间主任后来也接到了。",
        "更气人的是他们打到我常去的棋牌室。",
    ],
    "purpose": [
        "填单子的时候留了电话，说是送货要用。",
        "登记的时候写了手机号，为了取快递方便。",
    ],
    "refusal": [
        "[一开始我没当回事，]就说暂时不需要。",
        "5月19日我在微信上写了，我不买，请你们公司不要再联系我。",
        "6月24日我跟他们讲明白，请不要再打给我。",
    ],
    "withdrawal": [
        "6月5日我找客服，让他们把我的手机号从合作机构那里撤回来，6月9日回复说，用户注册的时候已经同意过了。",
        "6月10日我把账号注销了。",
    ],
    "answer": [
        "我要求看合同，客服说不方便提供。",
        "6月15日我写信要退，6月19日回我讲服务已经开通，不退。",
        "银行那边登记是登记了，柜员让我去找原来的用户。",
    ],
    "proof": [
        "挂失的回执我还留着。",
        "4月21日退了货，退货单上盖了章。",
        "我一分钱没交过，东西也没拿过，退货单在。",
    ],
    "day": [
        "7月1日我从外地买了一批拉链，地址写的是烟台，结果显示送到威海去了。",
        "8月16日我想注册，提示这个手机号已经注册过，用验证码一登，头像和好友都是别人的，我马上就退出来了。",
    ],
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("what", TOLD)
def test_what_grounds_a_request_is_told_whoever_reads_it(what: str, reader: str):
    for marked in TOLD[what]:
        story, kept = re.sub(r"[\[\]]", "", marked), re.sub(r"\[.*?\]", "", marked)
        found = excerpts_of(story, "", Telling(on=ON, owed="none", **READERS[reader]))
        assert together([one for one in found if one.proposed], story) == kept


@pytest.mark.parametrize("what", TOLD)
def test_each_of_these_is_known_for_what_it_is(what: str):
    assert all(grounds(folded(re.sub(r"\[.*?\]", "", marked))) for marked in TOLD[what])


# What of the golden stories grounds a request and is left to the person all the same, each read by a lawyer.
LEFT = {
    # “也不能全怪她，我一天找她两三趟”
    "own_account_bound": {"也都打到她那去了。"},
}
# What somebody wants is among the requests.
WISHED = re.compile("(?:所以|现在)?(?:我|就|只|也|是)*(?:想|要求|希望|请|要)")


@pytest.mark.parametrize("name", NAMES)
def test_of_a_story_nothing_falls_that_grounds_a_request(name: str):
    case = case_of(name)
    facts = case["facts"]
    telling = Telling(
        on=ON,
        owed=facts.get("debt", {}).get("owed", ""),
        gave=facts.get("data", {}).get("source") in ("given", "order"),
        helped=facts.get("complainant", {}).get("capacity") == "authorised_helper",
    )
    fell = {
        clause
        for one in excerpts_of(case["story"], "", telling)
        if not one.proposed and not WISHED.match(one.text)
        for clause in clauses_of(one.text)
        if grounds(folded(clause))
    }
    assert fell == LEFT.get(name, set())


STUMPS = [
    # With whom it begins, what goes on from it.
    "8月12日他们打给我姐。8月20日又打到厂里办公室，车间主任也接到了。主任问我是不是家里有困难，他嘴上说相信。",
    "6月29日我去派出所报案，民警做了笔录。我把回执拍照发给他们，那边说“公安没有结论之前，你就得还”。",
]


@pytest.mark.parametrize("story", STUMPS)
def test_what_goes_on_is_told_with_what_it_goes_on_from(story: str):
    said = "催收方联系了本人的亲友、同事。2026年8月12日、8月20日。2026年6月29日，向公安机关报案。"
    found = excerpts_of(story, said, Telling(on=ON, owed="none", collects=True))
    assert together([one for one in found if one.proposed], story) == story
