"""Facts of invented cases, and of the seven stories that the reports tell, in the form of the contract."""

from copy import deepcopy
from typing import Any

from legal import assess

Facts = dict[str, Any]

OPT_OUT: Facts = {  # opt-outs ignored at 双十一, a hundred messages a day
    "kind": "harassment",
    "situations": ["optout_ignored"],
    "event": {"first": "2025-11-01", "last": "2025-11-11"},
    "filing_date": "2025-11-12",
    "complainant": {"region": "310113", "capacity": "recipient", "consumer_of_respondent": True},
    "respondents": [{"role": "content_provider", "name": "甲商城"}],
    "contacts": {"channels": ["sms"], "count": 300, "max_per_day": 100, "after_refusal": 120},
    "content": {
        "commercial": True,
        "sender_identified": True,
        "opt_out_offered": True,
        "opt_out_works": False,
    },
    "consent": {"status": "none"},
    "data": {"source": "order"},
    "refusal": {"made": True, "on": "2025-11-02", "ways": ["sms_reply"]},
}
CHILDS_NUMBER: Facts = {  # a child's new number, hunted by collectors of its former holder; a fee to cancel it
    "kind": "second_hand_number",
    "event": {"first": "2025-09-01", "last": "2025-10-20"},
    "filing_date": "2025-10-25",
    "complainant": {"region": "310113", "capacity": "guardian", "consumer_of_respondent": True},
    "respondents": [{"role": "operator", "name": "甲运营商"}],
    "contacts": {"channels": ["sms", "call"], "count": 60},
    "number": {"second_hand": True, "told": False, "registrant_is_me": True, "cancellation_fee": 200},
    "debt": {"owed": "others", "claimed": 8000, "told_them_on": "2025-09-05"},
}
LANDLINE: Facts = {  # an office line that a caller-id app shows as a training school
    "kind": "second_hand_number",
    "event": {"first": "2025-03-01", "last": "2025-06-01"},
    "filing_date": "2025-06-05",
    "complainant": {"region": "510100", "capacity": "subscriber"},
    "respondents": [{"role": "platform", "name": "甲软件"}],
    "number": {"second_hand": True, "mislabelled_as": "某培训学校", "label_reported_on": "2025-04-01"},
}
RESIDUAL: Facts = {  # forty yuan a month for a service that the former holder had ordered
    "kind": "second_hand_number",
    "event": {"first": "2025-01-10", "last": "2025-09-10"},
    "filing_date": "2025-09-15",
    "complainant": {"region": "430100", "capacity": "subscriber", "consumer_of_respondent": True},
    "respondents": [{"role": "operator", "name": "甲运营商"}],
    "number": {"second_hand": True},
    "charges": {
        "residual": True, "item": "名片业务", "monthly": 40, "months": 9, "first_on": "2025-01-10", "last_on": "2025-09-10",
    },
    "prior": [{"to": "operator", "act": "complaint", "on": "2025-08-25", "answered_on": None, "satisfied": False}],
}  # fmt: skip
NO_DEBT: Facts = {  # one message: 27911 yuan, settle for 9431, reply T to opt out
    "kind": "fake_collection",
    "event": {"first": "2023-10-20", "last": "2023-10-20"},
    "filing_date": "2023-11-01",
    "complainant": {"region": "310113", "capacity": "recipient"},
    "respondents": [{"role": "content_provider"}, {"role": "service_provider"}, {"role": "principal"}],
    "contacts": {"channels": ["sms"], "count": 1},
    "content": {"commercial": False, "opt_out_offered": True},
    "debt": {"owed": "none", "claimed": 27911},
    "loss": {"costs": [{"what": "交通费、住宿费", "yuan": 900}], "mental": "none"},
}
CLOUD_DRIVE: Facts = {  # the former holder's drive, opened by the new holder with a code sent to the number
    "kind": "second_hand_number",
    "event": {"first": "2025-03-01", "last": "2025-03-20"},
    "filing_date": "2025-04-01",
    "complainant": {"region": "440100", "capacity": "former_holder"},
    "respondents": [{"role": "person"}],
    "number": {"second_hand": True, "account_taken_over": True, "rebound_by_former_holder": False},
    "loss": {"mental": "severe"},
}
BOUND_ACCOUNT: Facts = {  # a payment account of a stranger bound to the number
    "kind": "second_hand_number",
    "event": {"first": "2025-05-01", "last": "2025-05-20"},
    "filing_date": "2025-05-21",
    "complainant": {"region": "440100", "capacity": "subscriber"},
    "respondents": [{"role": "platform", "name": "甲支付"}],
    "number": {"second_hand": True, "registrant_is_me": True, "accounts_bound": ["甲支付"]},
}


def changed(facts: Facts, **changes: Any) -> Facts:
    """The same facts with some groups changed; ``group=None`` takes one away, ``group__fact`` one fact."""
    copy = deepcopy(facts)
    for key, value in changes.items():
        group, _, leaf = key.partition("__")
        if leaf:
            copy.setdefault(group, {})
            copy[group].pop(leaf, None)
            if value is not None:
                copy[group][leaf] = value
        elif value is None:
            copy.pop(group, None)
        else:
            copy[group] = value
    return copy


def statuses(facts: Facts) -> dict[str, str]:
    return {ground["code"]: ground["status"] for ground in assess(facts)["grounds"]}


def ground(facts: Facts, code: str) -> dict[str, Any]:
    return next(row for row in assess(facts)["grounds"] if row["code"] == code)


def cited(facts: Facts, code: str) -> set[str]:
    """Every provision that one ground cites, reliefs and respondents included."""
    row = ground(facts, code)
    ids = {provision["id"] for provision in row["provisions"]}
    for part in (*row["relief"], *row["respondents"]):
        ids |= set(part["provisions"])
    return ids


def penalties(facts: Facts, code: str) -> set[str]:
    return {
        id
        for relief in ground(facts, code)["relief"]
        if relief["code"] in ("R10", "R12")
        for id in relief["provisions"]
    }


def step(facts: Facts, channel: str) -> dict[str, Any]:
    return next(row for row in assess(facts)["plan"] if row["channel"] == channel)
