"""The stories that five press reports tell, as facts in our own words.

What a report leaves open and a complaint must have (names, full numbers, some days) is invented; numbers and names
belong to nobody. What a report does say (the 40 yuan, the 27,911 yuan, a hundred messages a day) stands as reported.
"""

from datetime import date

from complaints.services import ComplainantInput, ContactInput, RespondentInput
from workbench.demo.story import Backup, Bill, Paper, Picture, Story

COLLECTION_SENT = (
    "【某资产】余敏某某，目前最新欠款:27911元，现申请特殊减免还9431元即可结清账户，提供结清证明。"
    "减免有效时间截止至2023年10月21日上午10点。过期将永久取消此权益，并追责全款，追究其法律责任，详询****，退订回“T”。"
)
# The same message as one report prints it: traditional characters, with the reading of some in brackets.
COLLECTION_GARBLED = (
    "【某資產】余敏某某,目前最新欠款:27911元,現申請?zhí)厥鉁p免還9431元即可結(jié)清賬戶,提供結(jié)清證明。"
    "減免有效時間截止至2023年10月21日上午10點。過期將永久取消此權(quán)益,并追責(zé)全款,追究其法律責(zé)任,詳詢****,退訂回“T”。"
)


def _debt_message(slug: str, text: str, name: str, phone: str, *, decided: bool = False) -> Story:
    return Story(
        slug=slug,
        kind="fake_collection",
        situations=("no_debt",),
        story=(
            "我和短信里的“某资产”没有任何业务往来，也没有欠过钱，却收到催我还 27911 元的短信。"
            "“某资产”的名字是发短信的人写的，我不投诉它。"
            "我查到号码由一家信息公司持有，信息公司说内容是一家科技公司提供的。和两家沟通道歉，都没有结果。"
        ),
        facts={
            "wishes": ["stop", "confirm_no_debt", "tell_source", "damages", "apology"],
            "event": {"first": "2023-10-20", "last": "2023-10-20"},
            "contacts": {"channels": ["sms"], "count": 1},
            "content": {"commercial": False, "opt_out_offered": True},
            "consent": {"status": "none"},
            "data": {"source": "unknown"},
            "debt": {"owed": "none", "claimed": 27911},
            "prior": [
                {
                    "to": "respondent",
                    "act": "complaint",
                    "on": "2023-10-22",
                    "answered_on": None,
                    "satisfied": False,
                }
            ],
            "loss": {"costs": [{"what": "交通费、住宿费", "yuan": 900}], "mental": "some"},
        },
        complainant=ComplainantInput(
            name=name,
            phone=phone,
            region="310000",
            address="上海市宝山区示例路 1 号",
            email=f"{slug}@example.com",
        ),
        respondents=(
            RespondentInput(role="content_provider", name="某科技公司", region="310000"),
            RespondentInput(role="service_provider", name="某信息公司", region="310000"),
        ),
        contacts=(
            ContactInput(channel="sms", sender="1069000027911", text=text, received_on=date(2023, 10, 20)),
        ),
        pictures=(Picture("1069000027911", (text,), "2023年10月20日 15:42"),),
        channels=("12321", "cac_12377"),
        decided=decided,
    )


_EVER_MORE = tuple(enumerate((10, 10, 11, 11, 11, 11, 12), 2))  # in the second to the eighth of November

STORIES: tuple[Story, ...] = (
    Story(
        slug="child-number",
        kind="second_hand_number",
        situations=("former_holder_pursued", "number_not_disclosed", "cancellation_fee"),
        story=(
            "给孩子办了一张电话卡，用上以后三天两头收到找前机主的催债短信，孩子上课也被打断。"
            "告诉他们找错人了也没有用。想销号，客服说要先交违约金。办的时候没有人说过这是别人用过的号码。"
        ),
        facts={
            "wishes": ["stop", "correct", "end_contract", "apology"],
            "event": {"first": "2026-06-03", "last": "2026-11-10"},
            "complainant": {"capacity": "guardian", "consumer_of_respondent": True},
            "contacts": {"channels": ["sms", "call"], "count": 46, "max_per_day": 5, "night": False},
            "consent": {"status": "none"},
            "number": {
                "second_hand": True,
                "told": False,
                "activated_on": "2026-06-01",
                "cancellation_fee": 120,
            },
            "debt": {"owed": "others", "told_them_on": "2026-06-20"},
            "prior": [
                {
                    "to": "operator",
                    "act": "complaint",
                    "on": "2026-10-12",
                    "answered_on": "2026-10-20",
                    "satisfied": False,
                }
            ],
            "loss": {"mental": "some"},
        },
        complainant=ComplainantInput(
            name="陈安",
            phone="13000000001",
            region="370000",
            address="山东省济南市示例街 2 号",
            email="child@example.com",
        ),
        respondents=(
            RespondentInput(role="operator", name="某通信公司山东分公司", region="370000"),
            RespondentInput(role="content_provider", name="某催收公司"),
        ),
        contacts=(
            ContactInput(
                channel="sms",
                sender="1069000055501",
                received_on=date(2026, 11, 10),
                text="【某某金服】王某，您的借款已逾期32天，应还5620元，今日18:00前未处理将联系您的通讯录，详询4000000000。",
            ),
        ),
        pictures=(
            Picture(
                "1069000055501",
                (
                    "【某某金服】王某，您的借款已逾期32天，应还5620元，今日18:00前未处理将联系您的通讯录，详询4000000000。",
                ),
                "2026年11月10日 10:05",
            ),
        ),
        papers=(
            Paper(
                "入网业务登记单",
                (
                    ("客户姓名", "陈安"),
                    ("证件号码", "11010119900307109X"),
                    ("业务号码", "13000000011"),
                    ("入网日期", "2026年6月1日"),
                    ("合约期限", "12个月，提前销号收取违约金120元"),
                ),
            ),
        ),
        channels=("telecom_appeal", "12321"),
    ),
    Story(
        slug="landline-label",
        kind="second_hand_number",
        situations=("number_mislabelled", "number_not_disclosed"),
        story=(
            "单位的固定电话以前是一家培训学校用的。现在我打出去，对方手机上只要装了那个软件，就显示培训学校的名字，"
            "客户不接电话。办这个号码的时候没有人告诉过我。向软件要求更正，到现在还没有改。"
        ),
        facts={
            "wishes": ["correct", "apology"],
            "event": {"first": "2026-03-02", "last": "2026-11-05"},
            "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
            "number": {
                "second_hand": True,
                "told": False,
                "activated_on": "2026-02-20",
                "mislabelled_as": "某培训学校",
                "label_reported_on": "2026-04-10",
            },
            "prior": [
                {
                    "to": "respondent",
                    "act": "complaint",
                    "on": "2026-04-10",
                    "answered_on": None,
                    "satisfied": False,
                }
            ],
            "loss": {"mental": "some"},
        },
        complainant=ComplainantInput(
            name="蒋一平", phone="02800000002", region="510000", address="四川省成都市示例大道 3 号"
        ),
        respondents=(
            RespondentInput(role="platform", name="某来电标记软件公司"),
            RespondentInput(role="operator", name="某通信公司四川分公司", region="510000"),
        ),
        pictures=(
            Picture("来电显示", ("02800000002", "某培训学校", "由 1,284 人标记"), "2026年11月5日 09:30"),
        ),
        channels=("cac_12377", "operator"),
    ),
    Story(
        slug="residual-charge",
        kind="second_hand_number",
        situations=("residual_charge",),
        story=(
            "查账单发现每个月都有一项 40 元的“名片业务”，我从来没有订过。运营商承认是前机主留下的业务，"
            "放号之前没有清退。"
        ),
        facts={
            "wishes": ["refund", "keep_number"],
            "event": {"first": "2022-02-01", "last": "2022-06-30"},
            "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
            "number": {"second_hand": True, "told": False},
            "charges": {
                "residual": True,
                "item": "名片业务",
                "monthly": 40,
                "months": 5,
                "first_on": "2022-02-01",
                "last_on": "2022-06-30",
            },
        },
        complainant=ComplainantInput(
            name="康乐",
            phone="13000000003",
            region="430000",
            address="湖南省长沙市示例路 4 号",
            email="kang@example.com",
        ),
        respondents=(RespondentInput(role="operator", name="某电信公司长沙分公司", region="430000"),),
        bills=(
            Bill(
                "康乐",
                "13000000003",
                "2022年6月",
                (("套餐月基本费", "59.00"), ("名片业务", "40.00"), ("合计", "99.00")),
            ),
        ),
        channels=("operator",),
    ),
    Story(
        slug="double-eleven",
        kind="harassment",
        situations=("optout_ignored", "no_consent"),
        story=(
            "在网店买过一次东西，之后一到促销就收到广告短信，双十一前后最多一天一百多条。"
            "照短信上写的回复退订，没有用；客服说是系统更新不及时，当晚又来了。"
        ),
        facts={
            "wishes": ["stop", "delete", "tell_source", "damages", "apology"],
            "event": {"first": "2026-10-20", "last": "2026-11-11"},
            "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
            "contacts": {
                "channels": ["sms"],
                "count": 420,
                "max_per_day": 100,
                "after_refusal": 380,
                "night": False,
            },
            "content": {
                "commercial": True,
                "sender_identified": True,
                "opt_out_offered": True,
                "opt_out_works": False,
                "opt_out_fee": 0.1,
            },
            "consent": {"status": "none"},
            "refusal": {"made": True, "on": "2026-10-22", "ways": ["sms_reply", "hotline"]},
            "data": {"source": "order"},
            "loss": {"costs": [{"what": "退订短信费", "yuan": 3}], "mental": "some"},
        },
        complainant=ComplainantInput(
            name="陈宁", phone="13000000004", region="330000", address="浙江省杭州市示例路 5 号"
        ),
        respondents=(
            RespondentInput(role="content_provider", name="示例旗舰店", region="330000"),
            RespondentInput(role="service_provider", name="某短信平台"),
        ),
        contacts=(
            ContactInput(
                channel="sms",
                sender="1069000011110",
                received_on=date(2026, 10, 22),
                text="【示例旗舰店】双十一预售开启，每满200减60，最后5小时，速来抢购 t.example/a1 回TD退订",
            ),
            ContactInput(
                channel="sms",
                sender="1065000022220",
                received_on=date(2026, 10, 23),
                text="【示例旗舰店】您的专属券今晚失效，全场低至五折，回复QX退订",
            ),
        ),
        pictures=(
            Picture(
                "1069000011110",
                (
                    "【示例旗舰店】双十一预售开启，每满200减60，最后5小时，速来抢购 t.example/a1 回TD退订",
                    "TD",
                    "【示例旗舰店】您的专属券今晚失效，全场低至五折，回复QX退订",
                ),
                "2026年10月22日 20:11",
            ),
        ),
        backup=Backup(
            signature="示例旗舰店",
            numbers=("1069000011110", "1065000022220"),
            runs=(
                ("2026-10-20", "08:30", "21:40", 12),
                ("2026-10-21", "08:30", "21:40", 12),
                ("2026-10-22", "08:30", "20:10", 15),
                ("2026-10-22", "20:30", "21:50", 4),  # the same evening
                *((f"2026-10-{day}", "09:00", "21:30", 8) for day in range(23, 31)),
                ("2026-10-31", "08:10", "21:50", 20),
                ("2026-11-01", "08:10", "21:50", 25),
                *((f"2026-11-0{day}", "09:00", "21:30", count) for day, count in _EVER_MORE),
                ("2026-11-09", "08:10", "21:50", 30),
                ("2026-11-10", "08:10", "21:55", 60),
                ("2026-11-11", "08:05", "21:58", 100),
            ),
            refused_at="2026-10-22 20:12",
        ),
        channels=("12315_report", "12321"),
        decided=True,
    ),
    _debt_message("debt-as-sent", COLLECTION_SENT, "余明", "13000000005"),
    _debt_message("debt-as-printed", COLLECTION_GARBLED, "余清", "13000000006"),
    Story(
        slug="cloud-drive",
        kind="second_hand_number",
        situations=("account_taken_over",),
        story=(
            "几年前注销了手机号，忘了解绑网盘。号码的新机主用验证码登录了我的网盘，下载了我的照片和通讯录，"
            "从今年三月起加我的微信、打电话骚扰，我报了警。"
        ),
        facts={
            "wishes": ["stop", "apology"],
            "event": {"first": "2026-03-08", "last": "2026-10-30"},
            "complainant": {"capacity": "former_holder"},
            "contacts": {"channels": ["call", "app"], "count": 30},
            "number": {"second_hand": True, "account_taken_over": True, "rebound_by_former_holder": False},
            "prior": [
                {"to": "police", "act": "report", "on": "2026-04-02", "answered_on": None, "accepted": True}
            ],
            "loss": {"mental": "some"},
        },
        complainant=ComplainantInput(
            name="伍静", phone="13000000007", region="440000", address="广东省广州市示例路 6 号"
        ),
        respondents=(
            RespondentInput(role="person", name="号码的新使用人（身份不详）"),
            RespondentInput(role="platform", name="某网盘公司"),
        ),
        pictures=(
            Picture(
                "网盘登录提醒",
                ("您的账号于 2026年3月8日 02:14 在新设备上登录", "验证方式：短信验证码"),
                "2026年3月8日 09:00",
            ),
        ),
        channels=("cac_12377", "platform"),
    ),
    Story(
        slug="bound-account",
        kind="second_hand_number",
        situations=("account_bound", "number_not_disclosed"),
        story=(
            "用新办的号码注册支付账户，提示已经绑定了别人的账号；网购的赔偿款打进了那个人的账户，要不回来。"
            "办卡时没有人告诉我这是二次号。"
        ),
        facts={
            "wishes": ["unbind", "keep_number", "damages"],
            "event": {"first": "2026-05-12", "last": "2026-10-25"},
            "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
            "number": {
                "second_hand": True,
                "told": False,
                "activated_on": "2026-05-01",
                "accounts_bound": ["某支付平台", "某购物平台"],
                "registrant_is_me": True,
            },
            "prior": [
                {
                    "to": "operator",
                    "act": "complaint",
                    "on": "2026-09-15",
                    "answered_on": "2026-09-25",
                    "satisfied": False,
                }
            ],
            "loss": {"costs": [{"what": "打入他人账户的赔偿款", "yuan": 86}]},
        },
        complainant=ComplainantInput(
            name="郑和欣",
            phone="13000000008",
            region="320000",
            address="江苏省南京市示例路 7 号",
            email="zheng@example.com",
        ),
        respondents=(
            RespondentInput(role="platform", name="某支付平台公司"),
            RespondentInput(role="operator", name="某通信公司江苏分公司", region="320000"),
        ),
        pictures=(
            Picture(
                "账号绑定提示",
                ("该手机号已绑定其他账号（**兰）", "请联系原账号持有人解绑"),
                "2026年5月12日 18:20",
            ),
        ),
        channels=("telecom_appeal", "cac_12377"),
    ),
)
