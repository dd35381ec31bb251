"""Who sees what of a desk: channels and kinds, units, recusals, and those who keep members or the record and see no case."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import invitations, rights
from accounts.actors import Actor
from accounts.models import Invitation, Membership, Recusal, RightsChange, Unit, User
from complaints.models import Access, Act, Complaint, LedgerEntry
from filings import services
from filings.admin import acts
from filings.desk import table
from filings.desk.queue import colleagues_of, numbers
from filings.models import DeskLetter, DeskNews, Filing, ListExport, Recipient
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, on_desk
from tests.filings.pages import words
from tests.filings.test_desk_views import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]
QUEUE = "/admin/filings/filing/"
MEMBERS = "/admin/filings/filing/members/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def actor(user: User) -> Actor:
    return Actor.of_user(fresh(user))


def keeper_of(desk: Desk, role: str = "administrator") -> User:
    user = User.objects.create_user(f"{role}-{desk.organisation.pk}", "k@example.cn", "x", is_staff=True)
    Membership.objects.create(user=user, organisation=desk.organisation, role=role)
    return user


def narrowed(desk: Desk, person: User | None = None, **more: Any) -> User:
    """A caseworker who sees a part of the desk alone."""
    person = person or desk.caseworker
    kept = User.objects.filter(username=f"administrator-{desk.organisation.pk}").first() or keeper_of(desk)
    asked: dict[str, Any] = {
        "role": "caseworker", "unit": None, "channels": [], "kinds": [], "exports_lists": True, "until": None,
    }  # fmt: skip
    held = Membership.objects.get(user=person, organisation=desk.organisation)
    services.change_rights(by=actor(kept), membership=held, **{**asked, **more})
    return fresh(person)


def by_other_channel(desk: Desk) -> Desk:
    """The same desk, as what comes there by 12321."""
    made = Recipient.objects.create(
        name="又一个名称", channel="12321", way="desk", organisation=desk.organisation, contact="010-00000000"
    )
    return replace(desk, recipient=made)


def address(filing: Filing) -> str:
    return reverse("admin:filings_filing_change", args=[filing.pk])


def listed(client: Client, query: str = "") -> list[str]:
    return [row.number for row in client.get(f"{QUEUE}{query}").context["queue"].rows]


def sees_nothing_of(person: User, filing: Filing) -> None:
    """By whatever door."""
    by, client, number = actor(person), signed_in(fresh(person)), filing.complaint.number
    assert not Filing.objects.visible_to(by).filter(pk=filing.pk).exists()
    assert not Filing.objects.within_reach(by).filter(pk=filing.pk).exists()
    assert not Complaint.objects.visible_to(by).filter(pk=filing.complaint_id).exists()
    assert not Access.objects.in_force().of(by).filter(complaint=filing.complaint_id).exists()
    assert services.roles(by, filing) == set()
    assert person not in services.colleagues(filing)
    assert number not in listed(client, "?state=all")
    assert number not in listed(client, f"?q={number}&state=all")
    assert client.get(address(filing)).status_code == 404
    assert client.post(address(filing), {"act": "note", "text": "看一看"}).status_code == 404
    assert client.get(f"/api/v1/filings/{filing.pk}/").status_code == 404
    assert number not in client.get("/api/v1/filings/").content.decode()
    for page in ("news", "people", "oversight", "letters", "bulk"):
        assert number not in words(client.get(f"{QUEUE}{page}/"))
    with pytest.raises(Filing.DoesNotExist):
        services.note(by=by, filing=filing, text="看一看")


# ── Channels and kinds, for one person or for a unit ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("by_what", ["kind", "unit", "channel"])
def test_whoever_has_a_part_of_a_desk_sees_and_does_nothing_outside_it(desk: Desk, by_what: str) -> None:
    mine = on_desk(desk)
    if by_what == "channel":
        other = on_desk(by_other_channel(desk))
        person = narrowed(desk, channels=["telecom_appeal"])
    elif by_what == "kind":
        other = on_desk(desk, kind="fake_collection", situations=())
        person = narrowed(desk, kinds=["harassment", "second_hand_number"])
    else:
        other = on_desk(desk, kind="fake_collection", situations=())
        unit = Unit.objects.create(organisation=desk.organisation, name="一科", kinds=["harassment"])
        person = narrowed(desk, unit=unit)
    sees_nothing_of(person, other)
    client = signed_in(person)
    assert listed(client, "?state=all") == [mine.complaint.number]
    assert client.get(address(mine)).status_code == 200
    services.note(by=actor(person), filing=mine, text="自己的能办")
    by = actor(person)
    counted = numbers(by, timezone.localdate(), colleagues_of(by))
    assert (counted.all, counted.todo, counted.unassigned, counted.states["acknowledged"]) == (1, 1, 1, 1)


def test_what_is_neither_in_the_unit_nor_in_ones_own_rights_is_not_seen(desk: Desk) -> None:
    filing = on_desk(desk)
    unit = Unit.objects.create(organisation=desk.organisation, name="一科", kinds=["fake_collection"])
    person = narrowed(desk, unit=unit, kinds=["harassment"])
    sees_nothing_of(person, filing)


def test_a_case_that_its_caseworker_sees_no_more_is_given_out_anew(desk: Desk) -> None:
    filing = on_desk(desk)
    chief = make_caseworker(desk.organisation, "zhuguan")
    Membership.objects.filter(user=chief).update(role="supervisor")
    services.assign(by=actor(desk.caseworker), filing=filing, to=desk.caseworker)
    filing.refresh_from_db()
    DeskNews.objects.all().delete()
    narrowed(desk, kinds=["fake_collection"])
    filing.refresh_from_db()
    assert filing.assigned_to is None
    assert [(one.person, one.kind) for one in DeskNews.objects.all()] == [(chief, "freed")]
    with pytest.raises(services.Refused, match="不是本机构的在职成员"):
        services.assign(by=actor(chief), filing=filing, to=desk.caseworker)


def test_a_sibling_outside_ones_part_is_not_linked(desk: Desk) -> None:
    filing = on_desk(desk)
    sibling = on_desk(by_other_channel(desk))
    Filing.objects.filter(pk=sibling.pk).update(complaint=filing.complaint)
    assert "同一投诉，本机构还收到一件" in words(signed_in(desk.caseworker).get(address(filing)))
    person = narrowed(desk, channels=["telecom_appeal"])
    assert "同一投诉，本机构还收到一件" not in words(signed_in(person).get(address(filing)))


def test_a_list_that_was_taken_out_before_is_not_handed_out_with_less_rights(desk: Desk) -> None:
    on_desk(desk)
    Membership.objects.filter(user=desk.caseworker).update(exports_lists=True)
    export = services.order_list(by=actor(desk.caseworker), query="", file_format="csv")
    services.sweep_lists(write=table.write_list)
    assert ListExport.objects.visible_to(actor(desk.caseworker)).filter(pk=export.pk).exists()
    person = narrowed(desk, kinds=["fake_collection"])
    with pytest.raises(ListExport.DoesNotExist):
        services.open_list(by=actor(person), export=export)


def test_figures_that_know_no_part_are_not_shown_to_who_sees_a_part(desk: Desk) -> None:
    person = narrowed(desk, kinds=["harassment"])
    assert not services.may_export(actor(person), desk.organisation.pk)
    assert not DeskLetter.objects.at_desk(actor(person)).exists()


def test_whoever_reads_only_reads_a_case_and_does_nothing_in_it(desk: Desk) -> None:
    filing = on_desk(desk)
    colleague = make_caseworker(desk.organisation, "tongshi")
    services.assign(by=actor(colleague), filing=filing, to=desk.caseworker)
    services.note(by=actor(colleague), filing=filing, text="内部说的")
    person = narrowed(desk, reads_only=True, custodian=True)
    held = person.memberships.get()
    assert (held.reads_only, held.custodian) == (True, False)
    filing.refresh_from_db()
    assert filing.assigned_to is None, "it is given out anew"
    client, by = signed_in(person), actor(person)
    page = words(client.get(address(filing)))
    assert "您在本机构只看不办" in page
    assert "内部说的" in page
    assert "改派" not in page
    for posted in (
        {"act": "move:accepted"},
        {"act": "note", "text": "x"},
        {"act": "assign", "to": person.pk},
    ):
        client.post(address(filing), {**posted, "seen": acts.standing(filing)})
    filing.refresh_from_db()
    assert (filing.state, filing.assigned_to, filing.notes.count()) == ("acknowledged", None, 1)
    for act in (
        lambda: services.move(by=by, filing=filing, to="accepted"),
        lambda: services.ask(by=by, filing=filing, question="?"),
        lambda: services.set_tasks(by=by, filing=filing, text="x"),
        lambda: services.begin_letter(by=by, filing=filing, kind="acceptance", given={}),
        lambda: services.recuse(by=by, filing=filing, why="family"),
        lambda: services.overrule_at_desk(
            by=by, filing=filing, ground="optout_ignored", status="not_met", reason="x"
        ),
    ):
        with pytest.raises(services.Refused):
            act()
    bulk = services.preview_bulk(by=by, act="accept", given={}, filings=[filing])
    assert {one.state for one in bulk.items.all()} == {"left_out"}
    assert person not in services.colleagues(filing)
    assert services.led_by(by) == []


# ── 回避 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_declares_an_interest_sees_and_does_nothing_of_the_case_any_more(desk: Desk) -> None:
    filing, other = on_desk(desk), on_desk(desk)
    colleague = make_caseworker(desk.organisation, "tongshi")
    client = signed_in(desk.caseworker)
    services.assign(by=actor(desk.caseworker), filing=filing, to=desk.caseworker)
    filing.refresh_from_db()
    page = client.get(address(filing))
    posted = {"act": "recuse", "why": "family", "seen": acts.standing(filing)}
    assert "声明回避" in words(page)
    assert client.post(address(filing), {**posted, "why": ""}).status_code == 422
    assert client.post(address(filing), posted).status_code == 302
    filing.refresh_from_db()
    assert filing.assigned_to is None
    sees_nothing_of(desk.caseworker, filing)
    assert listed(client, "?state=all") == [other.complaint.number]
    assert filing.complaint.number in words(client.get(f"{QUEUE}mine/"))
    seen = words(signed_in(colleague).get(address(filing)))
    assert "声明了回避" in seen
    assert "当事人是我的近亲属" in seen
    entry = LedgerEntry.objects.get(act=Act.RECUSED)
    assert entry.actor == f"user:{desk.caseworker.pk}"
    assert "family" not in str(entry.detail), "why is the desk's alone"


def test_a_recusal_is_lifted_by_another_alone_who_says_why(desk: Desk) -> None:
    filing = on_desk(desk)
    chief = make_caseworker(desk.organisation, "zhuguan")
    Membership.objects.filter(user=chief).update(role="supervisor")
    colleague = make_caseworker(desk.organisation, "tongshi")
    recusal = services.recuse(by=actor(desk.caseworker), filing=filing, why="employer")
    with pytest.raises(Filing.DoesNotExist):
        services.lift_recusal(by=actor(desk.caseworker), filing=filing, recusal=recusal, why="不是")
    with pytest.raises(services.Refused, match="有主管的，由主管"):
        services.lift_recusal(by=actor(colleague), filing=filing, recusal=recusal, why="不是")
    with pytest.raises(services.Refused, match="为什么不用回避"):
        services.lift_recusal(by=actor(chief), filing=filing, recusal=recusal, why=" ")
    posted = {"act": "lift", "row": recusal.pk, "text": "同名，不是一个单位"}
    assert signed_in(chief).post(address(filing), posted).status_code == 302
    assert Recusal.objects.get().lifted_by == f"user:{chief.pk}"
    assert signed_in(desk.caseworker).get(address(filing)).status_code == 200
    assert LedgerEntry.objects.filter(act=Act.RECUSAL_LIFTED).count() == 1


# ── Leave and deputies ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_deputy_is_told_of_what_happens_while_somebody_is_away_and_only_then(desk: Desk) -> None:
    filing, today = on_desk(desk), timezone.localdate()
    deputy = make_caseworker(desk.organisation, "daili")
    services.assign(by=actor(desk.caseworker), filing=filing, to=desk.caseworker)
    filing.refresh_from_db()
    client = signed_in(desk.caseworker)
    posted = {
        "act": "leave", "organisation": desk.organisation.pk, "away_from": today.isoformat(),
        "away_until": (today + timedelta(days=3)).isoformat(), "deputy": deputy.pk,
    }  # fmt: skip
    assert client.post(f"{QUEUE}mine/", posted).status_code == 302
    assert f"由{deputy.username}代理" in words(signed_in(deputy).get(f"{QUEUE}people/"))
    DeskNews.objects.all().delete()
    told = {"filing": filing, "kind": DeskNews.Kind.ANSWERED}
    tell(at=timezone.now(), **told)
    assert {one.person for one in DeskNews.objects.all()} == {desk.caseworker, deputy}
    DeskNews.objects.all().delete()
    tell(at=timezone.now() + timedelta(days=5), **told)
    assert {one.person for one in DeskNews.objects.all()} == {desk.caseworker}
    assert RightsChange.objects.get().act == "away"
    backwards = {**posted, "away_until": (today - timedelta(days=1)).isoformat()}
    assert client.post(f"{QUEUE}mine/", backwards).status_code == 422


def tell(**told: Any) -> None:
    from filings.services.desk_news.telling import tell_desk

    tell_desk(**told)


def test_a_deputy_who_does_not_see_a_case_is_not_told_of_it(desk: Desk) -> None:
    filing, today = on_desk(desk), timezone.localdate()
    deputy = make_caseworker(desk.organisation, "daili")
    services.assign(by=actor(desk.caseworker), filing=filing, to=desk.caseworker)
    filing.refresh_from_db()
    rights.set_leave(
        by=actor(desk.caseworker), membership=desk.caseworker.memberships.get(), first=today, last=today,
        deputy=deputy,
    )  # fmt: skip
    narrowed(desk, deputy, kinds=["fake_collection"])
    DeskNews.objects.all().delete()
    tell(filing=filing, kind=DeskNews.Kind.ANSWERED, at=timezone.now())
    assert {one.person for one in DeskNews.objects.all()} == {desk.caseworker}


# ── Who sees no case ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_keeps_members_or_reads_the_record_opens_no_case(desk: Desk, role: str) -> None:
    filing = on_desk(desk, name="王小宁", story="只有经办人能看的经过")
    client = signed_in(keeper_of(desk, role))
    assert client.get(QUEUE).status_code == 403
    assert client.get(address(filing)).status_code in (403, 404)
    assert client.get(f"/api/v1/filings/{filing.pk}/").status_code == 404
    for page in ("", "news/", "people/", "lists/", "oversight/", "bulk/", "letters/", "mine/"):
        assert client.get(f"{QUEUE}{page}").status_code == 403
    own = "records/" if role == "auditor" else f"members/{desk.organisation.pk}/"
    shown = client.get(f"{QUEUE}{own}")
    assert shown.status_code == 200
    for secret in ("王小宁", "只有经办人能看的经过", "示例优选", "10690000123456"):
        assert secret not in shown.content.decode()
    assert client.get("/admin/").status_code == 200
    assert not Membership.objects.at_work().filter(user__username__startswith=role).exists()


def test_an_auditor_reads_who_read_decided_and_exported_across_cases(desk: Desk) -> None:
    one, two = on_desk(desk), on_desk(desk)
    elsewhere = make_desk("乙市市场监督管理局", channel="12321")
    theirs = on_desk(elsewhere)
    Membership.objects.filter(user=desk.caseworker).update(exports_lists=True)
    signed_in(desk.caseworker).get(address(one))
    signed_in(elsewhere.caseworker).get(address(theirs))
    services.move(by=actor(desk.caseworker), filing=two, to="accepted")
    services.order_list(by=actor(desk.caseworker), query="", file_format="csv", need="上级检查")
    services.sweep_lists(write=table.write_list)
    client = signed_in(keeper_of(desk, "auditor"))

    def told(query: str = "") -> list[tuple[str, str]]:
        return [(line.number, line.what) for line in client.get(f"{QUEUE}records/{query}").context["lines"]]

    read = "工作人员查看案件"
    assert told("?what=read") == [(one.complaint.number, read)]
    assert told("?what=acted") == [(two.complaint.number, "办理进展")]
    assert sorted(told("?what=out")) == sorted((each.complaint.number, read) for each in (one, two))
    assert len(told()) == 4
    assert {number for number, _what in told(f"?number={one.complaint.number}")} == {one.complaint.number}
    assert told(f"?person={desk.caseworker.pk + 999}") == []
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert told(f"?last={yesterday}") == []
    page = words(client.get(f"{QUEUE}records/"))
    assert "上级检查" in page
    assert theirs.complaint.number not in page
    # What cannot be asked for is not answered as if it had been.
    today = timezone.localdate().isoformat()
    assert "写的日期用不了" in words(client.get(f"{QUEUE}records/?first={today}&last={yesterday}"))
    assert "写的日期用不了" not in words(client.get(f"{QUEUE}records/?first={yesterday}&last={today}"))
    assert "编号要写完整" in words(client.get(f"{QUEUE}records/?number=15"))


@pytest.mark.parametrize("leaves", [True, False])
def test_an_invitation_is_said_to_be_mailed_only_where_mail_leaves(
    desk: Desk, settings: Any, leaves: bool
) -> None:
    settings.EMAIL_LEAVES = leaves
    client, base = signed_in(keeper_of(desk)), f"{MEMBERS}{desk.organisation.pk}/"
    asked = {"act": "invite", "address": "xin@example.cn", "role": "supervisor", "unit": ""}
    answer = client.post(base, asked, follow=True)
    page = words(answer)
    assert ("邀请会发到这个邮箱" in page) is leaves
    assert ("信寄不出去" in page) is not leaves
    link = re.search(r"https?://[^<]*/[A-Z0-9-]{35}/", answer.content.decode())
    assert (link is not None) is not leaves
    if link is not None:
        opened = Client().get("/" + link[0].split("/", 3)[3])
        assert f"加入“{desk.organisation.name}”" in words(opened)
        # Handed over by hand it shows nothing of who reads the mailbox; a new one ends it, and no page shows it again.
        row = Invitation.objects.get()
        again = client.post(base, {"act": "link", "row": row.pk}).content.decode()
        assert Client().get("/" + link[0].split("/", 3)[3]).status_code == 404
        assert link[0] not in again
        assert not re.search(r"[A-Z0-9]{5}(?:-[A-Z0-9]{5}){5}", client.get(base).content.decode())
        invitations.send_account_mails()
        token = re.findall(r"[A-Z0-9]{5}(?:-[A-Z0-9]{5}){5}", again)[0]
        invitations.accept_with_new_account(token=token, username="xin", password="duan-xian-47-zhu")
        assert not EmailAddress.objects.get(email="xin@example.cn").verified


def test_who_is_signed_in_and_may_not_is_not_told_to_sign_in(desk: Desk) -> None:
    page = words(signed_in(desk.caseworker).get(f"{QUEUE}records/"))
    assert "您登录的账号没有这个权限" in page
    assert "请先登录" not in page


def test_nobody_is_put_out_by_a_last_day_that_is_over(desk: Desk) -> None:
    """Who leaves is put out by the act for it, which says what becomes of their cases."""
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(rights.NotChanged, match="已经过去"):
        narrowed(desk, until=yesterday)
    held = Membership.objects.get(user=desk.caseworker, organisation=desk.organisation)
    assert held.until is None
    narrowed(desk, until=timezone.localdate())


def test_members_are_kept_on_their_page(desk: Desk, settings: Any) -> None:
    settings.EMAIL_LEAVES = True
    keeper = keeper_of(desk)
    client, base = signed_in(keeper), f"{MEMBERS}{desk.organisation.pk}/"
    assert client.get(MEMBERS).status_code == 200
    asked = {"act": "invite", "address": "xin@example.cn", "role": "supervisor", "unit": ""}
    assert client.post(base, {**asked, "address": "nobody"}).status_code == 422
    assert client.post(base, asked).status_code == 302
    assert "xin@example.cn" in words(client.get(base))
    row = desk.organisation.invitations.get()
    assert client.post(base, {"act": "take-back", "row": row.pk}).status_code == 302
    unit = {
        "act": "unit",
        "row": "",
        "name": "一科",
        "kinds": ["harassment", "nothing"],
        "channels": ["12321"],
    }
    assert client.post(base, unit).status_code == 302
    made = Unit.objects.get()
    assert (made.kinds, made.channels) == (["harassment"], []), "a channel that does not end there is none"
    assert client.post(base, unit).status_code == 422
    one = f"{base}{desk.caseworker.memberships.get().pk}/"
    changed = {"act": "rights", "role": "supervisor", "unit": made.pk, "until": "", "exports_lists": "on"}
    assert client.post(one, {**changed, "until": "morgen"}).status_code in (422,)
    assert client.post(one, changed).status_code == 302
    held = desk.caseworker.memberships.get()
    assert (held.role, held.unit, held.exports_lists) == ("supervisor", made, True)
    assert "经办人 → 主管" in words(client.get(one))
    assert client.post(one, {"act": "end"}).status_code == 302
    assert signed_in(desk.caseworker).get(QUEUE).status_code == 403
    own = f"{base}{keeper.memberships.get().pk}/"
    assert client.post(own, {**changed, "unit": ""}).status_code == 422
    elsewhere = make_desk("乙市市场监督管理局", channel="12321")
    assert client.get(f"{MEMBERS}{elsewhere.organisation.pk}/").status_code == 404
    foreign = elsewhere.caseworker.memberships.get().pk
    assert client.get(f"{base}{foreign}/").status_code == 404


def test_saving_rights_says_what_became_of_them(desk: Desk) -> None:
    keeper, kept = signed_in(keeper_of(desk)), on_desk(desk)
    held = Membership.objects.get(user=desk.caseworker)
    Filing.objects.filter(pk=kept.pk).update(assigned_to=desk.caseworker)
    page = f"{MEMBERS}{desk.organisation.pk}/{held.pk}/"
    same = {"act": "rights", "role": "caseworker", "unit": "", "until": ""}

    def saved(**more: Any) -> str:
        return words(keeper.post(page, same | more, follow=True))

    assert "和原来一样，没有改动。" in saved()
    more = saved(exports_lists="on")
    assert "已保存，从现在起有效。" in more
    assert "回到未分派" not in more
    assert "看不到了、不能再办的 1 件，回到未分派。" in saved(kinds=["hotline"], reads_only="on")
