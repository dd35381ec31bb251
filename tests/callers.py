"""Who calls the API in tests, and what a caller without a form to fill in sends. Invented people and numbers."""

from copy import deepcopy
from typing import Any

from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from accounts.models import User

FILING: dict[str, Any] = {
    "kind": "harassment",
    "situations": ["optout_ignored"],
    "story": "我回了退订，第二天又收到三条推销短信。",
    "facts": {
        "event": {"first": "2026-02-20", "last": "2026-03-10"},
        "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
        "contacts": {"channels": ["sms"], "count": 12, "after_refusal": 9},
        "content": {
            "commercial": True,
            "sender_identified": True,
            "opt_out_offered": True,
            "opt_out_works": False,
        },
        "consent": {"status": "none"},
        "refusal": {"made": True, "on": "2026-02-21", "ways": ["sms_reply"]},
    },
    "complainant": {
        "name": "王小宁",
        "phone": "13900001234",
        "email": "wang@example.cn",
        "id_number": "11010119900307109X",
        "address": "上海市宝山区示例路 1 号",
        "region": "310113",
    },
    "respondents": [
        {"role": "content_provider", "name": "示例优选商城有限公司"},
        {"role": "operator", "name": "示例移动通信公司"},
    ],
    "contacts": [
        {
            "channel": "sms",
            "sender": "10690000123456",
            "text": "【示例优选】全场五折，退订回T",
            "received_at": "2026-03-10T09:30:00+08:00",
        }
    ],
}


def filing(**changes: Any) -> dict[str, Any]:
    """The body of a filing, with changes by dotted name (``facts__event``)."""
    body = deepcopy(FILING)
    for name, value in changes.items():
        *folders, last = name.split("__")
        place = body
        for folder in folders:
            place = place[folder]
        place[last] = value
    return body


def caller(user: User) -> APIClient:
    """A client that comes with the token of an account."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.get_or_create(user=user)[0].key}")
    return client
