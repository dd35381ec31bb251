"""Where a desk was given no story, it is pointed to what it was given, and to nothing else."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

MESSAGE = SimpleNamespace(sender="10690000123456", sender_kind="", at="", text="续卡五折", read=[])


@pytest.mark.parametrize(
    ("messages", "exhibits", "words"),
    [
        ([MESSAGE], ["1"], "没有提供经过，请看下面的短信、电话和证据。"),
        ([MESSAGE], [], "没有提供经过，请看下面的短信、电话。"),
        ([], ["1"], "没有提供经过，请看下面的证据。"),
        ([], [], "没有提供经过，也没有提供短信、电话和证据。"),
    ],
)
def test_the_desk_is_pointed_to_what_there_is(
    messages: list[SimpleNamespace], exhibits: list[str], words: str
) -> None:
    sent = SimpleNamespace(
        story="", people=[], respondents=[], rewritten=[], others=[], answers=[], tally=None
    )
    page = render_to_string(
        "admin/filings/filing/story.html",
        {"sent": sent, "messages_sent": messages, "exhibits": exhibits},
    )
    assert words in page
    assert page.count("没有提供经过") == 1
