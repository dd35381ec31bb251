"""A bundle whose time stamp came after the portal's layouts had changed: the person is told, and one button does it again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.actors import Actor
from evidence.models import Timestamp
from evidence.services import erase, stamp_due
from filings import services
from filings.models import Export
from filings.services import Group, Item, Order
from filings.services.bundles import contents
from filings.services.bundles.orders import order_of
from filings.services.bundles.repeats import same_order
from tests.cases import NOW, Case, add_exhibit, make_case, make_user
from tests.counting import Counting
from tests.evidence.authorities import authority, needs_openssl
from tests.once import once_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


@once_a_module
def case() -> Case:
    made = make_case()
    add_exhibit(made, colour="red", name="一.png")
    add_exhibit(made, colour="green", name="二.png")
    return made


def chosen(case: Case) -> Order:
    """Nothing of it is what would be proposed."""
    first, second = case.complaint.exhibits.order_by("ordinal")[:2]
    return Order(
        made_for="court",
        recipient="某区人民法院立案庭",
        groups=(
            Group(
                title="退订以后",
                items=(
                    Item(
                        exhibit=str(second.pk),
                        travels="clean",
                        name="第二张",
                        proves="退订以后还在发",
                        form="书证",
                    ),
                ),
            ),
            Group(title="以前", items=(Item(exhibit=str(first.pk), travels="original", name="第一张"),)),
        ),
        statement="",
        megabytes=20,
    )


def signed_in(case: Case) -> Client:
    client = Client()
    client.force_login(case.owner)
    return client


def choices(export: Export) -> dict[str, Any]:
    """All that was chosen; not where the record stood when it was ordered."""
    return {name: said for name, said in order_of(export).items() if name != "head"} | {
        "for": export.made_for, "recipient": export.recipient, "exhibits": export.exhibits,
    }  # fmt: skip


@needs_openssl
def test_layouts_that_changed_under_a_waiting_bundle_cost_one_click(
    case: Case, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, page = signed_in(case), f"/cases/{case.complaint.number}/bundle/"
    with authority(tmp_path / "tsa") as address:
        settings.TIMESTAMP_URL = "http://127.0.0.1:9/"  # nobody listens there
        export = services.request_export(by=case.by, complaint=case.complaint, order=chosen(case), at=NOW)
        assert services.build_export(export=export).state == Export.State.UNSTAMPED
        monkeypatch.setattr(contents, "_length", lambda exhibit: [("版式", "新的一行")])  # the upgrade
        settings.TIMESTAMP_URL = address
        Timestamp.objects.update(due_at=NOW, lease_until=None)
        assert stamp_due(at=NOW + timedelta(days=3000)) == 1
        assert services.sweep_exports() == 1
        failed = Export.objects.get(pk=export.pk)
        assert (failed.state, failed.sealed is None) == (Export.State.FAILED, False)
        said = client.get(page).content.decode()
        assert "平台的版式或者程序更新过" in said
        assert said.count("用同样的选择重新生成<") == 1
        assert f'action="/exports/{export.pk}/again/"' in said
        answer = client.post(f"/exports/{export.pk}/again/", follow=True)
        assert "已经用同样的选择重新排队" in answer.content.decode()
        (fresh,) = Export.objects.exclude(pk=export.pk)
        assert choices(fresh) == choices(export)
        done = services.build_export(export=fresh)
    assert (done.state, done.stamped_at is None) == (Export.State.DONE, False)
    old = Export.objects.select_related("sealed").get(pk=export.pk)
    # Its row is still known to the check page.
    assert (old.state, old.sealed.erased) == (Export.State.REMOVED, True)
    again = client.post(f"/exports/{export.pk}/again/", follow=True)  # a second click orders nothing
    assert "只有没做成的案卷" in again.content.decode()
    assert Export.objects.count() == 2


def test_where_an_exhibit_was_erased_since_it_is_said_and_the_failed_one_stays(case: Case) -> None:
    export = services.request_export(by=case.by, complaint=case.complaint, order=chosen(case), at=NOW)
    erase(by=case.by, exhibit=case.complaint.exhibits.get(ordinal=1), reason="request")
    assert services.build_export(export=export).state == Export.State.FAILED
    answer = signed_in(case).post(f"/exports/{export.pk}/again/", follow=True)
    assert "已经删除。没有导出，请重新选择" in answer.content.decode()
    assert Export.objects.get().state == Export.State.FAILED


def test_an_order_from_before_there_were_orders_is_ordered_as_it_was(case: Case) -> None:
    export = services.request_export(by=case.by, complaint=case.complaint, order=chosen(case), at=NOW)
    export.order = ""
    assert [
        one.exhibit for group in same_order(export).groups or () for one in group.items
    ] == export.exhibits


def test_who_may_not_have_it_does_not_order_it_again(case: Case) -> None:
    export = services.request_export(by=case.by, complaint=case.complaint, at=NOW)
    Export.objects.filter(pk=export.pk).update(state=Export.State.FAILED)
    with pytest.raises(Export.DoesNotExist):
        services.order_again(by=Actor.of_user(make_user("stranger")), export=export)
    stranger = Client()
    stranger.force_login(make_user("other"))
    assert stranger.post(f"/exports/{export.pk}/again/").status_code == 404
    assert Export.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "below", "status"),
    [("bundle_order", "?for=court", 200), ("bundle_list", "", 200)],
)
def test_no_query_a_row_on_the_pages_of_a_bundle(
    case: Case, counted: Counting, name: str, below: str, status: int
) -> None:
    """With two exhibits or with twenty, one bundle or five: the pages cost the same."""
    client, page = signed_in(case), f"/cases/{case.complaint.number}/bundle/"
    services.request_export(by=case.by, complaint=case.complaint, at=NOW)
    client.get(page + below)
    with counted(name):
        assert client.get(page + below).status_code == status
    for place in range(18):
        add_exhibit(case, colour=f"#{place:02x}{place:02x}ff", name=f"更多{place}.png", copy=place % 2 == 0)
    for turn in range(4):
        services.request_export(
            by=case.by, complaint=case.complaint, at=NOW,
            order=Order(made_for="court", recipient=f"第{turn}份", groups=chosen(case).groups),
        )  # fmt: skip
    with counted(name):
        assert client.get(page + below).status_code == status


def test_no_query_a_row_where_a_bundle_is_ordered(case: Case, counted: Counting) -> None:
    client, page = signed_in(case), f"/cases/{case.complaint.number}/bundle/"
    form = {"made_for": "own", "recipient": "甲"}
    client.get(page)
    with counted("bundle_ordered"):
        assert client.post(page, form).status_code == 302
    for place in range(18):
        add_exhibit(case, colour=f"#{place:02x}{place:02x}ff", name=f"更多{place}.png")
    with counted("bundle_ordered"):
        assert client.post(page, form | {"recipient": "乙"}).status_code == 302
