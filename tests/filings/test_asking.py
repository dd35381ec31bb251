"""The page that prepares a filing lists what can be asked for; what is not ticked there is asked for nowhere."""

import html
import re
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.services import ComplainantInput, RespondentInput, file_complaint
from documents.filed import made_of
from documents.letters import Letter, letter_data
from documents.requests import kinds
from filings import services
from filings.models import Filing, Paper, Recipient
from filings.services.sending.preparation import check_something_asked
from filings.views.requests import SUMS
from legal.services import assess_complaint
from tests.callers import caller
from tests.cases import FACTS, NOW, Case, agreeing_to, make_desk, make_hand_recipient, make_user
from tests.documents.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def test_every_sum_that_a_person_may_say_has_a_box():
    """These three follow from what was spent and taken, and nobody types them."""
    named = {str(row["sum"]) for row in kinds().values() if "sum" in row}
    assert named - {"medical", "costs", "taken"} == SUMS.keys()


def wanting(*wishes: str, kind: str = "harassment", **facts: Any) -> Case:
    owner = make_user("owner")
    by = Actor.of_user(owner)
    # Pages have today: what went on until last week may still be asked to stop.
    today = timezone.localdate()
    event = {"first": (today - timedelta(20)).isoformat(), "last": (today - timedelta(6)).isoformat()}
    said = {**deepcopy(FACTS), "event": event, "kind": kind, "wishes": list(wishes), **facts}
    if not wishes:
        del said["wishes"]
    filed = file_complaint(
        by=by,
        kind=kind,
        situations=said["situations"],
        story="我回了退订，第二天又收到三条推销短信。",
        facts=said,
        complainant=ComplainantInput(
            name="王小宁",
            phone="13900001234",
            id_number="11010119900307109X",
            address="上海市宝山区示例路 1 号",
            region="310113",
        ),
        respondents=[RespondentInput(role=one["role"], name=one["name"]) for one in said["respondents"]],
        at=NOW,
    )
    assess_complaint(by=by, complaint=filed.complaint)
    return Case(filed.complaint, owner, by)


def page_of(case: Case, channel: str) -> tuple[Client, str, Recipient]:
    client = Client()
    client.force_login(case.owner)
    to = make_hand_recipient(channel)
    return client, reverse("consent", args=[case.complaint.number, channel, to.pk]), to


def ticked(page: str) -> set[str]:
    boxes = re.findall(r'<input type="checkbox" name="requests" value="([^"]+)"([^>]*)>', page)
    return {value for value, rest in boxes if "checked" in rest}


def listed(page: str) -> set[str]:
    return {value.partition(":")[0] for value in re.findall(r'name="requests" value="([^"]+)"', page)}


def sent(page: str, **more: Any) -> dict[str, Any]:
    """What a browser sends of the page as it stands, with what was changed on it."""
    (digest,) = re.findall(r'name="digest" value="([^"]*)"', page)
    said = {"asking": "1", "document": "claim", "digest": digest, "agree": "on", "agreed": ["identity"]}
    return {**said, "requests": sorted(ticked(page)), **more}


def test_every_request_is_listed_and_ticked_from_what_was_wanted():
    case = wanting("stop", "apology")
    client, address, _to = page_of(case, "court")
    page = client.get(address).content.decode()
    assert {"stop", "apology", "delete", "tell_source"} <= listed(page)
    assert {one.partition(":")[0] for one in ticked(page)} == {"stop", "apology"}
    assert "依据：" in page
    assert "隐私权纠纷（按您的情况）" in page
    assert "个人信息保护纠纷" in page


def test_nobody_asked_claims_nothing_but_to_stop():
    client, address, _to = page_of(wanting(), "court")
    assert {one.partition(":")[0] for one in ticked(client.get(address).content.decode())} == {"stop"}


def test_what_is_wanted_and_cannot_be_asked_there_is_said():
    case = wanting("stop", "unbind")
    client, address, _to = page_of(case, "court")
    page = client.get(address).content.decode()
    unsaid = page.split("没有写进去的，和为什么")[1].split("同意书全文")[0]
    assert "解除绑定" in unsaid
    # No paper of the case can ask for it: then it is said what would open one.
    assert "没有说号码绑着哪家平台" in unsaid
    assert "停止打扰" not in unsaid


def test_what_is_not_ticked_stands_in_no_paper_and_what_is_written_does():
    case = wanting("stop", "apology")
    client, address, to = page_of(case, "court")
    page = client.get(address).content.decode()
    changed = sent(
        page, requests=["stop:1", "delete:1"], asks="判令被告公开其名单来源", cause="personal_data"
    )
    # What was ticked otherwise is shown before it is agreed to.
    again = client.post(address, changed)
    assert again.status_code == 422
    assert ticked(again.content.decode()) == {"stop:1", "delete:1"}
    done = client.post(address, sent(again.content.decode(), asks=changed["asks"], cause="personal_data"))
    assert done.status_code == 302, done.content.decode()
    filing = Filing.objects.get(recipient=to)
    content = services.content_of(filing)
    assert [(row["slug"], row["asked"]) for row in content["requests"]] == [
        ("stop", ["示例优选商城有限公司"]),
        ("delete", ["示例优选商城有限公司"]),
    ]
    claim = filing.documents.get(kind="claim")
    said = "".join(text_of(services.open_document(by=case.by, document=claim, at=NOW).read()).split())
    assert "判令被告停止处理并删除" in said
    # Of the operator nothing is asked: it is no defendant.
    assert "示例移动通信公司" not in said.split("诉讼请求")[0]
    assert "判令被告公开其名单来源" in said
    assert "案由：个人信息保护纠纷" in said
    assert "赔礼道歉" not in said.split("事实和理由")[0]


def test_a_sum_that_is_wrong_or_lacks_is_said_and_everything_typed_stays():
    case = wanting("stop", loss={"mental": "severe"})
    client, address, _to = page_of(case, "court")
    page = client.get(address).content.decode()
    assert 'name="sum_mental"' in page
    changed = sent(page, requests=["stop", "mental"], asks="请公开道歉", sum_mental="很多")
    wrong = client.post(address, changed)
    assert wrong.status_code == 422
    said = wrong.content.decode()
    assert "请只填数字" in said
    assert {one.partition(":")[0] for one in ticked(said)} == {"stop", "mental"}
    assert "请公开道歉" in said
    assert not Filing.objects.exists()
    # What hurt is worth may be left to be filled in by hand: the claim has a line for it, and the pack says so.
    client.post(address, sent(said, sum_mental="", asks="请公开道歉"))
    filing = Filing.objects.get()
    printed = {
        one.kind: "".join(text_of(services.open_document(by=case.by, document=one, at=NOW).read()).split())
        for one in filing.documents.filter(kind__in=("claim", "print_pack"))
    }
    assert "精神损害抚慰金＿" in printed["claim"]
    assert "精神损害抚慰金的数额" in printed["print_pack"]


def test_a_claim_that_is_two_is_made_one_with_one_press():
    today = timezone.localdate()
    day = (today - timedelta(20)).isoformat()
    case = wanting(
        "stop",
        "refund",
        kind="second_hand_number",
        situations=["former_holder_pursued", "residual_charge"],
        complainant={"capacity": "subscriber", "consumer_of_respondent": True},
        number={"second_hand": True, "told": False},
        contacts={"channels": ["call"], "count": 30},
        debt={"owed": "others", "told_them_on": day},
        charges={"residual": True, "monthly": 15, "months": 1, "first_on": day, "last_on": day},
        respondents=[
            {"role": "operator", "name": "甲通信公司"},
            {"role": "collector", "name": "乙信用服务公司"},
        ],
    )
    client, address, _to = page_of(case, "court")
    page = client.get(address).content.decode()
    assert ticked(page) == {"stop:2", "refund"}
    buttons = dict(re.findall(r'name="again" value="([^"]+:[^"]+)">\s*([^<]+)</button>', page))
    assert {said.strip(): ticks for ticks, said in buttons.items()} == {
        "这份只告 乙信用服务公司（隐私权纠纷）": "stop:2",
        "这份只告 甲通信公司（电信服务合同纠纷）": "refund:1",
    }
    one = client.post(address, {**sent(page), "again": "stop:2"}).content.decode()
    assert ticked(one) == {"stop:2"}
    assert "这份只告" not in one
    assert "判令乙信用服务公司立即停止" in one
    # The page as it was sent changes nothing by itself.
    same = client.post(address, {**sent(page), "again": "1"}).content.decode()
    assert ticked(same) == {"stop:2", "refund"}
    other = client.post(address, {**sent(page), "again": "refund:1"}).content.decode()
    assert ticked(other) == {"refund"}


def test_who_changed_a_tick_and_agreed_is_shown_the_consent_as_it_reads_now():
    """What was agreed to reads otherwise: it is shown anew, unticked, and then one press is enough (个人信息保护法 14)."""
    case = wanting("stop")
    client, address, _to = page_of(case, "court")
    page = client.get(address).content.decode()
    more = sorted({*ticked(page), "apology:1"})
    again = client.post(address, sent(page, requests=more))
    shown = again.content.decode()
    assert again.status_code == 422
    assert not Filing.objects.exists()
    assert "请重新看一遍同意书" in shown
    assert '<a href="#consent">' in shown
    assert not re.search(r'name="agree"[^>]*checked', shown)
    assert ticked(shown) == {*more}
    assert client.post(address, sent(shown)).status_code == 302
    assert Filing.objects.count() == 1


def test_a_claim_without_a_request_is_not_made():
    case = wanting("stop")
    client, address, _to = page_of(case, "court")
    page = client.post(address, sent(client.get(address).content.decode(), requests=[], again="1")).content
    refused = client.post(address, sent(page.decode()))
    assert "只收有具体请求的材料" in refused.content.decode()


def test_three_times_the_price_needs_the_facts_of_a_deception():
    facts = {
        "kind": "second_hand_number",
        "situations": ["residual_charge"],
        "complainant": {"region": "310113", "capacity": "subscriber", "consumer_of_respondent": True},
        "respondents": [{"role": "operator", "name": "示例移动通信公司"}],
        "number": {"second_hand": True, "told": False},
        "charges": {"residual": True, "monthly": 40, "months": 2},
    }
    case = wanting("refund", **facts)
    to = make_hand_recipient("court")
    meant: dict[str, Any] = {
        "complaint": case.complaint,
        "recipient": to,
        "exhibits": (),
        "document": "claim",
    }
    wishes = services.Wishes(requests=("refund", "triple"), triple="500", claims_fraud=True)
    shown = services.propose_consent(**meant, wishes=wishes, at=NOW)
    with pytest.raises(services.Refused, match="故意隐瞒"):
        services.prepare(
            by=case.by,
            **meant,
            wishes=wishes,
            consent_digest=shown.digest,
            giving=agreeing_to(shown),
            at=NOW,
        )
    told = services.Wishes(
        requests=("refund", "triple"),
        triple="500",
        claims_fraud=True,
        fraud="客服明知有前机主的扣费，说没有。",
    )
    shown = services.propose_consent(**meant, wishes=told, at=NOW)
    filing = services.prepare(
        by=case.by, **meant, wishes=told, consent_digest=shown.digest, giving=agreeing_to(shown), at=NOW
    )
    claim = filing.documents.get(kind="claim")
    said = "".join(text_of(services.open_document(by=case.by, document=claim, at=NOW).read()).split())
    assert "增加赔偿500元" in said
    assert "客服明知有前机主的扣费，说没有。" in said
    # What is told of the deception leaves as it was typed: an identity number in it has its own consent.
    named = replace(told, fraud="经办人身份证号11010519491231002X。")
    assert "written" in {one.key for one in services.propose_consent(**meant, wishes=named, at=NOW).separate}


def test_the_costs_go_to_nobody_who_is_not_asked_for_them():
    operator = [{"role": "operator", "name": "示例移动通信公司"}]
    costs = {"costs": [{"what": "金丝雀交通费", "yuan": 61.7}]}
    charges = {"residual": True, "monthly": 15, "months": 2, "last_on": "2026-03-01"}
    case = wanting("refund", kind="second_hand_number", respondents=operator, loss=costs, charges=charges)
    to = make_hand_recipient("operator")
    meant: dict[str, Any] = {
        "complaint": case.complaint,
        "recipient": to,
        "exhibits": (),
        "document": "letter",
    }
    shown = services.propose_consent(**meant, at=NOW)
    assert "costs" not in shown.given
    assert any(one.slug == "costs" and not one.wished for one in shown.requests)
    asked = services.propose_consent(**meant, wishes=services.Wishes(requests=("costs",)), at=NOW)
    assert "costs" in asked.given
    assert asked.digest != shown.digest


@pytest.mark.parametrize(
    ("wished", "swapped", "told"),
    [(("refund",), False, False), (("refund", "damages"), False, True), (("refund", "damages"), True, True)],
)
def test_an_appeal_is_told_of_losses_only_where_they_are_asked_for_in_it_or_are_what_it_is_about(
    wished: tuple[str, ...], swapped: bool, told: bool
):
    more: Any = {
        "respondents": [{"role": "operator", "name": "示例移动通信公司"}],
        "number": {"registrant_is_me": True, "sim_replaced_by_other": swapped},
        "charges": {"residual": True, "monthly": 15, "months": 2, "last_on": "2026-03-01"},
        "loss": {"costs": [{"what": "金丝雀交通费", "yuan": 61.7}]},
        "prior": [{"to": "operator", "act": "complaint", "on": "2026-02-01"}],
    }
    case = wanting(*wished, kind="second_hand_number", **more)
    desk, _caseworker = make_desk(channel="telecom_appeal")
    shown = services.propose_consent(
        complaint=case.complaint, recipient=desk, exhibits=(), document="letter", at=NOW
    )
    assert ("costs" in shown.given) == told


def test_what_was_ticked_before_a_session_ended_comes_back(monkeypatch: pytest.MonkeyPatch):
    case = wanting("stop", "apology")
    client, address, _to = page_of(case, "court")
    typed = QueryDict("asking=1&requests=delete:1&asks=%E5%86%99%E8%BF%87%E7%9A%84")
    monkeypatch.setattr("filings.views.sending.unsent_here", lambda **_kw: typed)
    page = client.get(address).content.decode()
    assert ticked(page) == {"delete:1"}
    assert "写过的" in page


def test_the_api_lists_what_can_be_asked_for_and_takes_the_ticks():
    case = wanting("stop")
    client = Client()
    client.force_login(case.owner)
    to = make_hand_recipient("court")
    address = reverse("api-consents", args=[case.complaint.number])
    body = {"recipient": to.pk, "wishes": {"requests": ["apology:1"], "cause": "personal_data"}}
    said = client.post(address, body, content_type="application/json").json()
    requests = {row["slug"]: row for row in said["requests"]}
    assert (requests["apology"]["wished"], requests["stop"]["wished"]) == (True, False)
    assert [one["wished"] for one in requests["apology"]["asked"]] == [True, False][
        : len(requests["apology"]["asked"])
    ]
    assert requests["apology"]["basis"]
    assert next(iter(said["causes"])) == "privacy"


def test_a_draft_begins_from_what_is_ticked_and_the_page_keeps_it():
    case = wanting("stop", "apology")
    client, address, to = page_of(case, "court")
    page = client.get(address).content.decode()
    own = {"requests": ["stop:1", "delete:1"], "asks": "判令被告公开其名单来源", "cause": "personal_data"}
    begun = client.post(address, sent(page, draft="1", story="", **own))
    paper = Paper.objects.get(recipient=to)
    assert begun.headers["Location"] == reverse("paper", args=[paper.pk])
    texts = {block.key: block.text for block in paper.current.as_written.blocks}
    assert own["asks"] in texts["requests"]
    assert "停止处理并删除" in texts["requests"]
    assert "赔礼道歉" not in texts["requests"]
    assert "个人信息保护纠纷" in texts["cause"]
    assert services.update_paper(by=case.by, paper=paper).number == 1
    back = client.get(address).content.decode()
    assert ticked(back) == {"stop:1", "delete:1"}
    assert own["asks"] in back
    assert "checked" not in back.split('name="agree"')[1].split(">")[0]


def test_what_asks_for_nothing_definite_is_told_so_and_not_prepared_where_requests_are_needed():
    case = wanting(
        "keep_number",
        kind="second_hand_number",
        situations=["number_not_disclosed"],
        complainant={"capacity": "subscriber", "region": "310113", "consumer_of_respondent": True},
        respondents=[{"role": "operator", "name": "示例通信公司"}],
        number={"second_hand": True, "told": False},
        prior=[{"to": "operator", "act": "complaint", "on": "2026-01-05", "answered_on": "2026-01-15"}],
    )
    client, url, _to = page_of(case, "telecom_appeal")
    page = client.get(url).content.decode()
    # To keep what one has gets nothing by itself: besides, when the number was given out again.
    assert ticked(page) == {"history", "keep"}
    page = client.post(url, sent(page, requests=[], again="1")).content.decode()
    assert "这份材料没有提出具体要求。" in page
    assert not ticked(page)
    offered: list[Any] = [SimpleNamespace(title="换一个号码", accuses=False, wished=False)]
    with pytest.raises(services.Refused, match="勾选一项（“换一个号码”），或者用自己的话写"):
        check_something_asked(offered, services.Wishes(requests=()), "telecom_appeal")
    check_something_asked(offered, services.Wishes(requests=()), "12321")
    check_something_asked(offered, services.Wishes(requests=(), asks=("请说明来源",)), "telecom_appeal")
    for channel in ("telecom_appeal", "12315_complaint", "consumer_association"):
        with pytest.raises(services.Refused, match="勾选一项（“换一个号码”）"):
            check_something_asked(offered, services.Wishes(), channel)


def test_the_api_asks_as_the_page_does_where_nobody_ticked_anything() -> None:
    """What the wishes of the case tick lacks its sum by either door, and by either the person is told that nothing is asked."""
    case = wanting(
        "refund",
        kind="second_hand_number",
        situations=["residual_charge"],
        complainant={"region": "310113", "capacity": "subscriber", "consumer_of_respondent": True},
        respondents=[{"role": "operator", "name": "示例移动通信公司"}],
        number={"second_hand": True, "told": False},
        charges={"residual": True},
    )
    to, me = make_hand_recipient("court"), caller(case.owner)
    base = f"/api/v1/complaints/{case.complaint.number}"
    shown = me.post(f"{base}/consents/", {"recipient": to.pk}, format="json").data
    lacking = [one["slug"] for one in shown["requests"] if one["wished"] and one["sum"] is None]
    assert lacking == ["refund"]
    assert shown["asks_nothing"] is False
    agreed = {
        "consent_digest": shown["digest"],
        "agree": True,
        "agreed": [one["key"] for one in shown["separate"]],
    }
    refused = me.post(f"{base}/filings/", {"recipient": to.pk, **agreed}, format="json")
    assert refused.status_code == 409
    assert "没有写金额" in refused.data["detail"]
    none = {"recipient": to.pk, "wishes": {"requests": []}}
    assert me.post(f"{base}/consents/", none, format="json").data["asks_nothing"] is True
    assert not Filing.objects.exists()


def test_of_two_sellers_the_one_of_whom_something_was_bought_is_named_on_what_was_said_of_it() -> None:
    case = wanting(
        "stop",
        "make_known",
        complainant={"region": "310113", "capacity": "recipient", "consumer_of_respondent": True},
        data={"source": "unknown"},
        respondents=[
            {"role": "content_provider", "name": "示例汽车销售有限公司", "consumer": True},
            {"role": "content_provider", "name": "示例保险代理有限公司", "consumer": False},
        ],
    )
    to = make_hand_recipient("12315_complaint")
    shown = services.propose_consent(complaint=case.complaint, recipient=to, exhibits=(), document="letter")
    filing = services.prepare(
        by=case.by,
        complaint=case.complaint,
        recipient=to,
        consent_digest=shown.digest,
        giving=agreeing_to(shown),
    )
    (letter,) = [one for one in filing.documents.all() if one.kind == "letter"]
    said = text_of(services.open_document(by=case.by, document=letter, at=NOW).read())
    assert "为生活消费购买、使用过被投诉人的商品或者服务" in said


def in_page(page: str) -> str:
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


@pytest.mark.parametrize("channel", ["operator", "12321", "12315_report", "cac_12377"])
def test_everything_that_a_letter_asks_stands_on_the_page_that_asks_what_is_asked(channel: str):
    case = wanting("stop")
    client, address, to = page_of(case, channel)
    page = client.get(address).content.decode()
    done = client.post(address, sent(page, document="letter"))
    assert done.status_code == 302, in_page(done.content.decode())
    letter = made_of(services.content_of(Filing.objects.get(recipient=to)))
    assert isinstance(letter, Letter)
    assert letter.requests.sentences
    for said in letter.requests.sentences:
        assert "".join(said.split()) in in_page(page), said


def test_whom_a_letter_is_written_to_is_consented_to_by_name():
    case = wanting(
        "stop",
        kind="fake_collection",
        situations=["others_debt"],
        debt={"owed": "others", "told_them_on": (timezone.localdate() - timedelta(9)).isoformat()},
        contacts={"channels": ["call"], "count": 9},
        respondents=[{"role": "assignee", "name": "恒诚资产管理有限公司"}],
    )
    client, address, to = page_of(case, "lender")
    Recipient.objects.filter(pk=to.pk).update(name="债权机构客服（以合同、账单上的为准）")
    page = client.get(address).content.decode()
    assert "同意提供给恒诚资产管理有限公司" in in_page(page)
    assert "债权机构客服" not in in_page(page)
    client.post(address, sent(page, document="letter"))
    letter = made_of(services.content_of(Filing.objects.get(recipient=to)))
    assert isinstance(letter, Letter)
    assert letter_data(letter)["recipient"] == "恒诚资产管理有限公司"
    # A recipient that the letter itself speaks to is named once.
    client, address, _to = page_of(case, "12321")
    assert "信写给" not in client.get(address).content.decode()


@pytest.mark.parametrize("channel", ["12321", "12315_report", "operator", "12315_complaint"])
def test_that_ticks_decide_is_said_where_there_is_something_to_tick(channel: str):
    client, address, _to = page_of(wanting("stop"), channel)
    page = client.get(address).content.decode()
    assert ("这里勾上的才会写进材料" in page) is ('name="requests"' in page)


def test_which_requests_fall_with_what_is_left_out_is_said_on_the_page():
    client, address, _to = page_of(wanting("stop", "delete"), "12315_complaint")
    said = "下面的请求没有依据，这一份里就不提了"
    page = client.get(address).content.decode()
    assert said not in page
    labels = re.findall(r'name="left_out" value="(told\.[a-z]+)"', page)
    told = {"document": "letter", "again": "1", "left_out": labels}
    page = client.post(address, told).content.decode()
    shown = re.findall(r"<li>([^<]+)</li>", page.partition(said)[2].partition("</ul>")[0])
    assert shown
    case = Complaint.objects.get()
    whole, without = (
        services.propose_consent(
            complaint=case,
            recipient=_to,
            exhibits=(),
            document="letter",
            giving=services.Giving(left_out=frozenset(left)),
        )
        for left in ((), labels)
    )
    fell = [one.title for one in whole.requests if one.slug not in {two.slug for two in without.requests}]
    assert shown == fell
