"""What a story tells is understood once: shown, filed and printed from the same fact; nonsense is not taken."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from complaints.facts import facts_of
from complaints.forms import UnderstoodForm
from complaints.forms.fields import field_of
from complaints.forms.pages import number_shown
from complaints.questions import Ask
from complaints.understanding import situations_suggested
from legal.views.wants import WantsForm


def test_that_nobody_said_it_was_used_is_suggested_only_where_the_story_says_so() -> None:
    silent = {"story": {"story": "我新办的号，天天有人打电话找前机主要钱"}}
    said = {"story": {"story": "我新办的二次号，营业员没告诉我别人用过，天天有人找前机主要钱"}}
    assert "number_not_disclosed" not in situations_suggested(silent, "second_hand_number")
    assert "number_not_disclosed" in situations_suggested(said, "second_hand_number")


@pytest.mark.parametrize("given", ["不知道啊", "不清楚", "没有显示"])
def test_a_number_that_is_not_known_stays_open(given: str) -> None:
    assert number_shown(given) == ""


@pytest.mark.parametrize("given", ["好多号码", "123", "1" * 25])
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


def test_the_operator_that_the_story_names_stands_in_the_question_about_it() -> None:
    story = {"story": "9月15号在联通营业厅办的二次号，天天有人找前机主要钱"}
    kind = {"kind": {"kind": "second_hand_number"}, "event": {"first": "2026-09-20"}}
    answers: dict[str, Any] = {"story": story, **kind, "understood": {"kind": "second_hand_number"}}
    form = WantsForm(None, answers=answers, kind="second_hand_number")
    assert form["party"].value() == "中国联通"
    said = WantsForm(None, answers=answers | {"wants": {"party": ""}}, kind="second_hand_number")
    assert said["party"].value() == ""
