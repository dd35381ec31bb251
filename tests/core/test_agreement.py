"""Words that agree with a number: in what Django says, in what services refuse with, in sentences told from their forms."""

from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import gettext, override

from core.agreement import agreed
from core.language import act, listed, read_in
from core.language import gettext as kept
from core.told import told


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("%(n)s [[day|days]]", {"n": 1}, "%(n)s day"),
        ("%(n)s [[day|days]]", {"n": "2"}, "%(n)s days"),
        ("%(n)s [[day|days]]", {"n": 0}, "%(n)s days"),
        ("%(n)s [[day|days]]", {"n": "1,001"}, "%(n)s days"),
        ("[[There is|There are]] %d", 1, "There is %d"),
        ("%s: %d [[file|files]], %d [[page|pages]]", ("A", 1, 3), "%s: %d file, %d pages"),
        (
            "%(n)d of %(who)s [[is|are]] late, 5%% [[was|were]]",
            {"n": 1, "who": "all"},
            "%(n)d of %(who)s is late, 5%% was",
        ),
        ("{days} [[day|days]] for {who}", {"days": "1", "who": "x"}, "{days} day for {who}"),
        ("nothing [here] | there", {}, "nothing [here] | there"),
    ],
)
def test_each_agrees_with_the_number_before_it(text: str, given: Any, said: str) -> None:
    assert agreed(text, given) == said


def test_what_is_said_agrees_however_it_is_said() -> None:
    with override("en"):
        assert [gettext("%d个月") % n for n in (1, 3)] == ["1 month", "3 months"]
        assert [str(told(f"{n}个工作日")) for n in (1, 15)] == ["1 working day", "15 working days"]
        page = Template(
            "{% load i18n %}{% blocktranslate with count=n %}{{ count }} 个问题{% endblocktranslate %}"
        )
        assert [page.render(Context({"n": n})) for n in (1, 2)] == ["1 question", "2 questions"]
    with read_in("en"):
        assert [str(kept("验证码不对。还可以试 %d 次。") % n) for n in (1, 2)] == [
            "That code is wrong. You can try 1 more time.",
            "That code is wrong. You can try 2 more times.",
        ]


def test_what_a_refusal_lists_is_listed_as_its_reader_lists() -> None:
    def refuse() -> None:
        files = kept("第 %s 号文件对方已经有了，不用再发。请去掉后再继续。") % listed(["2", "5"])
        raise ValueError(listed([files, kept("明天再试，或者用别的办法。")], between=""))

    with pytest.raises(ValueError, match="第 2、5 号文件对方已经有了，不用再发。请去掉后再继续。明天再试"):
        act(refuse)()
    with (
        read_in("en"),
        pytest.raises(ValueError, match=r"no\. 2, 5\. There .* continue\. Try again tomorrow"),
    ):
        act(refuse)()
