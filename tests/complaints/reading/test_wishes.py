"""What a story says that is wanted: ten told ways each, and what is no wish; ticked on the page with the words that say it."""

from typing import Any

import pytest

from complaints.questions import WISHES
from complaints.reading import wishes_told
from legal.views.wants import WISHES as FIELD
from legal.views.wants import WantsForm

TOLD: dict[str, tuple[str, ...]] = {
    "stop": (
        "希望别再打了",
        "我只想他们停止骚扰",
        "不要再给我发短信了",
        "要求对方停止一切催收",
        "让他们别来烦我",
        "别告诉我单位",
        "我不想再收到这种广告",
        "求求你们还我清净",
        "请让他们不再打扰我家",
        "叫他们不准再联系我家里人",
    ),
    "unbind": (
        "让淘宝解绑，他们不管",
        "我只要解绑就行",
        "希望支付宝把前机主的账号注销",
        "请帮我解除绑定",
        "要求平台取消绑定",
        "想把别人的账号从我号码上解绑",
        "能不能给我解绑",
        "赶紧把他的微信账号清掉",
        "必须把号码上的绑定解除关联",
        "麻烦平台帮我换绑",
    ),
    "correct": (
        "请把诈骗电话的标记取消",
        "要求更正错误的登记",
        "希望把骚扰标记去掉",
        "让他们把实名信息改过来",
        "我要求纠正",
        "能不能撤销这个标签",
        "请运营商把号码登记到我名下",
        "尽快消除我号码的标记",
        "要求改正他们系统里的备注",
        "希望过户到我名下",
    ),
    "delete": (
        "请删除我的个人信息",
        "要求把我的号码从名单里删掉",
        "让他们把我的资料清除",
        "希望从他们系统里移除",
        "我要他们删掉我的手机号",
        "必须销毁我的数据",
        "帮我注销我的账户",
        "想让平台把我的隐私删干净",
        "请把通讯录信息删除",
        "应该删除我所有的信息",
    ),
    "tell_source": (
        "请说清楚从哪里得到我的号码",
        "要求告知信息来源",
        "希望查清是谁泄露了我的信息",
        "让他们解释怎么知道我电话的",
        "我想弄明白我的号码从哪来的",
        "必须交代信息给了谁",
        "能不能查一下谁卖的",
        "请告诉我是怎么拿到的",
        "要求他们说明号码的来源",
        "希望讲明白哪儿弄来的信息",
    ),
    "confirm_no_debt": (
        "请给我出一份不欠款的证明",
        "要求开结清证明",
        "希望书面确认我没有这笔债",
        "让他们写明我没借过",
        "必须给我出具无欠款说明",
        "请确认我不欠他们钱",
        "我要他们承认没有这笔债，证明我清白",
        "让他们出与我无关的证明",
        "要求发函说明债务不存在",
        "帮我证明我没有借过钱",
    ),
    "clear_credit": (
        "请把征信上的记录消掉",
        "要求更正征信",
        "希望恢复我的信用记录",
        "让他们撤销征信报送",
        "尽快删除征信逾期",
        "我要求把征信改过来",
        "必须修复我的征信报告",
        "能不能清除我的信用记录",
        "请银行处理征信上的问题",
        "想把信用报告里的逾期去掉，希望信用报告更正",
    ),
    "refund": (
        "要求退钱",
        "请把扣的话费退给我",
        "希望返还多扣的钱",
        "让他们退还390元",
        "我要拿回被扣的钱",
        "必须退款",
        "能不能把钱退回来",
        "还我的钱",
        "退我39块钱",
        "应该把会员费全退了",
    ),
    "damages": (
        "要求赔偿",
        "希望赔我误工费",
        "赔我损失",
        "请他们承担我的损失",
        "我要精神损失费",
        "应该给点补偿",
        "让他们赔钱",
        "必须赔偿我的经济损失",
        "想要他们补偿",
        "要求承担公证费用",
    ),
    "apology": (
        "要求道歉",
        "希望他们向我道歉",
        "必须赔礼道歉",
        "让他们说声对不起",
        "我要他们认错",
        "请公司书面致歉",
        "给我道歉",
        "想要一个道歉",
        "应该登报道歉",
        "只要他们赔个不是",
    ),
    "keep_number": (
        "这个号我要留着",
        "我想继续用这个号",
        "号码我要保留",
        "不想换号",
        "不想注销这个号",
        "希望保留号码",
        "把号留着",
        "卡我还要用",
        "号我舍不得换",
        "只要号能留下",
    ),
    "end_contract": (
        "这个号我不要了",
        "想销号",
        "要求解除合同",
        "希望注销这张卡",
        "不想要这个号了",
        "我要退号",
        "给我换一个号",
        "请运营商解除入网合同",
        "卡不想要了",
        "想注销号码",
    ),
    "make_known": (
        "只想让主管部门知道这件事",
        "希望有关部门管管",
        "请查处这家公司",
        "就是反映一下情况",
        "只是想备案",
        "希望你们知道有这种公司",
        "要求处罚他们",
        "我就想举报一下",
        "只想让你们知道，别的不求",
        "希望监管部门介入调查",
    ),
}
NO_WISH = (
    "他们要我道歉",
    "对方让我赔偿五千",
    "催收要求我还钱，还说要退钱得先交手续费",
    "我不要赔偿，也不用道歉",
    "道歉就不用了",
    "他们已经退款了",
    "客服道歉了，过两天又打",
    "运营商不让销号",
    "不求赔偿",
    "平台不肯解绑",
    "对方说给我退款，让我点链接",
    "让我删掉信息",
    "没有人道歉",
    "客服说可以解绑，一直没解",
    "我借的钱早就还清了",
    "他们一直没有退钱",
    "骗我说可以消除征信",
    "说要查征信，要求我配合",
    "不需要他们赔钱",
    "他们叫我不要找律师",
)


def test_every_wish_is_read_in_ten_ways() -> None:
    assert set(TOLD) == {slug for slug, _words, _kinds in WISHES}
    assert {len(set(ways)) for ways in TOLD.values()} == {10}


@pytest.mark.parametrize(("slug", "said"), [(slug, said) for slug, ways in TOLD.items() for said in ways])
def test_a_wish_that_is_told_is_read(slug: str, said: str) -> None:
    found = wishes_told(f"他们天天打电话来。{said}。")
    assert slug in found
    assert found[slug] in said
    assert set(found) <= {slug, "stop"}


@pytest.mark.parametrize("said", NO_WISH)
def test_what_others_want_was_done_or_is_not_wanted_is_no_wish(said: str) -> None:
    assert wishes_told(said) == {}


def wants(story: str, kind: str, **more: Any) -> WantsForm:
    answers: dict[str, Any] = {
        "story": {"story": story},
        "kind": {"kind": kind},
        "event": {"first": "2026-11-01", "last": "2026-11-20"},
        "understood": {"kind": kind},
        **more,
    }
    return WantsForm(None, answers=answers, kind=kind)


def test_what_is_wanted_is_ticked_with_its_words_until_it_is_answered() -> None:
    story = (
        "二次号还绑着前机主的淘宝，我打了淘宝客服让解绑，他们不管。这个号我要留着，别再打了，请把征信改过来。"
    )
    form = wants(story, "second_hand_number")
    assert form[FIELD].value() == ["stop", "unbind", "keep_number"]
    hint = str(form.fields[FIELD].help_text)
    assert "「让解绑」" in hint
    assert "「别再打」" in hint
    answered = wants(story, "second_hand_number", loss={"wishes": []})
    assert answered[FIELD].value() == []
    assert "「" not in str(answered.fields[FIELD].help_text)


def test_who_told_no_wish_has_none_ticked() -> None:
    form = wants("天天收到广告短信，退订没用。", "harassment")
    assert form[FIELD].value() is None


def test_who_wants_to_know_who_gave_the_number_away_wants_its_source() -> None:
    told = wishes_told("我就想他们别再打，还想知道是谁把我号码给他们的")
    assert set(told) == {"stop", "tell_source"}
