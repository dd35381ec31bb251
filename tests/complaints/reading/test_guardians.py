"""What a guardian is to the child is read where their own words leave no doubt, and guessed nowhere."""

import pytest

from complaints.reading.guardians import relation_in

TOLD = {
    "我是替我娃儿说的，他爸在外头跑工地。他哭着说“妈妈不是我想耍”。": "母亲",
    "我儿子十岁，我老公在外地。": "母亲",
    "这是我替我仔讲的。老师叫去领，是他妈去的。": "父亲",
    "我女儿九岁，回来说“爸爸小气”。": "父亲",
}


@pytest.mark.parametrize("story", TOLD)
def test_a_parent_who_speaks_of_the_other_is_told_from_them(story: str) -> None:
    assert relation_in(story) == TOLD[story]


@pytest.mark.parametrize(
    "story",
    [
        "我儿子十岁，有人打他的手表。",
        "我孙子十岁，他爸在外头跑工地。",
        "我儿子十岁，他爸他妈都在外地，我是他大伯。",
        "他们喊娃儿“莫跟妈妈说”。",
        "",
    ],
)
def test_whoever_leaves_it_open_is_asked(story: str) -> None:
    assert relation_in(story) == ""
