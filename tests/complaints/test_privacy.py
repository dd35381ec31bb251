"""The privacy page names who answers for it, and promises what pages do."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from filings import services
from tests.cases import NOW, make_case, make_mail_recipient, queued
from tests.filings.pages import words

HANDLER = {
    "name": "示例公益中心",
    "contact": "甲市一路1号，010-00000000",
    "officer": "李示例",
    "officer_contact": "privacy@anning.invalid",
}


def said(settings, handler: dict[str, str]) -> str:
    settings.HANDLER = handler
    return words(Client().get("/privacy/"))


def test_it_names_who_handles_and_who_answers_for_it(settings):
    page = said(settings, HANDLER)
    assert [one for one in HANDLER.values() if one not in page] == []
    assert "本机演示" not in page


def test_a_demonstration_says_that_nobody_answers_for_it(settings):
    page = said(settings, dict.fromkeys(HANDLER, ""))
    assert "这里是本机演示，没有运营者" in page
    assert page.count("本机演示，没有填写") == 4


@pytest.mark.django_db
def test_every_right_it_names_has_its_place_on_a_page(settings):
    page = said(settings, HANDLER)
    case = make_case(email="")
    filing = queued(case, make_mail_recipient())
    client = Client()
    client.force_login(case.owner)
    number = case.complaint.number
    of_case = words(client.get(reverse("case", args=[number])))
    bundle = words(client.get(reverse("bundle", args=[number])))
    # What the privacy page calls each thing, and where that name stands.
    for name, where in {
        "导出案卷": of_case,
        "自己留存": bundle,
        "补充和更正": of_case,
        "补充证据文件": of_case,
        "撤回同意": words(client.get(reverse("filing", args=[filing.pk]))),
    }.items():
        assert f"“{name}”" in page
        assert name in where
    services.withdraw_consent(by=case.by, filing=filing, at=NOW)
    filing.refresh_from_db()
    assert filing.state == "withdrawn"


def test_a_recipient_outside_is_named_only_where_there_is_one(settings):
    settings.TIMESTAMP_URL = "https://time.invalid/tsa"
    assert "时间戳机构：只收到校验值" in said(settings, HANDLER)
    settings.TIMESTAMP_URL, settings.TIMESTAMP_DEMO = "", False
    assert "没有接入时间戳机构" in said(settings, HANDLER)
    settings.TIMESTAMP_DEMO = True
    assert "时间戳是本机演示用的，不证明时间" in said(settings, HANDLER)


def test_it_names_the_numbers_of_the_table_of_limits(settings):
    found = re.search(r"最后一次修改 (\d+) 天后删除", said(settings, HANDLER))
    assert found
    assert found[1] == "30"
