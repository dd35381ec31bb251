"""The backup of a phone, as SMS Backup & Restore writes it. Same story, same bytes."""

from datetime import datetime, timedelta
from html import escape

from django.utils import timezone

from workbench.demo.story import Backup

_OFFERS = (
    "双十一主会场开抢，全场满{n}减{m}，点 t.example/b{n} 直达，回TD退订",
    "您有一张{m}元神券今晚失效，立即使用 t.example/c{n} 回QX退订",
    "爆款返场，前{n}名半价，手慢无 t.example/d{n} 拒收请回复TD",
)
_OTHERS = (  # nobody's business: they must not be kept
    ("13000000099", "妈：周六回来吃饭吗"),
    ("95500000", "【某某银行】验证码 482913，5分钟内有效，请勿告诉他人。"),
    ("1069000088888", "【某某快递】您的包裹已到小区北门柜机，取件码 8-2-4417"),
    ("13000000098", "明天的会改到三点"),
)
_RECEIVED, _SENT = 1, 2


def backup_file(backup: Backup) -> bytes:
    rows = [row for run in backup.runs for row in _run(backup, *run)]
    refused = timezone.make_aware(datetime.fromisoformat(backup.refused_at))
    rows.append((refused, backup.numbers[0], _SENT, "TD"))
    for place, (number, text) in enumerate(3 * _OTHERS):
        rows.append((refused + timedelta(days=place, hours=-7), number, _RECEIVED, text))
    lines = [
        f'  <sms protocol="0" address="{number}" date="{int(at.timestamp() * 1000)}" type="{box}" subject="null"'
        f' body="{escape(text)}" read="1" status="-1" />'
        for at, number, box, text in sorted(rows)
    ]
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
    return (head + f'<smses count="{len(rows)}">\n' + "\n".join(lines) + "\n</smses>\n").encode()


def _run(backup: Backup, day: str, begin: str, end: str, count: int) -> list[tuple[datetime, str, int, str]]:
    """So many messages, evenly from the first time to the last, from the numbers in turn."""
    first, last = (timezone.make_aware(datetime.fromisoformat(f"{day} {at}")) for at in (begin, end))
    step = (last - first) / max(count - 1, 1)
    rows = []
    for place in range(count):
        words = _OFFERS[place % len(_OFFERS)].format(n=100 + place, m=20 + place % 7)
        number = backup.numbers[place % len(backup.numbers)]
        rows.append((first + step * place, number, _RECEIVED, f"【{backup.signature}】{words}"))
    return rows
