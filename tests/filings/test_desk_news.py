"""Nothing arrives unseen: what people at a desk are told of, by page and by mail, and the way from case to case."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from filings import services
from filings.models import DeskNews, Filing, MailChoice
from filings.moves import State
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db

NEWS = "/admin/filings/filing/news/"
Kind = DeskNews.Kind


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("complainant", password="x")


def unread(user: User) -> list[str]:
    return [one.kind for one in DeskNews.objects.visible_to(Actor.of_user(user)).unread().order_by("pk")]


def with_(desk: Desk, owner: User, who: User | None = None, **more: Any) -> Filing:
    filing = on_desk(desk, owner=owner, **more)
    Filing.objects.filter(pk=filing.pk).update(assigned_to=who or desk.caseworker)
    return Filing.objects.get(pk=filing.pk)


def chooses(user: User, how: str) -> None:
    user.email = "jingban@example.cn"
    user.save()
    services.choose_mail(by=Actor.of_user(user), how=how)


def page(filing: Filing, query: str = "") -> str:
    kept = f"?{urlencode({'_changelist_filters': query})}" if query else ""
    return reverse("admin:filings_filing_change", args=[filing.pk]) + kept


# ── What is told, to whom ────────────────────────────────────────────────────────────────────────────────────────────
def test_an_answer_and_what_comes_unasked_reach_who_has_the_case(desk: Desk, owner: User) -> None:
    filing = with_(desk, owner)
    services.ask(by=Actor.of_user(desk.caseworker), filing=filing, question="哪一天？")
    services.answer(by=Actor.of_user(owner), filing=filing, text="三月二日。")
    assert unread(desk.caseworker) == [Kind.ANSWERED]


def test_the_queue_marks_and_lists_what_each_person_has_not_looked_at(desk: Desk, owner: User) -> None:
    other = make_caseworker(desk.organisation, "second")
    mine, quiet = with_(desk, owner), with_(desk, owner)
    services.assign(by=Actor.of_user(desk.caseworker), filing=mine, to=other)
    queue = "/admin/filings/filing/"

    def marked(user: User) -> tuple[list[str], list[str], bool]:
        client = signed_in(user)
        shown = client.get(queue)
        rows = re.findall(r'<tr class="news">.*?>(AN-[0-9-]+)<', shown.content.decode())
        listed = [row.number for row in client.get(queue, {"state": "unread"}).context["queue"].rows]
        return rows, listed, "没看过的 1" in words(shown)

    number = mine.complaint.number
    assert marked(other) == ([number], [number], True)
    assert marked(desk.caseworker) == ([], [], False)
    signed_in(other).get(page(mine))  # looked at by who was told
    assert marked(other) == ([], [], False)
    assert Filing.objects.get(pk=quiet.pk).unseen_since is None


def test_more_unread_than_the_bell_counts_are_marked_and_counted_too(
    desk: Desk, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("filings.admin.news.MOST_COUNTED", 1)
    other = make_caseworker(desk.organisation, "second")
    for _place in range(3):
        filing = with_(desk, owner)
        services.assign(by=Actor.of_user(desk.caseworker), filing=filing, to=other)
        services.note(by=Actor.of_user(desk.caseworker), filing=filing, text="请看", mentions=[other])
    shown = signed_in(other).get("/admin/filings/filing/")
    assert shown.content.decode().count('<tr class="news">') == 3
    assert "没看过的 3" in words(shown)


def test_what_nobody_has_is_told_to_the_supervisors_and_else_to_everybody(desk: Desk, owner: User) -> None:
    filing = on_desk(desk, owner=owner)
    other = make_caseworker(desk.organisation, "second")
    services.withdraw_consent(by=Actor.of_user(owner), filing=filing)
    assert unread(other) == unread(desk.caseworker) == [Kind.WITHDRAWN]
    Membership.objects.filter(user=other).update(role=Membership.Role.SUPERVISOR)
    services.withdraw_consent(by=Actor.of_user(owner), filing=on_desk(desk, owner=owner))
    assert unread(other) == [Kind.WITHDRAWN] * 2
    assert unread(desk.caseworker) == [Kind.WITHDRAWN]


def test_assigning_tells_who_gets_it_and_who_had_it_but_never_who_does_it(desk: Desk, owner: User) -> None:
    other = make_caseworker(desk.organisation, "second")
    filing = with_(desk, owner)
    services.assign(by=Actor.of_user(desk.caseworker), filing=filing, to=other)
    assert (unread(desk.caseworker), unread(other)) == ([], [Kind.ASSIGNED])
    services.assign(by=Actor.of_user(desk.caseworker), filing=filing, to=desk.caseworker)
    assert (unread(desk.caseworker), unread(other)) == ([], [Kind.ASSIGNED, Kind.TAKEN])


def test_a_colleagues_decision_is_told_by_what_it_was(desk: Desk, owner: User) -> None:
    other = make_caseworker(desk.organisation, "second")
    filing = with_(desk, owner, state=State.ACCEPTED)
    services.move(by=Actor.of_user(other), filing=filing, to=State.DECIDED, reason="已责令改正。")
    assert unread(other) == []
    told = DeskNews.objects.get(person=desk.caseworker)
    assert told.words == "同事办理了您的办件：已作出处理"


def test_a_day_that_is_near_or_over_is_told_once(desk: Desk, owner: User) -> None:
    today = timezone.localdate()
    with_(desk, owner, due_on=today + timedelta(days=2))
    with_(desk, owner, due_on=today - timedelta(days=1))
    with_(desk, owner, due_on=today + timedelta(days=30))
    with_(desk, owner, due_on=today, state=State.DECIDED)
    services.sweep_desk_days()
    services.sweep_desk_days()
    assert sorted(unread(desk.caseworker)) == [Kind.NEAR, Kind.PASSED]


def test_nobody_is_told_of_a_case_of_their_own(desk: Desk) -> None:
    filing = on_desk(desk, owner=desk.caseworker)
    services.withdraw_consent(by=Actor.of_user(desk.caseworker), filing=filing)
    assert unread(desk.caseworker) == []


# ── Read and unread ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_bell_counts_until_the_case_is_opened_and_for_each_person_alone(desk: Desk, owner: User) -> None:
    other = make_caseworker(desk.organisation, "second")
    filing = on_desk(desk, owner=owner)
    services.ask(by=Actor.of_user(other), filing=filing, question="哪一天？")
    services.answer(by=Actor.of_user(owner), filing=filing, text="三月二日。")
    mine, theirs = signed_in(desk.caseworker), signed_in(other)
    for client in (mine, theirs):
        assert "消息 1 条没看过" in words(client.get("/admin/"))
    opened = words(mine.get(page(filing)))
    assert "新消息：投诉人答复了" in opened
    assert "条没看过" not in words(mine.get("/admin/"))
    assert "消息 1 条没看过" in words(theirs.get("/admin/"))


def test_the_page_of_news_names_number_act_and_day_and_no_word_of_the_case(desk: Desk, owner: User) -> None:
    filing = with_(desk, owner, name="欧阳小宁", story="每天三条")
    services.withdraw_consent(by=Actor.of_user(owner), filing=filing, reason="不想说了")
    client = signed_in(desk.caseworker)
    response = client.get(NEWS)
    text = words(response)
    assert forbidden(response) == []
    assert filing.complaint.number in text
    assert "投诉人撤回" in text
    assert not [one for one in ("欧阳", "每天三条", "不想说了") if one in text]
    assert client.post(NEWS, {"act": "read"}).status_code == 302
    assert unread(desk.caseworker) == []
    # Read is not acknowledged: the withdrawal stays on the list of work.
    assert Filing.objects.unseen_withdrawals().filter(pk=filing.pk).exists()


def test_who_left_the_desk_is_told_nothing_more_and_others_have_no_page(desk: Desk, owner: User) -> None:
    filing = with_(desk, owner)
    services.withdraw_consent(by=Actor.of_user(owner), filing=filing)
    Membership.objects.filter(user=desk.caseworker).update(until=timezone.localdate() - timedelta(days=1))
    assert unread(User.objects.get(pk=desk.caseworker.pk)) == []
    assert signed_in(User.objects.get(pk=desk.caseworker.pk)).get(NEWS).status_code == 403
    root = signed_in(User.objects.create_superuser("root", password="x"))
    assert root.get(NEWS).status_code == 403
    assert "消息" not in words(root.get("/admin/"))


# ── By mail ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_mail_at_once_names_number_act_and_day_alone(desk: Desk, owner: User) -> None:
    chooses(desk.caseworker, MailChoice.How.AT_ONCE)
    filing = with_(desk, owner, name="欧阳小宁", story="每天三条")
    services.withdraw_consent(by=Actor.of_user(owner), filing=filing, reason="不想说了")
    services.sweep_desk_mail()
    services.sweep_desk_mail()
    (sent,) = mail.outbox
    assert sent.to == ["jingban@example.cn"]
    number, day = filing.complaint.number, f"{timezone.localdate():%Y-%m-%d}"
    assert sent.subject == f"办案台：{number} 投诉人撤回 {day}"
    assert f"{number} 投诉人撤回 {day}" in sent.body
    whole = sent.subject + str(sent.body)
    assert not [one for one in ("欧阳", "每天三条", "不想说了", desk.organisation.name) if one in whole]


def test_a_digest_holds_what_is_still_unread_and_comes_by_itself_alone(desk: Desk, owner: User) -> None:
    chooses(desk.caseworker, MailChoice.How.DIGEST)
    seen, unseen = with_(desk, owner), with_(desk, owner)
    for one in (seen, unseen):
        services.withdraw_consent(by=Actor.of_user(owner), filing=one)
    services.sweep_desk_mail()
    assert mail.outbox == []
    services.read_news(by=Actor.of_user(desk.caseworker), filing=seen)
    assert [services.sweep_desk_digest(), services.sweep_desk_digest()] == [1, 0]
    services.sweep_desk_mail()
    (sent,) = mail.outbox
    assert unseen.complaint.number in sent.body
    assert seen.complaint.number not in sent.body


def test_without_a_choice_and_after_leaving_no_mail_goes_out(desk: Desk, owner: User) -> None:
    services.withdraw_consent(by=Actor.of_user(owner), filing=with_(desk, owner))
    services.sweep_desk_mail()
    services.sweep_desk_digest()
    chooses(desk.caseworker, MailChoice.How.DIGEST)
    assert services.sweep_desk_digest() == 1
    User.objects.filter(pk=desk.caseworker.pk).update(is_staff=False)
    services.sweep_desk_mail()
    assert mail.outbox == []


def test_who_has_no_address_is_told_so_and_nothing_changes(desk: Desk) -> None:
    client = signed_in(desk.caseworker)
    shown = client.post(NEWS, {"act": "mail", "how": "at_once"}, follow=True)
    assert "您的账号没有邮箱，没有改动" in words(shown)
    assert services.mail_choice(Actor.of_user(desk.caseworker)) == MailChoice.How.NONE


# ── From case to case ────────────────────────────────────────────────────────────────────────────────────────────────
def three(desk: Desk, owner: User) -> list[Filing]:
    today = timezone.localdate()
    return [
        with_(desk, owner, due_on=today + timedelta(days=days), state=State.ACCEPTED) for days in (1, 2, 3)
    ]


def to(response: Any) -> str:
    assert response.status_code == 302, response.status_code
    return str(response["Location"])


def test_next_and_previous_go_along_the_queue_as_it_was_narrowed(desk: Desk, owner: User) -> None:
    first, second, third = three(desk, owner)
    Filing.objects.filter(pk=second.pk).update(assigned_to=None)
    client = signed_in(desk.caseworker)

    def go(name: str, filing: Filing, query: str = "") -> str:
        kept = {"_changelist_filters": query} if query else {}
        return to(client.get(reverse(f"admin:filings_filing_{name}", args=[filing.pk]), kept))

    assert go("next", first) == page(second)
    assert go("previous", third) == page(second)
    assert go("next", first, "who=me") == page(third, "who=me")
    assert go("previous", third, "who=me") == page(first, "who=me")
    assert go("next", third, "who=me") == "/admin/filings/filing/?who=me"
    assert go("next", third, "sort=newest") == page(second, "sort=newest")


def test_after_an_act_the_next_case_of_the_queue_comes(desk: Desk, owner: User) -> None:
    _first, second, third = three(desk, owner)
    client = signed_in(desk.caseworker)

    def decide(filing: Filing, query: str = "") -> str:
        seen = client.get(page(filing, query)).context["standing"]
        typed = {"act": "move:decided", "text": "已责令改正。", "seen": seen, "then": "next"}
        return to(client.post(page(filing, query), typed))

    assert decide(second, "who=me") == page(third, "who=me")
    assert decide(third) == "/admin/filings/filing/"
    assert f"{third.complaint.number}：已记录" in words(client.get("/admin/filings/filing/"))
    assert Filing.objects.get(pk=second.pk).state == State.DECIDED


def test_without_that_wish_one_stays_on_the_case(desk: Desk, owner: User) -> None:
    first, *_others = three(desk, owner)
    client: Client = signed_in(desk.caseworker)
    seen = client.get(page(first)).context["standing"]
    typed = {"act": "move:decided", "text": "已责令改正。", "seen": seen}
    assert to(client.post(page(first), typed)) == page(first)
