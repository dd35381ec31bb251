"""Who is named so that somebody can be sued or reported, and who is only described."""

import pytest

from legal.reasoning.naming import is_branch, is_named


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
        "不知道名字的公司",
        "不知道哪家有限公司",
    ],
)
def test_a_description_is_nobodys_name(name: str):
    assert not is_named(name)


@pytest.mark.parametrize(
    "name", ["李晓", "示例消费金融有限公司", "某商贸有限公司", "机主信息服务有限公司", "未知数科技有限公司"]
)
def test_a_name_is_one(name: str):
    assert is_named(name)


def test_a_branch_has_no_legal_representative_of_its_own():
    assert is_branch("示例银行股份有限公司广州分行")
    assert not is_branch("示例消费金融有限公司")
