"""The conflict check: of the firm's own cases and its own list, yes or no and whom to ask, few a day, kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation, User
from core.retention_and_limits import CONFLICT_CHECKS_A_DAY
from filings import services
from filings.models import ConflictCheck, FirmParty
from tests.cases import make_case, make_user
from tests.filings.counsel_cases import Led
from tests.filings.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
PAGE = "/counsel/conflicts/"


@pytest.fixture
def led() -> Led:
    return Led()


def ask(by: User, name: str, side: str, uscc: str = "") -> tuple[bool, list[str]]:
    (answer,) = services.check_conflicts(by=Actor.of_user(by), names=[services.Asked(name, side, uscc)])
    return answer.found, answer.ask


def test_a_colleague_learns_yes_and_whom_to_ask_and_nothing_else(led: Led) -> None:
    colleague = led.member("colleague")
    other_side = led.complaint.respondents[0].organisation_name
    assert ask(colleague, "王小宁", "other") == (True, ["lawyer律"])
    assert ask(colleague, other_side, "client") == (True, ["lawyer律"])
    # The same side is no conflict.
    assert ask(colleague, "王小宁", "client") == (False, [])
    assert ask(colleague, other_side, "other") == (False, [])
    page = led.page(colleague)
    answer = page.post(PAGE, {"act": "check", "check-name": " 王小宁 ", "check-side": "other"})
    assert "同名的在本所是委托人。请问：lawyer律" in words(answer)
    assert led.complaint.number not in answer.content.decode()
    assert other_side not in answer.content.decode()


def test_it_asks_one_firm_s_cases_alone_and_none_that_ended(led: Led) -> None:
    other = Organisation.objects.create(name="另一律所", kind=Organisation.Kind.LAW_FIRM)
    assert ask(led.member("elsewhere", other), "王小宁", "other") == (False, [])
    offered = make_case(at=timezone.now(), name="郑没接")
    services.share(by=offered.by, complaint=offered.complaint, with_user=led.lawyer)
    colleague = led.member("colleague")
    assert ask(colleague, "郑没接", "other") == (False, [])
    services.end_share(by=led.case.by, access=led.share)
    assert ask(colleague, "王小宁", "other") == (False, [])


def test_the_firm_s_own_list_is_seen_by_who_wrote_it_and_answers_for_all(led: Led) -> None:
    page = led.lawyer_page
    said = {"act": "add", "add-name": "某某公司", "add-uscc": "91310000607228380j", "add-side": "client"}
    assert page.post(PAGE, said).status_code == page.post(PAGE, said).status_code == 302
    row = FirmParty.objects.get()
    colleague = led.member("colleague")
    assert "某某公司" in words(page.get(PAGE))
    assert "某某公司" not in words(led.page(colleague).get(PAGE))
    assert ask(colleague, "某某 公司", "other") == (True, ["lawyer律"])
    assert ask(colleague, "", "other", uscc="91310000607228380J") == (True, ["lawyer律"])
    assert ask(led.lawyer, "某某公司", "other") == (True, ["您自己"])
    gone = {"act": "remove", "party": row.pk}
    assert led.page(colleague).post(PAGE, gone).status_code == 404
    assert page.post(PAGE, gone).status_code == 302
    assert ask(colleague, "某某公司", "other") == (False, [])


def test_every_question_is_kept_as_a_hash_and_a_day_has_so_many(led: Led) -> None:
    ask(led.lawyer, "王小宁", "other")
    row = ConflictCheck.objects.get()
    assert (row.person, row.firm, row.found) == (led.lawyer, led.firm, True)
    assert "王小宁" not in str(ConflictCheck.objects.values())
    ConflictCheck.objects.bulk_create(
        ConflictCheck(
            firm=led.firm,
            person=led.lawyer,
            side="other",
            name_index="x",
            found=False,
            asked_at=timezone.now(),
        )
        for _turn in range(CONFLICT_CHECKS_A_DAY - 1)
    )
    with pytest.raises(services.Refused, match="一天最多查"):
        ask(led.lawyer, "李四", "other")
    refused = led.lawyer_page.post(PAGE, {"act": "check", "check-name": "李四", "check-side": "other"})
    assert refused.status_code == 422
    assert "没有查" in words(refused)
    assert ConflictCheck.objects.count() == CONFLICT_CHECKS_A_DAY
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    names = [services.Asked("李四", "other")]
    assert services.check_conflicts(by=led.by, names=names, at=tomorrow)


def test_it_is_for_lawyers_alone(led: Led) -> None:
    stranger = make_user("stranger")
    assert led.page(stranger).get(PAGE).status_code == 404
    with pytest.raises(services.Refused, match="任职的律师"):
        ask(stranger, "王小宁", "other")
