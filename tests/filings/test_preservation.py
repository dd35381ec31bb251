"""The request to keep records: what it cites (P15), what it holds of a person (P18), its days, and whose it is."""

import io
import re
from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.actors import Actor
from complaints.models import Complaint, Party
from complaints.services import ComplainantInput, ContactInput, RespondentInput, file_complaint
from evidence.services import receive
from filings.models import Recipient
from filings.services import Refused
from filings.services.keeping_requests import addressees, kinds_of, record_keeping_request, request_to_keep
from legal.corpus import load
from tests.cases import FACTS, make_user, shared
from tests.documents.reading import squeezed, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
ZONE = timezone.get_default_timezone()
HELD = {"name": "金丝雀甲", "phone": "13911110001"}
NOT_HELD = {"email": "canary@example.cn", "id_number": "11010119900307109X", "address": "金丝雀路乙号"}


def filed(first: str, last: str, *, channels: tuple[str, ...] = ("sms",), **facts: Any) -> Complaint:
    told = deepcopy(FACTS) | {"event": {"first": first, "last": last}, "filing_date": last} | facts
    told["contacts"] = {**told["contacts"], "channels": list(channels)}
    at = datetime.combine(date.fromisoformat(last), datetime.min.time(), ZONE).replace(hour=10)
    return file_complaint(
        by=Actor.of_user(make_user("keeper")),
        kind="harassment",
        situations=["optout_ignored"],
        story="金丝雀丙的经过",
        facts=told,
        complainant=ComplainantInput(**HELD, **NOT_HELD),
        respondents=[RespondentInput(role="operator", name="示例移动通信公司")],
        contacts=[
            ContactInput(channel=one, sender="10690000123456", text="金丝雀丁的短信", received_at=at)
            for one in channels
            if one in ("sms", "mms", "call")
        ],
        at=at,
    ).complaint


def letter(complaint: Complaint, on: date, to: str = "") -> Any:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=ZONE)
    return request_to_keep(by=Actor.of_user(complaint.owner), complaint=complaint, to=to, at=at)


PERIODS = [
    ("2024-12-31", "2025-01-02"),
    ("2026-02-20", "2026-03-10"),
    ("2026-04-29", "2026-04-30"),
    ("2026-04-30", "2026-05-01"),
    ("2026-05-01", "2026-05-09"),
]


@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_what_it_cites_was_in_force_and_what_it_quotes_is_the_corpus(first, last):
    on = date.fromisoformat(last)
    made = letter(filed(first, last), on)
    corpus, said = load(), squeezed(text_of(made.pdf))
    assert made.cited
    for identity, quoted in made.cited:
        found = [
            one
            for one in corpus.wordings(identity)
            if one.start <= on and (one.end is None or date.fromisoformat(first) <= one.end)
        ]
        assert found, f"{identity} was in force on no day between {first} and {last}"
        if quoted is None:
            assert all(one.verification == "number_only" for one in found), identity
        else:
            assert any(quoted in (one.text or "") and one.verification != "number_only" for one in found)
            assert squeezed(quoted) in _without_foot(said), identity
    laws = {one.partition(":")[0] for one, _quoted in made.cited}
    assert ("短信规定31" in laws) == (first <= "2026-04-30")
    assert ("短信规定74" in laws) == (last >= "2026-05-01")


def test_it_says_the_days_and_asks_to_keep_before_the_first():
    said = text_of(letter(filed("2026-02-20", "2026-03-10"), date(2026, 3, 16)).pdf)
    assert "最早的记录从2026年7月20日起、最近的记录从2026年8月10日起" in said
    assert "请在2026年7月20日以前采取保存措施" in said
    late = text_of(letter(filed("2026-02-20", "2026-03-10"), date(2026, 7, 20)).pdf)
    assert "最早的部分已经届满：尚未删除的，请立即保存" in late
    assert "以前采取保存措施" not in late


def test_a_day_that_is_not_known_is_said_not_to_be():
    said = text_of(letter(filed("2026-02-20", "2026-03-10", channels=("call",)), date(2026, 3, 16)).pdf)
    assert "没有找到已经核实的规定，算不出日期" in said
    assert "最低保存期限届满" not in said
    assert "主叫、被叫号码" in said
    assert "上述短信的内容" not in said


def test_it_names_the_numbers_and_the_period():
    complaint = filed("2026-02-20", "2026-03-10")
    said = text_of(letter(complaint, date(2026, 3, 16), to="示例移动通信公司").pdf)
    for words in ("示例移动通信公司", "10690000123456", "自2026年2月20日至2026年3月10日", complaint.number):
        assert words in said, words


def test_a_message_with_its_hour_has_its_day():
    kept = filed("2026-02-20", "2026-03-10", contacts={"count": 1})
    said = squeezed(text_of(letter(kept, date(2026, 3, 16)).pdf))
    assert "106900001234562026年3月10日2026年3月10日" in said


def test_it_holds_of_the_person_what_it_must_and_no_more():
    said = text_of(letter(filed("2026-02-20", "2026-03-10"), date(2026, 3, 16)).pdf)
    for canary in HELD.values():
        assert canary in said, canary
    for canary in (*NOT_HELD.values(), "金丝雀丙", "金丝雀丁"):
        assert canary not in said, canary


def test_the_same_case_on_the_same_day_gives_the_same_bytes():
    complaint = filed("2026-02-20", "2026-03-10")
    assert letter(complaint, date(2026, 3, 16)).pdf == letter(complaint, date(2026, 3, 16)).pdf


def test_it_is_addressed_to_who_is_offered_or_to_nobody():
    complaint = filed("2026-02-20", "2026-03-10")
    assert addressees(complaint)[0] == "示例移动通信公司"
    assert letter(complaint, date(2026, 3, 16)).missing == ("收函单位",)
    with pytest.raises(Refused, match="没有这个收函单位"):
        letter(complaint, date(2026, 3, 16), to="别的公司")


def test_where_nobody_wrote_or_called_there_is_nothing_to_keep():
    with pytest.raises(Refused, match="没有短信、电话"):
        letter(filed("2026-02-20", "2026-03-10", channels=("app",)), date(2026, 3, 16))


def test_only_the_complainant_makes_it():
    complaint = filed("2026-02-20", "2026-03-10")
    with pytest.raises(Complaint.DoesNotExist):
        request_to_keep(by=Actor.of_user(make_user("stranger")), complaint=complaint)
    lawyer = Client()
    colleague = make_user("lawyer")
    shared(by=Actor.of_user(complaint.owner), complaint=complaint, with_user=colleague)
    lawyer.force_login(colleague)
    assert lawyer.get(f"/cases/{complaint.number}/").status_code == 200
    assert lawyer.get(f"/cases/{complaint.number}/preservation/").status_code == 404
    assert lawyer.get(f"/cases/{complaint.number}/preservation.pdf").status_code == 404


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-03-16", "保存请求函最迟在 2026年7月20日 以前寄到"),
        ("2026-07-20", "最早的记录从 2026年7月20日 起可能已经删除"),
        ("2026-08-10", "到 2026年8月10日 都已届满"),
    ],
)
def test_the_case_page_says_by_when(day, said):
    complaint = filed("2026-02-20", "2026-03-10")
    client = Client()
    client.force_login(complaint.owner)
    with time_machine.travel(datetime.fromisoformat(day).replace(hour=12, tzinfo=ZONE), tick=False):
        client.force_login(complaint.owner)
        page = client.get(f"/cases/{complaint.number}/").content.decode()
    assert said in page
    assert f"/cases/{complaint.number}/preservation/" in page


def test_the_page_gives_the_paper():
    complaint = filed("2026-02-20", "2026-03-10")
    client = Client()
    client.force_login(complaint.owner)
    assert "示例移动通信公司" in client.get(f"/cases/{complaint.number}/preservation/").content.decode()
    paper = client.get(f"/cases/{complaint.number}/preservation.pdf", {"to": "示例移动通信公司"})
    assert (paper.status_code, paper["Content-Type"], paper.content[:5]) == (200, "application/pdf", b"%PDF-")
    refused = client.get(f"/cases/{complaint.number}/preservation.pdf", {"to": "别的公司"}, follow=True)
    assert "没有这个收函单位" in refused.content.decode()


def _without_foot(said: str) -> str:
    return re.sub(r"(编号AN-\d{4}-\d{6}校验码[0-9a-f]{16})?第\d+页共\d+页(扫码核对收件凭证)?", "", said)


def travelled(day: str) -> Any:
    return time_machine.travel(datetime.fromisoformat(day).replace(hour=12, tzinfo=ZONE), tick=False)


def signed_in(complaint: Complaint) -> Client:
    client = Client()
    client.force_login(complaint.owner)
    return client


def picture() -> SimpleUploadedFile:
    image = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(image, "PNG")
    return SimpleUploadedFile("寄件单.png", image.getvalue(), "image/png")


SENT = {
    "sent-to": "示例移动通信公司",
    "sent-on": "2026-03-18",
    "sent-how": "post",
    "sent-reference": "EMS金丝雀123",
}


def test_that_it_was_sent_stands_in_the_record_the_case_the_plan_and_beside_the_days():
    complaint = filed("2026-02-20", "2026-03-10")
    place = f"/cases/{complaint.number}/"
    with travelled("2026-03-20"):
        client = signed_in(complaint)
        assert "最迟在 2026年7月20日 以前寄到" in client.get(place).content.decode()
        page = client.post(place + "preservation/", {**SENT, "sent-proof": picture()}, follow=True)
        said = page.content.decode()
        assert "已于 2026年3月18日 要求 示例移动通信公司 保存记录（挂号信或快递" in said
        assert "EMS金丝雀123" in said
        proof = complaint.exhibits.get()
        # Stands in the index of a bundle like any other.
        assert proof.description == "保存记录请求函及寄送凭证"
        assert f"/evidence/{proof.pk}/" in said
        for where in (place, place + "preservation/", place + "capture/", place + "law/"):
            assert "已于 2026年3月18日 要求保存记录。" in client.get(where).content.decode(), where
        told = client.get(place).content.decode()
    assert "登记：已要求对方保存记录（2026年3月18日 寄出或递交）" in told
    assert "最迟在 2026年7月20日 以前寄到" not in told
    assert "（2026年7月20日）以前提出的" in told
    assert "请在 2026年7月20日 以前催一次" in told
    entry = complaint.ledger.get(act="keeping_asked")
    assert (entry.detail["on"], entry.detail["sha256"]) == ("2026-03-18", proof.sha256)
    assert "金丝雀" not in str(entry.detail)
    assert "示例移动" not in str(entry.detail)
    for day, words in (
        ("2026-07-20", "最近的记录可以删到 2026年8月10日"),
        ("2026-08-11", "请向对方要一份书面答复"),
    ):
        with travelled(day):
            assert words in signed_in(complaint).get(place).content.decode()


def test_asked_for_too_late_is_said_to_be():
    complaint = filed("2026-02-20", "2026-03-10")
    with travelled("2026-07-25"):
        signed_in(complaint).post(
            f"/cases/{complaint.number}/preservation/", {**SENT, "sent-on": "2026-07-21"}
        )
        said = signed_in(complaint).get(f"/cases/{complaint.number}/").content.decode()
    assert "提出的时候，最早的记录（2026年7月20日 起）可能已经删除" in said


def test_the_same_again_is_once_and_another_provider_is_another():
    complaint = filed("2026-02-20", "2026-03-10")
    with travelled("2026-03-20"):
        client = signed_in(complaint)
        for to in ("示例移动通信公司", " 示例移动通信公司 ", "中国电信客服"):
            client.post(f"/cases/{complaint.number}/preservation/", {**SENT, "sent-to": to})
    assert [one.to for one in complaint.keeping_requests.all()] == ["示例移动通信公司", "中国电信客服"]
    assert complaint.ledger.filter(act="keeping_asked").count() == 2
    with travelled("2026-03-25"):  # the proof comes later
        signed_in(complaint).post(
            f"/cases/{complaint.number}/preservation/", {**SENT, "sent-proof": picture()}
        )
    assert [bool(one.exhibit) for one in complaint.keeping_requests.all()] == [True, False]
    assert complaint.ledger.filter(act="keeping_asked").count() == 3


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"sent-on": "2026-03-21"}, "这个日期还没到"),
        ({"sent-on": "2026-02-19"}, "早于您说的事情开始的日期"),
        ({"sent-on": "明天"}, "填写日期"),
        ({"sent-to": " "}, "请填寄给了哪一家"),
        ({"sent-how": "pigeon"}, "pigeon"),
        ({"sent-to": "长" * 201}, "200"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(wrong, words):
    complaint = filed("2026-02-20", "2026-03-10")
    with travelled("2026-03-20"):
        answer = signed_in(complaint).post(f"/cases/{complaint.number}/preservation/", SENT | wrong)
    page = answer.content.decode()
    assert (answer.status_code, complaint.keeping_requests.count()) == (422, 0)
    assert words in page
    assert "EMS金丝雀123" in page
    assert not complaint.ledger.filter(act="keeping_asked").exists()


def test_a_proof_that_cannot_be_taken_is_said_and_nothing_is_recorded():
    complaint = filed("2026-02-20", "2026-03-10")
    empty = SimpleUploadedFile("空.png", b"", "image/png")
    with travelled("2026-03-20"):
        answer = signed_in(complaint).post(
            f"/cases/{complaint.number}/preservation/", SENT | {"sent-proof": empty}
        )
    assert (answer.status_code, complaint.keeping_requests.count()) == (422, 0)
    assert "EMS金丝雀123" in answer.content.decode()


def test_nobody_else_records_it():
    complaint = filed("2026-02-20", "2026-03-10")
    colleague = make_user("lawyer")
    shared(by=Actor.of_user(complaint.owner), complaint=complaint, with_user=colleague)
    lawyer = Client()
    lawyer.force_login(colleague)
    assert lawyer.post(f"/cases/{complaint.number}/preservation/", SENT).status_code == 404
    said: dict[str, Any] = {"complaint": complaint, "to": "某公司", "on": date(2026, 3, 18), "how": "post"}
    with pytest.raises(Refused, match="只有投诉人"):
        record_keeping_request(by=Actor.of_user(colleague), **said)
    with pytest.raises(Complaint.DoesNotExist):
        record_keeping_request(by=Actor.of_user(make_user("stranger")), **said)
    others = receive(
        by=Actor.of_user((second := filed("2026-02-20", "2026-03-10")).owner), complaint_id=second.pk,
        stream=io.BytesIO(b"another case"), filename="a.txt",
    )  # fmt: skip
    with pytest.raises(Refused, match="不在这个投诉里"):
        record_keeping_request(by=Actor.of_user(complaint.owner), **said, exhibit=others)
    assert complaint.keeping_requests.count() == 0


def taken_over() -> Complaint:
    """An old number's account was entered and emptied: nobody wrote or called."""
    facts: dict[str, Any] = {
        "kind": "second_hand_number",
        "event": {"first": "2026-03-10", "last": "2026-03-12"},
        "complainant": {"capacity": "former_holder", "region": "310113"},
        "number": {"second_hand": True, "account_taken_over": True},
        "loss": {"costs": [{"what": "被转走的余额", "yuan": 12000}]},
    }
    return file_complaint(
        by=Actor.of_user(make_user("keeper")),
        kind="second_hand_number",
        situations=["account_taken_over"],
        story="旧号的账号被人登录。",
        facts=facts,
        complainant=ComplainantInput(**HELD, number="13911110099"),
        respondents=[
            RespondentInput(role="payment_institution", name="示例支付公司"),
            RespondentInput(role="bank", name="示例银行"),
            RespondentInput(role="operator", name="示例移动通信公司"),
        ],
        at=datetime(2026, 4, 1, 10, tzinfo=ZONE),
    ).complaint


def test_platforms_and_banks_are_asked_to_keep_log_ins_and_payments():
    case = taken_over()
    assert addressees(case) == ["示例支付公司", "示例银行"]
    paid = letter(case, date(2026, 4, 2), "示例支付公司")
    said = squeezed(text_of(paid.pdf))
    assert "致：示例支付公司" in said
    assert "登录、身份验证记录" in said
    assert "有关的支付、转账、消费记录" in said
    assert "发来的信息或者来电" not in said
    assert "留存相关的网络日志不少于6个月" in said
    assert "请在2026年9月10日以前采取保存措施" in said
    assert [one for one, _quoted in paid.cited][:2] == ["网络安全法:23", "电子商务法:53"]
    bank = letter(case, date(2026, 4, 2), "示例银行")
    assert next(one for one, _quoted in bank.cited) == "网络安全法:23"
    assert "电子商务法:53" not in {one for one, _quoted in bank.cited}
    assert "请在2026年9月10日以前采取保存措施" in squeezed(text_of(letter(case, date(2026, 4, 2)).pdf))


def collected(role: str, name: str, owed: str = "others") -> Complaint:
    facts: dict[str, Any] = {
        "kind": "fake_collection",
        "event": {"first": "2026-03-10", "last": "2026-03-12"},
        "complainant": {"capacity": "recipient", "region": "310113"},
        "contacts": {"channels": ["call"], "count": 20, "numbers": ["02110000001"]},
        "debt": {"owed": owed},
    }
    return file_complaint(
        by=Actor.of_user(make_user("keeper")),
        kind="fake_collection",
        situations=[],
        story="天天打电话催收。",
        facts=facts,
        complainant=ComplainantInput(**HELD, number="13911110099"),
        respondents=[RespondentInput(role=role, name=name)],
        at=datetime(2026, 4, 1, 10, tzinfo=ZONE),
    ).complaint


@pytest.mark.parametrize(
    ("role", "owed", "applied"),
    [("collector", "others", False), ("lender", "others", False), ("bank", "none", True)],
)
def test_who_collects_or_lends_is_asked_to_keep_calls_and_mandates(role: str, owed: str, applied: bool):
    case = collected(role, "示例金融服务公司", owed)
    assert "示例金融服务公司" in addressees(case)
    said = squeezed(text_of(letter(case, date(2026, 4, 2), "示例金融服务公司").pdf))
    assert "外呼、短信记录和通话录音" in said
    assert "委托催收的合同" in said
    assert "02110000001" in said
    assert ("申请时的身份核验、人像" in said) is applied


def test_of_a_number_that_was_somebody_elses_an_operator_keeps_what_it_did_and_told_nothing_of_them():
    facts = {"number": {"second_hand": True, "told": False}}
    said = squeezed(text_of(letter(filed("2026-03-10", "2026-03-12", **facts), date(2026, 4, 2)).pdf))
    assert "销号、冻结、重新启用的日期" in said
    assert "不包括原用户的身份信息" in said


def test_of_a_loan_that_somebody_else_took_no_papers_of_theirs_are_kept_for_the_person():
    case = collected("lender", "示例金融服务公司", "none")
    case.facts = {**case.facts, "situations": ["others_debt"]}
    assert "lending" not in kinds_of(case)


def test_where_no_number_is_known_none_is_said_to_be_listed():
    case = taken_over()
    assert "曾使用号码" in squeezed(text_of(letter(case, date(2026, 4, 2), "示例支付公司").pdf))
    unknown = filed("2026-02-20", "2026-03-10", contacts={"count": 3})
    unknown.contacts.all().delete()
    said = squeezed(text_of(letter(unknown, date(2026, 4, 2)).pdf))
    assert "上列号码" not in said


def row_of(said: str, number: str) -> str:
    """The line of a number in the table, as it is printed."""
    return squeezed(said).partition(number)[2].partition("请求保存的记录")[0]


@pytest.mark.parametrize(
    ("contacts", "row"),
    [
        # The person names the one number: its row has their days and their count.
        ({"count": 35, "numbers": ["10690000123456"]}, "2026年2月20日2026年3月10日35"),
        ({"count": 35, "about": ["count"], "numbers": ["10690000123456"]}, "2026年2月20日2026年3月10日约35"),
        ({"count": 1, "numbers": ["10690000123456"]}, "2026年2月20日2026年3月10日1"),
        # Nobody said that it all came from there: what is on file, and how often there was something.
        ({"count": 35}, "2026年3月10日2026年3月10日1上述期间共35次；表中的日期和条数只是本人留存的"),
        ({"count": 35, "numbers": ["10690000123456", "95000"]}, "95000上述期间共35次"),
    ],
)
def test_the_counts_of_the_person_are_those_of_the_letter(contacts: dict[str, Any], row: str):
    complaint = filed("2026-02-20", "2026-03-10", contacts=contacts)
    said = text_of(letter(complaint, date(2026, 3, 16)).pdf)
    assert row in row_of(said, "10690000123456")


def test_it_says_how_it_reaches_a_carrier_as_far_as_that_is_known():
    complaint = filed("2026-02-20", "2026-03-10")
    unknown = squeezed(text_of(letter(complaint, date(2026, 3, 16), to="示例移动通信公司").pdf))
    assert "收件地址：送达方式：□当面交营业厅、经营场所□挂号信或者快递" in unknown
    assert "收函单位签收（当面交的）" in unknown
    Party.objects.filter(complaint=complaint, organisation_name="示例移动通信公司").update(
        address="甲市乙路1号"
    )
    Recipient.objects.update_or_create(
        channel="operator", name="中国移动客服", defaults={"contact": "10086", "way": "hand"}
    )
    known = squeezed(text_of(letter(complaint, date(2026, 3, 16), to="示例移动通信公司").pdf))
    assert "收件地址：甲市乙路1号送达方式" in known
    carrier = squeezed(text_of(letter(complaint, date(2026, 3, 16), to="中国移动客服").pdf))
    assert "收件地址：客服电话：10086" in carrier
    page = signed_in(complaint).get(f"/cases/{complaint.number}/preservation/").content.decode()
    for words in ("到它的营业厅", "营业执照上写的住所", "甲市乙路1号", "客服电话 10086"):
        assert words in page
