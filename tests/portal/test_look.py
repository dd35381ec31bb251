"""The look of every page: colours that can be read in both modes, numbers that can be pressed, icons that are there."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import gettext, override

from portal.templatetags.look import dialled

STATIC = Path("portal/static")
SHEET = (STATIC / "anning.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", block))
    for block in re.findall(r":root \{(.*?)\}", SHEET, re.S)[:2]
)
# Every colour of words that stands on every colour of a surface.
WORDS = ("ink", "soft", "calm", "alert", "note", "link")
SURFACES = ("ground", "paper", "sunk", "calm-pale", "alert-pale", "note-pale")


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_in_both_modes(colours: dict[str, str]) -> None:
    pairs = [*product(WORDS, SURFACES), *product(("ink", "soft"), ("mark", "new"))]
    pairs += [("on-action", "action"), ("on-action", "action-deep")]
    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    edges = {where: contrast(colours["edge"], colours[where]) for where in ("paper", "ground")}
    assert min(edges.values()) >= 3, edges


def test_no_colour_stands_outside_the_tokens() -> None:
    """But white under pictures, and black over what is covered: those are as they are on paper."""
    rules = re.sub(r":root \{.*?\}", "", SHEET, flags=re.S)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rules)) <= {"#fff", "#000"}
    assert not re.findall(r"(?<!background): ?#fff", rules)


@pytest.mark.parametrize(
    ("text", "pressed"),
    [
        ("请先拨 110，反诈咨询拨96110。", ["110", "96110"]),
        ("法律援助12348；转 12345 或者12321（短信）", ["12348", "12345", "12321"]),
        (
            "第110条、110元、1101、010-12345678、12345 条、AN-12345、打开 12321 网络不良与垃圾信息举报受理中心",
            [],
        ),
    ],
)
def test_hotlines_can_be_pressed(text: str, pressed: list[str]) -> None:
    assert re.findall(r'<a class="tel" href="tel:(\d+)">\1</a>', dialled(text)) == pressed


def test_what_people_wrote_stays_words_beside_a_hotline() -> None:
    told = Template("{{ said|dialled }}").render(Context({"said": "<script>1</script> 打110"}))
    assert told == '&lt;script&gt;1&lt;/script&gt; 打<a class="tel" href="tel:110">110</a>'
    block = Template('{% filter dialled %}<a href="/110/">拨 110</a>，或者 110{% endfilter %}').render(
        Context()
    )
    assert block == '<a href="/110/">拨 110</a>，或者 <a class="tel" href="tel:110">110</a>'


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for page in Path("templates").rglob("*.html")
        for name in re.findall(r'{% icon "(\w+)" %}', page.read_text())
    }
    assert named <= drawn
    assert 'aria-hidden="true"' in Template('{% icon "phone" %}').render(Context())


def test_what_is_drawn_once_is_said_in_each_language_and_knows_nothing_of_a_page():
    page = Template("{% load i18n %}{% once %}[{{ name }}]{% translate '语言' %}{% endonce %}{{ name }}")
    with override("zh-hans"):
        assert [page.render(Context({"name": name})) for name in ("甲", "乙")] == ["[]语言甲", "[]语言乙"]
    with override("en"):
        assert page.render(Context({"name": "甲"})) == f"[]{gettext('语言')}甲"
        assert gettext("语言") != "语言"
    with override("zh-hans"):
        assert page.render(Context({"name": "丙"})) == "[]语言丙"
