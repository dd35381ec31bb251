"""The law at a desk is weighed on what was consented to, and its trace says so; what was not given decides nothing there."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Act, LedgerEntry
from filings import services
from filings.admin import acts
from filings.desk import law
from filings.models import Filing
from filings.services.sending.content import consented_facts, content_of
from legal.models import Overrule
from legal.reasoning import workdays
from tests.filings.desk_cases import Desk, make_desk, on_desk
from tests.filings.pages import words
from tests.filings.test_desk_case import address, post
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db

SAID: dict[str, Any] = {
    "complainant": {"region": "310113", "capacity": "recipient", "consumer_of_respondent": True},
    "contacts": {"channels": ["sms"], "count": 9, "after_refusal": 5, "numbers": ["10690000123456"]},
    "content": {"commercial": True, "opt_out_offered": True, "opt_out_works": False},
    "refusal": {"made": True, "on": "2026-01-05"},
}
# Not all of it is for a report of messages: each of them would change a ground, a channel or a warning.
KEPT: dict[str, Any] = {
    "respondents": [{"role": "content_provider", "name": "金丝雀庚", "licensed_lender": True}],
    "debt": {"owed": "others", "threats": ["violence"], "debtor": "金丝雀辛", "told_them_on": "2025-01-01"},
    "data": {"source": "leak", "shared_with_third_party": True},
    "charges": {"residual": True, "monthly": 40, "item": "金丝雀壬"},
    "number": {"second_hand": True, "told": False, "mislabelled_as": "金丝雀癸"},
    "prior": [{"to": "court", "act": "suit", "on": "2026-01-09", "accepted": True, "ticket": "金丝雀子"}],
    "loss": {"mental": "severe", "costs": [{"what": "金丝雀丑", "yuan": 30}]},
}


# But whose debt somebody calls for at a number, and as whom.
TOLD_THERE = {"debt", "number"}


def law_of(filing: Filing, desk: Desk) -> str:
    page = signed_in(desk.caseworker).get(address(filing)).content.decode()
    found = re.search(r'<section id="law".*?</section>', page, re.DOTALL)
    assert found
    return re.sub(
        r'name="(csrfmiddlewaretoken|form_mark)" value="[^"]*"|/filing/[^"]*|value="[a-z]+/[^"]*"',
        "",
        found[0],
    )


@pytest.fixture
def report_centre() -> Desk:
    return make_desk("示例举报中心", channel="12321")


def test_what_was_not_given_changes_nothing_in_the_law_at_the_desk(report_centre: Desk) -> None:
    at = timezone.now()
    without = on_desk(report_centre, facts=SAID, at=at)
    never = {name: said for name, said in KEPT.items() if name not in TOLD_THERE}
    with_more = on_desk(report_centre, facts=SAID | never, at=at)
    assert law_of(with_more, report_centre) == law_of(without, report_centre)
    told = on_desk(report_centre, facts=SAID | KEPT, at=at)
    for filing in (with_more, told):
        page = signed_in(report_centre.caseworker).get(address(filing)).content.decode()
        assert "金丝雀" not in page


def test_the_facts_at_a_desk_are_those_of_its_content(report_centre: Desk) -> None:
    facts = consented_facts(content_of(on_desk(report_centre, facts=SAID | KEPT)))
    assert facts["refusal"] == SAID["refusal"]
    assert facts["contacts"] == SAID["contacts"]
    # Whose numbers they are is known there, by their part alone.
    assert not ({*KEPT} - TOLD_THERE - {"respondents"}) & {*facts}
    assert facts["debt"].keys() <= {"owed", "told_them_on", "threats"}
    assert facts.get("number", {}).keys() <= {"second_hand"}
    assert "金丝雀" not in json.dumps(facts, ensure_ascii=False)


def test_a_desk_that_may_know_more_weighs_more_and_never_learns_another_persons_name() -> None:
    desk = make_desk(channel="telecom_appeal")
    content = content_of(on_desk(desk, facts=SAID | KEPT))
    facts = consented_facts(content)
    assert facts["number"]["told"] is False
    assert facts["debt"] == {"owed": "others", "threats": ["violence"], "told_them_on": "2025-01-01"}
    assert facts["loss"]["costs"] == KEPT["loss"]["costs"]  # that channel may carry what was lost
    assert facts["prior"] == KEPT["prior"]  # that channel carries earlier steps whole
    assert "金丝雀辛" not in json.dumps(content, ensure_ascii=False)


def test_how_a_ground_came_out_is_a_page_of_its_own_that_is_drawn_when_opened() -> None:
    desk = make_desk(channel="telecom_appeal")
    filing, caseworker = on_desk(desk, facts=SAID), signed_in(desk.caseworker)
    page = caseworker.get(address(filing))
    said = words(page)
    assert "条件怎样得出" in said
    assert "有没有退订或者拒绝过：是" not in said
    assert 'class="trace"' not in page.content.decode()
    trace = traced(filing, "H2")
    assert trace in page.content.decode()
    read = LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.CASE_READ)
    before = read.count()
    opened = words(caseworker.get(trace))
    assert "有没有退订或者拒绝过：是" in opened
    assert "：没有说" in opened
    assert read.count() == before + 1
    for box in (said.split("法律对照")[1].split("往来")[0], opened):
        assert re.findall(".{12}您.{6}", box) == []
        assert "只按投诉人同意提供给本机构的内容" in box


def test_a_trace_opens_to_its_own_desk_alone_and_closes_with_the_content() -> None:
    desk, other = make_desk(channel="telecom_appeal"), make_desk("乙市市场监督管理局", channel="12315_report")
    filing = on_desk(desk, facts=SAID)
    assert signed_in(desk.caseworker).get(traced(filing, "H2")).status_code == 200
    assert signed_in(desk.caseworker).get(traced(filing, "nothing")).status_code == 404
    assert signed_in(other.caseworker).get(traced(filing, "H2")).status_code == 404
    Filing.objects.filter(pk=filing.pk).update(closes_at=timezone.now())
    assert signed_in(desk.caseworker).get(traced(filing, "H2")).status_code == 404


def traced(filing: Filing, ground: str) -> str:
    return f"/admin/filings/filing/{filing.pk}/grounds/{ground}/"


def test_content_that_was_frozen_without_answers_is_weighed_as_unknown(report_centre: Desk) -> None:
    filing = on_desk(report_centre, facts=SAID)
    content = content_of(filing)
    del content["fields"]["contact_answers"]
    content["fields"]["prior"] = [{"to": "电信运营商", "on": "2026-01-02", "ticket": "", "result": ""}]
    found = law.assessed(content)
    assert {row["status"] for row in found["grounds"] if row["code"] == "H2"} == {"needs_facts"}
    assert law.assessed(None) is None


def test_advice_to_the_complainant_is_not_advice_to_the_desk() -> None:
    desk = make_desk(channel="telecom_appeal")
    page = words(signed_in(desk.caseworker).get(address(on_desk(desk, facts=SAID | KEPT))))
    assert "不是对本机构的建议" in page
    assert "可以请投诉人" in page


def test_a_desks_correction_stands_on_its_record_and_the_owner_reads_who_made_it(client: Client) -> None:
    desk = make_desk(channel="telecom_appeal")
    owner = User.objects.create_user(username="owner-of-it", password="x")
    filing = on_desk(desk, facts=SAID, owner=owner)
    caseworker = signed_in(desk.caseworker)
    shown = law.assessed(content_of(filing))
    before = next(row["status"] for row in shown["grounds"] if row["code"] == "H2")
    assert before != "not_met"
    assert (
        post(caseworker, filing, "overrule", "短信是订单通知。", ground="H2", status="not_met").status_code
        == 302
    )
    assert Overrule.objects.get().status_before == before
    record = words(caseworker.get(address(filing))).split("与本件有关的存证记录")[1]
    assert str(Act.ASSESSMENT_OVERRULED.label) in record
    assert desk.caseworker.username in record
    client.force_login(owner)
    timeline = words(client.get(reverse("case", args=[filing.complaint.number])))
    assert f"更正法律意见 {desk.organisation.name}" in timeline
    assert "律师更正" not in timeline


def test_another_desk_does_not_see_that_it_was_corrected() -> None:
    one, two = make_desk(channel="telecom_appeal"), make_desk("乙市市场监督管理局", channel="12315_complaint")
    filing = on_desk(one, facts=SAID)
    services.overrule_at_desk(
        by=Actor.of_user(one.caseworker), filing=filing, ground="H2", status="not_met", reason="订单通知"
    )
    assert str(Act.ASSESSMENT_OVERRULED.label) not in words(
        signed_in(two.caseworker).get(address(on_desk(two)))
    )


def test_the_law_of_frozen_content_is_weighed_once_and_taken_from_no_other_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, at = make_desk(channel="telecom_appeal"), timezone.now()
    one, other = on_desk(desk, facts=SAID, at=at), on_desk(desk, facts=SAID | KEPT, at=at)
    weighed = weighing(monkeypatch)
    first, second = law_of(one, desk), law_of(other, desk)
    assert first != second
    assert (law_of(one, desk), law_of(other, desk)) == (first, second)
    assert len(weighed) == 2
    kept = repr(list(law._kept.values()))
    assert one.complaint.number not in kept
    assert "金丝雀" not in kept
    law._kept.clear()
    law._drawn_before.cache_clear()
    assert (law_of(other, desk), law_of(one, desk)) == (second, first)


def test_a_ground_that_was_drawn_before_has_the_form_and_the_way_of_its_own_page() -> None:
    desk = make_desk(channel="telecom_appeal")
    filings = [on_desk(desk, facts=SAID), on_desk(desk, facts=SAID)]
    client = signed_in(desk.caseworker)
    for filing in (*filings, filings[0]):
        page = client.get(address(filing)).content.decode()
        filing.refresh_from_db()
        forms = re.findall(
            r'<form method="post" action="([^"]+)">[^\n]*\n *<input type="hidden" name="act" value="overrule">'
            r'<input type="hidden" name="seen" value="([^"]*)"><input type="hidden" name="ground"',
            page,
        )
        assert {*forms} == {(address(filing), acts.standing(filing))}
        assert len(forms) > 20
        ways = re.findall(r'href="([^"]+)/grounds/', page)
        assert {*ways} == {address(filing).removesuffix("/change/")}
        if filing.state != "accepted":
            services.move(by=Actor.of_user(desk.caseworker), filing=filing, to="accepted")
    Membership.objects.filter(user=desk.caseworker).update(reads_only=True)
    assert 'value="overrule"' not in client.get(address(filings[1])).content.decode()


def test_a_notice_of_holidays_that_came_meanwhile_is_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk(channel="telecom_appeal")
    filing = on_desk(desk, facts=SAID)
    following = date.fromisoformat(content_of(filing)["on"]).year + 1
    weighed = weighing(monkeypatch)
    monkeypatch.setattr(workdays, "is_known", lambda year: year < following)
    law_of(filing, desk)
    monkeypatch.setattr(workdays, "is_known", lambda year: True)
    law_of(filing, desk)
    assert len(weighed) == 2


def weighing(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is weighed from now on, with nothing kept from before."""
    weighed: list[Any] = []
    weigh = law.assess

    def noted(matter: Any) -> Any:
        weighed.append(matter)
        return weigh(matter)

    monkeypatch.setattr(law, "assess", noted)
    law._kept.clear()
    return weighed
