"""What an edit names that neither the case nor the law on file knows."""

from datetime import date

import pytest

from documents.doubts import Known, doubts_in

KNOWN = Known(
    texts=(
        "2026年4月10日拒绝后，示例通信有限公司又发来36条，支出交通费300元，号码13900000001。依据《民法典》第一千零三十三条。",
    ),
    names=frozenset({"王小宁", "示例通信有限公司"}),
    days=(date(2026, 4, 10),),
)


@pytest.mark.parametrize(
    "text",
    [
        "二〇二六年四月十日，王小宁（手机 139 0000 0001）收到三十六条。",
        "4月10日以后，花了300.00元。2026年4月以来一直如此。",
        "1. 请求判令示例通信有限公司停止侵害；",
        "《中华人民共和国民法典》第一千零三十三条、第1032条",
        "见证据12、13。",
        "被告马上停止，原告曾多次说明，费用由何人承担，尚待其说明。",
        "工作人员管理不当，员工常常来电，客服关于金额的陈述前后不一。",
    ],
)
def test_what_the_case_knows_is_not_pointed_out(text: str) -> None:
    assert doubts_in("facts", text, KNOWN) == []


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("2026年4月11日", "date", "2026年4月11日"),
        ("二〇二六年五月", "date", "二〇二六年五月"),
        ("5月1日来电", "date", "5月1日"),
        ("赔偿3万元", "sum", "3万元"),
        ("损失三百五十元", "sum", "三百五十元"),
        ("共收到37条", "number", "37"),
        ("来电五十八次", "number", "五十八次"),
        ("电话13900000002", "number", "13900000002"),
        ("我的同事赵大海说", "person", "赵大海"),
        ("请由赵大海书面道歉", "person", "赵大海"),
        ("证人马冬梅可以证明当时的情况。", "person", "马冬梅"),
        ("来电的是客服周晓燕，态度恶劣。", "person", "周晓燕"),
        ("钱转给了收款人：孙大鹏", "person", "孙大鹏"),
        ("当天，欧阳明打来电话。", "person", "欧阳明"),
        ("邻居任静看见过。", "person", "任静"),
        ("被告另一示例有限公司", "organisation", "被告另一示例有限公司"),
        ("《民法典》第一千九百九十九条", "article", "《民法典》第一千九百九十九条"),
        ("《安宁保护法》第三条", "law", "《安宁保护法》"),
    ],
)
def test_what_nobody_said_is_pointed_out(text: str, kind: str, shown: str) -> None:
    (doubt,) = doubts_in("facts", text, KNOWN)
    assert (doubt.kind, doubt.text) == (kind, shown)


def test_an_article_that_was_not_in_force_is_pointed_out() -> None:
    early = Known(texts=KNOWN.texts, days=(date(2020, 1, 1),))
    assert [one.kind for one in doubts_in("reasons", "《民法典》第一千零三十三条", early)] == ["article"]
