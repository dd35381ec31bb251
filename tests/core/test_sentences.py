"""What was put together is found again at the cost of its length, whoever wrote what stands in its places."""

import re
from itertools import product

import pytest
from django.utils import translation

from core.sentences import LONGEST, Forms
from core.told import _DEEPEST, _MOST, _Reading

FORMS = ("{who}在{days}内没有答复", "{what}（{why}）", "前{a}、{b}后", "{a}{b}。后", "只有{one}")


def _by_expression(form: str, text: str) -> list[dict[str, str]]:
    """The same by a regular expression, with as little and with as much as can stand in the first places."""
    found = []
    for times in ("+?", "+"):
        places: list[str] = []

        def place(match: re.Match[str], times: str = times, places: list[str] = places) -> str:
            places.append(match[1])
            return f"(?P={match[1]})" if places.count(match[1]) > 1 else f"(?P<{match[1]}>[^。\n]{times})"

        if match := re.fullmatch(re.sub(r"\{(\w+)\}", place, form), text):
            found.append(match.groupdict())
    return found[:1] if found[:1] == found[1:] else found


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_found_as_an_expression_finds_it(form: str) -> None:
    signs = sorted({*re.split(r"\{\w+\}|(?<=。)", form), "甲", "乙", "。", "（"} - {""})
    read = Forms([form]).read
    for length in range(1, 7):
        for parts in product(signs, repeat=length):
            text = "".join(parts)
            assert [given for _form, given, _loose in read(text)] == _by_expression(form, text), text


def test_a_place_that_stands_twice_holds_the_same_twice() -> None:
    read = Forms(["运营商在{place}：由{place}的机构管辖"]).read
    assert [given for _form, given, _loose in read("运营商在湖南：由湖南的机构管辖")] == [{"place": "湖南"}]
    assert not [*read("运营商在湖南：由江西的机构管辖")]


def test_what_is_longer_than_anything_we_say_is_not_taken_for_it() -> None:
    read = Forms(["{who}在{days}内没有答复"]).read
    around = len("在三日内没有答复")
    assert [*read("甲" * (LONGEST - around) + "在三日内没有答复")]
    assert not [*read("甲" * (LONGEST - around + 1) + "在三日内没有答复")]


def test_of_one_text_no_more_is_looked_at_than_anything_we_say_has() -> None:
    reading = _Reading()
    text = "".join(f"甲{one}、乙{one}：丙{one}。" for one in range(150))
    with translation.override("en"):
        said = reading.text(text)
    assert len(reading._read) <= _MOST + _DEEPEST
    assert "丙149" in said
