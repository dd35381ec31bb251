"""Stories of our own making: what each suggests, and with which words."""

import pytest

from complaints.reading import triage
from complaints.reading.story import KINDS

STORIES = [
    (
        "fake_collection",
        {"no_debt"},
        "我从来没在任何平台借过钱，最近每天收到催收短信说我逾期，还带我的名字，怎么办？",
    ),
    (
        "fake_collection",
        {"others_debt"},
        "前同事贷款时把我填成紧急联系人，现在催收公司一天给我打十几个电话，我跟他早不联系了。",
    ),
    (
        "fake_collection",
        {"contacts_harassed"},
        "我逾期了三个月，网贷公司给我爸妈和单位领导打电话说我欠钱不还，同事都知道了。",
    ),
    ("fake_collection", {"others_debt"}, "我弟弟欠网贷跑了，催收的天天打我电话骂我，我又没担保。"),
    ("other", set(), "我信用卡欠了三万，银行催我还款，我现在没能力还，想协商分期。"),
    ("other", set(), "网贷逾期了，平台说要起诉我，我该怎么办？"),
    ("fake_collection", {"amount_wrong"}, "我去年就把贷款还清了，有结清证明，他们还发短信催我还款。"),
    (
        "fake_collection",
        {"no_debt"},
        "收到一个律师事务所的短信说我欠某资产公司2万块，我根本不认识这家公司，没贷过款。",
    ),
    ("harassment", {"optout_ignored"}, "某培训机构一直给我发短信，我回了TD好几次，还是每天发。"),
    ("harassment", {"no_consent"}, "我从没在这家店消费过，它却给我发促销短信，不知道哪来的号码。"),
    ("harassment", {"nuisance_calls"}, "每天都有卖房子贷款的推销电话打过来，烦死了，拉黑一个换一个号又打。"),
    ("harassment", {"bombing"}, "昨晚半小时内收到300多条验证码短信，手机都卡死了，有人故意整我。"),
    ("harassment", {"no_working_optout"}, "银行营销短信里没有退订方式，打客服也说取消不了。"),
    ("harassment", {"no_working_optout"}, "回复T退订居然扣了我一毛钱短信费，这合理吗"),
    (
        "harassment",
        {"data_shared", "nuisance_calls"},
        "刚交完房，装修公司的电话就打来了，连我家门牌号都知道，肯定是售楼处泄露了我的信息。",
    ),
    ("harassment", {"bundled_consent"}, "注册App时默认勾选了同意接收营销短信，不同意就不能用。"),
    (
        "second_hand_number",
        {"number_not_disclosed", "former_holder_pursued"},
        "上个月在营业厅办了新号码，结果天天有人打电话找一个姓刘的要债，营业员当时没告诉我这是别人用过的号。",
    ),
    (
        "second_hand_number",
        {"account_bound"},
        "新办的手机号注册微信显示已被注册，支付宝也被占用，要原机主解绑。",
    ),
    (
        "second_hand_number",
        {"residual_charge"},
        "买的新卡每个月都被扣一笔名片业务费，我没订过，客服说是前机主开的。",
    ),
    (
        "second_hand_number",
        {"number_mislabelled"},
        "新换的号码打给客户，对方手机上显示是骚扰电话推销，生意都黄了，号码是二手的。",
    ),
    (
        "second_hand_number",
        {"account_taken_over"},
        "我换了手机号没去解绑淘宝，新机主用验证码登录我的账号买了东西。",
    ),
    (
        "second_hand_number",
        {"wrong_registrant"},
        "去营业厅查发现我名下多了两个不认识的手机号，不知道谁冒名办的。",
    ),
    ("second_hand_number", {"sim_swap"}, "有人拿假身份证补办了我的手机卡，把我银行卡里的钱转走了。"),
    (
        "second_hand_number",
        {"cancellation_fee"},
        "这个二次号老接到催债电话，我想销号，客服说合约没到期要交违约金。",
    ),
    ("harassment", {"optout_ignored"}, "照他们短信上写的回了R，没用，第二天又换个号发过来。"),
    ("harassment", {"profiling"}, "前脚在软件上搜了搬家，后脚搬家公司的短信就来了，是不是拿我数据分析了"),
    ("second_hand_number", {"freeze_broken"}, "前面那个机主销号才四十天，运营商就把号又放出来卖给我了。"),
    ("second_hand_number", {"account_bound"}, "拿新号登录打车软件，进去竟是别人的账号，行程都看得见。"),
    ("fake_collection", {"others_debt"}, "我弟借的钱，人跑了，催收让我替他还。"),
    ("fake_collection", {"amount_wrong"}, "贷款去年就一次性结清了，现在又冒出八百块违约金。"),
    ("fake_collection", {"scam"}, "说我以前的助学贷款账户不注销会影响征信，让我把钱转到安全账户。"),
    ("other", set(), "网贷逾期两个月会被起诉吗，会坐牢吗？"),
    ("other", set(), "楼上邻居天天吵架，物业不管怎么办"),
    ("other", set(), "网购的鞋子有质量问题，商家不给退货"),
    ("other", set(), "我前男友发短信骂我，还说要来找我"),
    ("other", set(), "微信被盗了，骗子向我朋友借钱"),
    ("other", set(), "公司拖欠我三个月工资，打电话也不接"),
    ("other", set(), "朋友借了我两万块钱不还，怎么起诉他"),
    ("other", set(), "收到短信说我的ETC失效，点进去填了银行卡被扣了五千"),
    ("harassment", set(), "总有陌生号码打来响一声就挂，一天好几次"),
]


@pytest.mark.parametrize(("kind", "wanted", "story"), STORIES)
def test_kind_and_situations(kind: str, wanted: set[str], story: str) -> None:
    found = triage(story)
    assert found.kind == kind
    assert wanted <= {situation.slug for situation in found.situations}


def test_every_situation_shows_words_of_the_story() -> None:
    for _, _, story in STORIES:
        for situation in triage(story).situations:
            assert situation.words
            for words, (start, end) in zip(situation.words, situation.spans, strict=True):
                assert story[start:end] == words


def test_an_own_debt_is_not_steered_to_no_debt() -> None:
    for story in (
        "我欠了网贷两万元，逾期半年，催收天天打电话骂我。",
        "本人信用卡逾期，银行委托的公司给我父母打电话威胁。",
        "我在平台借了八千，已经还了五期，还不上了，他们爆我通讯录",
    ):
        assert "no_debt" not in {situation.slug for situation in triage(story).situations}


def test_threats_over_an_own_debt_are_complained_about_as_threats() -> None:
    """A debt of one's own that is demanded with threats is what the law forbids; that nothing is owed is not suggested."""
    found = triage("我信用卡欠了三万，催收打电话威胁说要来打断我的腿")
    assert (found.kind, [situation.slug for situation in found.situations]) == (
        "fake_collection",
        ["threats_impersonation"],
    )


def test_traditional_script_and_nothing_at_all() -> None:
    assert triage("我從來沒有借過錢，卻天天收到催收短信").kind == "fake_collection"
    assert triage("").as_json() == {
        "kind": "other", "confidence": 0.0, "alternatives": [], "words": [], "situations": [],
    }  # fmt: skip
    assert all(triage(text).kind in KINDS for text in ("\x00", "😀" * 5000, "催" * 50_000, "1" * 50_000))
