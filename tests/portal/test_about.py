"""The pages about the portal: what no setting names is not promised; each is linked in the foot of every page."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NOBODY = {"name": "", "contact": "", "officer": "", "officer_contact": ""}
SOMEBODY = {
    "name": "示例服务中心",
    "contact": "kefu@example.cn",
    "officer": "李示例",
    "officer_contact": "010-00000000",
}


def page(path: str) -> str:
    return Client().get(path).content.decode()


def test_who_is_not_named_is_not_promised(settings: Any) -> None:
    settings.HANDLER = NOBODY
    assert "没有填运营者，也就没有人收信" in page("/contact/")
    assert "来信请写" not in page("/contact/")
    assert "这里没有填运营者" in page("/about/")
    settings.HANDLER = SOMEBODY
    told = page("/contact/")
    for word in SOMEBODY.values():
        assert word in told
    assert 'href="mailto:kefu@example.cn"' in told
    assert "没有人收信" not in told
    assert "示例服务中心" in page("/about/")


def test_every_page_leads_to_them() -> None:
    for path in ("/", "/law/", "/resume/", "/nothing-here/"):
        foot = page(path).split('<footer class="foot">')[1]
        for address in ("/help/", "/contact/", "/about/", "/accessibility/", "/privacy/"):
            assert f'href="{address}"' in foot, path
        assert 'href="tel:110"' in foot
        assert 'href="tel:12348"' in foot


def test_help_leads_where_it_says() -> None:
    client = Client()
    told = page("/help/")
    places = set(re.findall(r'href="#([\w-]+)"', told)) - {"content"}
    assert places
    assert places <= set(re.findall(r'id="([\w-]+)"', told))
    for path in set(re.findall(r'href="(/[^"#]*)"', told)):
        assert client.get(path).status_code == 200, path


def test_what_is_shared_is_public() -> None:
    """Where a page names what its button shares, it is a fixed public address, or the page itself among those of the law."""
    for file in Path("templates").rglob("*.html"):
        for shared in re.findall(r"{% block shared %}(.*?){% endblock %}", file.read_text()):
            fixed = re.fullmatch(r"{% url '(home|help|capture|self_help|statistics)' %}", shared)
            assert fixed or (shared == "here" and file.name == "library.html"), file
