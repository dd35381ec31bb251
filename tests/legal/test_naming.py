"""Who is named so that somebody can be sued or reported, and who is only described."""

import pytest

from legal.reasoning.naming import is_branch, is_definite, is_named, is_suable, lead_in


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
        "现在使用该号码的人",
        "打电话的那个人",
        "示例闲市用户“阿坤”",
        "昵称：小太阳",
        "卖家「老王」",
    ],
)
def test_a_description_is_nobodys_name(name: str):
    assert not is_named(name)


@pytest.mark.parametrize(
    "name",
    [
        "李晓",
        "用心有限公司",
        "示例消费金融有限公司",
        "某商贸有限公司",
        "机主信息服务有限公司",
        "未知数科技有限公司",
    ],
)
def test_a_name_is_one(name: str):
    assert is_named(name)


@pytest.mark.parametrize(
    ("name", "uscc", "definite"),
    [
        ("李晓", "", True),
        ("示例消费金融有限公司", "", True),
        ("某银行", "", False),
        ("某某科技有限公司", "", False),
        ("北京XX科技有限公司", "", False),
        ("张某强", "", False),
        ("丁某", "", False),
        ("某商贸有限公司", "91310000000000000X", True),
        ("TCL示例通讯有限公司", "", True),
        ("现机主（姓名不详）", "91310000000000000X", False),
    ],
)
def test_nobody_is_sued_by_a_name_that_was_left_out(name: str, uscc: str, definite: bool):
    assert is_definite(name, uscc) is definite


def test_a_branch_has_no_legal_representative_of_its_own():
    assert is_branch("示例银行股份有限公司广州分行")
    assert is_branch("示例银行股份有限公司信用卡中心")
    assert is_branch("中国示例电信股份有限公司安徽分公司第一营业厅")
    assert not is_branch("示例消费金融有限公司")
    assert not is_branch("中国人民银行征信中心")


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("禾穗快借（可能是深圳禾穗云联科技）", "深圳禾穗云联科技"),
        ("好像叫鑫旺人力", "鑫旺人力"),
        ("疑似“甲商贸有限公司”", "甲商贸有限公司"),
    ],
)
def test_a_guess_at_a_name_is_a_lead_and_nobody_is_sued_by_it(name: str, lead: str):
    assert is_definite(name)
    assert not is_suable(name)
    assert lead_in(name) == lead
    assert is_suable(name, "91310000000000000X")
    assert is_suable(lead)
    assert lead_in(lead) == ""


def test_a_guess_that_says_nothing_is_no_lead():
    assert lead_in("可能是骗子") == ""
