"""Invented words for seeded complaints: people, companies, stories, messages. Numbers end in blocks given to nobody.

Some words are frequent on purpose and one is rare, as a search must be quick for both: ``COMMON``, ``RARE``.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from complaints.stated import Facts, Groups, whole

COMMON, RARE = "退订", "貔貅"  # in most of the complaints about messages; in about one of two thousand
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹章苏潘葛范彭鲁马方任袁柳史唐薛雷贺汤"
)
GIVEN = "安宁平静和清明远怡然思源子涵一诺欣雅文博书瑶景行知夏若谷望舒云帆晓晨佳慧志强建国丽华海燕春梅雨桐"
SYLLABLES = (
    "恒宏盛达通汇融信捷迅联佳美优尚品悦享乐购易付云智慧星辰蓝海金山银河东方西城南湖北辰天宇地平万家百川千里"
)
TRADES = (
    "商贸有限公司", "信息技术有限公司", "网络科技有限公司", "教育咨询有限公司", "优选商城有限公司",
    "生活服务有限公司", "健康管理有限公司", "传媒有限公司", "企业管理有限公司", "金融服务外包有限公司",
)  # fmt: skip
# Those who write to very many people: what they send is a campaign at the desk.
BRANDS = ("示例恒信优选", "示例金达普惠", "示例云购商城", "示例捷融", "示例星辰课堂", "示例百川通信")
MASS_SENDERS = 0.3  # of all complaints
REGIONS = (
    "110000", "120000", "130000", "210000", "310000", "320000", "330000", "340000", "350000", "370000", "410000",
    "420000", "430000", "440000", "500000", "510000", "610000",
)  # fmt: skip
GOODS = (
    "奶粉",
    "课程",
    "理财产品",
    "保健品",
    "装修套餐",
    "贷款额度",
    "会员卡",
    "电影票",
    "球鞋",
    "空气炸锅",
    "旅游线路",
)
ANYBODY = (
    "我问过客服，对方只说会反馈，之后没有下文。", "已经影响到我上班和休息。", "我保留了全部截图，可以提供原始记录。",
    "家里老人也接到过同样的电话，很害怕。", "我要求他们说明从哪里得到我的号码。", "这件事从{month}月拖到现在。",
    "对方前后说法不一，一会儿说是系统发的，一会儿说是合作商户。", "我在{city}工作，号码用了{years}年。",
    "希望有关部门查清楚是谁发的，并且让他们停下来。", "夜里{hour}点还在响，孩子被吵醒了。",
)  # fmt: skip
CITIES = ("上海", "杭州", "成都", "郑州", "长沙", "济南", "西安", "武汉", "合肥", "南京", "厦门", "重庆")


@dataclass(frozen=True)
class Profile:
    """A kind of case: what happened, in which words, and the channel that it goes to."""

    kind: str
    situations: tuple[str, ...]
    channel: str
    weight: int
    story: tuple[str, ...]
    message: tuple[str, ...]
    facts: Groups = field(default_factory=lambda: Groups())
    role: str = "content_provider"


PROFILES = (
    Profile(
        "harassment",
        ("optout_ignored", "no_consent"),
        "12315_complaint",
        26,
        (
            "我从来没有在{company}买过{goods}，却天天收到它的广告短信。",
            "按短信里写的回复退订，第二天又收到{n}条。",
            "最多的一天收到{n}条，内容都是推销{goods}。",
        ),
        (
            "【{brand}】{goods}限时{n}折，点 t.example/{n} 领券，退订回T",
            "【{brand}】会员日满{n}00减{n}0，拒收请回复R",
        ),
        {
            "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
            "content": {
                "commercial": True,
                "sender_identified": True,
                "opt_out_offered": True,
                "opt_out_works": False,
            },
            "consent": {"status": "none"},
            "refusal": {"made": True, "ways": ["sms_reply"]},
        },
    ),
    Profile(
        "harassment",
        ("no_working_optout", "bombing"),
        "12321",
        14,
        ("半个小时里收到{n}条验证码短信，都不是我要的。", "短信里没有退订的办法，换一个号码又发来。"),
        ("【{brand}】验证码{n}{n}{n}，请勿告诉他人", "{goods}特价，加微信详谈，机会只有{n}天"),
        {
            "complainant": {"capacity": "recipient"},
            "content": {"commercial": True, "sender_identified": False, "opt_out_offered": False},
            "consent": {"status": "none"},
        },
    ),
    Profile(
        "harassment",
        ("nuisance_calls", "data_shared"),
        "12315_complaint",
        10,
        (
            "每天都有人打电话推销{goods}，一听就知道我刚在哪里登记过。",
            "我只给{company}留过电话，之后别的公司也打来，说是合作方给的名单。",
        ),
        ("【{brand}】您预约的{goods}名额已保留，回T退订",),
        {
            "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
            "content": {"commercial": True, "sender_identified": True},
            "consent": {"status": "bundled", "separate": False},
            "data": {"source": "order", "shared_with_third_party": True},
        },
    ),
    Profile(
        "second_hand_number",
        ("residual_charge", "number_not_disclosed"),
        "telecom_appeal",
        12,
        (
            "新办的号码每月多扣{n}元，账单上写的是我没有订过的{goods}。",
            "营业厅说是前机主留下的业务，办理时没有人告诉我号码是二次放出的。",
        ),
        ("【{brand}】您订购的{goods}包本月扣费{n}元，查询退订请回复0000",),
        {
            "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
            "number": {"second_hand": True, "told": False},
            "charges": {"residual": True, "monthly": 12, "months": 4},
        },
        "operator",
    ),
    Profile(
        "second_hand_number",
        ("former_holder_pursued", "account_bound"),
        "telecom_appeal",
        12,
        (
            "总有人来找前机主，一天{n}个电话，说他欠了钱。",
            "用这个号码注册{company}，提示已经绑了别人的账号，解不开。",
        ),
        ("【{brand}】{name}，您的借款已逾期{n}天，请今日还款",),
        {
            "complainant": {"capacity": "subscriber", "consumer_of_respondent": True},
            "number": {"second_hand": True, "told": False, "accounts_bound": ["某购物平台"]},
            "debt": {"owed": "others"},
        },
        "operator",
    ),
    Profile(
        "fake_collection",
        ("no_debt", "data_source_unlawful"),
        "12378",
        12,
        (
            "我没有借过钱，却收到{company}的催收短信，说我欠{n}000元。",
            "对方能说出我的姓名和单位，不知道从哪里来的。",
        ),
        ("【{brand}】{name}，您尾号{n}的欠款{n}000元减免后只需还{n}00元，逾期将上报，退订回T",),
        {
            "complainant": {"capacity": "recipient"},
            "content": {"commercial": False, "opt_out_offered": True},
            "debt": {"owed": "none", "claimed": 8000},
            "data": {"source": "unknown"},
        },
    ),
    Profile(
        "fake_collection",
        ("others_debt", "contacts_harassed"),
        "12363",
        8,
        ("欠钱的是我的远房亲戚，他们却一天打我{n}个电话。", "还打给我的同事和领导，说我不还钱。"),
        ("【{brand}】请转告{name}尽快处理欠款{n}000元，否则将走访其单位和亲友",),
        {
            "complainant": {"capacity": "debtors_contact"},
            "debt": {"owed": "others", "contacts_told": 5, "per_day": 9},
        },
        "agent",
    ),
    Profile(
        "fake_collection",
        ("threats_impersonation",),
        "12378",
        5,
        ("对方冒充法院的人，说明天就来抓我。", "电话里辱骂我和家人，还说要群发给通讯录。"),
        ("【{brand}】{name}，诉讼材料已递交，今日{n}时前不处理将强制执行",),
        {
            "complainant": {"capacity": "recipient"},
            "debt": {"owed": "disputed", "threats": ["detention", "insult"], "impersonates": "court"},
        },
        "agent",
    ),
    Profile(  # a situation that hardly occurs, as a filter must be quick for it too
        "second_hand_number",
        ("sim_swap",),
        "telecom_appeal",
        1,
        ("有人拿着假证件补了我的卡，{n}分钟里转走了账户里的钱。",),
        ("【{brand}】您的号码已补卡成功，如非本人操作请致电客服",),
        {"complainant": {"capacity": "subscriber"}, "number": {"sim_replaced_by_other": True}},
        "operator",
    ),
)
WEIGHTS = [profile.weight for profile in PROFILES]


def person(random: Random) -> str:
    return random.choice(SURNAMES) + "".join(random.sample(GIVEN, random.choice((1, 2, 2))))


def telephone(random: Random) -> str:
    """Of the blocks 13x0000 and 15x0000."""
    return f"1{random.choice('35')}{random.randrange(10)}0000{random.randrange(10_000):04d}"


def company(random: Random) -> tuple[str, str]:
    """The short name in a message's signature, and the whole one. A few of them write to very many people."""
    many = random.random() < MASS_SENDERS
    brand = random.choice(BRANDS) if many else f"示例{''.join(random.sample(SYLLABLES, 2))}"
    return brand, f"{brand}{random.choice(TRADES)}"


def words(random: Random, patterns: tuple[str, ...], **known: Any) -> list[str]:
    """The sentences with names and numbers in place."""
    return [
        pattern.format(
            n=random.randrange(2, 90),
            goods=random.choice(GOODS),
            month=random.randrange(1, 13),
            city=random.choice(CITIES),
            years=random.randrange(1, 15),
            hour=random.choice((22, 23, 0, 1, 2)),
            **known,
        )
        for pattern in patterns
    ]


def facts(random: Random, profile: Profile, region: str, sender: str, filed: date) -> Facts:
    """The facts of a case as the intake would state them; the last event lies some days before the filing."""
    last = filed - timedelta(days=random.randrange(1, 30))
    first = last - timedelta(days=random.randrange(0, 120))
    own: Facts = {
        "kind": profile.kind,
        "situations": list(profile.situations),
        "event": {"first": first.isoformat(), "last": last.isoformat()},
        "filing_date": filed.isoformat(),
        "contacts": {"channels": ["sms"], "count": random.randrange(2, 400), "numbers": [sender]},
    }
    found = whole(profile.facts, own)
    found["complainant"]["region"] = region
    if "refusal" in found:
        found["refusal"]["on"] = first.isoformat()
    return found
