"""Campaigns at the desk: who sees them, how they are found, what a page and a lead hold, and what they do not."""

import csv
import io
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership, User
from complaints.models import Complaint, Subscription
from documents.law import Ground, Provision
from documents.leads import safe
from filings import services
from filings.admin.campaign_page import chart
from filings.admin.campaigns import CampaignAdmin
from filings.models import CampaignExport, DeskCampaign, Filing
from filings.moves import State
from filings.services.campaigns.leads import public_number
from legal.corpus import load
from tests.callers import caller
from tests.counting import Counting
from tests.documents.reading import text_of
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import forbidden, words
from tests.filings.test_campaigns import NAMES, TEXT, another_consent, campaign_of, only, swept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys", "store")]

LIST = "/admin/filings/deskcampaign/"
HOSTILE = '"><script>alert(1)</script>'


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def supervisor(desk: Desk) -> User:
    user = make_caseworker(desk.organisation, f"zhuguan-{desk.organisation.pk}")
    Membership.objects.filter(user=user).update(role=Membership.Role.SUPERVISOR)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def desk() -> Desk:
    return make_desk("甲市市场监督管理局", channel="12315_complaint")


def page(row: DeskCampaign) -> str:
    return f"{LIST}{row.pk}/change/"


def listed(client: Client, **query: Any) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row.signature for row in response.context["cl"].result_list]


# ── Who sees what ────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_desk_sees_its_own_campaigns_and_its_own_figures(desk: Desk) -> None:
    other = make_desk("乙市市场监督管理局", channel="12315_report")
    campaign_of(desk, 3)
    campaign_of(other, 2, first=3)
    swept()
    mine, theirs = only(desk), only(other)
    client = signed_in(desk.caseworker)
    assert listed(client) == ["示例优选"]
    assert "3 件" in words(client.get(page(mine)))
    assert client.get(page(theirs)).status_code == 404
    assert client.get(f"{LIST}x/change/").status_code == 404
    text = words(client.get(page(mine)))
    for filing in Filing.objects.filter(organisation=other.organisation):
        assert filing.complaint.number not in text
    for filing in Filing.objects.filter(organisation=desk.organisation):
        assert filing.complaint.number in text


def test_strangers_and_administrators_stay_outside(desk: Desk) -> None:
    campaign_of(desk, 3)
    swept()
    root = signed_in(User.objects.create_superuser("root", password="x"))
    assert root.get(LIST).status_code == 403
    assert root.get(page(only(desk))).status_code == 404
    assert Client().get(LIST).status_code == 302
    assert signed_in(desk.caseworker).get(f"{LIST}add/").status_code == 403


def test_the_api_answers_as_the_pages_do(desk: Desk) -> None:
    other = make_desk("乙市市场监督管理局", channel="12315_report")
    campaign_of(desk, 3)
    swept()
    found = caller(desk.caseworker).get("/api/v1/campaigns/").json()["results"]
    assert [row["complaints"] for row in found] == [3]
    one = caller(desk.caseworker).get(found[0]["link"]).json()
    assert one["figures"]["senders"]["count"] == 2
    assert caller(other.caseworker).get("/api/v1/campaigns/").json()["results"] == []
    assert caller(other.caseworker).get(found[0]["link"]).status_code == 404


def test_no_person_stands_on_a_page_or_in_the_api(desk: Desk) -> None:
    campaign_of(desk, 5, region="310113")
    swept()
    client = signed_in(desk.caseworker)
    shown = client.get(LIST).content.decode() + client.get(page(only(desk))).content.decode()
    shown += caller(desk.caseworker).get(f"/api/v1/campaigns/{only(desk).pk}/").content.decode()
    for place, name in enumerate(NAMES):
        for personal in (name, name[-2:], f"1390000{place:04d}", f"t.example/u/{place + 1}", "示例路 1 号"):
            assert personal not in shown, personal
    assert "双十一全场五折" in shown
    assert "上海" in shown


# ── Found ────────────────────────────────────────────────────────────────────────────────────────────────────────
def several(desk: Desk) -> None:
    """Four campaigns of 5, 4, 3 and 2 complaints, by different signatures."""
    for size, name in ((2, "甲店"), (3, "乙店"), (4, "丙店"), (5, "丁店")):
        for place in range(size):
            on_desk(
                desk,
                phone=f"139000{size}{place:04d}",
                text=f"【{name}】周年庆全场{place}折起，拒收请回复R",
                sender=f"106900{size}{place:03d}",
                at=timezone.now() - timedelta(days=9 * size),
            )
    swept()


def test_filters_sorting_and_search(desk: Desk) -> None:
    several(desk)
    client = signed_in(desk.caseworker)
    assert listed(client) == ["丁店", "丙店", "乙店", "甲店"]
    assert listed(client, sort="newest") == ["甲店", "乙店", "丙店", "丁店"]
    assert listed(client, people="3") == ["丁店", "丙店", "乙店"]
    assert listed(client, within="30") == ["乙店", "甲店"]
    assert listed(client, basis="number") == []
    assert listed(client, q="乙店") == ["乙店"]
    # Of two people nothing is shown, and nothing found.
    assert listed(client, q="周年庆") == ["丁店", "丙店", "乙店"]
    assert listed(client, q="1069004002") == ["丙店"]
    assert listed(client, q="1069004009") == []


def test_a_number_that_was_not_sent_here_finds_nothing(desk: Desk) -> None:
    other = make_desk("乙市市场监督管理局", channel="12315_report")
    campaign_of(desk, 2)
    on_desk(
        other,
        text="【示例优选】尊敬的客户，双十一全场五折，满800减80，尾号8888的会员点 t.cn/x 领券，退订回T",
        sender="1069333344",
    )
    swept()
    assert listed(signed_in(desk.caseworker), q="1069000012" + "0") == ["示例优选"]
    assert listed(signed_in(desk.caseworker), q="1069333344") == []


@pytest.mark.parametrize("sort", ["", "newest"])
def test_every_campaign_stands_on_exactly_one_page(
    desk: Desk, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(desk)
    monkeypatch.setattr(CampaignAdmin, "list_per_page", 3)
    client = signed_in(desk.caseworker)
    seen, query = [], f"?sort={sort}" if sort else "?"
    while query:
        found = client.get(LIST + query).context["cl"]
        seen += [row.signature for row in found.result_list]
        query = found.older
    assert sorted(seen) == sorted(["丁店", "丙店", "乙店", "甲店"])


@pytest.mark.parametrize("after", ["x", "1~x", "~", "9" * 30 + "~1", "2026-01-01~1", "²~1"])
def test_a_page_that_nobody_gave_out_leads_back_to_the_list(desk: Desk, after: str) -> None:
    for query in ({"after": after}, {"after": after, "sort": "newest"}):
        assert signed_in(desk.caseworker).get(LIST, query, follow=True).status_code == 200


def test_the_pages_cost_few_queries(desk: Desk, counted: Counting) -> None:
    several(desk)
    client = signed_in(desk.caseworker)
    with counted("desk_campaigns"):
        client.get(LIST)
    with counted("desk_campaign"):
        client.get(page(DeskCampaign.objects.order_by("-complaints")[0]))
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert "COUNT(" not in " ".join(query["sql"] for query in queries)


def test_the_pages_hold_nothing_that_their_policy_forbids(desk: Desk) -> None:
    for place in range(3):
        on_desk(
            desk, phone=f"1390000{place:04d}", text=f"【{HOSTILE}】全场五折{HOSTILE}", sender=HOSTILE[:60]
        )
    campaign_of(desk, 3)
    swept()
    client = signed_in(supervisor(desk))
    for row in DeskCampaign.objects.all():
        client.post(f"{LIST}{row.pk}/lead/")
        assert forbidden(client.get(page(row))) == []
    assert forbidden(client.get(LIST)) == []


def test_a_case_page_leads_to_its_campaign_and_a_complainant_reads_a_number(
    desk: Desk, monkeypatch: Any
) -> None:
    # From how many on, and how old, is held by ``test_campaigns``.
    monkeypatch.setattr("complaints.services.campaigns.STEPS", (3,))
    monkeypatch.setattr("complaints.services.campaigns.TOLD_AFTER", timedelta())
    monkeypatch.setattr("complaints.services.campaigns.MOST_BLUR", 0)
    owner = User.objects.create_user("consumer")
    mine = campaign_of(desk, 1, owner=owner)[0]
    campaign_of(desk, 2, first=1)
    swept()
    case = f"/cases/{mine.complaint.number}/"
    assert "另有" not in words(signed_in(owner).get(case))
    campaign_of(desk, 1, first=3)
    swept()
    assert "另有" not in words(signed_in(owner).get(case)), "nobody has confirmed a mailbox"
    for complaint in Complaint.objects.all():
        Subscription.objects.create(
            complaint=complaint,
            medium="mail",
            address_index=complaint.number,
            asked_at=timezone.now(),
            confirmed_at=timezone.now(),
        )
    told = words(signed_in(owner).get(case))
    assert "另有至少 3 人向本平台反映过相似的信息" in told
    assert "示例优选”：" not in told
    desk_page = words(signed_in(desk.caseworker).get(f"/admin/filings/filing/{mine.pk}/change/"))
    assert "同类群发“示例优选”：本机构共收到 4 件投诉" in desk_page


# ── The chart ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("apart", "bars"), [(0, 1), (9, 10), (30, 31), (31, 5), (200, 29), (400, 14)])
def test_the_chart_has_a_bar_for_every_stretch_and_loses_nothing(apart: int, bars: int) -> None:
    first = timezone.localdate().replace(year=2025, month=3, day=3)
    days = [(first, 4, 2), (first + timedelta(days=apart), 6, 1)]
    found = chart(days if apart else days[:1])
    assert len(found) == bars
    assert sum(bar.messages for bar in found) == (10 if apart else 4)
    assert max(bar.height for bar in found) == 100


# ── A lead ───────────────────────────────────────────────────────────────────────────────────────────────────────
def exported(desk: Desk, count: int = 5) -> CampaignExport:
    campaign_of(desk, count, region="310113")
    swept()
    return services.export_lead(by=Actor.of_user(supervisor(desk)), campaign=only(desk))


def test_a_lead_says_what_it_is_and_names_nobody(desk: Desk) -> None:
    export = exported(desk)
    by = Actor.of_user(desk.caseworker)
    letter = text_of(services.open_lead(by=by, export=export).read())
    annex = services.open_lead(by=by, export=export, annex=True).read().decode("utf-8-sig")
    for place, name in enumerate(NAMES):
        for personal in (name, name[-2:], f"1390000{place:04d}", "示例路 1 号", "AN-2026"):
            assert personal not in letter, personal
            assert personal not in annex, personal
            assert personal not in export.content, personal
    for said in ("公益诉讼线索", "它是线索，不是起诉状", "5 件", "双十一全场五折", "上海"):
        assert said.replace(" ", "") in letter.replace(" ", "").replace("\n", ""), said
    digests = [row[1] for row in csv.reader(io.StringIO(annex)) if row[0] == "所据材料的哈希值"]
    assert digests == sorted(Filing.objects.values_list("content_digest", flat=True))


def test_a_lead_cites_the_law_in_force_and_quotes_it_word_for_word(desk: Desk) -> None:
    import json

    content = json.loads(exported(desk).content)
    today = timezone.localdate()
    assert [row["id"] for row in content["basis"]] == ["个人信息保护法:70", "民事诉讼法:58"]
    for row in content["basis"]:
        article = load().article(row["id"], today)
        assert article is not None
        assert row["citation"] == article.citation()
        assert row["quote"] == article.text


def test_only_a_supervisor_hands_out_a_lead_and_only_of_three_people(desk: Desk) -> None:
    campaign_of(desk, 2)
    swept()
    row, head = only(desk), supervisor(desk)
    with pytest.raises(services.Refused, match="不足"):
        services.export_lead(by=Actor.of_user(head), campaign=row)
    campaign_of(desk, 1, first=2)
    swept()
    with pytest.raises(services.Refused, match="主管"):
        services.export_lead(by=Actor.of_user(desk.caseworker), campaign=row)
    other = make_desk("乙市市场监督管理局", channel="12315_report")
    with pytest.raises(DeskCampaign.DoesNotExist):
        services.export_lead(by=Actor.of_user(supervisor(other)), campaign=row)
    client = signed_in(head)
    assert client.get(f"{LIST}{row.pk}/lead/").status_code == 405
    assert "线索已生成" in words(client.post(f"{LIST}{row.pk}/lead/", follow=True))
    export = CampaignExport.objects.get()
    assert (export.actor, export.organisation) == (f"user:{head.pk}", desk.organisation)
    assert client.get(f"{LIST}leads/{export.pk}/letter/").status_code == 200
    assert client.get(f"{LIST}leads/{export.pk}/other/").status_code == 404
    assert signed_in(other.caseworker).get(f"{LIST}leads/{export.pk}/letter/").status_code == 404


def test_what_was_withdrawn_a_moment_ago_is_not_in_a_lead(desk: Desk) -> None:
    """Before any sweep has taken it out of the page."""
    filings = campaign_of(desk, 4)
    swept()
    Filing.objects.filter(pk=filings[0].pk).update(state=State.WITHDRAWN)
    export = services.export_lead(by=Actor.of_user(supervisor(desk)), campaign=only(desk))
    assert '"complaints":3' in export.content
    assert filings[0].content_digest not in export.content


def test_small_counts_are_not_told_in_a_lead(desk: Desk) -> None:
    campaign_of(desk, 4, region="310113")
    campaign_of(desk, 1, first=4, region="330100")
    swept()
    export = services.export_lead(by=Actor.of_user(supervisor(desk)), campaign=only(desk))
    rows = list(
        csv.reader(
            io.StringIO(
                services.open_lead(by=Actor.of_user(desk.caseworker), export=export, annex=True)
                .read()
                .decode("utf-8-sig")
            )
        )
    )
    assert ["地区", "上海", "", "4", ""] in rows
    assert ["地区", "其他地区", "", "不足3", ""] in rows
    assert "浙江" not in str(rows)
    assert [row[3] for row in rows if row[0] == "发送号码"] == ["3", "不足3"]


def test_a_lead_names_whom_three_complaints_name_and_counts_each_once(desk: Desk) -> None:
    """Sent to one organisation twice it is one complaint."""
    filings = campaign_of(desk, 3)
    on_desk(
        desk,
        name="钱多",
        phone="13900009999",
        text=TEXT.format(name="钱多", n=7),
        respondent="只有一人写的公司",
    )
    again = Filing.objects.get(pk=filings[0].pk)
    again.pk, again._state.adding = uuid4(), True
    again.consent = another_consent(again)
    again.state = State.CLOSED
    again.sighted_at = None
    again.save(force_insert=True)
    swept()
    export = services.export_lead(by=Actor.of_user(supervisor(desk)), campaign=only(desk))
    told = json.loads(export.content)
    assert [(name, count) for name, _role, count in told["respondents"]] == [("示例优选商城有限公司", 3)]
    assert len(told["digests"]) == 5
    by = Actor.of_user(desk.caseworker)
    letter = text_of(services.open_lead(by=by, export=export).read())
    annex = services.open_lead(by=by, export=export, annex=True).read()
    assert sha256(annex).hexdigest() in "".join(letter.split())
    assert str(export.pk) in annex.decode("utf-8-sig")
    assert "只有一人写的公司" not in letter + annex.decode("utf-8-sig")


def test_a_lead_names_whom_its_desk_was_told_of_and_counts_them() -> None:
    """A desk for messages is told whom they are laid to, as each consent listed."""
    ((name, _part, count),) = json.loads(exported(make_desk(channel="12321"), 3).content)["respondents"]
    assert (name, count) == ("示例优选商城有限公司", 3)


def test_a_lead_tells_what_three_complaints_plead_and_no_ground_or_article_of_fewer(desk: Desk) -> None:
    """What one person alone pleads may tell who they are."""
    for code, number, first, count in (("H2", "二", 0, 3), ("H1", "九", 3, 2)):
        article = Provision(
            id=f"示例法:{first}", citation=f"《示例法》第{number}条", text="示例条文。", verified="two_copies"
        )
        pleaded = [Ground(code=code, title="示例", provisions=(article,))]
        campaign_of(desk, count, first=first, grounds=pleaded)
    swept()
    export = services.export_lead(by=Actor.of_user(supervisor(desk)), campaign=only(desk))
    told = json.loads(export.content)
    assert [tuple(one) for one in told["grounds"]] == [("退订以后仍然发送", 3)]
    assert {row["complaints"] for row in told["provisions"]} == {3}
    assert "第九条" not in export.content


def test_what_people_wrote_is_no_formula_in_the_annex_of_a_lead(desk: Desk) -> None:
    campaign_of(desk, 3, respondent="=HYPERLINK(1)有限公司")
    swept()
    export = services.export_lead(by=Actor.of_user(supervisor(desk)), campaign=only(desk))
    annex = services.open_lead(by=Actor.of_user(desk.caseworker), export=export, annex=True).read()
    rows = list(csv.reader(io.StringIO(annex.decode("utf-8-sig"))))
    assert [row[1][:11] for row in rows if row[0] == "被投诉单位"] == ["'=HYPERLINK"]
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_the_record_of_a_lead_stays(desk: Desk) -> None:
    export = exported(desk, 3)
    for act in (
        lambda: CampaignExport.objects.filter(pk=export.pk).update(actor="user:0"),
        lambda: CampaignExport.objects.filter(pk=export.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("＝1+1", "'＝1+1"), ("@x", "'@x"), ("\t=1", "'\t=1"), ("-1", "'-1"),
        ("10690000123456", "'10690000123456"), ("4", "4"), ("01012345678", "'01012345678"), ("0", "0"),
        ("\u200b=1", "'\u200b=1"), ("\x00=1", "'\x00=1"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula_or_loses_digits(cell: str, written: str) -> None:
    assert safe(cell) == written


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("10690000123456", "10690000123456"), ("95588", "95588"), ("4008001234", "4008001234"), ("13900001234", "139******34"),
        ("+8613900001234", "139******34"), ("010-65000000", "010******00"), ("10086", "10086"), ("", ""),
    ],
)  # fmt: skip
def test_a_number_that_may_be_a_persons_is_not_told_whole(number: str, shown: str) -> None:
    assert public_number(number) == shown
