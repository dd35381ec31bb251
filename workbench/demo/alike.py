"""Eight short complaints about one offer: what a desk sees as one campaign. Everybody in it is invented."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from complaints.services import ComplainantInput, ContactInput, RespondentInput
from workbench.demo.story import Story

_PEOPLE = (  # name, address, what the message calls them, days of November
    ("周小满", "浙江省杭州市示例路 11 号", "周女士", (1, 9, 11)),
    ("吴一帆", "浙江省杭州市示例路 12 号", "吴先生", (3, 11)),
    ("郑知秋", "浙江省杭州市示例路 13 号", "郑女士", (5, 10, 11)),
    ("冯乐", "浙江省宁波市示例街 14 号", "冯先生", (9, 11)),
    ("褚安然", "浙江省温州市示例街 15 号", "褚女士", (8, 11)),
    ("卫东方", "浙江省嘉兴市示例街 16 号", "卫先生", (10, 11)),
    ("蒋月", "上海市宝山区示例路 17 号", "蒋女士", (7, 11)),
    ("沈自清", "江苏省南京市示例路 18 号", "沈先生", (11,)),
)
_REGIONS = {"浙江": "330000", "上海": "310000", "江苏": "320000"}
_SENDERS = ("1069000011110", "1065000022220", "1069000033330")
_TEXT = "【示例旗舰店】{who}，双十一预售开启，每满{n}00减{n}0，最后{h}小时，速来抢购 t.example/a{n} 回TD退订"


def alike(at: datetime) -> list[tuple[datetime, Story]]:
    """The complaints, each with when it is filed: one a day, the last on the day before yesterday."""
    found = []
    for place, (name, address, who, days) in enumerate(_PEOPLE):
        day = timezone.localdate(at) - timedelta(days=len(_PEOPLE) + 1 - place)
        moment = timezone.make_aware(datetime.combine(day, time(9 + place, 7 * place)))
        found.append((moment, _story(place, name, address, who, days)))
    return found


def _story(place: int, name: str, address: str, who: str, days: tuple[int, ...]) -> Story:
    dates = [date(2026, 11, day) for day in days]
    return Story(
        slug=f"alike-{place + 1}",
        kind="harassment",
        situations=("optout_ignored",),
        story=f"在这家店买过一次东西，之后一直收到广告短信。回过 TD，还是发来，前后 {len(dates)} 条。",
        facts={
            # What ended long before the demo runs is not asked to stop: an apology still is.
            "wishes": ["stop", "apology"],
            "event": {"first": dates[0].isoformat(), "last": dates[-1].isoformat()},
            "complainant": {"capacity": "recipient", "consumer_of_respondent": True},
            "contacts": {
                "channels": ["sms"], "count": len(dates), "max_per_day": 1, "after_refusal": len(dates), "night": False,
            },
            "content": {
                "commercial": True, "sender_identified": True, "opt_out_offered": True, "opt_out_works": False,
            },
            "consent": {"status": "none"},
            "refusal": {"made": True, "on": "2026-10-25", "ways": ["sms_reply"]},
            "data": {"source": "order"},
        },
        complainant=ComplainantInput(
            name=name, phone=f"130000001{place:02}", region=_REGIONS[address[:2]], address=address
        ),
        respondents=(RespondentInput(role="content_provider", name="示例旗舰店", region="330000"),),
        contacts=tuple(
            ContactInput(
                channel="sms",
                sender=_SENDERS[(place + turn) % len(_SENDERS)],
                received_on=day,
                text=_TEXT.format(who=who, n=2 + (place + turn) % 4, h=5 + turn),
            )
            for turn, day in enumerate(dates)
        ),
        channels=("12315_complaint",),
    )  # fmt: skip
