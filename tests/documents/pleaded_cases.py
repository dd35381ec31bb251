"""Invented facts, one of each kind that papers have to tell apart; what they plead stands in ``pleaded.txt``."""

from typing import Any

COLLECTOR = {"role": "collector", "name": "甲催收公司"}
LENDER = {"role": "lender", "name": "乙消费金融公司", "licensed_lender": True}
OPERATOR = {"role": "operator", "name": "丙通信公司"}
SHOP = {"role": "content_provider", "name": "丁商贸公司"}
CARRIER = {"role": "service_provider", "name": "戊短信公司"}


def _case(kind: str, first: str, last: str, *against: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"kind": kind, "event": {"first": first, "last": last}, "respondents": list(against), **facts}


CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "别人的债，催收公司和出借机构": ("court", _case(
        "fake_collection", "2026-03-02", "2026-05-20", COLLECTOR, LENDER,
        complainant={"capacity": "recipient"},
        contacts={"channels": ["call", "sms"], "count": 71, "max_per_day": 11, "night": False},
        debt={"owed": "others", "claimed": 4300, "told_them_on": "2026-03-09", "contacts_told": 2,
              "threats": ["publicity"], "impersonates": "none", "per_day": 11},
    )),
    "亲友的债，夜间，冒充法院": ("police", _case(
        "fake_collection", "2026-06-01", "2026-06-28", COLLECTOR,
        complainant={"capacity": "debtors_contact"},
        contacts={"channels": ["call"], "count": 64, "max_per_day": 9, "night": True},
        debt={"owed": "others", "told_them_on": "2026-06-02", "threats": ["insult"], "impersonates": "court"},
        data={"source": "contacts_list"},
    )),
    "没有债，只有短信": ("12321", _case(
        "fake_collection", "2026-08-11", "2026-08-11", {"role": "unknown"},
        complainant={"capacity": "recipient"}, contacts={"channels": ["sms"], "count": 2},
        debt={"owed": "none", "claimed": 9900},
    )),
    "已经还清": ("lender", _case(
        "fake_collection", "2026-07-03", "2026-09-01", LENDER,
        contacts={"channels": ["call"], "count": 18}, debt={"owed": "settled", "claimed": 2600},
    )),
    "退订以后又来，本人说的多于登记的": ("12315_report", _case(
        "harassment", "2026-01-04", "2026-02-25", SHOP, CARRIER,
        complainant={"capacity": "recipient", "consumer_of_respondent": True},
        contacts={"channels": ["sms"], "count": 52, "max_per_day": 4, "after_refusal": 44},
        content={"commercial": True, "opt_out_offered": True, "opt_out_works": False},
        consent={"status": "bundled"}, refusal={"made": True, "on": "2026-01-09", "ways": ["sms_reply"]},
    )),
    "推销电话，没有同意过": ("operator", _case(
        "harassment", "2026-04-01", "2026-04-30", SHOP, OPERATOR,
        complainant={"capacity": "recipient"}, contacts={"channels": ["call"], "count": 33, "night": True},
        content={"commercial": True, "sender_identified": False}, consent={"status": "none"},
    )),
    "二次号，残留扣费，销号收费": ("telecom_appeal", _case(
        "second_hand_number", "2026-05-10", "2026-10-09", OPERATOR,
        complainant={"capacity": "subscriber"},
        number={"second_hand": True, "told": False, "activated_on": "2026-05-08", "cancellation_fee": 120},
        charges={"residual": True, "item": "彩铃", "monthly": 6, "months": 5, "first_on": "2026-06-01",
                 "last_on": "2026-10-01"},
    )),
    "号码还绑着别人的账号": ("platform", _case(
        "second_hand_number", "2026-02-01", "2026-08-01", {"role": "platform", "name": "己网络公司"},
        complainant={"capacity": "subscriber"},
        number={"second_hand": True, "registrant_is_me": True, "accounts_bound": ["某购物账号"]},
    )),
    "前机主，账号被登录": ("court", _case(
        "second_hand_number", "2026-04-02", "2026-04-05", {"role": "person", "name": "庚小明"},
        {"role": "platform", "name": "己网络公司"},
        complainant={"capacity": "former_holder"},
        number={"second_hand": True, "released_on": "2026-02-01", "account_taken_over": True,
                "rebound_by_former_holder": False},
    )),
    "来找前机主的催收": ("court", _case(
        "second_hand_number", "2026-01-15", "2026-03-30", COLLECTOR,
        complainant={"capacity": "subscriber"}, contacts={"channels": ["call", "sms"], "count": 27},
        number={"second_hand": True, "registrant_is_me": True},
        debt={"owed": "others", "told_them_on": "2026-01-20", "threats": ["detention"], "impersonates": "lawyer"},
    )),
}  # fmt: skip
