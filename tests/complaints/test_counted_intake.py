"""Numbers and signatures of the messages chosen out of a backup: into the facts, and offered as respondents."""

from datetime import date

from complaints.counting.timeline import Party
from complaints.facts import facts_of
from complaints.views.intake import PARTIES, _is_named, _proposed_respondents

ANSWERS = {
    "kind": {"kind": "harassment"},
    "situations": {"situations": ["no_consent"]},
    "event": {"first": "2025-11-01"},
    "message": {"text": "促销", "sender": "10690001", "channel": "sms"},
}
SHOP = Party(
    signature="示例优选", senders=("10690001", "10690009"), count=137, first=date(2025, 11, 1), last=None
)
NAMELESS = Party(signature="", senders=("02100001111",), count=3, first=None, last=None)


def test_the_numbers_of_a_backup_reach_the_facts_beside_that_of_the_message() -> None:
    facts = facts_of(ANSWERS, filing_date=date(2025, 12, 1), numbers=("10690009", "10690001"))
    assert facts["contacts"]["numbers"] == ["10690001", "10690009"]
    without = facts_of({**ANSWERS, "message": {}}, filing_date=date(2025, 12, 1))
    assert "numbers" not in without.get("contacts", {})


def test_signatures_are_offered_as_respondents_and_numbers_are_not() -> None:
    answers = {**ANSWERS, "reading": {"signature": "示例优选"}, PARTIES: (SHOP, NAMELESS)}
    offered = [{"name": "示例优选", "role": "content_provider"}]
    assert _proposed_respondents("respondents", answers) == offered
    assert _proposed_respondents("prior", answers) == []
    assert _is_named(SHOP, ["示例优选（上海）有限公司"])
    assert not _is_named(NAMELESS, ["02100001111"])
