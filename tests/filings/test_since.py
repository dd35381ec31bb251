"""It goes on: one press counts it in, with the day. It stopped, money came back: written down, told to nobody."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from complaints.counting.going_on import counted_on
from complaints.models import Act, Complaint, Contact, Outcome
from complaints.standing import standing_facts
from filings import services
from filings.models import Filing
from filings.services.sending.notices import send_due
from legal.models import Assessment
from tests.cases import FACTS, NOW, Case, make_case, make_desk, make_user, queued, reads_mail
from tests.complaints.test_intake import go
from tests.complaints.test_short_way import YOU, shown
from tests.complaints.test_short_way import fields as sent
from tests.filings.pages import words

TODAY = date(2026, 3, 20)
SENDER = "10690000123456"


def came(sender: str = SENDER, on: date = TODAY, channel: str = "sms") -> Contact:
    return Contact(channel=channel, sender=sender, received_on=on)


def counted(facts: Any, *some: Contact, day: int = 1) -> dict[str, Any]:
    return {one.name: one.after for one in counted_on(facts, some, on_days={TODAY: day})}


def test_one_more_is_counted_with_its_day():
    assert counted(FACTS, came()) == {
        "event.last": "2026-03-20",
        "contacts.count": 13,
        "contacts.after_refusal": 10,
    }


def test_another_number_was_not_refused_and_another_way_is_added():
    assert counted(FACTS, came("10690000999999", channel="call"), came()) == {
        "event.last": "2026-03-20",
        "contacts.count": 14,
        "contacts.after_refusal": 10,
        "contacts.channels": ["sms", "call"],
        "contacts.numbers": [SENDER, "10690000999999"],
    }


def test_one_more_than_unknown_is_no_number_and_an_earlier_day_is_no_last_one():
    facts = {"event": {"first": "2026-02-20", "last": "2026-03-25"}, "contacts": {"max_per_day": 2}}
    assert counted(facts, came(), day=3) == {
        "contacts.max_per_day": 3,
        "contacts.channels": ["sms"],
        "contacts.numbers": [SENDER],
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
class TestPage:
    def case(self) -> tuple[Case, Client, str]:
        case = make_case()
        client = Client()
        client.force_login(case.owner)
        return case, client, reverse("since", args=[case.complaint.number])

    def facts(self, case: Case) -> Any:
        return standing_facts(Complaint.objects.get(pk=case.complaint.pk))

    def test_one_press_adds_todays_message_and_counts_anew(self, time_machine: Any):
        time_machine.move_to(NOW + timedelta(days=4))
        case, client, page = self.case()
        shown = client.get(page).content.decode()
        assert "今天又来了一次" in shown
        pressed = {
            "act": "came",
            "came-count": "1",
            "came-on": "2026-03-20",
            "came-channel": "sms",
            "came-sender": SENDER,
        }
        for name, value in pressed.items():
            assert name == "act" or f'name="{name}" value="{value}"' in shown
        answer = words(client.post(page, pressed, follow=True))
        assert "加上了：一共 13 次。法律对照也按它重新算了。" in answer
        facts = self.facts(case)
        assert (facts["event"]["last"], facts["contacts"]["count"]) == ("2026-03-20", 13)
        assert case.complaint.contacts.count() == 2
        # One number on every page: what was told and what came since, of which two stand here one by one.
        whole = "13 次，其中逐条登记的 2 次"
        for name in ("case", "contacts"):
            told = words(client.get(reverse(name, args=[case.complaint.number])))
            assert whole in told, name
            assert "下面只数逐条登记的" in told
        result = Assessment.objects.latest_of(case.complaint).result  # type: ignore[union-attr]
        court = next(way for way in result["plan"] if way["channel"] == "court")
        assert court["not_after"] == "2029-03-20", "the limitation is counted from the last one"
        acts = case.complaint.ledger.order_by("sequence").values_list("act", flat=True)
        assert list(acts)[-3:] == [Act.CONTACTS_ADDED, Act.FACTS_RECOUNTED, Act.ASSESSED]

    def test_several_with_their_words_and_what_is_wrong_is_kept(self):
        case, client, page = self.case()
        wrong = {"act": "came", "came-count": "0", "came-on": "2026-03-12", "came-channel": "sms"}
        answer = client.post(page, {**wrong, "came-text": "【示例优选】又来了"})
        assert answer.status_code == 422
        assert "【示例优选】又来了" in answer.content.decode()
        right = {
            **wrong,
            "came-count": "3",
            "came-sender": SENDER,
            "came-text": "【示例优选】又来了，退订回T",
        }
        assert client.post(page, right).status_code == 302
        rows = case.complaint.contacts.order_by("pk")[1:]
        assert [one.text for one in rows] == ["【示例优选】又来了，退订回T", "", ""]
        assert rows[0].reading["read"]["signature"] == "示例优选"
        assert self.facts(case)["contacts"]["count"] == 15

    def test_what_came_of_it_is_written_down_and_changes_no_fact(self, time_machine: Any):
        time_machine.move_to(NOW + timedelta(days=4))
        case, client, page = self.case()
        before = self.facts(case)
        for fields in (
            {"act": "money", "money-amount": "73941.50", "money-on": "2026-03-19"},
            {"act": "settled", "settled-words": "删除信息，不再打来", "settled-on": "2026-03-19"},
            {"act": "stopped", "stopped-on": "2026-03-15"},
        ):
            assert client.post(page, fields).status_code == 302
        assert self.facts(case) == before
        kinds = set(Outcome.objects.filter(complaint=case.complaint).values_list("kind", flat=True))
        assert kinds == {"money", "settled", "stopped"}
        assert "73941" not in str(list(case.complaint.ledger.values_list("detail", flat=True)))
        recipient, _caseworker = make_desk()
        client.get(reverse("law", args=[case.complaint.number]))
        services_page = reverse("consent", args=[case.complaint.number, recipient.channel, recipient.pk])
        assert "对方退了钱、赔了钱 73941.50 元" in words(client.get(services_page))

    def test_nobody_else_writes(self):
        _case, _client, page = self.case()
        other = Client()
        other.force_login(make_user("stranger"))
        assert other.post(page, {"act": "stopped", "stopped-on": "2026-03-15"}).status_code == 404

    def test_it_is_asked_after_a_while_whether_it_stopped_and_once(self, time_machine: Any):
        case, client, page = self.case()
        reads_mail(case)
        recipient, _caseworker = make_desk()
        queued(case, recipient)
        services.deliver_here(at=NOW)
        send_due(at=NOW + timedelta(days=1))
        mail.outbox.clear()
        last = NOW  # of the filing; the last message came before it
        assert services.sweep_stopped(at=last + timedelta(days=29)) == 0
        later = last + timedelta(days=30)
        for _turn in range(2):
            services.sweep_stopped(at=later)
        send_due(at=later)
        (letter,) = mail.outbox
        assert letter.subject == f"投诉 {case.complaint.number}：想问您：停了吗？（2026-04-15）"
        time_machine.move_to(later)
        case_page = reverse("case", args=[case.complaint.number])
        assert "停了吗？" in words(client.get(case_page))
        client.post(page, {"act": "stopped", "stopped-on": "2026-03-15"})
        assert "停了吗？" not in words(client.get(case_page)).replace("还在继续？停了？", "")
        assert services.sweep_stopped(at=later + timedelta(days=90)) == 0
        assert Filing.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "way"),
    [
        ("天天有推销电话打到我手机上，一共打了30次，我没有同意过", "call"),
        ("我天天收到广告短信，一共收到30条，我没有同意过", "sms"),
        ("天天有推销电话打到我手机上，还收到广告短信，一共30次，我没有同意过", ""),
    ],
)
def test_it_goes_on_as_it_was_told_and_is_asked_where_that_is_open(
    client: Client, told: str, way: str
) -> None:
    page = go(client, "/start/", {"story": told})
    base = page.rsplit("/", 2)[0]
    days = {"first": "2025-11-01", "last": "2025-11-11", "contacts-contacts__count": "30"}
    go(client, page, sent(shown(client, page)) | days)
    go(client, f"{base}/you/", YOU)
    go(client, f"{base}/review/", {})
    html = client.get(reverse("since", args=[Complaint.objects.get().number])).content.decode()
    one_press = '<input type="hidden" name="came-channel" value='
    assert (one_press + f'"{way}">' in html) if way else (one_press not in html)
    assert sent(html).get("came-channel", []) == ([way, way] if way else [])
    pressed = re.findall(r'<button name="came-channel" value="(\w+)"', html)
    assert sorted(pressed) == ([] if way else ["call", "sms"])
