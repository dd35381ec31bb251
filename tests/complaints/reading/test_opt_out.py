"""Ways of saying how to stop messages, and what only looks like one."""

import pytest

from complaints.reading import read


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("退订回T", "T"),
        ("回T退订", "T"),
        ("退订回复TD", "TD"),
        ("退订请回复“TD”", "TD"),
        ("退订请回TD。", "TD"),
        ("回复TD退订", "TD"),
        ("回“N”即可退订", "N"),
        ("拒收请回复R", "R"),
        ("拒收回R", "R"),
        ("回复Q退订", "Q"),
        ("TD退订", "TD"),
        ("T退订", "T"),
        ("退订TD", "TD"),
        ("退订:T", "T"),
        ("回复0000拒收", "0000"),
        ("如需退订此类短信，请回复QXGG", "QXGG"),
        ("如您不愿继续接收优惠信息，请回复N退订", "N"),
        ("不想再收到此类信息请回复BSJ", "BSJ"),
        ("编辑短信QX8#AB回复即可退订", "QX8#AB"),
        ("退订回TDABCDEF", "TDABCDEF"),
        ("退定回T", "T"),
        ("回TD退阅", "TD"),
        ("退 订 回 T", "T"),
        ("退.订回T", "T"),
        ("回 复 T D 退 订", "TD"),
        ("退订回Ⓣ", "T"),
        ("退订回🅃🄳", "TD"),
        ("退订回ＴＤ", "TD"),
        ("退訂回T", "T"),
        ("退訂請回覆TD", "TD"),
        ("拒收請回覆R", "R"),
        ("退\u200b订回\u200bT", "T"),
        ("[回@5TD退订短信]", "@5TD"),
        ("拒收所有短信直接回复TD", "TD"),
        ("退订回复退订", "退订"),
        ("回复“不要”拒收", "不要"),
        ("退T", "T"),
        ("TD退", "TD"),
        ("退T。", "T"),
        ("回【TD】退订", "TD"),
        ("如不欲接收推廣訊息，請回覆STOP", "STOP"),
        ("Reply STOP to unsubscribe", "STOP"),
        ("Text STOP to opt out", "STOP"),
        ("To unsubscribe, reply N", "N"),
    ],
)
def test_the_code(wording: str, code: str) -> None:
    text = f"【禾风家居】周年庆全场八折，到店有礼，{wording}"
    found = read(text).opt_out
    assert found is not None
    assert found.code == code
    start, end = found.span
    assert text[start:end] == found.text


@pytest.mark.parametrize(
    "text", ["额度5万，戳t.cn/Ab3Xy退订回T【禾风】", "新品上市hf88.cn/Q退订回T", "详情见www.hf.com回T退订"]
)
def test_glued_to_a_link(text: str) -> None:
    found = read(text).opt_out
    assert found is not None
    assert found.code == "T"


@pytest.mark.parametrize(
    "text",
    [
        "24小时内回复任意内容开通《每日一读》3元/月，次月不退订再送5元话费",
        "您已成功订购天气早知道业务，5元/月，退订请发送QXTQ到10086",
        "您已开通彩铃包月服务，信息费5元/月，退订回复TD",
        "【禾风】验证码3921，如非本人操作，退订请回复0000",
        "您正在注册，如非本人申请，回复TD即可拒收此类短信",
        "如不想收到天气提醒，请回复TQ办理退订",
        "小林想加你为好友，同意回复Y，不再接收回复B",
        "您的订单已退订成功，退款三日内到账",
        "如退订了包年业务，有效期内可再次使用",
        "办理退订请到营业厅或登录APP退订",
        "请登录APP退订",
        "我昨天退订了那个报纸",
        "七天无理由退T恤不收运费",
        "拒收此类提醒回TX",
        "Reply YES to confirm your appointment",
        "",
    ],
)
def test_what_is_none(text: str) -> None:
    assert read(text).opt_out is None


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("转接人工回复1，咨询办理回复2，退订回复T", "T"),
        ("咨询回1退订回T", "T"),
        ("咨询回复1，退订T", "T"),
        ("办理请回Y，拒收请回R", "R"),
        ("如需人工请回复9；退订请回复TD", "TD"),
        ("回1了解详情，回2预约，退订回0000", "0000"),
        ("预约请回复8 退订请回TD", "TD"),
        ("确认参加回复1，拒收回复R", "R"),
        ("续费回复Y，取消接收回复N", "N"),
        ("报名活动回复A，退订T", "T"),
        ("[回QXA91退订，回QXB92夜间免扰]", "QXA91"),
        ("退订，回QXB92夜间免扰", None),
        ("回T退订，回复1咨询", "T"),
        ("退订回T，咨询回1", "T"),
        ("回复1领取，回复T退订", "T"),
        ("咨询热线4001234567回T退订", "T"),
        ("回TD退订0元购机", "TD"),
        ("办理回复2，退订打客服", None),
        ("咨询回1退订请致电客服", None),
    ],
)
def test_of_several_replies_the_one_that_unsubscribes(wording: str, code: str | None) -> None:
    """A reply that asks for the loan is no refusal: sent as one, it would be counted against the sender wrongly."""
    found = read(f"【禾风家居】周年庆全场八折，到店有礼，{wording}").opt_out
    assert (found.code if found else None) == code
