"""Names in a story that may be other people's: pointed out where a word beside them says so, and nothing else is."""

import pytest

from complaints.reading import people_in


@pytest.mark.parametrize(
    ("story", "names"),
    [
        ("我弟弟陈建华借了钱，催收打给我。", ["陈建华"]),
        ("对方说要找一个叫“李雪梅”的人，还打给我同事张伟。", ["李雪梅", "张伟"]),
        ("号码原机主刘志强的贷款。", ["刘志强"]),
        ("姓名：周小满，周小满的电话也打了。", ["周小满"]),
        ("我从来没有在这家店买过东西，第二天又收到三条。", []),
        ("我老公接到电话，说我老婆欠钱不还。", []),
        ("客服高兴地说马上处理，朋友说成功了。", []),
        ("", []),
    ],
)
def test_names_are_found_by_the_words_beside_them(story: str, names: list[str]) -> None:
    assert people_in(story) == names
