"""Of one debt one thing is true: never borrowed, another's, paid off, another sum. What excludes each other is asked, once."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from complaints.debts import at_odds
from complaints.forms import UnderstoodForm
from complaints.reading import debt_in
from complaints.understanding import situations_suggested
from tests.complaints.test_intake import go
from tests.complaints.test_short_way import fields, kept, shown
from tests.complaints.test_story_told import understood

KIND = "fake_collection"
BOTH_TOLD = "我没在这家借过钱，可能是别人冒用我的身份证借的，他们天天打电话骂我。"
TOLD = [
    ("催收天天打电话给我，说他欠钱不还。", "others", "others_debt"),
    ("打电话来说我表哥欠钱，让我转告。", "others", "others_debt"),
    ("催收说我表哥欠钱，让我转告他。我没借过钱。", "others", "others_debt"),
    ("我没借过，是我弟弟借的钱，天天催我。", "others", "others_debt"),
    ("朋友借钱填了我当紧急联系人，我自己没有欠款，天天催我。", "others", "others_debt"),
    ("我表弟的网贷早还清了，催收还打给我。", "others", "others_debt"),
    ("我从来没借过钱，突然说我欠5000，天天催。", "none", "no_debt"),
    ("他们说我欠款，我根本没有这笔债，我哥也接到电话。", "none", "no_debt"),
    ("我的借款早就还清了，他们还来催。", "settled", "amount_wrong"),
    ("我确实借过一笔，已经还清，没有欠他们钱，还天天催收。", "settled", "amount_wrong"),
    ("网贷的金额不对，催收天天打电话，说的利息比合同高一倍。", "disputed", "amount_wrong"),
]
EXCLUDING = {"no_debt", "others_debt", "amount_wrong"}


def answers(story: str) -> dict[str, Any]:
    return {"story": {"story": story}, "kind": {"kind": KIND}}


@pytest.mark.parametrize(("story", "owed", "situation"), TOLD)
def test_one_situation_of_a_debt_is_chosen_beforehand(story: str, owed: str, situation: str) -> None:
    assert debt_in(story).owed == owed
    assert EXCLUDING & set(situations_suggested(answers(story), KIND)) == {situation}
    form = UnderstoodForm(answers=answers(story), today=date(2026, 11, 29))
    assert form["debt-debt__owed"].value() == owed


def test_where_the_story_says_both_none_is_chosen_and_it_is_asked_in_the_words_that_say_them() -> None:
    assert not EXCLUDING & set(situations_suggested(answers(BOTH_TOLD), KIND))
    form = UnderstoodForm(answers=answers(BOTH_TOLD), today=date(2026, 11, 29))
    (asked,) = [one for one in form.open_fields() if one.name == "debt-debt__owed"]
    assert "一笔债只能是其中一种" in str(asked.help_text)
    labels = dict(asked.field.choices)
    assert "没在这家借过" in labels["none"]
    assert "别人冒用我的身份证借" in labels["others"]
    told = answers(BOTH_TOLD) | understood(
        answers(BOTH_TOLD), **{"first": "2026-11-01", "debt-debt__owed": "none"}
    )
    assert EXCLUDING & set(told["situations"]["situations"]) == {"no_debt"}
    assert told["debt"]["debt__owed"] == "none"


@pytest.mark.parametrize(
    ("situations", "owed", "odd"),
    [
        (["no_debt", "others_debt"], "", ["no_debt", "others_debt"]),
        (["no_debt", "amount_wrong", "scam"], "none", ["no_debt", "amount_wrong"]),
        (["no_debt", "scam"], "others", ["no_debt"]),
        (["others_debt"], "own", ["others_debt"]),
        (["no_debt", "scam"], "none", []),
        (["amount_wrong"], "settled", []),
        (["amount_wrong"], "", []),
        (["scam"], "others", []),
    ],
)
def test_what_excludes_each_other(situations: list[str], owed: str, odd: list[str]) -> None:
    assert at_odds(situations, owed) == odd


@pytest.mark.django_db
def test_who_chooses_both_is_told_so_once_and_asked_whether_they_are_two_debts(client: Client) -> None:
    page = go(client, "/start/", {"story": "我从来没借过钱，天天打电话催我，一共30次。"})
    base = page.rsplit("/", 2)[0]
    said = fields(shown(client, page)) | {"first": "2025-11-01", "last": "2025-11-11"}
    said["situations"] = ["no_debt", "others_debt"]
    refused = go(client, page, said, expect=422)
    assert "不能是同一笔债" in refused
    assert 'name="both"' in refused
    wants = go(client, page, said | {"both": "on"})
    assert kept()["situations"] == {"situations": ["no_debt", "others_debt"], "both": True}
    # It is not said again, on whatever page.
    assert go(client, wants, {}).endswith("/you/")
    assert go(client, page, said).endswith(("/wants/", "/you/"))
    go(client, f"{base}/situations/", {"situations": ["no_debt", "amount_wrong"]})
    assert kept()["situations"]["both"] is True


@pytest.mark.django_db
def test_the_pages_of_a_single_matter_ask_the_same(client: Client) -> None:
    page = go(client, "/start/", {"kind": KIND})
    base = page.rsplit("/", 2)[0]
    assert "不能是同一笔债" in go(
        client, f"{base}/situations/", {"situations": ["no_debt", "others_debt"]}, expect=422
    )
    go(client, f"{base}/situations/", {"situations": ["no_debt"]})
    assert "对不上" in go(client, f"{base}/debt/", {"debt__owed": "others"}, expect=422)
    go(client, f"{base}/debt/", {"debt__owed": "others", "both": "on"})
    assert kept()["debt"]["debt__owed"] == "others"
    assert kept()["situations"] == {"situations": ["no_debt"], "both": True}
