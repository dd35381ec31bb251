"""What those who run the portal see: people, organisations, recipients, the outbox; no case."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from filings.models import Delivery, Filing, Recipient, Way
from filings.moves import State
from tests.filings.desk_cases import Desk, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_desk_queue import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def administrator() -> Client:
    return signed_in(User.objects.create_superuser("root", password="x"))


@pytest.fixture
def lost(desk: Desk) -> Delivery:
    """A sending by e-mail of which nobody knows how it ended."""
    filing = on_desk(desk, story="只有接收方能看的经过", name="王小宁")
    Filing.objects.filter(pk=filing.pk).update(
        state=State.SENT_UNKNOWN, way=Way.EMAIL, organisation=None, sent_at=None
    )
    return Delivery.objects.create(
        filing=filing,
        attempt=1,
        idempotency_key=filing.pk,
        state=Delivery.State.UNKNOWN,
        due_at=timezone.now(),
        started_at=timezone.now(),
        handed_over_at=timezone.now(),
    )


def test_an_unknown_sending_is_settled_with_proof(administrator: Client, lost: Delivery) -> None:
    listed = administrator.get("/admin/filings/delivery/", {"outcome": "unresolved"})
    assert lost.filing.complaint.number in words(listed)
    address = reverse("admin:filings_delivery_resolve", args=[lost.pk])
    assert address in listed.content.decode()
    assert administrator.get(address).status_code == 200
    for incomplete in (
        {},
        {"delivered": "yes"},
        {"delivered": "yes", "proof": "  "},
        {"delivered": "maybe", "proof": "x"},
    ):
        assert administrator.post(address, incomplete).status_code == 422
    assert Filing.objects.get().state == State.SENT_UNKNOWN
    proof = {"delivered": "yes", "proof": "对方邮件服务器日志 11 月 2 日 10:03，编号 QX1"}
    assert administrator.post(address, proof).status_code == 302
    assert Filing.objects.get().state == State.SENT
    again = administrator.post(address, proof)
    assert again.status_code == 422
    assert lost.filing.complaint.number not in words(
        administrator.get("/admin/filings/delivery/", {"outcome": "unresolved"})
    )


def test_an_undelivered_sending_goes_out_again(administrator: Client, lost: Delivery) -> None:
    address = reverse("admin:filings_delivery_resolve", args=[lost.pk])
    assert administrator.post(address, {"delivered": "no", "proof": "对方说没有收到"}).status_code == 302
    filing = Filing.objects.get()
    assert filing.state == State.QUEUED
    assert filing.deliveries.filter(state=Delivery.State.WAITING).exists()


def test_the_outbox_shows_no_case_and_only_to_administrators(
    desk: Desk, administrator: Client, lost: Delivery
) -> None:
    change = reverse("admin:filings_delivery_change", args=[lost.pk])
    resolve = reverse("admin:filings_delivery_resolve", args=[lost.pk])
    for path in ("/admin/filings/delivery/", change, resolve):
        page = administrator.get(path)
        assert page.status_code == 200
        for secret in ("只有接收方能看的经过", "王小宁", "13900001234", "全场五折"):
            assert secret not in page.content.decode()
    caseworker = signed_in(desk.caseworker)
    assert caseworker.get("/admin/filings/delivery/").status_code == 403
    assert caseworker.get(change).status_code == 403
    assert caseworker.get(resolve).status_code == 404
    assert caseworker.post(resolve, {"delivered": "yes", "proof": "x"}).status_code == 404


def test_configuration_is_kept_in_admin(administrator: Client) -> None:
    organisation = {
        "name": "丙市消费者协会",
        "kind": "consumer_association",
        "region": "",
        "contact": "",
        "active": "on",
    }
    assert administrator.post("/admin/accounts/organisation/add/", organisation).status_code == 302
    made = Organisation.objects.get()
    recipient = {
        "name": "丙市消费者协会",
        "channel": "consumer_association",
        "way": "desk",
        "organisation": made.pk,
        "contact": "示例路 2 号",
        "active": "on",
    }
    assert administrator.post("/admin/filings/recipient/add/", recipient).status_code == 302
    assert Recipient.objects.get().organisation == made
    member = User.objects.create_user("xin", password="x", is_staff=True)
    joined = {"user": member.pk, "organisation": made.pk, "role": "caseworker", "until": ""}
    assert administrator.post("/admin/accounts/membership/add/", joined).status_code == 302
    assert Membership.objects.get().user == member
    assert signed_in(member).get("/admin/filings/filing/").status_code == 200


def test_what_was_sent_somewhere_keeps_its_somewhere(desk: Desk, administrator: Client) -> None:
    on_desk(desk)
    for path in (
        f"/admin/filings/recipient/{desk.recipient.pk}/delete/",
        f"/admin/accounts/organisation/{desk.organisation.pk}/delete/",
    ):
        assert administrator.post(path, {"post": "yes"}).status_code == 403


def test_a_recipient_that_cannot_be_reached_is_explained(administrator: Client) -> None:
    response = administrator.post(
        "/admin/filings/recipient/add/",
        {"name": "甲", "channel": "police", "way": "email", "contact": "x", "active": "on"},
    )
    assert response.status_code == 200
    assert not Recipient.objects.exists()
    assert "errornote" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        "/admin/accounts/organisation/",
        "/admin/accounts/organisation/add/",
        "/admin/accounts/membership/",
        "/admin/accounts/membership/add/",
        "/admin/filings/recipient/",
        "/admin/filings/recipient/add/",
        "/admin/filings/delivery/",
        "/admin/password_change/",
    ],
)
def test_administrators_pages_hold_nothing_that_the_policy_forbids(administrator: Client, path: str) -> None:
    response: Any = administrator.get(path)
    assert response.status_code == 200
    assert forbidden(response) == []


def test_the_list_of_what_is_managed_has_its_heads_in_chinese(administrator: Client) -> None:
    page = administrator.get(reverse("admin:index")).content.decode()
    head = page[page.index('<thead class="visually-hidden">') : page.index("</thead>")]
    assert re.findall(r'<th scope="col">([^<]*)</th>', head) == ["名称", "新增", "修改或查看"]
    assert not re.search("Model name|Add link|list link", page)
    for name in ("filings_recipient", "accounts_organisation"):
        assert f'href="{reverse(f"admin:{name}_changelist")}"' in page
        assert f'href="{reverse(f"admin:{name}_add")}"' in page


def test_a_caseworker_manages_nothing(desk: Desk) -> None:
    caseworker = signed_in(desk.caseworker)
    for path in ("accounts/user/", "accounts/organisation/", "accounts/membership/", "filings/recipient/"):
        assert caseworker.get(f"/admin/{path}").status_code == 403
    assert "/admin/accounts/" not in caseworker.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"channel": "出借机构"}, "channel"),  # no such channel: nobody would ever be offered it
        ({"region": "上海"}, "region"),
        ({"way": "email", "email": ""}, "email"),
        ({"way": "desk"}, "organisation"),
    ],
)
def test_a_recipient_that_nobody_would_be_offered_is_not_saved(
    administrator: Client, changed: dict[str, str], field: str
) -> None:
    given = {
        "name": "示例银行",
        "channel": "lender",
        "way": "hand",
        "contact": "示例路1号",
        "active": "on",
    } | changed
    answer = administrator.post("/admin/filings/recipient/add/", given)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert not Recipient.objects.filter(name="示例银行").exists()
