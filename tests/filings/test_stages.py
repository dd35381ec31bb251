"""How far a filing is, what a case asks of its complainant, and what leads on where a recipient was silent or said no."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from complaints.services import record_outcome, replace_code
from filings import services
from filings.models import Filing, Recipient, Way
from filings.moves import MOVES, State
from filings.services.movement import apply
from filings.services.reach import OUTBOX, hold
from filings.stages import STEPS, stage_of
from tests.cases import NOW, Case, make_case, make_desk, make_hand_recipient, make_mail_recipient, queued
from tests.filings.pages import words

TODAY = date(2026, 3, 20)


def standing(state: str, *, way: str = Way.EMAIL, **more: Any) -> Filing:
    return Filing(state=state, way=way, recipient=Recipient(way=way), **more)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("way", list(Way))
def test_every_state_has_a_step_and_says_what_comes_next(state: str, way: str):
    stage = stage_of(standing(state, way=way), today=TODAY)
    assert 0 <= stage.reached <= len(STEPS)
    assert stage.next
    assert stage.until is None
    if stage.yours:
        assert MOVES[State(state)], "nothing can be done where nothing moves"


def test_what_is_said_of_a_state_is_so():
    on = {
        "sent": stage_of(standing("sent", due_on=TODAY), today=TODAY),
        "late": stage_of(standing("sent", due_on=TODAY - timedelta(days=1)), today=TODAY),
        "late at a desk": stage_of(
            standing("accepted", way=Way.DESK, due_on=TODAY - timedelta(days=1)), today=TODAY
        ),
        "asked": stage_of(standing("accepted", way=Way.DESK, waiting_since=NOW, due_on=TODAY), today=TODAY),
        "by hand": stage_of(standing("queued", way=Way.HAND), today=TODAY),
        "carried": stage_of(standing("queued"), today=TODAY),
        "parked": stage_of(standing("queued"), today=TODAY, parked=True),
    }
    assert {name: (stage.yours, stage.until) for name, stage in on.items()} == {
        "sent": (False, TODAY),
        "late": (True, TODAY - timedelta(days=1)),
        "late at a desk": (True, TODAY - timedelta(days=1)),
        "asked": (True, None),
        "by hand": (True, None),
        "carried": (False, None),
        "parked": (True, None),
    }
    assert on["by hand"].reached == 1, "nothing was sent"
    assert "收到过答复的，先登记" in on["late"].next


@pytest.mark.django_db
@pytest.mark.usefixtures("store", "keys")
class TestCase:
    def page(self, case: Case) -> str:
        client = Client()
        client.force_login(case.owner)
        return words(client.get(reverse("case", args=[case.complaint.number])))

    def test_silence_past_the_day_leads_on_with_its_last_day(self, time_machine: Any):
        case = make_case()
        filing = queued(case, make_mail_recipient())
        self.sent(filing)
        time_machine.move_to(NOW + timedelta(days=1))
        assert "现在不用您做什么" in self.page(case)
        filing.refresh_from_db()
        assert filing.due_on is not None
        time_machine.move_to(NOW + (filing.due_on - NOW.date()) + timedelta(days=1))
        page = self.page(case)
        assert "期限过了，没有答复。可以：电信用户申诉 最晚 2028年3月10日" in page
        assert "登记答复" in page
        client = Client()
        client.force_login(case.owner)
        shown = client.get(reverse("filing", args=[filing.pk])).content.decode()
        assert reverse("choose_recipient", args=[case.complaint.number, "telecom_appeal"]) in shown
        make_hand_recipient("telecom_appeal")
        step = words(
            client.get(
                reverse("choose_recipient", args=[case.complaint.number, "telecom_appeal"]), follow=True
            )
        )
        assert "不能用" not in step, "the plan of the day of filing is not today's"
        assert "请被申诉人协助拦截" in step, "the form is filled"
        assert not Filing.objects.exclude(pk=filing.pk).exists(), "nothing is filed by itself"

    def sent(self, filing: Filing) -> None:
        held = hold(OUTBOX, filing)
        apply(by=OUTBOX, held=held, to=State.SENT, at=NOW)

    def test_a_refusal_leads_on_and_an_answered_question_does_not_wait(self, time_machine: Any):
        time_machine.move_to(NOW)
        case = make_case()
        recipient, caseworker = make_desk(channel="12315_complaint")
        filing = queued(case, recipient)
        services.sweep_outbox(at=NOW)
        services.ask(by=caseworker, filing=filing, question="？", at=NOW)
        page = self.page(case)
        assert f"{recipient.name} ：请您补充说明" in page
        assert "去答复" in page
        mine = Client()
        mine.force_login(case.owner)
        assert "有问题等答复" in words(mine.get(reverse("my_cases")))
        # And where a device lists what it opened by code, that case alone.
        holder, code = Client(), replace_code(by=case.by, complaint=case.complaint)
        assert holder.post(reverse("resume"), {"code": code}).status_code == 302
        assert "有问题等答复" in words(holder.get(reverse("resume")))
        ground = "投诉举报处理暂行办法:15/一"
        services.move(
            by=caseworker, filing=filing, to=State.REFUSED, reason="不归我们管", ground=ground, at=NOW
        )
        page = self.page(case)
        assert "不予受理。可以：对不予受理申请行政复议" in page
        assert "最晚 2026年5月15日" in page
        assert "请您补充说明" not in page
        assert "有问题等答复" not in words(holder.get(reverse("resume")))

    def test_an_answer_may_be_gone_beyond_until_it_is_said_to_be_over(self, time_machine: Any):
        time_machine.move_to(NOW)
        case = make_case()
        recipient, caseworker = make_desk(channel="12315_complaint")
        filing = queued(case, recipient)
        services.sweep_outbox(at=NOW)
        services.move(by=caseworker, filing=filing, to=State.ACCEPTED, at=NOW)
        services.move(by=caseworker, filing=filing, to=State.DECIDED, reason="已责令停止", at=NOW)
        page = self.page(case)
        assert "您还可以" in page
        assert "现在要您做的" not in page
        assert "对处理结果不满意的，可以：向法院起诉" in page
        record_outcome(by=case.by, complaint=case.complaint, kind="settled", on=NOW.date(), at=NOW)
        assert "对处理结果不满意的" not in self.page(case)

    def test_what_was_transferred_ends_the_desks_days_and_asks_nothing(self):
        case = make_case()
        recipient, caseworker = make_desk(channel="12315_complaint")
        filing = queued(case, recipient)
        services.sweep_outbox(at=NOW)
        with pytest.raises(services.Refused):
            services.move(by=caseworker, filing=filing, to=State.TRANSFERRED, at=NOW)
        services.move(by=caseworker, filing=filing, to=State.TRANSFERRED, reason="转乙区局", at=NOW)
        filing.refresh_from_db()
        assert (filing.due_on, filing.answered_at) == (None, NOW)
        assert filing.complaint.state == "in_progress"
        assert not filing.deadlines.running().exists()
        page = self.page(case)
        assert "转给了别的单位" in page
        assert "现在不用您做什么" in page

    def test_what_is_to_be_handed_in_is_the_complainants_turn(self):
        case = make_case()
        queued(case, make_hand_recipient())
        page = self.page(case)
        assert "可以由您去递交了。递交以后，登记日期和编号" in page
        assert "现在不用您做什么" not in page
