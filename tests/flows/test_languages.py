"""Every page of a consumer in English says nothing in Chinese, but for passages that are marked as Chinese (statutes, papers,
what was frozen) and for what people and offices are called."""

import re

import pytest
from django.conf import settings

from tests.flows.world import arguments, make_world, routes
from tests.foreign import foreign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
# What the people of this world wrote, and what its people, offices and files are called.
OWN = (
    "王小宁", "示例优选商城有限公司", "示例移动通信公司", "我回了退订，第二天又收到三条推销短信。", "后来又收到三条。",
    "还没写完。", "【示例优选】全场五折，退订回T", "【示例】全场五折，退订回T", "【示例】", "甲市市场监督管理局",
    "乙市市场监督管理局", "示例举报中心", "示例律所", "截图.png", "笔记.txt", "短信.csv", "受理通知书", "通知.pdf",
)  # fmt: skip
APART = ("admin/", "api/")  # the desk and the programs' door


def test_no_page_in_english_says_anything_in_chinese() -> None:
    assert "en" in dict(settings.LANGUAGES), "run `manage.py messages`: English lacks a sentence"
    world = make_world()
    given = arguments(world)
    wrong, read = {}, set()
    for role in ("anonymous", "draft_holder", "owner", "lawyer"):
        client = world.clients[role]
        for route in routes():
            if route.startswith(APART) or not {*PLACE.findall(route)} <= given.keys():
                continue
            address = "/" + PLACE.sub(lambda match: str(given[match[1]]), route)
            page = client.get(address, headers={"accept-language": "en"})
            if page.status_code != 200 or "html" not in page.get("Content-Type", ""):
                continue
            assert '<html lang="en">' in page.content.decode(), address
            read.add(route)
            if left := foreign_in(page.content.decode(), OWN):
                wrong[f"{role} {address}"] = left[:5]
    assert len(read) > 70
    assert not wrong
