"""The short way by plain HTTP: what was said is not asked again, what is doubted is asked, what is wrong is changed."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor, code_digest
from complaints import facts, intake, services
from complaints.answering import as_bound
from complaints.facts import facts_of
from complaints.models import Complaint, Draft
from complaints.reading import folding
from complaints.services import answers_of
from complaints.understanding import reading_of
from tests.complaints.test_intake import MESSAGE, go

pytestmark = pytest.mark.django_db
STORY = "我从来没有同意过他们发，一共收到80条广告短信，2025年11月4日我回复了R退订，没有用。"
COUNT = "contacts-contacts__count"
YOU = {"name": "测试人", "phone": "13800000000", "region": "310000", "agree": "on"}


def shown(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def fields(html: str) -> dict[str, list[str]]:
    """What a browser would send of the page as it stands: names and values that are filled or ticked."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html.split("<main", 1)[1]):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        name, kind = given.get("name", ""), given.get("type", "")
        if not name or name in ("csrfmiddlewaretoken", "form_mark"):
            continue
        if kind in ("radio", "checkbox") and " checked" not in tag:
            continue
        if given.get("value"):
            found.setdefault(name, []).append(given["value"])
    return found


def kept() -> dict[str, Any]:
    return answers_of(Draft.objects.get())


def test_what_the_story_says_is_taken_and_not_asked_again(client: Client) -> None:
    page = go(client, "/start/", {"text": MESSAGE, "story": STORY})
    html = shown(client, page)
    said = fields(html)
    assert said["kind"] == ["harassment"]
    assert said["contacts-contacts__count"] == ["80"]
    assert said["refusal-refusal__made"] == ["yes"]
    assert said["refusal-refusal__on"] == ["2025-11-04"]
    assert said["consent-consent__status"] == ["none"]
    assert "「一共收到80条」" in html
    assert "您粘贴的短信" in html
    wants = go(client, page, said | {"first": "2025-11-01", "last": "2025-11-11"})
    asked = set(re.findall(r'name="([^"]+)"', shown(client, wants)))
    assert not {name for name in said if "-" in name} & asked
    go(client, wants, {"loss-wishes": ["stop"]})
    base = page.rsplit("/", 2)[0]
    go(client, f"{base}/you/", YOU)
    go(client, f"{base}/review/", {})
    facts = Complaint.objects.get().facts
    assert facts["refusal"] == {"made": True, "on": "2025-11-04", "ways": ["sms_reply"]}
    assert facts["contacts"]["count"] == 80
    assert facts["consent"]["status"] == "none"


def test_days_and_counts_of_one_message_are_asked_and_not_assumed(client: Client) -> None:
    page = go(client, "/start/", {"text": MESSAGE})
    base = page.rsplit("/", 2)[0]
    sender = {"sender": "1069012345678", "received_on": "2025-11-03"}
    said = fields(shown(client, page)) | sender | {"situations": ["no_consent"]}
    assert not {"first", "last", "contacts-contacts__count"} & said.keys()
    assert "请填日期" in go(client, page, said, expect=422)
    days = {"first": "2025-11-05", "last": "2025-11-11"}
    assert "比这一天还早" in go(client, page, said | days, expect=422)
    go(client, page, said | {"first": "2025-11-01", "last": "2025-11-11"})
    assert kept()["event"] == {"first": "2025-11-01", "last": "2025-11-11"}
    assert "first" in fields(shown(client, f"{base}/understood/"))


LAST_ASKED = "请填最近的一次是哪天"


@pytest.mark.parametrize("count", ["", "2", "80"])
def test_the_first_day_is_not_taken_for_the_last_of_what_came_more_than_once(
    client: Client, count: str
) -> None:
    page = go(client, "/start/", {"text": MESSAGE})
    days = {"first": "2025-11-01", "last": "", "received_on": "2025-11-03", "contacts-contacts__count": count}
    said = fields(shown(client, page)) | days | {"situations": ["no_consent"]}
    assert LAST_ASKED in go(client, page, said, expect=422)
    assert LAST_ASKED not in go(client, page, said | {"last": "2025-11-20"})
    assert kept()["event"]["last"] == "2025-11-20"


def test_what_came_once_has_one_day(client: Client) -> None:
    page = go(client, "/start/", {"text": MESSAGE})
    once = {"first": "2025-11-01", "contacts-contacts__count": "1", "situations": ["no_consent"]}
    wants = go(client, page, fields(shown(client, page)) | once)
    base = page.rsplit("/", 2)[0]
    go(client, wants, {})
    go(client, f"{base}/you/", YOU)
    # Told on a page of its own that it was more: the last day is asked before anything is filed.
    go(client, f"{base}/contacts/", {"contacts__count": "20"})
    assert f'href="{base}/event/?then=review"' in shown(client, f"{base}/review/")
    assert LAST_ASKED in go(client, f"{base}/event/", {"first": "2025-11-01", "last": ""}, expect=422)
    go(client, f"{base}/event/", {"first": "2025-11-01", "last": "2025-11-20"})
    go(client, f"{base}/review/", {})
    assert Complaint.objects.get().facts["event"] == {"first": "2025-11-01", "last": "2025-11-20"}


def test_the_page_to_check_is_one_list_and_loses_nothing(client: Client) -> None:
    """A line a matter with its own way to change it; a long text opens in place."""
    story = STORY + "后来换着号码发，" * 30
    page = go(client, "/start/", {"text": MESSAGE, "story": story})
    said = fields(shown(client, page)) | {"first": "2025-11-01", "last": "2025-11-11"}
    wants = go(client, page, said | {"sender": "1069012345678"})
    go(client, wants, {"loss-wishes": ["stop"]})
    base = page.rsplit("/", 2)[0]
    go(client, f"{base}/you/", YOU)
    main = shown(client, f"{base}/review/").split("<main", 1)[1].split("</main", 1)[0]
    assert "<h2" not in main
    for told in (
        story,
        MESSAGE,
        "1069012345678",
        "2025年11月1日",
        "2025年11月11日",
        "80",
        "不要再打扰我",
        "测试人",
    ):
        assert told in main, told
    assert main.index("<details") < main.index(story)
    for slug in ("kind", "story", "message", "event", "contacts", "refusal", "loss", "you"):
        assert f'href="{base}/{slug}/?then=review"' in main


def test_a_number_that_was_used_before_asks_for_the_last_day_too(client: Client) -> None:
    story = "我新办的手机号是别人用过的二次号，营业员没有告诉我。天天接到找前机主的催收电话。"
    page = go(client, "/start/", {"story": story})
    said = fields(shown(client, page)) | {"first": "2025-11-01"}
    assert LAST_ASKED in go(client, page, said, expect=422)


@pytest.mark.parametrize("sum_", ["最高20万", "额度98000元", "仅需99.9元"])
def test_an_advert_that_names_a_sum_goes_on(client: Client, sum_: str) -> None:
    text = f"【示例速贷】尊敬的用户，您的{sum_}已到账，点 t.example/a 领取，拒收请回复R"
    page = go(client, "/start/", {"text": text, "kind": "harassment"})
    said = fields(shown(client, page)) | {
        "kind": "harassment",
        "sender": "1069012345678",
        "received_on": "2025-11-03",
    }
    go(client, page, said | {"first": "2025-11-01", "last": "2025-11-11", "situations": ["no_consent"]})
    assert kept()["message"]["text"] == text
    assert kept()["reading"]["amount"] is None or float(kept()["reading"]["amount"]) > 0


def test_a_legal_department_is_no_lawyer_that_somebody_pretends_to_be(client: Client) -> None:
    story = "捷信法务的人天天打电话催我还一笔我没借过的钱，没有这笔债。"
    text = "【捷信法务】您的欠款12860元已逾期，请今日处理，否则上门走访"
    html = shown(client, go(client, "/start/", {"text": text, "story": story}))
    assert "有没有冒充法院、公安、律师？" not in html
    lawyer = "【示例律所】我是张律师，您的欠款12860元今日不还就起诉"
    assert "有没有冒充法院、公安、律师？" in shown(
        client, go(client, "/start/", {"text": lawyer, "story": "没有这笔债，天天催我。"})
    )


def test_what_was_read_wrong_is_changed_in_place(client: Client) -> None:
    page = go(client, "/start/", {"text": MESSAGE, "story": STORY})
    said = fields(shown(client, page)) | {"first": "2025-11-01", "last": "2025-11-11"}
    said |= {"signature": "另一家店", "refusal-refusal__made": ["no"], "refusal-refusal__on": [""]}
    said |= {"refusal-refusal__ways": []}
    go(client, page, said)
    answers = kept()
    assert answers["message"]["text"] == MESSAGE
    assert answers["reading"]["signature"] == "另一家店"
    assert answers["respondents"] == {"rows": [{"name": "另一家店", "role": "content_provider"}]}
    assert answers["refusal"]["refusal__made"] == "no"


def test_a_doubt_adds_a_question_and_no_page(client: Client) -> None:
    page = go(client, "/start/", {"story": "我新办的号码天天接到找张三要钱的催收电话，说要上门打断我的腿。"})
    html = shown(client, page)
    assert "kind" not in fields(html)
    order = re.findall(r'name="kind" value="(\w+)"', html)
    assert order[:2] == ["second_hand_number", "fake_collection"]
    assert "请选最接近的一种" in go(client, page, {"first": "2025-11-01", "last": "2025-11-11"}, expect=422)
    wants = go(client, page, {"kind": "fake_collection", "first": "2025-11-01", "last": "2025-11-11"})
    assert wants.endswith("/law/wants/")
    said = fields(shown(client, wants))
    # What was read of this kind is shown there, and can be changed there.
    assert said["pressure-debt__threats"] == ["violence"]
    assert said["situations"]
    assert go(client, wants, said).endswith("/you/")
    assert kept()["pressure"]["debt__threats"] == ["violence"]


def test_where_nothing_tells_the_kind_all_are_offered(client: Client) -> None:
    page = go(client, "/start/", {"story": "总有人打电话来。"})
    html = shown(client, page)
    assert "我们看不出是哪一种" in html
    assert html.count('name="kind"') == 3


UNSURE = "【东风行】您的优惠与账单：本月应还1200.50元，如已还请忽略，详情见APP，退订回T"


def test_what_a_message_is_stays_open_where_that_is_in_doubt(client: Client) -> None:
    page = go(client, "/start/", {"text": UNSURE, "kind": "harassment"})
    html = shown(client, page)
    said = fields(html)
    assert "category" not in said
    assert "我们拿不准，没有替您选" in html
    first, second = re.findall(r'<div class="choice"><input type="radio" name="category".*?</div>', html)[:2]
    assert "因为写着" in first
    assert "因为写着" in second
    assert said["opt_out"] == ["退订回T"]
    go(
        client,
        page,
        said | {"first": "2025-11-01", "last": "2025-11-11", COUNT: "9", "situations": "no_consent"},
    )
    assert kept()["reading"]["category"] == ""
    content = facts.facts_of(kept(), filing_date=date(2025, 11, 12)).get("content", {})
    assert "commercial" not in content
    assert content["opt_out_offered"] is True


def test_what_is_plain_is_chosen_and_says_by_which_words(client: Client) -> None:
    html = shown(client, go(client, "/start/", {"text": MESSAGE, "story": STORY}))
    assert fields(html)["category"] == ["marketing"]
    # What the rules name and, where they name nothing, what was learned.
    told = reading_of({"message": {"text": MESSAGE}}).words
    assert set(told) == {"满200减", "拒收请回复R", "双十一预售", "旗舰店"}
    assert "、".join(told) in html
    assert "我们拿不准" not in html
    assert "小心：这条短信可能是诈骗" not in html


def test_the_second_kind_of_a_story_is_one_tap(client: Client) -> None:
    page = go(client, "/start/", {"story": STORY})
    html = shown(client, page)
    assert fields(html)["kind"] == ["harassment"]
    (other,) = re.findall(r'name="instead" value="(\w+)"', html)
    assert other != "harassment"
    assert go(client, page, {"instead": other}) == page
    html = shown(client, page)
    assert fields(html)["kind"] == [other]
    assert 'name="instead"' not in html
    assert kept()["story"]["story"] == STORY


def test_deceit_is_warned_of_before_anything_else(client: Client) -> None:
    text = "您的医保账户已停用，请立即登录 yb-gx.icu 验证银行卡恢复"
    html = shown(client, go(client, "/start/", {"text": text, "kind": "harassment"}))
    main = html.split("<main", 1)[1]
    assert main.index("小心：这条短信可能是诈骗") < main.index("<h1>")
    assert main.index("不要共享屏幕") < main.index("<form")


def test_the_telephones_stand_before_everything_where_somebody_is_threatened(client: Client) -> None:
    page = go(client, "/start/", {"text": "【示例金服】再不还款，上门打断你的腿", "story": "我没借过钱"})
    html = shown(client, page)
    body = html.split("<main", 1)[1]
    for number in ("110", "96110", "12345", "12348"):
        assert f'href="tel:{number}"' in body.split("<h1", 1)[0]
    quiet = go(Client(), "/start/", {"text": MESSAGE})
    del quiet
    first = client.get("/").content.decode().split("<main", 1)[1]
    assert 'href="tel:110"' in first.split("<form", 1)[0]


def test_an_answer_that_tells_of_violence_brings_the_telephones(client: Client) -> None:
    page = go(client, "/start/", {"kind": "fake_collection"})
    base = page.rsplit("/", 2)[0]
    go(client, f"{base}/situations/", {"situations": ["no_debt"]})
    assert "先打电话，再填表" not in shown(client, f"{base}/event/")
    go(client, f"{base}/pressure/", {"debt__threats": ["violence"]})
    assert "tel:110" in shown(client, f"{base}/event/").split("<main", 1)[1].split("<h1", 1)[0]


def test_nothing_at_all_is_refused_and_says_what_is_enough(client: Client) -> None:
    page = go(client, "/start/", {"text": " ", "story": ""}, expect=422)
    assert "三样里有一样就行" in page
    assert not Draft.objects.exists()


def test_a_draft_of_before_is_whole_and_goes_on_where_it_is_open(client: Client) -> None:
    """As the long way left it: every page's answers under its own name."""
    draft, code = services.open_draft(by=Actor())
    old = {
        "kind": {"kind": "harassment"},
        "story": {"story": "天天收到广告。"},
        "message": {"text": MESSAGE, "sender": "1069012345678", "channel": "sms", "received_on": "2025-11-03"},
        "reading": {"category": "marketing", "signature": "某某旗舰店", "opt_out": "拒收请回复R", "amount": None,
                    "received_on": "2025-11-03", "claims_debt": "no"},
        "situations": {"situations": ["optout_ignored"]},
        "event": {"first": "2025-11-01", "last": "2025-11-11"},
        "contacts": {"contacts__channels": ["sms"], "contacts__count": 137, "complainant__capacity": "recipient"},
        "refusal": {"refusal__made": "yes", "refusal__on": "2025-11-02", "refusal__ways": ["sms_reply"]},
        "prior": {"rows": [{"to": "operator", "act": "complaint", "on": "2025-11-05"}]},
        "respondents": {"rows": [{"name": "某某旗舰店", "role": "content_provider"}]},
    }  # fmt: skip
    holder = Actor(codes=(code_digest(code),))
    for slug, answers in old.items():
        services.save_answers(by=holder, draft=draft, step=slug, answers=answers)
    page = go(client, "/resume/", {"code": code})
    assert page.endswith("/law/wants/")
    shown(client, page)
    base = f"/drafts/{draft.pk}"
    for slug in old:
        assert shown(client, f"{base}/{slug}/")
    go(client, page, {"loss-wishes": ["stop"]})
    go(client, f"{base}/you/", YOU)
    for slug, answers in old.items():
        assert kept()[slug] == answers or slug in ("loss", "contacts"), slug
    go(client, f"{base}/review/", {})
    facts = Complaint.objects.get().facts
    assert facts["prior"][0]["to"] == "operator"
    assert facts["contacts"]["count"] == 137


def test_another_message_is_read_anew(client: Client) -> None:
    page = go(client, "/start/", {"text": MESSAGE})
    base = page.rsplit("/", 2)[0]
    go(
        client,
        page,
        fields(shown(client, page))
        | {"situations": ["no_consent"], "first": "2025-11-01", "last": "2025-11-11"},
    )
    assert kept()["reading"]["signature"] == "某某旗舰店"
    other = "【另一家】周年庆全场八折，退订回T"
    assert go(client, f"{base}/tell/", {"text": other, "story": ""}).endswith("/understood/")
    assert "reading" not in kept()
    assert fields(shown(client, f"{base}/understood/"))["signature"] == ["另一家"]


def test_the_way_is_told_by_the_answers() -> None:
    answers: dict[str, Any] = {"tell": {"screenshot": False}, "message": {"text": "x"}}
    assert [one.slug for one in intake.steps_for(answers)] == ["tell", "understood", "wants", "you", "review"]
    answers["tell"] = {"screenshot": True}
    assert [one.slug for one in intake.steps_for(answers)][1] == "screenshot"
    assert intake.unanswered(answers) == "understood"


def test_the_receipt_leads_on_by_one_button(client: Client) -> None:
    page = go(client, "/start/", {"kind": "harassment"})
    base = page.rsplit("/", 2)[0]
    go(client, f"{base}/situations/", {"situations": ["no_consent"]})
    go(client, f"{base}/event/", {"first": "2025-11-01", "last": "2025-11-11"})
    go(client, f"{base}/you/", YOU)
    receipt = shown(client, go(client, f"{base}/review/", {}))
    main = receipt.split("<main", 1)[1].split("</main", 1)[0]
    number = Complaint.objects.get().number
    assert re.findall(r'class="button[^"]*" href="([^"]+)"', main) == [reverse("law", args=[number])]
    assert 'data-copies="code"' in main
    assert 'class="code big"' in main  # set in one line


def test_what_was_emptied_is_not_read_into_the_page_again(client: Client) -> None:
    page = go(client, "/start/", {"story": STORY})
    said = fields(shown(client, page)) | {
        "first": "2025-11-01",
        "last": "2025-11-11",
        "contacts-contacts__count": "",
    }
    go(client, page, said)
    assert kept()["contacts"]["contacts__count"] is None
    assert "contacts-contacts__count" not in fields(shown(client, page))


def test_own_words_given_as_a_message_are_asked_about_and_become_the_story(client: Client) -> None:
    """Nobody's own words are printed as what the other side wrote."""
    page = go(client, "/start/", {"text": STORY})
    html = shown(client, page)
    assert "粘贴在短信一栏的这段话是谁写的？" in html
    said = fields(html) | {"first": "2025-11-01", "last": "2025-11-11"}
    assert "对方的原文和您自己的话" in go(client, page, said, expect=422)
    assert go(client, page, said | {"whose": "own"}) == page
    assert kept()["story"]["story"] == STORY
    assert kept()["message"]["text"] == ""
    html = shown(client, page)
    assert "是谁写的" not in html
    assert "您写的经过" in html
    other = Client()
    page = go(other, "/start/", {"text": STORY})
    go(
        other,
        page,
        fields(shown(other, page)) | {"first": "2025-11-01", "last": "2025-11-11", "whose": "sender"},
    )
    assert "是谁写的" not in shown(other, page)


def test_a_message_told_in_the_place_of_the_story_is_a_message(client: Client) -> None:
    page = go(client, "/start/", {"story": MESSAGE})
    assert kept()["message"]["text"] == MESSAGE
    assert kept()["story"]["story"] == ""
    assert "您粘贴的短信" in shown(client, page)


def test_the_way_in_which_it_came_is_that_of_the_message(client: Client) -> None:
    page = go(client, "/start/", {"text": MESSAGE})
    said = fields(shown(client, page)) | {
        "situations": ["no_consent"],
        "first": "2025-11-01",
        "last": "2025-11-11",
    }
    go(client, page, said | {"contacts-contacts__channels": ["wechat"]})
    assert kept()["message"]["channel"] == "wechat"


def test_the_page_of_what_was_understood_reads_each_text_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = go(client, "/start/", {"text": MESSAGE, "story": STORY})
    folds: list[str] = []
    unmangle = folding.unmangle

    def counted(text: str) -> list[tuple[str, tuple[int, int]]] | None:
        folds.append(text)
        return unmangle(text)

    monkeypatch.setattr(folding, "unmangle", counted)
    assert fields(shown(client, page))["signature"]
    assert max(folds.count(text) for text in folds) == 1


def test_what_comes_back_stands_where_it_came_from(client: Client) -> None:
    """By "back" nothing is laid to a message or a choice that was typed or read, and what was given is not open."""
    page = go(client, "/start/", {"text": MESSAGE, "story": "天天收到这样的短信，从来没同意过。"})
    said = fields(shown(client, page))
    typed = {
        "first": "2025-11-01",
        "last": "2025-11-11",
        "sender": "1069012345678",
        "contacts-contacts__count": "80",
    }
    go(client, page, said | typed | {"received_on": "2025-11-10"})
    form = client.get(page).context["form"]
    rows = {one.field.name: one.source for one in form.rows()}
    assert [one.name for one in form.open_fields()] == []
    for name in ("sender", "received_on", "first", "last", "contacts-contacts__count"):
        assert rows[name] == "您填的", name
    assert rows["kind"] == rows["situations"] == "您发来的内容"
    assert rows["signature"] == rows["category"] == "您粘贴的短信"
    assert rows["consent-consent__status"] == "您写的经过"
    go(client, page, fields(shown(client, page)) | {"signature": "另一家"})
    assert {one.field.name: one.source for one in client.get(page).context["form"].rows()}[
        "signature"
    ] == "您填的"


def test_ones_own_number_that_the_story_names_stands_in_its_place(client: Client) -> None:
    page = go(client, "/start/", {"story": "我的手机号是13900001234，天天有广告电话打来，我说过不要再打。"})
    said = fields(shown(client, page)) | {
        "first": "2026-11-01",
        "last": "2026-11-11",
        "contacts-contacts__count": "9",
    }
    wants = go(client, page, said)
    you = go(client, wants, {"loss-wishes": ["stop"]})
    html = shown(client, you)
    assert fields(html)["phone"] == ["13900001234"]
    assert "您写的经过「我的手机号是13900001234」" in html


def test_a_second_number_of_the_other_side_is_kept_beside_the_sender(client: Client) -> None:
    page = go(client, "/start/", {"text": MESSAGE})
    assert "这条短信是哪个号码发来的？" in shown(client, page)
    days = {"first": "2025-11-01", "last": "2025-11-11", COUNT: "3", "situations": ["no_consent"]}
    go(client, page, fields(shown(client, page)) | days | {"sender": "1069012345678，0755-86123456"})
    assert kept()["message"]["sender"] == "1069012345678"
    assert kept()["callers"]["numbers"] == ["075586123456"]
    form = client.get(page).context["form"]
    assert {one.field.name: one.value for one in form.rows()}["numbers"] == "075586123456"


def test_no_more_came_on_a_day_or_after_a_refusal_than_in_all(client: Client) -> None:
    page = go(client, "/start/", {"story": "天天有广告电话打来，我说过不要再打。一天最多打12次。"})
    said = fields(shown(client, page)) | {"first": "2026-11-01", "last": "2026-11-11"}
    html = client.post(page, said | {"contacts-contacts__count": "6"}).content.decode()
    assert "比一共的 6 次还多" in html
    wants = go(client, page, said | {"contacts-contacts__count": "35"})
    asked = {"loss-wishes": ["stop"], "refusal-contacts__after_refusal": "50"}
    assert "refusal-contacts__after_refusal" in shown(client, wants)
    refused = client.post(wants, asked)
    assert refused.status_code == 422
    assert "比一共的 35 次还多" in refused.content.decode()


def test_what_a_situation_says_is_not_asked_again() -> None:
    answers: dict[str, Any] = {
        "kind": {"kind": "second_hand_number"},
        "situations": {"situations": ["number_not_disclosed"]},
        "event": {"first": "2026-09-20", "last": "2026-11-11"},
    }
    number = facts_of(answers, filing_date=date(2026, 11, 29))["number"]
    assert (number["second_hand"], number["told"]) == (True, False)
    said = answers | {"number": {"number__told": "yes"}}
    assert facts_of(said, filing_date=date(2026, 11, 29))["number"]["told"] is True, (
        "an answer stands before it"
    )


def test_who_keeps_the_account_that_is_bound_is_a_platform() -> None:
    """Whoever names it as bound has said what it is; a role that was chosen stands."""
    rows = [{"name": "速借宝", "role": "unknown"}, {"name": "某通信", "role": "operator"}]
    steps = as_bound(
        {"number": {"number__accounts_bound": "速借宝\n某通信"}}, {"respondents": {"rows": rows}}
    )
    assert [one["role"] for one in steps["respondents"]["rows"]] == ["platform", "operator"]
