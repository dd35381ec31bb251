"""One kind of letter to many: each filled from its own case, frozen when it is looked at, with what became of each."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation, User
from complaints.models import Act, LedgerEntry
from filings import services
from filings.models import BulkAct, BulkItem, DeskLetter, Filing, GivenFile, LetterKind, Proposal
from filings.moves import State
from filings.services import bulk
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_bulk import CHOOSE, became, chosen, confirm
from tests.filings.test_desk_letters import head, who
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    made = make_desk("杭州市示例区市场监督管理局", channel="12315_complaint")
    head(made)
    return made


@pytest.fixture
def caseworker(desk: Desk) -> Client:
    return signed_in(desk.caseworker)


def preview(client: Client, filings: list[Filing], kind: str = "acceptance", **given: Any) -> BulkAct:
    posted = {"act": "letter", "kind": kind, "filing": chosen(*filings), **given}
    response = client.post(CHOOSE, posted)
    assert response.status_code == 302, words(response)
    return BulkAct.objects.latest("pk")


def test_each_gets_its_own_letter_with_its_own_number(desk: Desk, caseworker: Client) -> None:
    one, other = on_desk(desk, respondent="示例甲有限公司"), on_desk(desk, respondent="示例乙有限公司")
    made = preview(caseworker, [one, other])
    assert became(made) == {"ready": ["", ""]}
    assert not DeskLetter.objects.exists()
    confirm(caseworker, made)
    year = timezone.localdate().year
    assert became(made) == {"done": [f"杭市监投受〔{year}〕1号", f"杭市监投受〔{year}〕2号"]}
    for filing, firm, apart in ((one, "示例甲", "示例乙"), (other, "示例乙", "示例甲")):
        filing.refresh_from_db()
        letter = filing.letters.get()
        assert (filing.state, letter.state) == (State.ACCEPTED, DeskLetter.State.ISSUED)
        assert firm in letter.text
        assert apart not in letter.text
        assert filing.complaint.number in letter.text
        assert GivenFile.objects.filter(filing=filing).count() == 1
    assert words(caseworker.get(f"{CHOOSE}{made.pk}/")).count(f"杭市监投受〔{year}〕") == 2


@pytest.mark.parametrize("kind", [one for one in LetterKind.values if one not in services.BULK_LETTERS])
def test_a_judgement_of_one_case_is_sent_to_one(desk: Desk, caseworker: Client, kind: str) -> None:
    filing = on_desk(desk)
    posted = {"act": "letter", "kind": kind, "filing": chosen(filing), "text": "理由。"}
    assert caseworker.post(CHOOSE, posted).status_code == 422
    page = words(caseworker.get(CHOOSE))
    assert str(LetterKind(kind).label) not in page
    assert not BulkAct.objects.exists()


def test_the_list_says_of_each_why_it_gets_none(desk: Desk, caseworker: Client) -> None:
    done, drafted, ready = (
        on_desk(desk, state=state) for state in (State.DECIDED, *[State.ACKNOWLEDGED] * 2)
    )
    services.begin_letter(by=who(desk), filing=drafted, kind="acceptance", given={})
    bare = make_desk("乙市市场监督管理局", channel="12315_complaint")
    made = preview(caseworker, [done, drafted, ready])
    assert became(made)["ready"] == [""]
    left = became(made)["left_out"]
    assert "现在是“已作出处理”，不能受理" in left
    assert "这件已经有一份受理通知书没有发出" in left
    own = signed_in(bare.caseworker)
    assert became(preview(own, [on_desk(bare)]))["left_out"][0].startswith("本机构还没有写机关代字")


def test_what_leaves_is_what_was_looked_at_or_nothing(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    made = preview(caseworker, [filing])
    item = made.items.get()
    shown = caseworker.get(f"{CHOOSE}{made.pk}/", {"letter": item.pk})
    assert forbidden(shown) == []
    assert "您反映示例优选商城有限公司的投诉" in words(shown)
    assert LedgerEntry.objects.filter(complaint_id=filing.complaint_id, act=Act.CASE_READ).exists()
    services.write_template(
        by=who(desk),
        organisation=desk.organisation,
        kind="acceptance",
        title="受理通知书",
        mark="投受",
        text="{{投诉人}}：我局已经受理。",
    )
    confirm(caseworker, made)
    assert "内容有了变化" in became(made)["refused"][0]
    assert Filing.objects.get(pk=filing.pk).state == State.ACKNOWLEDGED
    assert not DeskLetter.objects.exists()


def test_a_letter_that_nobody_may_read_is_shown_to_nobody(desk: Desk, caseworker: Client) -> None:
    made = preview(caseworker, [on_desk(desk)])
    item = made.items.get()
    colleague = signed_in(make_caseworker(desk.organisation, "second"))
    assert colleague.get(f"{CHOOSE}{made.pk}/", {"letter": item.pk}).status_code == 404
    assert caseworker.get(f"{CHOOSE}{made.pk}/", {"letter": item.pk + 1}).status_code == 404


def test_a_second_person_looks_at_each_where_the_organisation_wants_it(
    desk: Desk, caseworker: Client
) -> None:
    head(desk, second_look=True)
    other = make_caseworker(desk.organisation, "second")
    filing = on_desk(desk)
    made = preview(caseworker, [filing])
    confirm(caseworker, made)
    assert became(made) == {"done": ["已请同事复核，同意以后发出"]}
    filing.refresh_from_db()
    assert (filing.state, filing.letters.get().state) == (State.ACKNOWLEDGED, DeskLetter.State.DRAFT)
    services.settle(by=Actor.of_user(other), proposal=Proposal.objects.get(), agree=True)
    filing.refresh_from_db()
    assert (filing.state, filing.letters.get().state) == (State.ACCEPTED, DeskLetter.State.ISSUED)


def test_where_letters_are_stamped_by_hand_each_waits_with_its_number(desk: Desk, caseworker: Client) -> None:
    head(desk, sealed_by_hand=True)
    filing = on_desk(desk)
    made = preview(caseworker, [filing])
    confirm(caseworker, made)
    assert became(made) == {"done": [f"杭市监投受〔{timezone.localdate().year}〕1号，待盖章"]}
    assert filing.letters.get().state == DeskLetter.State.SEALING


def test_cases_with_news_that_was_not_read_are_left_out(desk: Desk, caseworker: Client) -> None:
    owner = User.objects.create_user("complainant", password="x")
    filing = on_desk(desk, owner=owner, at=timezone.now() - timedelta(days=2))
    services.assign(by=who(desk), filing=filing, to=desk.caseworker)
    services.ask(by=who(desk), filing=filing, question="哪一天？")
    services.answer(by=Actor.of_user(owner), filing=filing, text="三月二日。")
    made = preview(caseworker, [filing])
    assert became(made) == {"left_out": ["有您没看过的消息"]}


def test_the_same_material_is_asked_of_many(desk: Desk, caseworker: Client) -> None:
    filings = [on_desk(desk) for _place in range(2)]
    refused = caseworker.post(CHOOSE, {"act": "letter", "kind": "request", "filing": chosen(*filings)})
    assert (refused.status_code, "请写要补正的材料" in words(refused)) == (422, True)
    made = preview(caseworker, filings, "request", text="请补交身份证明。")
    confirm(caseworker, made)
    for filing in filings:
        filing.refresh_from_db()
        assert filing.waiting_since is not None
        assert filing.notes.get(kind="question").missing_material
        assert "请补交身份证明。" in filing.letters.get().text


def test_who_may_not_know_who_complained_writes_none(desk: Desk, caseworker: Client) -> None:
    Organisation.objects.filter(pk=desk.organisation.pk).update(identity="need")
    made = preview(caseworker, [on_desk(desk)])
    assert became(made) == {"left_out": ["先打开投诉人身份，才能拟文书"]}


def test_many_are_done_by_the_worker(desk: Desk, caseworker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LETTERS_AT_ONCE", 1)
    made = preview(caseworker, [on_desk(desk), on_desk(desk)])
    confirm(caseworker, made)
    assert set(made.items.values_list("state", flat=True)) == {BulkItem.State.READY}
    assert services.sweep_bulk() == 2
    assert set(made.items.values_list("state", flat=True)) == {BulkItem.State.DONE}
