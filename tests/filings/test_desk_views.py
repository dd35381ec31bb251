"""Lists of the queue under a name: one's own, and those that are shared; none opens anything."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Membership, User
from filings.models import SavedView
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import words

pytestmark = pytest.mark.django_db
QUEUE = "/admin/filings/filing/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def save(client: Client, query: str, **typed: Any) -> Any:
    return client.post(f"{QUEUE}{query}", {"view": "save", **typed}, follow=True)


def views(client: Client) -> dict[str, str]:
    return {view.name: view.query for view, _own, _current in client.get(QUEUE).context["views"]}


def test_a_view_keeps_filters_words_order_and_columns_and_not_the_page(desk: Desk) -> None:
    client = signed_in(desk.caseworker)
    filing = on_desk(desk, region="110000", story="他们冒充法院。")
    query = "?q=冒充&region=110000&sort=newest&columns=region&after=x"
    answer = save(client, query, name="  北京的  冒充 ")
    assert "已存下视图“北京的 冒充”。" in words(answer)
    kept = views(client)["北京的 冒充"]
    assert "after" not in kept
    queue = client.get(f"{QUEUE}{kept}").context["queue"]
    assert [row.number for row in queue.rows] == [filing.complaint.number]
    assert (queue.asked.q, queue.asked.region, queue.asked.sort, queue.asked.columns) == (
        "冒充", "110000", "newest", ("region",),
    )  # fmt: skip
    save(client, "?due=late", name="北京的 冒充")
    assert views(client) == {"北京的 冒充": "?due=late"}


def test_a_shared_view_is_seen_by_colleagues_alone_and_deleted_by_who_made_it_alone(desk: Desk) -> None:
    mine, theirs = signed_in(desk.caseworker), signed_in(make_caseworker(desk.organisation, "tongshi"))
    outside = signed_in(make_desk("乙市市场监督管理局", channel="12315_complaint").caseworker)
    save(mine, "?who=me", name="我的")
    save(mine, "?due=late", name="逾期的", shared="1")
    assert set(views(mine)) == {"我的", "逾期的"}
    assert set(views(theirs)) == {"逾期的"}
    assert views(outside) == {}
    view = SavedView.objects.get(name="逾期的")
    for client in (theirs, outside):
        assert "只能删自己存的视图" in words(
            client.post(QUEUE, {"view": "delete", "pk": view.pk}, follow=True)
        )
    assert "已删去视图“逾期的”" in words(mine.post(QUEUE, {"view": "delete", "pk": view.pk}, follow=True))
    assert views(theirs) == {}


def test_a_view_of_a_desk_that_was_left_is_gone(desk: Desk) -> None:
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    both = make_caseworker(desk.organisation, "both")
    save(signed_in(both), "?due=late", name="逾期的")
    both.memberships.update(organisation=other.organisation)
    assert views(signed_in(User.objects.get(pk=both.pk))) == {}


def test_who_sits_at_two_desks_says_whose_colleagues_may_have_a_view(desk: Desk) -> None:
    other = make_desk("乙市市场监督管理局", channel="12315_complaint")
    both = make_caseworker(desk.organisation, "both")
    Membership.objects.create(user=both, organisation=other.organisation, role=Membership.Role.CASEWORKER)
    client = signed_in(both)
    refused = save(client, "?q=欧阳小宁", name="那一件", shared="1")
    assert "没有存下：给同事用的，请先在“机构”里选一个" in words(refused)
    assert 'name="name" value="那一件"' in refused.content.decode()
    assert not SavedView.objects.exists()
    for one, theirs in ((desk, other), (other, desk)):
        save(client, f"?q=欧阳小宁&desk={one.organisation.pk}", name="那一件", shared="1")
        assert set(views(signed_in(one.caseworker))) == {"那一件"}
        assert views(signed_in(theirs.caseworker)) == {}
        SavedView.objects.all().delete()
    save(client, "?q=欧阳小宁", name="我自己的")
    assert set(views(client)) == {"我自己的"}


def test_what_cannot_be_kept_is_refused_with_a_word(desk: Desk) -> None:
    client = signed_in(desk.caseworker)
    for typed in ({"name": " "}, {"name": "长" * 41}, {"pk": "x", "view": "delete"}):
        page = words(save(client, "?due=late", **typed))
        assert "没有存下" in page or "没有删去" in page, typed
    assert not SavedView.objects.exists()


def test_the_words_of_a_view_lie_encrypted(desk: Desk) -> None:
    save(signed_in(desk.caseworker), "?q=欧阳小宁", name="那一件")
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM filings_savedview")
        assert "%E6%AC%A7" not in cursor.fetchone()[0]
