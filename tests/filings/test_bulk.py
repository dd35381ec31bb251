"""Many cases in one act: looked at first, frozen, done one by one; a colleague's whole work handed over at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Situation
from filings import services
from filings.models import BulkAct, BulkItem, Filing, Note, Task
from filings.moves import State
from filings.services import Refused
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db

NOT_ANY_MORE = "看过名单以后有了变化：现在是“转给了别的单位”，不能受理。这一件没有办。"
CHOOSE, PEOPLE = "/admin/filings/filing/bulk/", "/admin/filings/filing/people/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def second(desk: Desk) -> User:
    return make_caseworker(desk.organisation, "second", last_name="李", first_name="经办")


@pytest.fixture
def caseworker(desk: Desk) -> Client:
    return signed_in(desk.caseworker)


def chosen(*filings: Filing) -> list[str]:
    return [str(one.pk) for one in filings]


def preview(client: Client, act: str, filings: list[str], **given: Any) -> BulkAct:
    response = client.post(CHOOSE, {"act": act, "filing": filings, **given})
    assert response.status_code == 302, words(response)
    return BulkAct.objects.latest("pk")


def became(bulk: BulkAct) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in BulkItem.objects.filter(bulk=bulk).order_by("pk"):
        found.setdefault(one.state, []).append(one.words)
    return found


def confirm(client: Client, bulk: BulkAct) -> None:
    assert client.post(f"{CHOOSE}{bulk.pk}/", {"act": "confirm"}).status_code == 302


def test_twenty_cases_are_handed_over_in_four_steps(desk: Desk, caseworker: Client, second: User) -> None:
    filings = [on_desk(desk) for _place in range(20)]
    Filing.objects.update(assigned_to=desk.caseworker)
    queue = caseworker.get("/admin/filings/filing/", {"who": "me"})  # 1: the list, 2: its link
    assert '/bulk/?_changelist_filters=who%3Dme"' in queue.content.decode()
    page = caseworker.get(CHOOSE, {"_changelist_filters": "who=me"})
    assert forbidden(page) == []
    assert page.content.decode().count('name="filing"') == 20
    bulk = preview(caseworker, "assign", chosen(*filings), person=str(second.pk))  # 3
    shown = caseworker.get(f"{CHOOSE}{bulk.pk}/")
    assert forbidden(shown) == []
    assert "会办 20 件，不办 0 件" in words(shown)
    assert Filing.objects.filter(assigned_to=second).count() == 0
    confirm(caseworker, bulk)  # 4
    assert Filing.objects.filter(assigned_to=second).count() == 20
    assert "办了 20 件，没有办成 0 件" in words(caseworker.get(f"{CHOOSE}{bulk.pk}/"))


def test_twenty_of_thirty_are_ticked_in_the_queue_and_handed_over_in_four_steps(
    desk: Desk, caseworker: Client, second: User
) -> None:
    filings = [on_desk(desk) for _place in range(30)]
    ticked, rest = filings[::3] + filings[1::3], filings[2::3]
    queue = caseworker.get("/admin/filings/filing/").content.decode()  # 1: the list, with a box in each row
    boxes = re.findall(
        r'<input type="checkbox" name="filing" value="([^"]+)" form="many" aria-label="([^"]+)">', queue
    )
    assert sorted(boxes) == sorted((str(one.pk), one.complaint.number) for one in filings)
    assert '<form id="many" class="many-picked" action="/admin/filings/filing/bulk/">' in queue
    page = caseworker.get(CHOOSE, {"picked": "1", "filing": chosen(*ticked)})  # 2: what is ticked
    assert forbidden(page) == []
    shown = page.content.decode()
    assert sorted(re.findall(r'name="filing" value="([^"]+)" form="many" checked', shown)) == sorted(
        chosen(*ticked)
    )
    assert not any(str(one.pk) in shown for one in rest)
    for expected in ("王小宁", "示例优选商城有限公司", str(Situation.OPTOUT_IGNORED.label)):
        assert expected in words(page)
    bulk = preview(caseworker, "assign", chosen(*ticked), person=str(second.pk))  # 3
    confirm(caseworker, bulk)  # 4
    assert {one.pk for one in Filing.objects.filter(assigned_to=second)} == {one.pk for one in ticked}


def test_what_is_ticked_stays_so_where_something_lacks_and_nothing_ticked_is_not_everything(
    desk: Desk, caseworker: Client
) -> None:
    one, other = on_desk(desk), on_desk(desk)
    theirs = on_desk(make_desk("乙市市场监督管理局", channel="12315_report"))
    way = f"{CHOOSE}?picked=1&filing={one.pk}&filing={other.pk}&filing={theirs.pk}&filing=nonsense"
    assert str(theirs.pk) not in caseworker.get(way).content.decode()
    again = caseworker.post(way, {"act": "transfer", "filing": [str(one.pk)]})
    assert again.status_code == 422
    assert re.findall(r'value="([^"]+)" form="many" checked', again.content.decode()) == [str(one.pk)]
    assert str(other.pk) in again.content.decode()
    none = caseworker.get(CHOOSE, {"picked": "1"}, follow=True)
    assert none.redirect_chain == [("/admin/filings/filing/", 302)]
    assert "一件也没有勾选" in words(none)


def test_the_list_offers_what_it_was_narrowed_to_and_nothing_of_another_desk(
    desk: Desk, caseworker: Client, second: User
) -> None:
    mine, other = on_desk(desk), on_desk(desk, state=State.ACCEPTED)
    theirs = on_desk(make_desk("乙市市场监督管理局", channel="12315_report"))
    shown = caseworker.get(CHOOSE, {"_changelist_filters": "state=accepted"}).content.decode()
    assert (str(other.pk) in shown, str(mine.pk) in shown, str(theirs.pk) in shown) == (True, False, False)
    bulk = preview(caseworker, "assign", chosen(mine, theirs), person=str(second.pk))
    assert [one.filing for one in bulk.items.all()] == [mine]


def test_what_is_done_is_what_was_looked_at(desk: Desk, caseworker: Client) -> None:
    ready, gone = on_desk(desk), on_desk(desk)
    bulk = preview(caseworker, "accept", chosen(ready, gone))
    later = on_desk(desk)
    services.move(
        by=Actor.of_user(desk.caseworker), filing=gone, to=State.TRANSFERRED, reason="属通信管理局职责。"
    )
    confirm(caseworker, bulk)
    confirm(caseworker, bulk)
    states = [Filing.objects.get(pk=one.pk).state for one in (ready, gone, later)]
    assert states == [State.ACCEPTED, State.TRANSFERRED, State.ACKNOWLEDGED]
    assert became(bulk) == {"done": [""], "refused": [NOT_ANY_MORE]}


def test_what_came_after_the_list_was_looked_at_is_acted_over_by_nobody(
    desk: Desk, caseworker: Client, second: User
) -> None:
    owner = User.objects.create_user("complainant", password="x")
    answered, quiet = on_desk(desk, owner=owner), on_desk(desk)
    by = Actor.of_user(desk.caseworker)
    services.assign(by=by, filing=answered, to=desk.caseworker)
    services.ask(by=by, filing=answered, question="哪一天？")
    bulk = preview(caseworker, "assign", chosen(answered, quiet), person=str(second.pk), unread="on")
    assert became(bulk) == {"ready": ["", ""]}
    services.answer(by=Actor.of_user(owner), filing=answered, text="三月二日。")
    confirm(caseworker, bulk)
    assert Filing.objects.get(pk=answered.pk).assigned_to == desk.caseworker
    assert Filing.objects.get(pk=quiet.pk).assigned_to == second
    why = "看过名单以后来了您没看过的消息。这一件没有办，请打开看过再办。"
    assert became(bulk) == {"refused": [why], "done": [""]}


def test_what_was_decided_meanwhile_is_not_transferred_and_says_why(desk: Desk, caseworker: Client) -> None:
    filing = on_desk(desk)
    bulk = preview(caseworker, "transfer", chosen(filing), text="不归我局", body="乙局")
    by = Actor.of_user(desk.caseworker)
    services.move(by=by, filing=filing, to=State.ACCEPTED)
    services.move(by=by, filing=filing, to=State.DECIDED, reason="已责令改正。")
    confirm(caseworker, bulk)
    assert became(bulk) == {"refused": ["看过名单以后有了变化：现在是“已作出处理”，不能转。这一件没有办。"]}


def test_the_plain_list_in_any_order_offers_open_work_alone(desk: Desk, caseworker: Client) -> None:
    first, done, last = (
        on_desk(desk, state=state, at=timezone.now() - timedelta(days=days))
        for days, state in ((3, State.ACCEPTED), (2, State.DECIDED), (1, State.ACCEPTED))
    )
    for query in ("", "sort=newest", "sort=newest&channel=telecom_appeal"):
        shown = caseworker.get(CHOOSE, {"_changelist_filters": query}).content.decode()
        there = [str(one.pk) in shown for one in (first, done, last)]
        assert there == [True, False, True], query
    for going, one, other in (("next", last, first), ("previous", first, last)):
        address = f"/admin/filings/filing/{one.pk}/{going}/?_changelist_filters=sort%3Dnewest"
        assert str(other.pk) in caseworker.get(address).headers["location"]


def test_a_task_for_somebody_of_another_desk_is_set_for_nobody_and_said_so(
    desk: Desk, caseworker: Client
) -> None:
    filing = on_desk(desk)
    other = make_desk("乙市市场监督管理局", channel="12315_report").caseworker
    bulk = preview(caseworker, "task", chosen(filing), text="核对", person=str(other.pk))
    assert became(bulk) == {"left_out": ["这位同事不在收到本件的机构"]}
    colleague = make_caseworker(desk.organisation, "leaves")
    kept = preview(caseworker, "task", chosen(filing), text="核对", person=str(colleague.pk))
    Membership.objects.filter(user=colleague).delete()
    confirm(caseworker, kept)
    why = "看过名单以后有了变化：这位同事不在收到本件的机构。这一件没有办。"
    assert became(kept) == {"refused": [why]}
    page = f"/admin/filings/filing/{filing.pk}/change/"
    for person in (str(other.pk), "999999999", "nobody"):
        seen = caseworker.get(page).context["standing"]
        typed = {"act": "task", "text": "核对笔数", "seen": seen, "person": person}
        answer = caseworker.post(page, typed)
        assert answer.status_code == 422
        assert "这位用户不是本机构的在职成员，没有保存" in words(answer)
        assert "核对笔数" in answer.content.decode()
    assert not Task.objects.exists()


def test_what_will_not_be_done_is_said_before(desk: Desk, caseworker: Client) -> None:
    owner = User.objects.create_user("complainant", password="x")
    own = on_desk(desk, owner=desk.caseworker)
    done = on_desk(desk, state=State.DECIDED)
    withdrawn = on_desk(desk, owner=owner)
    services.withdraw_consent(by=Actor.of_user(owner), filing=withdrawn)
    bulk = preview(caseworker, "accept", chosen(own, done, withdrawn))
    assert sorted(became(bulk)["left_out"]) == [
        "投诉人撤回了，材料已经关闭",
        "是您本人的投诉",
        "现在是“已作出处理”，不能受理",
    ]
    assert "确认，现在办" not in words(caseworker.get(f"{CHOOSE}{bulk.pk}/"))


def test_a_case_with_news_that_was_not_looked_at_is_left_out_unless_wished(
    desk: Desk, caseworker: Client, second: User
) -> None:
    owner = User.objects.create_user("complainant", password="x")
    filing = on_desk(desk, owner=owner)
    by = Actor.of_user(desk.caseworker)
    services.assign(by=Actor.of_user(second), filing=filing, to=desk.caseworker)
    # That it was handed over is nothing that was said in it.
    handed = preview(caseworker, "assign", chosen(filing), person=str(second.pk))
    assert became(handed) == {"ready": [""]}
    assert f"{second.last_name}{second.first_name}" in words(caseworker.get(f"{CHOOSE}{handed.pk}/"))
    services.ask(by=by, filing=filing, question="哪一天？")
    services.answer(by=Actor.of_user(owner), filing=filing, text="三月二日。")
    kept = preview(caseworker, "assign", chosen(filing), person=str(second.pk))
    assert became(kept) == {"left_out": ["有您没看过的消息"]}
    wished = preview(caseworker, "assign", chosen(filing), person=str(second.pk), unread="on")
    assert became(wished) == {"ready": [""]}


@pytest.mark.parametrize("act", ["decide", "refuse", "close", "move:decided", ""])
def test_deciding_refusing_and_closing_are_no_bulk_acts(desk: Desk, caseworker: Client, act: str) -> None:
    response = caseworker.post(CHOOSE, {"act": act, "filing": chosen(on_desk(desk)), "text": "好"})
    assert response.status_code == 422
    assert not BulkAct.objects.exists()


def test_notes_tasks_and_transfers_are_written_to_each(desk: Desk, caseworker: Client, second: User) -> None:
    filings = [on_desk(desk), on_desk(desk)]
    confirm(caseworker, preview(caseworker, "note", chosen(*filings), text="同一家公司"))
    task = preview(caseworker, "task", chosen(*filings), text="核对", person=str(second.pk), day="2026-12-31")
    confirm(caseworker, task)
    told = {"text": " 不归我局 ", "body": " 乙局\n理由：别的"}
    confirm(caseworker, preview(caseworker, "transfer", chosen(*filings), **told))
    assert [one.text for one in Note.objects.filter(kind=Note.Kind.INTERNAL)] == ["同一家公司"] * 2
    assert [one.person for one in Task.objects.all()] == [second] * 2
    assert {one.text for one in Note.objects.filter(kind=Note.Kind.REASON)} == {
        "转给：乙局 理由：别的\n理由：不归我局"
    }
    assert set(Filing.objects.values_list("state", flat=True)) == {State.TRANSFERRED}


def test_who_lost_the_desk_meanwhile_does_nothing(desk: Desk, second: User) -> None:
    filing = on_desk(desk)
    by = Actor.of_user(desk.caseworker)
    bulk = services.preview_bulk(by=by, act="accept", given={}, filings=[filing])
    Membership.objects.filter(user=desk.caseworker).update(until=timezone.localdate() - timedelta(days=1))
    services.confirm_bulk(by=by, bulk=bulk)
    assert became(bulk) == {"refused": ["您现在打不开这一件。"]}
    with pytest.raises(BulkAct.DoesNotExist):
        services.confirm_bulk(by=Actor.of_user(second), bulk=bulk)


def test_a_large_one_is_done_by_the_worker_and_goes_on_where_it_broke_off(
    desk: Desk, caseworker: Client, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("filings.services.bulk.AT_ONCE", 1)
    filings = [on_desk(desk) for _place in range(3)]
    bulk = preview(caseworker, "assign", chosen(*filings), person=str(second.pk))
    confirm(caseworker, bulk)
    shown = caseworker.get(f"{CHOOSE}{bulk.pk}/")
    assert "0 / 3 件" in words(shown)
    assert '<div id="anew" data-working>' in shown.content.decode()  # looked at anew until it is done
    assert "anew.js" in shown.content.decode()
    assert services.sweep_bulk() == 3
    assert services.sweep_bulk() == 0
    over = caseworker.get(f"{CHOOSE}{bulk.pk}/")
    assert '<div id="anew">' in over.content.decode()
    assert "办了 3 件" in words(over)
    assert became(bulk) == {"done": ["", "", ""]}


def test_nothing_chosen_or_too_many_is_said_and_what_was_written_stays(
    desk: Desk, caseworker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    filings = [on_desk(desk), on_desk(desk)]
    none = caseworker.post(CHOOSE, {"act": "note", "text": "写了很久"})
    assert none.status_code == 422
    assert "一件也没有选" in words(none)
    assert "写了很久" in none.content.decode()
    monkeypatch.setattr("filings.services.bulk.MOST_BULK", 1)
    with pytest.raises(Refused, match="一次最多 1 件"):
        services.preview_bulk(
            by=Actor.of_user(desk.caseworker), act="note", given={"text": "好"}, filings=filings
        )


def test_the_work_of_who_left_comes_back_and_is_handed_over_in_one_act(
    desk: Desk, caseworker: Client, second: User
) -> None:
    today = timezone.localdate()
    leaver = make_caseworker(desk.organisation, "leaver", last_name="赵", first_name="离开")
    filings = [
        on_desk(desk, due_on=today - timedelta(days=1)),
        on_desk(desk),
        on_desk(desk, state=State.DECIDED),
    ]
    Filing.objects.update(assigned_to=leaver)
    Membership.objects.filter(user=leaver).delete()
    page = caseworker.get(PEOPLE)
    assert forbidden(page) == []
    assert "赵离开 已离开 2 1 转交" in words(page)
    shown = caseworker.get(CHOOSE, {"of": str(leaver.pk)})
    assert shown.content.decode().count('name="filing"') == 2
    confirm(caseworker, preview(caseworker, "assign", chosen(*filings[:2]), person=str(second.pk)))
    assert Filing.objects.filter(assigned_to=second).count() == 2
    assert "赵离开" not in words(caseworker.get(PEOPLE))


def test_others_have_no_such_pages(desk: Desk, caseworker: Client) -> None:
    bulk = preview(caseworker, "accept", chosen(on_desk(desk)))
    other = signed_in(make_desk("乙市市场监督管理局", channel="12315_report").caseworker)
    assert other.get(f"{CHOOSE}{bulk.pk}/").status_code == 404
    root = signed_in(User.objects.create_superuser("root", password="x"))
    assert [root.get(page).status_code for page in (CHOOSE, PEOPLE)] == [403, 403]


@pytest.mark.parametrize(
    ("act", "given", "said"),
    [
        ("transfer", {"body": "乙市市场监督管理局"}, "请在最后一栏写为什么转。"),
        ("transfer", {"text": "不归本局管"}, "请写转给哪个单位。"),
        ("note", {}, "请在最后一栏写备注。"),
        ("task", {}, "请在最后一栏写要办的事。"),
        ("task", {"text": "核实", "day": "2020-01-01"}, "“哪天以前”已经过去"),
    ],
)
def test_what_is_missing_is_named(
    desk: Desk, caseworker: Client, act: str, given: dict[str, str], said: str
) -> None:
    response = caseworker.post(CHOOSE, {"act": act, "filing": chosen(on_desk(desk)), **given})
    assert response.status_code == 422
    assert said in words(response)
    assert not BulkAct.objects.exists()


def test_where_nothing_would_be_done_for_news_alone_the_way_on_is_said(
    desk: Desk, caseworker: Client, second: User
) -> None:
    filing = on_desk(desk)
    services.note(by=Actor.of_user(second), filing=filing, text="请看", mentions=[desk.caseworker])
    bulk = preview(caseworker, "accept", chosen(filing, on_desk(desk, phone="13900005555")))
    page = words(caseworker.get(f"{CHOOSE}{bulk.pk}/"))
    assert "会办 1 件，不办 1 件" in page
    assert "有 1 件因为有您没看过的消息，不办。" in page
    assert "勾选“有没看过的消息的，也办”" in page
    other = preview(caseworker, "accept", chosen(on_desk(desk, phone="13900006666")))
    assert "因为有您没看过的消息" not in words(caseworker.get(f"{CHOOSE}{other.pk}/"))
