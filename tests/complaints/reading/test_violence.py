"""A threat against life or body is read as one: by the alarm and by the threats of the case alike."""

from datetime import date

import pytest

from complaints.reading import dangers, facts_told, read

TODAY = date(2026, 11, 29)


def threats(story: str) -> list[str]:
    told = {one.fact: one.value for one in facts_told(story, kind="fake_collection", today=TODAY)}
    return list(told.get("debt.threats", ()))


@pytest.mark.parametrize(
    "words",
    [
        "带人上我家砍死我，让我儿子出门小心点",
        "砍死我",
        "说要杀了我",
        "说要卸我一条腿",
        "说要卸了我的胳膊",
        "说要捅我",
        "往我家门上泼油漆",
        "说要烧我家房子",
        "说要弄死我",
        "要打断我的腿",
        "上门收拾我",
        "让我出门小心",
        "说让我全家不得好死",
        "小心你儿子",
        "要我的命",
    ],
)
def test_a_threat_of_violence_told_rings_the_alarm_and_is_a_threat_of_the_case(words: str) -> None:
    story = f"他们骂我，{words}，我没借过钱"
    assert "violence" in dangers(story)
    assert "violence" in threats(story)


@pytest.mark.parametrize(
    "words",
    [
        "再不还就卸你一条腿，逾期欠款5000元",
        "欠款不还，小心你儿子出门",
        "逾期欠款，今晚杀你全家",
    ],
)
def test_a_threat_of_violence_in_a_message_is_one(words: str) -> None:
    assert "violence" in dangers(words)
    assert "violence" in read(words).threats


@pytest.mark.parametrize(
    "words",
    [
        "推销杀毒软件",
        "说是杀猪盘",
        "拼多多让我帮他砍价",
        "帮我砍一刀",
        "笑死人了",
        "限时秒杀了我也没买",
        "我在收拾我的行李，电话就来了",
        "他打断我说话",
        "打死我也不信",
        "推销打折手机",
        "让你全家安心的保险",
        "查杀了病毒",
        "说要卸载软件",
        "我一出门电话就来",
        "通话被打断了三次",
        "让你全家福利多多",
        "烧我家电费",
    ],
)
def test_what_is_no_violence_is_read_as_none(words: str) -> None:
    assert "violence" not in dangers(words)
    assert "violence" not in threats(words)


def test_the_tellers_own_anger_is_no_threat_of_the_other_side() -> None:
    assert threats("他们天天催，我想杀了他们的心都有") == []
    assert threats("他们说要砍死我") == ["violence"]
