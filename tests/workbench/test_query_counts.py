"""What the pages cost in SQL statements, equal to ``tests/query_counts.json``; the bench prints the same (P25, P26)."""

import pytest
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from accounts.models import User
from complaints.models import Complaint
from filings.models import Filing
from tests.counting import Counting, without_transactions
from tests.once import once_a_module
from workbench.bench import intake
from workbench.seed import CASEWORKER, fill, material

pytestmark = pytest.mark.django_db

MOST = 12  # statements of a list or an intake, BEGIN and COMMIT apart
QUEUE = "/admin/filings/filing/"


@once_a_module
def seeded() -> None:
    fill(complaints=120, at=timezone.now())


@pytest.fixture
def caseworker(seeded: None, client: Client) -> Client:
    client.force_login(
        User.objects.get(username=CASEWORKER), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_last_step_of_the_intake(counted: Counting) -> None:
    drafts = intake.drafts(1)
    client = intake.holding(drafts)
    with counted("web_intake") as made:
        assert client.post(f"/drafts/{drafts[0].pk}/review/").status_code == 302
    assert without_transactions(made) <= MOST


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("desk_queue", {}),
        ("desk_queue_by_kind", {"kind": "fake_collection"}),
        ("desk_queue_by_state", {"state": "acknowledged"}),
        ("desk_queue_overdue", {"due": "late"}),
        ("desk_queue_rare_situation", {"situation": "sim_swap", "state": "all"}),
        ("desk_search_frequent_word", {"q": material.COMMON}),
        ("desk_search_rare_word", {"q": material.RARE}),
        ("desk_search_number", {"q": "AN-2026-000001"}),
    ],
)
def test_lists_of_the_desk(counted: Counting, caseworker: Client, name: str, query: dict[str, str]) -> None:
    caseworker.get(QUEUE)
    with counted(name) as made:
        assert caseworker.get(QUEUE, query).status_code == 200
    assert len(made) <= MOST


def test_search_for_a_telephone(counted: Counting, caseworker: Client) -> None:
    filing = _with_phone()
    phone = filing.complaint.complainant.phone
    with counted("desk_search_telephone") as made:
        response = caseworker.get(QUEUE, {"q": phone})
    assert filing.pk in {row.pk for row in response.context["queue"].rows}
    assert len(made) <= MOST


def _with_phone() -> Filing:
    found = Filing.objects.filter(organisation__memberships__user__username=CASEWORKER)
    return found.exclude(channel="12321").select_related("complaint").first()


def test_the_case_page(counted: Counting, caseworker: Client) -> None:
    filing = _with_phone()
    caseworker.get(f"{QUEUE}{filing.pk}/change/")
    with counted("desk_case") as made:
        assert caseworker.get(f"{QUEUE}{filing.pk}/change/").status_code == 200
    assert len(made) <= MOST


def test_the_first_page_of_the_desk(counted: Counting, caseworker: Client) -> None:
    with counted("desk_first_page"):
        assert caseworker.get("/admin/").status_code == 200


@pytest.mark.parametrize(("name", "below"), [("own_case", ""), ("own_case_law", "law/")])
def test_the_pages_of_a_case_for_its_owner(
    counted: Counting, seeded: None, client: Client, name: str, below: str
) -> None:
    sent = Complaint.objects.filter(owner__isnull=False, filings__isnull=False)
    # Its page draws a chart.
    heard = sent.annotate(heard=Count("contacts", distinct=True)).filter(heard__gt=1)
    complaint = heard.order_by("pk").first()
    client.force_login(complaint.owner, backend="django.contrib.auth.backends.ModelBackend")
    with counted(name):
        assert client.get(f"/cases/{complaint.number}/{below}").status_code == 200


def test_the_list_of_own_cases(counted: Counting, seeded: None, client: Client) -> None:
    owner = User.objects.filter(complaints__isnull=False).first()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    with counted("own_cases") as made:
        assert client.get("/cases/").status_code == 200
    assert len(made) <= MOST
