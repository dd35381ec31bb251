"""What who complained by telephone answers by telephone: written down at the desk, as their words, by whom and when."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Access, Act, LedgerEntry
from filings import services
from filings.desk_keys import FOR_KEYS
from filings.models import DeskNews, Filing, Note
from filings.moves import State
from filings.services import Refused
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_letters import who
from tests.filings.test_desk_queue import QUEUE, signed_in
from tests.filings.test_mediation_pages import case_page, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk("甲市市场监督管理局", channel="12315_report")


def asked(desk: Desk, *, came_by: str = "telephone", owner: User | None = None, **more: Any) -> Filing:
    """As the desk took it down, with a question that waits since two hours."""
    filing = on_desk(desk, state=State.ACCEPTED, owner=owner)
    Filing.objects.filter(pk=filing.pk).update(came_by=came_by)
    filing.refresh_from_db()
    at = timezone.now() - timedelta(hours=2)
    services.ask(by=who(desk), filing=filing, question="哪一天退订的？", at=at, **more)
    filing.refresh_from_db()
    return filing


def answered(desk: Desk, filing: Filing, **more: Any) -> Note:
    given = {"way": "telephone", "said_at": timezone.now() - timedelta(hours=1), "read_back": True, **more}
    return services.record_spoken_answer(by=who(desk), filing=filing, text="三月二日下午。", **given)


def test_it_stands_as_their_words_with_who_wrote_them_down_and_when_they_were_said(desk: Desk) -> None:
    other = make_caseworker(desk.organisation, "second")
    filing = asked(desk)
    services.assign(by=who(desk), filing=filing, to=other)
    note = answered(desk, filing)
    filing.refresh_from_db()
    assert filing.waiting_since is None
    assert (note.kind, note.written_by, note.text) == (Note.Kind.SPOKEN, who(desk).label, "三月二日下午。")
    said = f"{timezone.localtime(note.said_at):%Y-%m-%d %H:%M}"
    assert note.heading(()) == f"投诉人口头答复（来电，{said}），经办人记录"
    entry = LedgerEntry.objects.get(complaint_id=filing.complaint_id, act=Act.ANSWER_RECORDED)
    assert (entry.actor, entry.detail["way"]) == (who(desk).label, "telephone")
    assert "三月二日" not in str(entry.detail)
    news = DeskNews.objects.filter(kind=DeskNews.Kind.ANSWERED)
    assert [one.person for one in news] == [other]


def test_who_complained_reads_what_was_written_down(desk: Desk) -> None:
    owner = User.objects.create_user("complainant", password="x")
    filing = asked(desk, owner=owner)
    answered(desk, filing)
    page = words(signed_in(owner).get(f"/filings/{filing.pk}/"))
    assert "投诉人口头答复（来电，" in page
    assert "三月二日下午。" in page
    assert Access.objects.in_force().filter(complaint=filing.complaint_id).exists()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"read_back": False}, "念给投诉人听过"),
        ({"way": "post"}, "请选来电还是来访"),
        ({"said_at": None}, "什么时候说的"),
        ({"said_at": timezone.now() + timedelta(days=1)}, "什么时候说的"),
        ({"said_at": timezone.now() - timedelta(days=1)}, "什么时候说的"),
    ],
)
def test_what_cannot_be_so_is_not_kept(desk: Desk, more: dict[str, Any], why: str) -> None:
    filing = asked(desk)
    with pytest.raises(Refused, match=why):
        answered(desk, filing, **more)
    assert not filing.notes.filter(kind=Note.Kind.SPOKEN).exists()


def test_who_complained_over_the_portal_answers_there(desk: Desk) -> None:
    filing = asked(desk, came_by="")
    with pytest.raises(Refused, match="由投诉人在平台上答复"):
        answered(desk, filing)
    assert "登记口头答复" not in words(signed_in(desk.caseworker).get(case_page(filing)))


def test_nobody_answers_for_them_beside_the_desk(desk: Desk) -> None:
    owner = User.objects.create_user("complainant", password="x")
    filing = asked(desk, owner=owner)
    given = {"text": "三月二日。", "way": "telephone", "said_at": timezone.now(), "read_back": True}
    with pytest.raises(Refused, match="只有收到这份材料的机构"):
        services.record_spoken_answer(by=Actor.of_user(owner), filing=filing, **given)


def test_spoken_words_are_no_material_and_move_no_day(desk: Desk) -> None:
    appeals = make_desk("甲市通信管理局", channel="telecom_appeal")
    filing = asked(appeals, missing_material=True)
    days = list(filing.deadlines.values_list("pk", "due_on", "restarted_at"))
    answered(appeals, filing)
    filing.refresh_from_db()
    assert filing.waiting_since is not None
    assert list(filing.deadlines.values_list("pk", "due_on", "restarted_at")) == days


def test_from_the_page_of_the_case_and_found_by_its_words(desk: Desk) -> None:
    filing, client = asked(desk), signed_in(desk.caseworker)
    page = client.get(case_page(filing))
    assert forbidden(page) == []
    assert "登记口头答复" in words(page)
    said = timezone.localtime() - timedelta(minutes=1)
    typed = {"way": "counter", "day": f"{said:%Y-%m-%d}", "time": f"{said:%H:%M}"}
    assert step_of(client, filing, "spoken", "三月二日下午。", **typed).status_code == 422
    done = step_of(client, filing, "spoken", "三月二日下午。", tick="on", **typed)
    assert done.status_code == 302, words(done)
    assert "投诉人口头答复（来访，" in words(client.get(case_page(filing)))
    assert filing.complaint.number in words(client.get(QUEUE, {"q": "三月二日下午"}))


def test_by_the_api(desk: Desk) -> None:
    filing, client = asked(desk), signed_in(desk.caseworker)
    where = f"/api/v1/filings/{filing.pk}/spoken-answer/"
    given = {"text": "三月二日。", "way": "telephone", "said_at": timezone.now().isoformat()}
    assert client.post(where, given, content_type="application/json").status_code == 400
    given["read_back"] = "false"
    assert client.post(where, given, content_type="application/json").status_code == 409
    given["read_back"] = "true"
    told = client.post(where, given, content_type="application/json").json()
    assert told["waiting_since"] is None
    assert told["notes"][-1]["kind"] == "spoken"
    assert "api-spoken-answer" in FOR_KEYS
