"""An invented case with something in every place that a document can print."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from documents import (
    FIELDS,
    Case,
    Cost,
    Event,
    Exhibit,
    Ground,
    Letter,
    Message,
    Person,
    Prior,
    Provision,
    Recipient,
    Respondent,
    Seal,
)
from documents.blocks import said

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEAL = Seal(
    number="AN-2025-000007",
    digest="sha256:" + "3f9a" * 16,
    check_url="https://anning.example/receipts/K7QX-2M9P-T4VB-8WZC",
)
QUOTED = Provision(
    id="甲法:1",
    citation="《中华人民共和国甲法》第一条",
    text="任何人不得以短信侵扰他人的安宁。\n违反前款规定的，应当停止。",
    verified="two_copies",
)
ONE_COPY = Provision(id="乙法:2", citation="《乙规定》第二条", text="应当提供拒收方式。", verified="one_copy")
NUMBER_ONLY = Provision(
    id="丙办法:3", citation="《丙办法》第三条", text="这一句没有核实过。", verified="number_only"
)
GROUNDS = (
    Ground(
        code="H2",
        title="退订后继续发送",
        status="established",
        facts=(said("{本人}曾经明确退订", "refusal.made"),),
        reasons=(said("退订之后{对方}仍继续发送", "contacts.after_refusal"),),
        actor="发送方",
        provisions=(QUOTED, NUMBER_ONLY),
        relief=("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R10", "R12"),
    ),
    Ground(code="H3", title="没有有效的拒收方式", status="arguable", provisions=(QUOTED, ONE_COPY)),
)


def at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=SHANGHAI)


def exhibit(number: str, digit: str, name: str = "短信截图") -> Exhibit:
    return Exhibit(
        number=number,
        name=name,
        source="本人手机",
        sha256="sha256:" + digit * 64,
        size=1234567,
        received_at=at(11, 12, 10, 5),
        proves="退订之后仍持续收到短信",
        pages=3,
    )


CASE = Case(
    fields=frozenset(FIELDS) - {name for name in FIELDS if name.startswith("representative.")},
    complainant=Person(
        name="林晓安",
        phone="13900000001",
        address="上海市宝山区安宁路8号",
        postcode="201900",
        id_number="310113199001010000",
        email="lin@anning.example",
        gender="女",
        birth=date(1990, 1, 1),
        ethnicity="汉族",
    ),
    respondents=(
        Respondent(
            role="content_provider", name="甲商贸有限公司", address="上海市示例路1号", contact="1069000011"
        ),
        Respondent(role="operator", name="示例通信有限公司", address="上海市样例路2号", contact="10000"),
    ),
    number="13900000001",
    matter="退订后仍持续收到商业短信",
    story="十一月一日起持续收到促销短信。\n次日回复退订，对方答复成功，此后仍不断收到。",
    timeline=(
        Event(text="回复退订", on=at(11, 2, 8, 0), exhibits=("1-1",)),
        Event(text="一天之内收到一百条", on=date(2025, 11, 11)),
    ),
    messages=(
        Message(
            sender="106900001122",
            text="【某优品】满300减50\n\n拒收请回复R",
            at=at(11, 11, 23, 58),
            exhibits=("1-1",),
        ),
    ),
    prior=(Prior(to="示例通信有限公司客服", on=date(2025, 11, 3), ticket="GD20251103001", result="不满意"),),
    costs=(Cost(what="交通费", yuan=Decimal("300")), Cost(what="打印费", yuan=Decimal("45.5"))),
    exhibits=(exhibit("1-1", "a"), exhibit("1-2", "b", "退订回复记录")),
    grounds=GROUNDS,
    relief=("R1", "R2", "R3", "R4", "R6", "R7", "R10", "R11", "R12"),
    asks=("请说明发送次数",),
)


def letter(channel: str = "operator", case: Case = CASE, on: date = date(2025, 11, 20)) -> Letter:
    recipient = Recipient(name="收件单位", address="收件路9号", phone="10000")
    return Letter(channel=channel, recipient=recipient, on=on, case=case, seal=SEAL)
