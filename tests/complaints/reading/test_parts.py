"""Signature, sums, telephones, links, deadlines, people, demands."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from complaints.reading import facts_from, read


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("【禾风家居】全场八折", "禾风家居"),
        ("全场八折【禾风家居】", "禾风家居"),
        ("全场八折[禾风家居]", "禾风家居"),
        ("“【禾风】全场八折", "禾风"),
        ("【今日大促！全场五折】进店有礼【禾风家居】", "禾风家居"),
        ("【禾风】进店有礼【禾风家居旗舰店】", "禾风家居旗舰店"),
        ("全场八折【禾风家居】(回T退订)", "禾风家居"),
        ("全场八折【禾风家居】回T退订", "禾风家居"),
        ("您尾号1234卡支出5元[白鹭银行]。", "白鹭银行"),
        ("请尽快登录更新(白鹭银行)", "白鹭银行"),
        ("【360借钱】额度待领", "360借钱"),
        ("【阿禾・旅行】特价", "阿禾・旅行"),
        ("【验证码3921】请输入", None),
        ("请输入验证码【8058】", None),
        ("您被《星光》【好声音】栏目抽中", None),
        ("【请勿向任何人泄露】", None),
        ("【投保电话：4001234567】", None),
        ("没有签名的短信", None),
        ("【】空的", None),
        ("收到（小林）", None),
    ],
)
def test_signature(text: str, signature: str | None) -> None:
    assert read(text).signature == signature


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("最新欠款：27911元", ["27911"]),
        ("欠款￥1,234.50", ["1234.50"]),
        ("欠款¥ 88，请还", ["88"]),
        ("应还人民币15818.55", ["15818.55"]),
        ("结欠RMB4，718.45元", ["4718.45"]),
        ("额度最高5万", ["50000"]),
        ("奖金9.8万元", ["98000"]),
        ("额度1到50万", ["10000", "500000"]),
        ("赔偿3000圆", ["3000"]),
        ("罚款1OO元", ["100"]),
        ("罚款５００元", ["500"]),
        ("一百二十元整", ["120"]),
        ("两千元购物券", ["2000"]),
        ("鸡蛋仅需9.9，大米88/箱", ["9.9", "88"]),
        ("存1000送200", ["1000", "200"]),
        ("余额-12.5元", ["-12.5"]),
        ("3亿元奖池", ["300000000"]),
        ("借我五十块钱", ["50"]),
        ("100美元", []),
        ("12万张机票，5万用户，3万步", []),
        ("全场8折，涨5%，第3名，2025年", []),
        ("元旦快乐，3.6米层高，9楼", []),
        ("积分已满5万", []),
        ("电话13912345678", []),
    ],
)
def test_amounts(text: str, sums: list[str]) -> None:
    assert read(text).amounts == tuple(Decimal(each) for each in sums)


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("致电021-8765 4321", ("02187654321",)),
        ("致电02187654321转321", ("02187654321",)),
        ("电话139-1234-5678", ("13912345678",)),
        ("电话139123O5678", ("13912305678",)),
        ("热线400-123-4567", ("4001234567",)),
        ("详询95512", ("95512",)),
        ("拨打96110", ("96110",)),
        ("咨询66881234", ("66881234",)),
        ("发TD到1069012345", ()),
        ("卡号6222 0200 1234 5678 901", ()),
        ("订单号20251102008", ()),
        ("取件码 3-2-1108", ()),
        ("加QQ 123456789", ()),
    ],
)
def test_phones(text: str, phones: tuple[str, ...]) -> None:
    assert read(text).phones == phones


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("戳 hf.cn/Ab3_x。", ("hf.cn/Ab3_x",)),
        ("戳https://m.hf.com/a?b=1&c=2，有礼", ("https://m.hf.com/a?b=1&c=2",)),
        ("登录www.hf88,com领取", ("www.hf88.com",)),
        ("登录www . hf88 . com领取", ("www.hf88.com",)),
        ("点击http:t.cnRabcDe申请", ("t.cn",)),
        ("WWW.HF.COM.CN", ("WWW.HF.COM.CN",)),
        ("一、二。三,四 3.5元 v1.2", ()),
    ],
)
def test_urls(text: str, urls: tuple[str, ...]) -> None:
    assert read(text).urls == urls


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("减免截止至2023年10月21日上午10点", "2023-10-21T10:00"),
        ("请于今日18点前处理", "2025-12-30T18:00"),
        ("请于明天下午3点半前处理", "2025-12-31T15:30"),
        ("限3日内还清", "2026-01-02"),
        ("请24小时内还款", "2025-12-31"),
        ("01月05日到期", "2026-01-05"),
        ("最后还款日12月31日", "2025-12-31"),
        ("次日失效", "2025-12-31"),
        ("请于5日前缴费", "2026-01-05"),
        ("本月底前结清", "2025-12-31"),
        ("本周五前处理", "2026-01-02"),
        ("5个工作日内处理", None),
        ("30分钟内有效", None),
        ("2月30日前处理", None),
        ("您尾号1234卡11月2日10:21支出5元", None),
    ],
)
def test_deadline(text: str, iso: str | None) -> None:
    assert read(text, received=date(2025, 12, 30)).deadline == iso


def test_a_deadline_without_the_day_of_receipt_keeps_its_words() -> None:
    reading = read("请于明日12点前还款")
    assert (reading.deadline, reading.deadline_words) == (None, "明日12点")
    assert (
        read("验证码3921，30分钟内有效", received=datetime(2025, 11, 2, 9, 50)).deadline == "2025-11-02T10:20"
    )


def test_people_and_demands() -> None:
    reading = read(
        "【蓝海资产】尊敬的周建平：您欠款18600元，如今日不还清，我们将联系您的家人和单位，上门处理，后果自负！"
    )
    assert (reading.addressee, reading.debtor, reading.claims_debt) == ("周建平", None, True)
    assert set(reading.threats) == {"publicity", "door_visit", "violence"}
    third = read("您好，因您好友赵小军的贷款逾期，请转告其尽快还款，否则将起诉并上报征信")
    assert (third.addressee, third.debtor) == (None, "赵小军")
    assert set(third.threats) == {"lawsuit", "credit"}
    court = read("【江城法院】李某，您的借款案件已立案，逾期不还将拘留")
    assert (court.impersonates, court.category) == ("court", "collection")
    assert "detention" in court.threats


def test_facts_are_what_the_text_shows() -> None:
    reading = read(
        "【蓝海资产】周建平，您欠款18600元，减免后还9000元即可结清，否则通知你单位，回T退订",
        sender="1069012345678",
    )
    assert facts_from(reading, received=datetime(2025, 11, 2, 22, 30)) == {
        "contacts": {"channels": ["sms"], "numbers": ["1069012345678"], "night": True},
        "content": {"sender_identified": True, "opt_out_offered": True},
        "debt": {"claimed": 18600, "debtor": "周建平", "threats": ["publicity"]},
    }
    assert facts_from(read("在吗")) == {"contacts": {"channels": ["sms"]}}
    assert facts_from(read("全场八折，欢迎选购", sender="1.06E+16")) == {
        "contacts": {"channels": ["sms"]},
        "content": {"commercial": True},
    }
