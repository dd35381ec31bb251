"""What may as well be no disturbance is unsure: it counts as none, and is kept only where a person ticks it."""

from complaints.reading import read
from evidence.importers.entry import Entry
from evidence.importers.grouping import UNSURE, Choice, Grouping, category_of

IN_DOUBT = "【东风行】您的优惠与账单：本月应还1200.50元，如已还请忽略，详情见APP，退订回T"
PLAIN = "【东风行】双十一全场五折，满1000元再减50元，点击抢购，退订回T"
SENDER = "1069012345678"


def message(text: str) -> Entry:
    return Entry(1, "sms", "in", SENDER, SENDER, None, None, text, None, "", ())


def test_what_is_in_doubt_is_marked_and_counts_as_no_disturbance() -> None:
    grouping = Grouping()
    for text in (IN_DOUBT, IN_DOUBT, PLAIN):
        grouping.take(message(text))
    (group,) = grouping.groups()
    assert group.categories == {UNSURE: 2, "marketing": 1}
    assert (group.disturbing, group.kind) == (1, UNSURE)


def test_it_is_kept_only_where_a_person_ticks_it() -> None:
    entry, reading = message(IN_DOUBT), read(IN_DOUBT)
    groups = frozenset({(SENDER, reading.signature or "")})
    assert category_of(entry, reading) == UNSURE
    assert Choice(groups=groups).wants(entry, reading)
    assert not Choice(groups=groups, disturbing=True).wants(entry, reading)
    assert not Choice(every=True, disturbing=True).wants(entry, reading)
