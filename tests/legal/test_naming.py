"""Who is named so that somebody can be sued or reported, and who is only described."""

import pytest

from legal.reasoning.naming import any_named, is_named


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "现机主（姓名不详）",
        "自称“李警官”的人",
        "13900000001",
        "+00852 1234 5678",
        "现机主",
        "催收员",
        "不知道是谁",
    ],
)
def test_a_description_is_nobodys_name(name: str):
    assert not is_named(name)


@pytest.mark.parametrize("name", ["李晓", "示例消费金融有限公司", "某商贸有限公司", "机主信息服务有限公司"])
def test_a_name_is_one(name: str):
    assert is_named(name)


def test_one_named_respondent_is_enough():
    assert not any_named([{"role": "unknown"}, {"role": "person", "name": "现机主（姓名不详）"}])
    assert any_named([{"role": "unknown"}, {"role": "bank", "name": "示例银行"}])
