"""Invented backups of an invented phone."""

from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHOP, SHOP_NUMBER = "示例旗舰店", "1069012345678"
LENDER_NUMBER = "1065901234567"
FRIEND_NUMBER = "13900004321"
PRIVATE = "周六晚上老地方见，密信一四七"  # must never be kept
PRIVATE_CODE = "您的验证码是778899，五分钟内有效"
BEGIN = datetime(2025, 11, 1, 9, 30, tzinfo=SHANGHAI)

Row = tuple[str, int, datetime, str]  # number, 1 received or 2 sent, when, text


def messages(offers: int = 6) -> list[Row]:
    """An advertiser who goes on after TD, a collector at night, a bank's codes, a friend."""
    rows: list[Row] = []
    for day in range(offers):
        at = BEGIN + timedelta(days=day)
        rows.append(
            (SHOP_NUMBER, 1, at, f"【{SHOP}】双十一第{day}天全场五折，点击 dwz.cn/a{day} 抢购，拒收请回复TD")
        )
    rows.append((SHOP_NUMBER, 2, BEGIN + timedelta(days=2, hours=1), "TD"))
    night = BEGIN.replace(hour=23, minute=40)
    rows.append(
        (LENDER_NUMBER, 1, night, "【示例资产】您的欠款27911元已严重逾期，请今日18点前还清，否则将上门处理。")
    )
    rows.append(("95588", 1, BEGIN, f"【示例银行】{PRIVATE_CODE}，请勿泄露。"))
    rows.append((FRIEND_NUMBER, 1, BEGIN, PRIVATE))
    rows.append((FRIEND_NUMBER, 2, BEGIN + timedelta(minutes=3), "好，" + PRIVATE))
    return rows


def backup(rows: list[Row] | None = None, *, declared: int | None = None, end: bool = True) -> bytes:
    """As SMS Backup & Restore writes it."""
    rows = messages() if rows is None else rows
    lines = [
        f'  <sms protocol="0" address="{number}" date="{int(at.timestamp() * 1000)}" type="{box}" subject="null"'
        f' body="{escape(text)}" read="1" status="-1" />'
        for number, box, at, text in rows
    ]
    head = f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{declared or len(rows)}\">\n"
    return (head + "\n".join(lines) + ("\n</smses>\n" if end else '\n  <sms address="106')).encode()
