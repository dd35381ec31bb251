"""The intake by plain HTTP, without script: a whole filing, and every wrong input."""

import re

import pytest
from django.test import Client

from complaints.models import Complaint, Draft

pytestmark = pytest.mark.django_db

MESSAGE = "【某某旗舰店】双十一预售开启，满200减60，最后5小时！拒收请回复R"


def go(client: Client, address: str, answers: dict, *, expect: int = 302) -> str:
    """Post one page and return where it leads."""
    response = client.post(address, answers)
    assert response.status_code == expect, response.content.decode()[:3000]
    return response["Location"] if expect == 302 else response.content.decode()


def begin(client: Client, kind: str = "harassment") -> str:
    return go(client, "/start/", {"kind": kind})


def test_a_whole_filing_without_script(client: Client) -> None:
    page = go(client, "/start/", {"text": MESSAGE, "story": "双十一期间天天收到广告，回复退订也没有用。"})
    seen = ["tell"]
    answers = {
        "understood": {"kind": "harassment", "situations": ["optout_ignored", "no_consent"], "category": "marketing",
                       "signature": "某某旗舰店", "opt_out": "拒收请回复R", "sender": "1069 0123 4567 8",
                       "received_on": "2025-11-03", "first": "2025-11-01", "last": "2025-11-11",
                       "contacts-contacts__channels": ["sms"], "contacts-contacts__count": "137",
                       "refusal-refusal__made": "yes", "refusal-refusal__ways": ["sms_reply"]},
        "wants": {"loss-wishes": ["stop", "apology"], "contacts-complainant__capacity": "recipient",
                  "refusal-refusal__on": "2025-11-02", "consent-consent__status": "none",
                  "refusal-contacts__after_refusal": "120"},
        "you": {"name": "测试人", "phone": "138 0000 0000", "region": "310000", "agree": "on"},
    }  # fmt: skip
    while "/review/" not in page:
        assert client.get(page).status_code == 200, page
        slug = page.rstrip("/").split("/")[-1]
        seen.append(slug)
        page = go(client, page, answers[slug])
    assert seen == ["tell", "understood", "wants", "you"]
    go(client, f"{page.rsplit('/', 2)[0]}/contacts/", {"contacts__channels": ["sms"], "contacts__count": "137",
       "contacts__max_per_day": "100", "contacts__night": "unknown"})  # fmt: skip
    review = client.get(page).content.decode()
    assert "2025年11月2日" in review
    assert "某某旗舰店" in review
    receipt = go(client, page, {})
    complaint = Complaint.objects.get()
    assert receipt == f"/cases/{complaint.number}/receipt/"
    assert complaint.number in client.get(receipt).content.decode()
    assert complaint.facts["refusal"] == {"made": True, "on": "2025-11-02", "ways": ["sms_reply"]}
    assert complaint.facts["contacts"]["after_refusal"] == 120
    assert complaint.facts["wishes"] == ["stop", "apology"]
    assert complaint.facts["respondents"] == [{"role": "content_provider", "name": "某某旗舰店"}]
    assert "night" not in complaint.facts["contacts"]  # 不知道 is unknown, never false
    assert complaint.complainant.phone == "13800000000"
    assert not Draft.objects.exists()


def test_filing_twice_files_once(client: Client) -> None:
    page = begin(client)
    draft = Draft.objects.get()
    base = page.rsplit("/", 2)[0]
    go(client, f"{base}/situations/", {"situations": ["no_consent"]})
    go(client, f"{base}/event/", {"first": "2025-11-01", "last": "2025-11-11"})
    go(client, f"{base}/you/", {"name": "测试人", "phone": "13800000000", "region": "310000", "agree": "on"})
    first = go(client, f"{base}/review/", {})
    assert go(client, f"{base}/review/", {}) == first
    assert Complaint.objects.get().pk == draft.pk


def test_a_draft_opens_elsewhere_with_its_code(client: Client) -> None:
    page = begin(client)
    base = page.rsplit("/", 2)[0]
    go(client, f"{base}/story/", {"story": "有人一直打电话。"})
    code = Draft.objects.get().code
    other = Client()
    assert other.get(f"{base}/story/").status_code == 404
    wrong = go(other, "/resume/", {"code": "AAAAA-AAAAA-AAAAA-AAAAA"}, expect=422)
    assert "没有找到这个码" in wrong
    go(other, "/resume/", {"code": code.lower().replace("-", " ")})
    assert "有人一直打电话。" in other.get(f"{base}/story/").content.decode()


@pytest.mark.parametrize(
    ("slug", "answers", "says"),
    [
        ("event", {"first": ""}, "请填日期"),
        ("event", {"first": "2999-01-01", "last": "2025-11-11"}, "还没到"),
        ("event", {"first": "2025-11-11", "last": "2025-11-01"}, "还早"),
        ("event", {"first": "昨天"}, "请按"),
        ("you", {"name": "", "phone": "12", "region": "", "agree": ""}, "请填姓名"),
        ("you", {"name": "测试人", "phone": "13800000000", "region": "310000", "agree": "on",
                 "id_number": "110101199001010000"}, "校验位"),
        ("message", {"sender": "1.06558E+16"}, "抄"),
        ("message", {"received_on": "2999-01-01"}, "还没到"),
        ("situations", {}, "至少选一项"),
        ("situations", {"situations": ["no_debt"]}, "no_debt"),
    ],
)  # fmt: skip
def test_wrong_input_is_said_and_kept(client: Client, slug: str, answers: dict, says: str) -> None:
    base = begin(client).rsplit("/", 2)[0]
    page = go(client, f"{base}/{slug}/", answers, expect=422)
    assert says in page
    assert 'class="errors"' in page
    for value in answers.values():
        if isinstance(value, str) and value:
            assert value in page


def test_ten_megabytes_of_text_get_an_answer_and_stay(client: Client) -> None:
    base = begin(client).rsplit("/", 2)[0]
    page = go(client, f"{base}/message/", {"text": "字" * (10 * 1024 * 1024 // 3)}, expect=422)
    assert "没有丢" in page
    assert "字" * 1000 in page


def test_five_thousand_emoji_are_kept(client: Client) -> None:
    base = begin(client).rsplit("/", 2)[0]
    go(client, f"{base}/story/", {"story": "😀" * 5000})
    assert "😀" * 5000 in client.get(f"{base}/story/").content.decode()


def test_a_message_file_in_gb18030(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    base = begin(client).rsplit("/", 2)[0]
    file = SimpleUploadedFile("短信.txt", MESSAGE.encode("gb18030"), "text/plain")
    onward = go(client, f"{base}/message/", {"file": file})
    assert onward.endswith("/understood/")
    assert "某某旗舰店" in client.get(onward).content.decode()


def test_an_expired_draft_is_gone_and_says_so(client: Client) -> None:
    from datetime import timedelta

    from django.utils import timezone

    page = begin(client)
    draft = Draft.objects.get()
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(page).status_code == 404
    assert "30 天" in go(client, "/resume/", {"code": draft.code}, expect=422)


def test_a_story_suggests_the_kind(client: Client) -> None:
    page = go(client, "/start/", {"story": "我新办的手机号是别人用过的二次号，老是收到找前机主的催债电话。"})
    shown = client.get(page).content.decode()
    assert re.search(r'value="second_hand_number"[^>]*checked', shown)


def test_a_situation_of_the_kind_chosen_before_is_no_answer_any_more(client: Client) -> None:
    page = begin(client, "second_hand_number")
    base = page.rsplit("/", 2)[0]
    go(client, f"{base}/situations/", {"situations": ["residual_charge"]})
    go(client, f"{base}/event/", {"first": "2025-11-01", "last": "2025-11-11"})
    go(client, f"{base}/you/", {"name": "测试人", "phone": "13800000000", "region": "310000", "agree": "on"})
    go(client, f"{base}/kind/", {"kind": "harassment"})
    review = client.get(f"{base}/review/").content.decode()
    assert "替前机主的业务扣费" not in review
    go(client, f"{base}/review/", {}, expect=422)
    assert not Complaint.objects.exists()
    go(client, f"{base}/situations/", {"situations": ["no_consent"]})
    go(client, f"{base}/review/", {})
    complaint = Complaint.objects.get()
    assert complaint.situations == complaint.facts["situations"] == ["no_consent"]
