"""What a story tells is understood once: shown, filed and printed from the same fact; nonsense is not taken."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from complaints import intake
from complaints.answering import as_understood
from complaints.facts import facts_of
from complaints.forms import UnderstoodForm
from complaints.forms.fields import field_of
from complaints.forms.pages import number_shown
from complaints.questions import Ask
from complaints.review import _respondent_rows, summary_of
from complaints.understanding import situations_suggested
from complaints.views.intake import _proposed_steps
from legal.views.wants import WantsForm, open_now, role_of

TODAY = date(2026, 11, 29)


def test_that_nobody_said_it_was_used_is_suggested_only_where_the_story_says_so() -> None:
    silent = {"story": {"story": "我新办的号，天天有人打电话找前机主要钱"}}
    said = {"story": {"story": "我新办的二次号，营业员没告诉我别人用过，天天有人找前机主要钱"}}
    assert "number_not_disclosed" not in situations_suggested(silent, "second_hand_number")
    assert "number_not_disclosed" in situations_suggested(said, "second_hand_number")


@pytest.mark.parametrize("given", ["不知道啊", "不清楚", "没有显示"])
def test_a_number_that_is_not_known_stays_open(given: str) -> None:
    assert number_shown(given) == ""


@pytest.mark.parametrize("given", ["Apple", "Bank24", "ads@example.com", "1069012345678", "+85291234567"])
def test_a_sender_may_be_a_name_or_an_address(given: str) -> None:
    assert number_shown(given) == given


@pytest.mark.parametrize("given", ["好多号码", "123", "1" * 25, "一三九abc", "1O690001", "139abc", "广告SMS"])
def test_what_is_no_number_is_not_taken(given: str) -> None:
    with pytest.raises(ValidationError):
        number_shown(given)


def test_of_what_is_complained_about_there_was_one_at_least() -> None:
    for fact, least in (("contacts.count", 1), ("contacts.after_refusal", 0)):
        field = field_of(Ask(fact, "多少次", "count"))
        assert field.clean(str(least)) == least
        with pytest.raises(ValidationError):
            field.clean(str(least - 1))


def test_the_numbers_that_the_story_names_are_understood_and_filed() -> None:
    answers = {"story": {"story": "0755-86123456和17012345678天天打电话催我还款，我没借过"}}
    form = UnderstoodForm(answers=answers, today=date(2026, 11, 29))
    (row,) = [one for one in form.rows() if one.field.name == "numbers"]
    assert (row.value, row.source) == ("075586123456\n17012345678", "您写的经过")
    assert "sender" not in form.fields
    said = answers | {"kind": {"kind": "fake_collection"}, "callers": {"numbers": row.value.split()}}
    facts = facts_of(said, filing_date=date(2026, 11, 29))
    assert facts["contacts"]["numbers"] == ["075586123456", "17012345678"]


def test_every_number_that_goes_into_the_papers_is_shown_before_it_is_filed() -> None:
    answers = {
        "kind": {"kind": "fake_collection"},
        "message": {"sender": "075586123456", "text": "", "channel": "call"},
        "callers": {"numbers": ["075586123456", "17012345678", "02160889231"]},
    }
    rows = [one for section in summary_of(answers, lambda slug: f"/{slug}/") for one in section["rows"]]
    shown = "\n".join(one.text for one in rows)
    for number in facts_of(answers, filing_date=date(2026, 11, 29))["contacts"]["numbers"]:
        assert shown.count(number) == 1


def test_what_was_changed_stands_on_no_words_of_the_story() -> None:
    story = "0755-86123456天天打电话催我还款，我没借过。一共打了40次。"
    answers = {"story": {"story": story}, "kind": {"kind": "fake_collection"}}
    before = UnderstoodForm(answers=answers, today=date(2026, 11, 29))
    told = {one.field.name: one for one in before.rows()}
    assert told["contacts-contacts__count"].words
    given = {name: before.get_initial_for_field(field, name) for name, field in before.fields.items()}
    changed = {"contacts-contacts__count": 60, "numbers": "17012345678"}
    # Shown again because of a day that was forgotten, and after it was saved.
    again = UnderstoodForm({**given, **changed, "first": ""}, answers=answers, today=date(2026, 11, 29))
    assert not again.is_valid()
    saved = answers | {"callers": {"numbers": ["17012345678"]}, "contacts": {"contacts__count": 60}}
    for form in (again, UnderstoodForm(answers=saved, today=date(2026, 11, 29))):
        rows = {one.field.name: one for one in form.rows()}
        for name, value in changed.items():
            assert (str(rows[name].value), rows[name].source, rows[name].words) == (str(value), "您填的", "")
    assert {one.field.name: one for one in again.rows()}["contacts-contacts__channels"].words


def test_the_operator_that_the_story_names_stands_in_the_question_about_it() -> None:
    story = {"story": "9月15号在联通营业厅办的二次号，天天有人找前机主要钱"}
    kind = {"kind": {"kind": "second_hand_number"}, "event": {"first": "2026-09-20", "last": "2026-11-11"}}
    answers: dict[str, Any] = {"story": story, **kind, "understood": {"kind": "second_hand_number"}}
    form = WantsForm(None, answers=answers, kind="second_hand_number")
    assert form["party"].value() == "中国联通"
    said = WantsForm(None, answers=answers | {"wants": {"party": ""}}, kind="second_hand_number")
    assert said["party"].value() == ""


TOLD = "示例旗舰店从11月1日起天天给我发广告短信，我没同意过，已经发了40条。11月10日打过12321投诉，没有结果。"


def understood(answers: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The steps that the second page answers, where its reader changes only this."""
    shown = UnderstoodForm(answers=answers, today=date(2026, 11, 29))
    data = {name: shown.get_initial_for_field(field, name) for name, field in shown.fields.items()}
    given = {name: value for name, value in data.items() if value not in (None, "")}
    given |= {"last": "2026-11-28"} | changed
    form = UnderstoodForm(given, answers=answers, today=date(2026, 11, 29))
    assert form.is_valid(), form.errors
    return {name: step for name, step in as_understood(answers, form).items() if step}


def test_whom_the_story_names_and_asked_before_is_shown_and_filed_and_not_asked_again() -> None:
    answers: dict[str, Any] = {"story": {"story": TOLD}}
    rows = {
        str(one.label): (one.value, one.words)
        for one in UnderstoodForm(answers=answers, today=date(2026, 11, 29)).rows()
    }
    assert rows["对方"][0] == "示例旗舰店"
    assert rows["找过谁"] == ("12321 举报中心，2026年11月10日，没有解决", "11月10日打过12321")
    answers |= understood(answers)
    facts = facts_of(answers, filing_date=date(2026, 11, 29))
    assert facts["respondents"] == [{"role": "content_provider", "name": "示例旗舰店"}]
    assert facts["prior"] == [
        {"to": "12321", "act": "report", "on": "2026-11-10", "answered_on": None, "satisfied": False}
    ]
    assert facts["complainant"]["capacity"] == "recipient"
    asked = open_now(answers, "harassment")
    assert "party" not in asked
    assert not any("capacity" in one for one in asked)


def test_what_was_read_of_others_is_taken_out_and_stays_out() -> None:
    answers: dict[str, Any] = {"story": {"story": TOLD}}
    answers |= understood(answers, party="", earlier=[])
    again = UnderstoodForm(answers=answers, today=date(2026, 11, 29))
    assert (again["party"].value(), again["earlier"].value()) == ("", [])
    facts = facts_of(answers, filing_date=date(2026, 11, 29))
    assert "respondents" not in facts
    assert "prior" not in facts


def test_a_name_that_is_added_stays_beside_who_was_filled_in() -> None:
    answers: dict[str, Any] = {
        "story": {"story": TOLD},
        "kind": {"kind": "harassment"},
        "respondents": {
            "rows": [{"name": "示例旗舰店", "role": "platform", "uscc": "1"}, {"role": "operator"}]
        },
    }
    answers |= understood(answers, party="示例旗舰店\n示例商城")
    assert answers["respondents"]["rows"] == [
        {"name": "示例旗舰店", "role": "platform", "uscc": "1"},
        {"role": "operator"},
        {"name": "示例商城", "role": "content_provider"},
    ]


def test_who_signed_the_message_is_named_beside_whom_the_story_names() -> None:
    message = {"text": "【示例优选】全场三折，退订回T", "sender": "10690000123456", "channel": "sms"}
    answers: dict[str, Any] = {"story": {"story": TOLD}, "message": message}
    answers |= understood(answers)
    assert [row["name"] for row in answers["respondents"]["rows"]] == ["示例旗舰店", "示例优选"]


def test_a_step_without_its_end_counts_as_taken_and_the_rest_is_asked_on_its_page() -> None:
    answers: dict[str, Any] = {"story": {"story": "我从没借过钱，天天打我电话。我11月8日报过警，10010打过。"}}
    row = next(
        one for one in UnderstoodForm(answers=answers, today=TODAY).rows() if str(one.label) == "找过谁"
    )
    assert row.value == "公安机关，2026年11月8日\n电信运营商"
    assert [one["to"] for one in _proposed_steps("prior", answers)] == ["police", "operator"]
    answers |= understood(answers, first="2026-11-01")
    rows = [
        {"to": "police", "act": "report", "on": "2026-11-08"},
        {"to": "operator", "act": "complaint", "on": ""},
    ]
    assert answers["prior"]["rows"] == rows
    assert [one["to"] for one in facts_of(answers, filing_date=TODAY)["prior"]] == ["police", "operator"]
    # Whether they answered was not told: it is not said that they did not.
    said = [(one.label, one.text) for part in summary_of(answers, str) for one in part["rows"]]
    assert ("公安机关", "2026年11月8日，没有写答复") in said
    assert ("电信运营商", "没有写答复") in said
    assert _proposed_steps("prior", answers) == []


OF_ANOTHER = [
    "我老公手机上老是有电话打来，说他欠了钱，他根本没有欠。",
    "我妈手机收到短信说她借款逾期，她从没贷过款",
    "婆婆的老人机上老有人打电话叫她还钱，她一分钱没借",
    "我女儿的手机天天有催债的打来，她没借过钱",
]


@pytest.mark.parametrize("story", OF_ANOTHER)
def test_whose_telephone_it_is_is_said_before_it_is_filed_as_ones_own(story: str) -> None:
    """Silence is no answer where the story speaks of somebody else's telephone."""
    answers: dict[str, Any] = {"story": {"story": story}}
    answers |= understood(answers, first="2026-11-01")
    whom = "contacts-complainant__capacity"
    assert whom in open_now(answers, "fake_collection")
    for left in ({}, {whom: "unknown"}):
        form = WantsForm(left, answers=answers, kind="fake_collection")
        assert "您说的是别人的电话" in str(form.errors[whom])
    assert intake.WHOM in intake.missing(answers)
    form = WantsForm({whom: "authorised_helper"}, answers=answers, kind="fake_collection")
    assert form.is_valid()
    answers["contacts"] = {**answers.get("contacts", {}), "complainant__capacity": "recipient"}
    assert intake.WHOM not in intake.missing(answers)


def test_whose_number_it_is_is_said_before_it_is_filed_as_ones_own() -> None:
    answers: dict[str, Any] = {"story": {"story": "我妈新办的手机号是二次号，天天有人来找前机主催债。"}}
    answers |= understood(answers, first="2026-11-01")
    assert answers["kind"]["kind"] == "second_hand_number"
    whom = "number-complainant__capacity"
    assert whom in open_now(answers, "second_hand_number")
    for left in ({}, {whom: "unknown"}):
        form = WantsForm(left, answers=answers, kind="second_hand_number")
        assert "您说的像是别人的号码" in str(form.errors[whom])
    assert intake.WHOSE_NUMBER in intake.missing(answers)
    assert WantsForm({whom: "authorised_helper"}, answers=answers, kind="second_hand_number").is_valid()
    answers["number"] = {**answers.get("number", {}), "complainant__capacity": "subscriber"}
    assert intake.WHOSE_NUMBER not in intake.missing(answers)


@pytest.mark.parametrize(
    "story", ["天天有人打我电话说我欠钱，我没借过。", "家里座机总有人打来催债，没人借过钱。"]
)
def test_a_story_of_ones_own_telephone_does_not_ask_twice(story: str) -> None:
    answers: dict[str, Any] = {"story": {"story": story}}
    answers |= understood(answers, first="2026-11-01")
    assert WantsForm({}, answers=answers, kind="fake_collection").is_valid()
    assert intake.WHOM not in intake.missing(answers)


def test_who_is_named_is_not_called_unknown() -> None:
    rows = [{"name": "示例金服", "role": "unknown"}, {"role": "unknown"}, {"name": "示例店", "role": "shop"}]
    told = _respondent_rows({"respondents": {"rows": rows}})
    assert told[0] == ("对方", "示例金服")
    assert "还不知道" not in told[0][0]
    assert told[1][1] == "名称不详"


def test_the_busiest_day_of_a_part_is_not_that_of_all() -> None:
    """Days and totals of what was chosen are offered; told otherwise, nothing is made of them."""
    counted = {
        "contacts": {"count": 2, "max_per_day": 1, "channels": ["sms"]},
        "event": {"first": "2026-11-21", "last": "2026-11-24"},
    }
    answers: dict[str, Any] = {
        "story": {"story": "天天催我，我没借过钱。"},
        "kind": {"kind": "fake_collection"},
    }
    form = UnderstoodForm(answers=answers, counted=counted, today=date(2026, 11, 29))
    count, most = "contacts-contacts__count", "contacts-contacts__max_per_day"
    asked = {one.name for one in form.open_fields()}
    assert {count, "first", "last"} <= asked
    assert (form[count].value(), form["first"].value()) == (2, "2026-11-21")
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    for total, kept in ((15, None), (2, 1)):
        given = {name: value for name, value in said.items() if value not in (None, "")} | {count: total}
        bound = UnderstoodForm(given, answers=answers, counted=counted, today=date(2026, 11, 29))
        assert bound.is_valid(), bound.errors
        assert bound.cleaned_data[most] == kept


@pytest.mark.parametrize(
    ("name", "kind", "role"),
    [
        ("江南银行", "second_hand_number", "bank"),
        ("支付宝", "second_hand_number", "payment_institution"),
        ("甲通信", "second_hand_number", "operator"),
        ("江南银行", "fake_collection", "bank"),
        ("恒诚资产", "fake_collection", "unknown"),
    ],
)
def test_who_is_named_is_complained_about_as_what_their_name_tells(name: str, kind: str, role: str) -> None:
    assert role_of(name, kind) == role
