"""Who may be given an exhibit without its covering: a court and one's own lawyer, where the person chooses so."""

import dataclasses
import hashlib
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.actors import Actor
from accounts.models import Membership, Organisation, User
from complaints.models import Act, LedgerEntry
from evidence.models import Exhibit, Redaction, Rendition
from evidence.sealed import sealing
from filings import services
from filings.channels import fields_by_channel
from filings.models import Export, Filing, Recipient, Way
from filings.services import Group, Item, Order
from filings.services.bundles.orders import propose_order
from filings.services.sending.content import content_of
from legal.services import assess_complaint
from tests.cases import NOW, Case, add_exhibit, agreeing_to, make_case, make_desk, make_user, shared
from tests.documents.reading import squeezed, text_of
from tests.flows.world import routes
from tests.once import once_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]


def cover(exhibit: Exhibit) -> Redaction:
    """A covered copy as the redactor leaves it, without its readings; those have tests of their own."""
    number = exhibit.redactions.count() + 1
    at: dict[str, Any] = {"due_at": NOW, "made_at": NOW}
    row = Redaction.objects.create(
        exhibit=exhibit, number=number, state="done", boxes={"1": [[0, 0, 1, 0.5]]}, made_by="user:1", begun_at=NOW, **at
    )  # fmt: skip
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "black").save(picture, "PNG")
    picture.seek(0)
    Rendition.objects.create(
        exhibit=exhibit, kind="redacted", redaction=row, state="done", sealed=sealing.seal(picture),
        media_type="image/png", source_sha256=exhibit.sha256, **at,
    )  # fmt: skip
    return row


class Covered:
    """A case with three pictures, two of them covered."""

    def __init__(self) -> None:
        self.case: Case = make_case(at=timezone.now())
        self.first = add_exhibit(self.case, colour="red", name="截图.png")
        self.second = add_exhibit(self.case, colour="green", name="账单.png")
        self.open = add_exhibit(self.case, colour="blue", name="另一张.png")
        self.redactions = cover(self.first), cover(self.second)
        assess_complaint(by=self.case.by, complaint=self.case.complaint)
        self.client = Client()
        self.client.force_login(self.case.owner)

    @property
    def exhibits(self) -> list[Exhibit]:
        return [self.first, self.second, self.open]

    def claim(self, court: Recipient, uncovered: list[Exhibit]) -> Filing:
        meant: dict[str, Any] = {
            "complaint": self.case.complaint, "recipient": court, "exhibits": self.exhibits, "document": "claim",
            "uncovered": uncovered,
        }  # fmt: skip
        shown = services.propose_consent(**meant, at=NOW)
        giving = agreeing_to(shown)
        return services.prepare(by=self.case.by, consent_digest=shown.digest, giving=giving, **meant, at=NOW)

    def delivered(self, filing: Filing) -> Filing:
        services.confirm(by=self.case.by, filing=filing, at=NOW)
        services.sweep_outbox(at=NOW)
        filing.refresh_from_db()
        assert filing.state == "acknowledged"
        return filing

    def sending(self, recipient: Recipient) -> str:
        return f"/cases/{self.case.complaint.number}/send/{recipient.channel}/{recipient.pk}/"


@once_a_module
def held() -> Covered:
    return Covered()


def test_a_court_gets_uncovered_what_the_person_chose_and_nothing_else(held: Covered) -> None:
    court, judge = make_desk("甲区人民法院", "court")
    filing = held.claim(court, [held.first])
    assert "截图.png（给没有遮盖的副本" in filing.consent.text
    assert "账单.png（只给遮盖了一部分的副本）" in filing.consent.text
    second = held.redactions[1]
    assert filing.covered == {str(held.second.pk): str(second.pk)}
    assert filing.uncovered == [str(held.first.pk)]
    rows = content_of(filing)["fields"]["exhibits"]
    assert ["没有遮盖的副本" in row["source"] for row in rows] == [True, False, False]
    assert ["随附的是遮盖副本" in row["source"] for row in rows] == [False, True, False]
    entry = LedgerEntry.objects.get(act=Act.FILING_PREPARED)
    assert (entry.detail["uncovered"], entry.detail["covered"]) == (filing.uncovered, filing.covered)
    with services.open_document(by=held.case.by, document=filing.documents.get(kind="claim")) as paper:
        said = squeezed(text_of(paper.read()))
    assert "随附的是没有遮盖的副本" in said  # the list of exhibits says it
    assert "随附的是遮盖副本" in said
    held.delivered(filing)
    seen = Rendition.objects.visible_to(judge)
    assert "clean" in {one.kind for one in seen.filter(exhibit=held.first)}
    assert {one.redaction for one in seen.filter(exhibit=held.second)} == {second}


def test_what_a_court_got_covered_it_gets_uncovered_by_a_later_choice_alone(held: Covered) -> None:
    court, judge = make_desk("甲区人民法院", "court")
    seen = Rendition.objects.visible_to(judge).filter(exhibit=held.first)
    first = held.delivered(held.claim(court, []))
    assert {one.redaction for one in seen.all()} == {held.redactions[0]}
    services.withdraw_consent(by=held.case.by, filing=first, at=NOW)
    assert not seen.exists()
    held.delivered(held.claim(court, [held.first]))
    assert "clean" in {one.kind for one in seen.all()}
    assert not Rendition.objects.visible_to(judge).filter(exhibit=held.second, redaction=None).exists()


def test_nobody_but_a_court_can_be_given_it_by_any_form_or_address(held: Covered) -> None:
    by, complaint = held.case.by, held.case.complaint
    pages = 0
    for channel in sorted(set(fields_by_channel()) - {"court"}):
        desk, _member = make_desk("乙市某机构", channel)
        meant: dict[str, Any] = {
            "complaint": complaint, "recipient": desk, "exhibits": held.exhibits, "document": "letter",
        }  # fmt: skip
        with pytest.raises(services.Refused, match="只能给法院"):
            services.propose_consent(**meant, uncovered=[held.first])
        with pytest.raises(services.Refused, match="只能给法院"):
            services.prepare(by=by, consent_digest="", **meant, uncovered=[held.first], at=NOW)
        with pytest.raises(services.Refused, match="只能给法院"):
            services.preview(by=by, **meant, uncovered=[held.first], at=NOW)
        body = {"recipient": desk.pk, "exhibits": [str(held.first.pk)], "uncovered": [str(held.first.pk)]}
        address = f"/api/v1/complaints/{complaint.number}/"
        for call, more in (("consents/", {}), ("filings/", {"consent_digest": "x", "agree": True})):
            refused = held.client.post(address + call, body | more, content_type="application/json")
            assert refused.status_code == 409, channel
            assert "只能给法院" in refused.json()["detail"]
        page = held.client.get(held.sending(desk))
        if page.status_code != 200:
            continue  # no channel of this case's plan
        assert 'name="uncovered"' not in page.content.decode()
        # The form as it would be tampered with: the court's field put in by hand, then agreed to.
        form = {"document": "letter", "exhibits": [held.first.pk], "uncovered": [held.first.pk]}
        again = held.client.post(held.sending(desk), {**form, "again": "1"})
        assert "截图.png（只给遮盖了一部分的副本）" in again.context["proposal"].text
        digest = again.context["proposal"].digest
        held.client.post(held.sending(desk), {**form, "digest": digest, "agree": "on"})
        pages += 1
    made = list(Filing.objects.all())
    assert pages >= 8
    assert made
    assert {tuple(one.uncovered) for one in made} == {()}
    assert {tuple(one.covered) for one in made} == {(str(held.first.pk),)}


def test_nor_the_court_s_address_under_another_channel_nor_a_desk_that_is_more_than_a_court(
    held: Covered,
) -> None:
    court, _judge = make_desk("甲区人民法院", "court")
    other = held.sending(court).replace("/court/", "/12315_report/")
    assert held.client.post(other, {"uncovered": [held.first.pk]}).status_code == 404
    Recipient.objects.create(
        name="同一机构", channel="12315_report", way=Way.DESK, organisation=court.organisation, contact="0"
    )
    assert 'name="uncovered"' not in held.client.get(held.sending(court)).content.decode()
    with pytest.raises(services.Refused, match="只能给法院"):
        held.claim(court, [held.first])
    assert len(held.claim(court, []).covered) == 2


def test_covered_is_what_happens_without_an_answer_and_what_was_read_binds(held: Covered) -> None:
    court = Recipient.objects.create(name="丙区人民法院", channel="court", way=Way.HAND, contact="12368")
    way = held.sending(court)
    page = held.client.get(way)
    offered = page.context["form"].fields["uncovered"].queryset
    assert list(offered) == [held.first, held.second]  # nothing is covered in the third
    assert page.context["proposal"].text.count("（只给遮盖了一部分的副本）") == 2
    form = {
        "document": "claim", "digest": page.context["proposal"].digest, "agree": "on",
        "agreed": ["identity"], "exhibits": [one.pk for one in held.exhibits], "uncovered": [held.first.pk],
    }  # fmt: skip
    changed = held.client.post(way, form)  # what was read says nothing of it yet
    assert (changed.status_code, Filing.objects.count()) == (422, 0)
    assert "有了变化" in changed.content.decode()
    assert f'value="{held.first.pk}" id="id_uncovered_0" checked' in changed.content.decode()
    digest = changed.context["proposal"].digest
    # What does not go along does not go along uncovered either; what is not covered cannot be uncovered.
    without = held.client.post(way, {**form, "exhibits": [held.open.pk], "again": "1"})
    assert "截图.png" not in without.context["proposal"].text
    assert held.client.post(way, {**form, "uncovered": [held.open.pk], "digest": digest}).status_code == 422
    assert held.client.post(way, {**form, "digest": digest}).status_code == 302
    assert Filing.objects.get().uncovered == [str(held.first.pk)]
    groups = propose_order(complaint=held.case.complaint, made_for="court").groups or ()
    travels = {item.exhibit: item.travels for group in groups for item in group.items}
    assert [travels[str(one.pk)] for one in held.exhibits] == ["clean", "redacted", "original"]


def test_a_later_covering_changes_nothing_of_what_the_court_was_promised(held: Covered) -> None:
    court, judge = make_desk("甲区人民法院", "court")
    filing = held.claim(court, [held.first])
    later = cover(held.first)
    held.delivered(filing)
    seen = Rendition.objects.visible_to(judge).filter(exhibit=held.first)
    assert "clean" in {one.kind for one in seen}
    # …and a regulator that is written to today gets the newest covered copy alone.
    desk, officer = make_desk()
    shown = services.propose_consent(
        complaint=held.case.complaint, recipient=desk, exhibits=[held.first], document="letter"
    )
    sent = services.prepare(
        by=held.case.by, complaint=held.case.complaint, recipient=desk, exhibits=[held.first],
        consent_digest=shown.digest, at=NOW,
    )  # fmt: skip
    held.delivered(sent)
    assert {one.redaction for one in Rendition.objects.visible_to(officer)} == {later}


@pytest.fixture
def lawyer() -> User:
    firm = Organisation.objects.create(name="某律师事务所", kind=Organisation.Kind.LAW_FIRM)
    person = make_user("lawyer")
    Membership.objects.create(user=person, organisation=firm, role=Membership.Role.LAWYER)
    return person


def seen_by(person: User, exhibit: Exhibit) -> set[str]:
    seen = Rendition.objects.visible_to(Actor.of_user(person)).filter(exhibit=exhibit)
    return {str(one.kind) for one in seen}


def item(exhibit: Exhibit, travels: str) -> Order:
    one = Item(exhibit=str(exhibit.pk), travels=travels)
    return Order(made_for="own", groups=(Group(title="", items=(one,)),), statement="")


def test_one_s_own_lawyer_sees_the_covered_copies_but_for_those_that_were_chosen(
    held: Covered, lawyer: User
) -> None:
    address = f"/cases/{held.case.complaint.number}/share/"
    page = held.client.get(address)
    assert list(page.context["form"].fields["uncovered"].queryset) == [held.first, held.second]
    told = held.client.post(address, {"lawyer": lawyer.username, "uncovered": [held.open.pk]})
    assert (told.status_code, seen_by(lawyer, held.open)) == (422, set())  # nothing is covered in that one
    assert f'value="{lawyer.username}"' in told.content.decode()
    held.client.post(address, {"lawyer": lawyer.username, "uncovered": [held.second.pk]})
    (offer,) = services.offers_to(Actor.of_user(lawyer))
    services.accept_share(by=Actor.of_user(lawyer), access=offer)
    assert seen_by(lawyer, held.first) == {"redacted"}
    assert {"clean", "thumbnail"} <= seen_by(lawyer, held.second)
    assert "clean" in seen_by(lawyer, held.open)
    entry = LedgerEntry.objects.get(act=Act.SHARED, detail__why="shared")
    assert entry.detail["covered"] == {str(held.first.pk): str(held.redactions[0].pk)}
    case = held.client.get(f"/cases/{held.case.complaint.number}/").content.decode()
    assert "1 件只看得到遮盖副本" in case

    # Every address of the lawyer's that takes the exhibit or the case
    there = Client()
    there.force_login(lawyer)
    forbidden = {
        one.sealed.sha256
        for one in Rendition.objects.filter(exhibit=held.first, redaction=None).select_related("sealed")
        if one.sealed
    } | {held.first.sha256}
    assert len(forbidden) >= 2
    answers = 0
    for route in routes():
        known = {"<uuid:exhibit_id>": str(held.first.pk), "<str:number>": held.case.complaint.number}
        where = "/" + route.replace("<int:page>", "1").replace("<int:ordinal>", "1")
        for name, value in known.items():
            where = where.replace(name, value)
        if "<" in where or "logout" in where or not any(value in where for value in known.values()):
            continue
        response = there.get(where)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert "sha256:" + hashlib.sha256(body).hexdigest() not in forbidden, where
        answers += response.status_code == 200
    assert answers >= 10
    listed = there.get(f"/api/v1/complaints/{held.case.complaint.number}/exhibits/").json()
    assert [one["redacted"] for one in listed] == [True, False, False]

    # Sharing with the same person again decides anew.
    held.client.post(address, {"lawyer": lawyer.username, "uncovered": [held.first.pk]})
    assert "clean" in seen_by(lawyer, held.first)
    assert seen_by(lawyer, held.second) == {"redacted"}
    assert LedgerEntry.objects.filter(act=Act.SHARED, detail__why="shared").count() == 2
    held.client.post(address, {"lawyer": lawyer.username, "uncovered": [held.first.pk]})
    assert LedgerEntry.objects.filter(act=Act.SHARED, detail__why="shared").count() == 2


def test_nor_does_a_bundle_show_a_lawyer_what_they_see_covered_alone(held: Covered, lawyer: User) -> None:
    by, owner, complaint = Actor.of_user(lawyer), held.case.by, held.case.complaint
    shared(by=owner, complaint=complaint, with_user=lawyer, uncovered=[held.second])
    for travels in ("original", "clean"):
        with pytest.raises(services.Refused, match="只让您看遮盖副本"):
            services.request_export(by=by, complaint=complaint, order=item(held.first, travels))
    services.request_export(by=by, complaint=complaint, order=item(held.first, "redacted"))
    services.request_export(by=by, complaint=complaint, order=item(held.second, "original"))
    services.request_export(by=by, complaint=complaint)  # as proposed: the covered copies
    made = services.request_export(by=owner, complaint=complaint, order=item(held.first, "original"))
    Export.objects.filter(pk=made.pk).update(state="done", sealed=sealing.seal(io.BytesIO(b"a bundle")))
    with pytest.raises(services.Refused, match="只让您看遮盖副本"):
        services.open_export(by=by, export=made)
    services.open_export(by=owner, export=made).close()
    there = Client()
    there.force_login(lawyer)
    form = there.get(f"/cases/{complaint.number}/bundle/?for=own").context["form"]
    ways = {row.exhibit.pk: {way for way, _label in row.ways} for row in form.rows}
    assert ways[held.first.pk] == {"redacted", "left_out"}
    assert "original" in ways[held.second.pk]


def test_nor_a_mail_as_it_once_went_out(held: Covered, lawyer: User) -> None:
    court = Recipient.objects.create(
        name="丁区人民法院", channel="court", way=Way.EMAIL, email="court@example.cn", contact="12368"
    )
    filing = held.claim(court, [held.first])
    Filing.objects.filter(pk=filing.pk).update(mail=sealing.seal(io.BytesIO(b"with the picture in it")))
    shared(by=held.case.by, complaint=held.case.complaint, with_user=lawyer)
    by = Actor.of_user(lawyer)
    with pytest.raises(services.Refused, match="邮件原文"):
        services.request_export(by=by, complaint=held.case.complaint)
    to_court = dataclasses.replace(item(held.first, "redacted"), made_for="court")
    services.request_export(by=by, complaint=held.case.complaint, order=to_court)
    there = Client()
    there.force_login(lawyer)
    form = there.get(f"/cases/{held.case.complaint.number}/bundle/?for=court").context["form"]
    # The claim goes with it uncovered; the lawyer, who may not see that, is proposed the covered copy.
    assert {row.exhibit.pk: row.travels for row in form.rows}[held.first.pk] == "redacted"
    services.request_export(by=held.case.by, complaint=held.case.complaint)


def test_nor_the_backup_of_a_whole_phone_which_its_owner_alone_can_put_into_a_bundle_or_take_out(
    held: Covered, lawyer: User
) -> None:
    by, owner, complaint = Actor.of_user(lawyer), held.case.by, held.case.complaint
    shared(by=owner, complaint=complaint, with_user=lawyer)
    phone = add_exhibit(held.case, colour="white", name="sms-20260301.xml")
    with pytest.raises(services.Refused, match="整部手机的备份"):
        services.request_export(by=by, complaint=complaint, order=item(phone, "original"))
    services.request_export(by=by, complaint=complaint, order=item(held.open, "original"))
    made = services.request_export(by=owner, complaint=complaint, order=item(phone, "original"))
    Export.objects.filter(pk=made.pk).update(state="done", sealed=sealing.seal(io.BytesIO(b"a bundle")))
    with pytest.raises(services.Refused, match="整部手机的备份"):
        services.open_export(by=by, export=made)
    services.open_export(by=owner, export=made).close()
