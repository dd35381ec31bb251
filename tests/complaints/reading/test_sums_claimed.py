"""The sum claimed is the whole debt: not the least that may be paid, no end of a card, no count; thresholds are sums."""

import pytest

from complaints.reading import read

DEBTS = [
    (
        "您的海川信用卡*6108人民币账款已逾期，最低还款额1350.20元，全部应还款额为9241.70元，请尽快还款",
        9241.70,
    ),
    ("【海川银行】您尾号2231的信用卡已逾期15天，应还总额5208.30元，最低还款260.40元，请今日处理", 5208.30),
    ("您的账单已严重逾期，最低应还420.00元，欠款总额8400.00元，否则上报征信【安信贷】", 8400.00),
    ("【恒远资产】您三期未还，合计欠款3600元，请速还", 3600.00),
    ("周建平，您欠款18600元，请于明日前还清，否则起诉【蓝海资产】", 18600.00),
    ("【春江物业】您拖欠上年度物业费1860元，请尽快缴清", 1860.00),
]


@pytest.mark.parametrize(("text", "yuan"), DEBTS)
def test_the_whole_debt_is_what_is_claimed(text: str, yuan: float) -> None:
    reading = read(text)
    assert reading.claims_debt
    assert reading.claimed is not None
    assert float(reading.claimed) == yuan


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("【禾风】全场满300享9折，满199减120，退订回T", [300, 199, 120]),
        ("【传奇】到账68888元宝，上线即领，退订回T", []),
        ("【双11狂欢】双11红包雨来啦，最高1111元，退订回T", [1111]),
        ("大量招募司机，底薪9000加提成，推荐最高奖500，退订T", [9000, 500]),
        ("【海川贷】7天免息，借款27500.00可免息，回T退订", [27500]),
        ("老会员回归送888彩金，登录领取", [888]),
        ("您的136****8875话费余额不足，请充值", []),
        ("已有3万份送出，100g装2件，占比30%，退订回T", []),
    ],
)
def test_counts_sizes_and_shares_are_no_sums_and_thresholds_are(text: str, sums: list[float]) -> None:
    assert [float(yuan) for yuan in read(text).amounts] == sums
