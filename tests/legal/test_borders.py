"""P13: for every article and every border of its time in force, the day before, the day itself and the day after.

And of what ``assess`` cites: substantive law turns on the day of the event, procedure on the day of filing.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from legal import assess
from legal.corpus import Statute, load
from tests.legal.cases import NO_DEBT, OPT_OUT, changed, cited, step

CORPUS = load()
DAY = timedelta(days=1)


@pytest.mark.parametrize("statute", CORPUS.statutes.values(), ids=lambda statute: statute.id)
def test_each_article_is_found_on_its_days_and_on_no_other(statute: Statute) -> None:
    for version in statute.versions:
        for number, article in version.articles.items():
            for inside in (article.start, article.start + DAY):
                if article.end is None or inside <= article.end:
                    assert statute.find(number, inside) is article, (article.id, inside)
            assert statute.find(number, article.start - DAY) is not article
            if article.end is None:
                assert statute.find(number, date(2099, 12, 31)) is article
            else:
                assert statute.find(number, article.end) is article
                assert statute.find(number, article.end + DAY) is not article


BORDERS = [  # (facts, ground, provision, first day, last day or None)
    (OPT_OUT, "H2", "广告法:62", "2021-04-29", None),
    (OPT_OUT, "H2", "民法典:1033", "2021-01-01", None),
    (OPT_OUT, "H2", "消法实施条例:24", "2024-07-01", None),
    (NO_DEBT, "F1", "民法典:1033", "2021-01-01", None),
    (NO_DEBT, "F1", "侵权责任法:6", "2010-07-01", "2020-12-31"),
]


def on(facts: dict[str, Any], day: date) -> dict[str, Any]:
    """The same case on another day; filed long after, so that only the event moves."""
    return changed(
        facts,
        event={"first": day.isoformat(), "last": day.isoformat()},
        refusal=None if facts is NO_DEBT else {"made": True},
        filing_date="2026-06-01",
    )


@pytest.mark.parametrize(("facts", "ground", "provision", "first", "last"), BORDERS)
def test_the_day_of_the_event_chooses_substantive_law(facts, ground, provision, first, last):
    begins = date.fromisoformat(first)
    assert provision not in cited(on(facts, begins - DAY), ground)
    assert provision in cited(on(facts, begins), ground)
    assert provision in cited(on(facts, begins + DAY), ground)
    if last:
        ends = date.fromisoformat(last)
        assert provision in cited(on(facts, ends - DAY), ground)
        assert provision in cited(on(facts, ends), ground)
        assert provision not in cited(on(facts, ends + DAY), ground)


@pytest.mark.parametrize(
    ("channel", "before", "after", "border"),
    [
        ("12315_complaint", "投诉举报处理暂行办法", "投诉举报处理办法", "2026-04-15"),
        # What 74号令 says of reports is not verified: nothing is cited.
        ("12321", "短信规定31", None, "2026-05-01"),
    ],
)
def test_the_day_of_filing_chooses_procedure(channel, before, after, border):
    def bases(day: date) -> set[str]:
        facts = changed(OPT_OUT, filing_date=day.isoformat())
        assert assess(facts)["on"] == OPT_OUT["event"]["last"]
        return {identity.partition(":")[0] for identity in step(facts, channel)["provisions"]}

    day = date.fromisoformat(border)
    assert before in bases(day - DAY)
    assert after not in bases(day - DAY)
    for later in (day, day + DAY):
        assert after is None or after in bases(later)
        assert before not in bases(later)
