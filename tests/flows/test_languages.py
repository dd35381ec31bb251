"""Every page of a consumer in English says nothing in Chinese, but for passages that are marked as Chinese (statutes, papers,
what was frozen) and for what people and offices are called. A route that nobody reads here fails."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from complaints import services as acts_on_cases
from filings.services.news.no_texts import stop_link
from tests.accounts.test_account import sign_in
from tests.accounts.test_deleting import filed_by
from tests.accounts.test_words import PASSWORD
from tests.cases import Case, add_exhibit
from tests.complaints.test_training_texts import FRUIT, GOODS, corrected_case, keep
from tests.filings.desk_cases import make_desk
from tests.filings.test_coming_of_age import asked, child_of
from tests.filings.test_helpers import helped, sent_link
from tests.filings.test_mediation import accepted
from tests.filings.test_mediation import asked as asked_to_mediate
from tests.flows.world import arguments, make_world, routes
from tests.foreign import foreign_in, iso_days_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store", "keys")]

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
# What the people of this world wrote, and what its people, offices and files are called.
OWN = (
    "王小宁", "王秀兰", "王＊＊", "王甜甜", "示例优选商城有限公司", "示例移动通信公司",
    "我回了退订，第二天又收到三条推销短信。", "后来又收到三条。",
    "还没写完。", "【示例优选】全场五折，退订回T", "【示例】全场五折，退订回T", "【示例】", "甲市市场监督管理局",
    "乙市市场监督管理局", "丙市市场监督管理局", "双方都愿意谈，建议调解。", "示例举报中心", "示例律所",
    "截图.png", "笔记.txt", "短信.csv", "受理通知书", "通知.pdf",
    FRUIT.format(GOODS[0]), FRUIT.format("11010119900307109X"), "一直收到这样的短信。",
)  # fmt: skip
APART = ("admin/", "api/")  # the desk and the programs' door
# Routes that are no page of their own: pictures and files that this world has none of, what scripts ask for, ways on to another
# page; and two pages of an account whose addresses a browser's key or a mail makes: tests/accounts/test_words.py goes there.
NO_PAGES = {
    "cases/<str:number>/send/<slug:channel>/", "custody/<str:day>.tsr", "custody/authority.pem",
    "drafts/<uuid:draft_id>/law/wants/", "evidence/<uuid:exhibit_id>/messages/", "resume/back/",
    "evidence/<uuid:exhibit_id>/pages/<int:page>/picture", "evidence/<uuid:exhibit_id>/redacted",
    "evidence/<uuid:exhibit_id>/redacted/top", "evidence/<uuid:exhibit_id>/waveform",
    "filings/<uuid:filing_id>/<slug:act>/", "filings/<uuid:filing_id>/by-hand/", "papers/<uuid:paper_id>/<slug:act>/",
    "supplements/<uuid:supplement_id>/<slug:act>/", "supplements/<uuid:supplement_id>/letter/",
    "accounts/2fa/webauthn/login/", "accounts/2fa/webauthn/reauthenticate/", "accounts/sessions/",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/", "accounts/2fa/webauthn/keys/<int:pk>/remove/",
    "accounts/2fa/authenticate/", "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
}  # fmt: skip
ENGLISH = {"accept-language": "en"}


class Reading:
    """Pages as they are read in English, and the Chinese that stands on them."""

    def __init__(self, own: tuple[str, ...]) -> None:
        self.own = own
        self.wrong: dict[str, list[str]] = {}
        self.read: set[str] = set()
        self.no_page: set[str] = set()

    def page(self, client: Client, address: str, route: str = "", who: str = "") -> None:
        page = client.get(address, headers=ENGLISH)
        html = "html" in page.get("Content-Type", "")
        if page.status_code == 405 or not html:
            self.no_page.add(route)
        if page.status_code == 200 and html:
            self.look(page, f"{who} {address}")
            self.read.add(route)

    def look(self, page: Any, where: str) -> None:
        shown = page.content.decode()
        assert '<html lang="en">' in shown, where
        if left := [*foreign_in(shown, self.own), *iso_days_in(shown)]:
            self.wrong[where] = left[:5]


def test_no_page_in_english_says_anything_in_chinese() -> None:
    assert "en" in dict(settings.LANGUAGES), "run `manage.py messages`: English lacks a sentence"
    world, reading = make_world(), Reading(OWN)
    given = arguments(world)
    clients = {role: world.clients[role] for role in ("anonymous", "draft_holder", "owner", "lawyer")}
    clients |= {f"signed in just now, {way}": signed_in_just_now(way) for way in ("by code", "by all")}
    ours = [route for route in routes() if not route.startswith(APART)]
    for who, client in clients.items():
        for route in ours:
            if {*PLACE.findall(route)} <= given.keys():
                address = "/" + PLACE.sub(lambda match: str(given[match[1]]), route)
                reading.page(client, address, route, who)
    helped_and_grown(reading)
    deleted(reading)
    codes_by_mail(reading)
    learned(reading)
    mediated(reading)
    assert not reading.wrong, reading.wrong
    unread = set(ours) - reading.read - reading.no_page - NO_PAGES
    assert not unread, f"pages that nobody read: {sorted(unread)}"
    assert not NO_PAGES & reading.read, "pages after all"


def signed_in_just_now(way: str) -> Client:
    """Who may change how they sign in: by a code alone, or with a password and an authenticator."""
    user = User.objects.create_user(way, f"{way.replace(' ', '-')}@example.cn")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client(headers=ENGLISH)
    sign_in(client, user.email)
    if way == "by all":
        user.set_password(PASSWORD)
        user.save()
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
        client = Client(headers=ENGLISH)
        client.force_login(user)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def helped_and_grown(reading: Reading) -> None:
    """The pages of who helps an adult and of the adult, of a guardian and of the child that is old enough."""
    case = helped()
    number, helper, link = case.complaint.number, client_of(case.owner), sent_link()
    confirm, own = f"/confirm-help/{link}/", Client(headers=ENGLISH)
    add_exhibit(case, copy=False)
    for page in ("", "receipt/", "law/", "files/", "helper/"):
        reading.page(helper, f"/cases/{number}/{page}", who="helper")
    reading.page(own, confirm, "confirm-help/<str:token>/", "adult")
    reading.page(helper, confirm, who="helper")
    with override_settings(TEXT_URL="https://localhost:1/send", EMAIL_LEAVES=True):
        reading.look(helper.post(f"/cases/{number}/helper/", {"act": "ask"}), "no address")
        reading.page(helper, f"/cases/{number}/helper/", who="helper, by text")
        reading.look(helper.post(f"/cases/{number}/helper/", {"act": "text", "number": "1"}), "no telephone")
        reading.page(helper, "/privacy/", who="where texts are sent")
        ends = urlsplit(stop_link("13700005678", at=timezone.now())).path
        reading.page(own, ends, "no-texts/<str:token>/", "who got a text")
        reading.look(own.post(ends, {"act": "stop"}), "texts stopped")
    reading.look(own.post(confirm, {"telephone": "13900009999"}), "another telephone")
    own.post(confirm, {"act": "confirm", "telephone": "13900001234"})
    for page in ("", "code/", "helper/", "receipt/"):
        reading.page(own, f"/cases/{number}/{page}", who="adult")
    reading.page(helper, f"/cases/{number}/helper/", who="helper, confirmed")
    reading.look(Client(headers=ENGLISH).post(f"/confirm-help/{link}/", {"act": "refuse"}), "link over")
    alone, client, refused = helped(), Client(headers=ENGLISH), helped()
    link = sent_link_of(alone)
    acts_on_cases.end_help(by=alone.by, complaint=alone.complaint)
    reading.page(client, f"/confirm-help/{link}/", who="adult alone")
    refusal = client.post(f"/confirm-help/{sent_link_of(refused)}/", {"act": "refuse"})
    reading.look(refusal, "refused")
    for age in (15, 18):
        grown = child_of(age)
        guardian, page = client_of(grown.owner), f"/cases/{grown.complaint.number}/child/"
        reading.page(guardian, page, "cases/<str:number>/child/", f"guardian, {age}")
        link = asked(grown)
        reading.page(Client(headers=ENGLISH), f"/own-case/{link}/", "own-case/<str:token>/", f"child, {age}")
        reading.page(guardian, f"/own-case/{link}/", who=f"guardian, {age}")


def learned(reading: Reading) -> None:
    """What is asked, refused and kept where the deployment learns from corrections."""
    route = "cases/<str:number>/training/"
    with override_settings(LEARN_FROM_CORRECTIONS=True):
        for case in (corrected_case(), corrected_case(FRUIT.format("11010119900307109X"))):
            address = f"/cases/{case.complaint.number}/"
            for page in ("", "training/"):
                reading.page(client_of(case.owner), f"{address}{page}", route, "corrected")
        case = corrected_case()
        client, address = client_of(case.owner), f"/cases/{case.complaint.number}/"
        reading.look(client.post(f"{address}training/"), "without consent")
        keep(case)
        for page in ("", "training/"):
            reading.page(client, f"{address}{page}", route, "kept")
        reading.look(client.post(f"{address}training/", {"end": "1"}, follow=True), "ended")
        reading.page(client, "/privacy/", who="where corrections teach")


def mediated(reading: Reading) -> None:
    """What who complained is asked before a mediation, and what is wrong with an answer."""
    owner, desk = (
        User.objects.create_user("asked"),
        make_desk("丙市市场监督管理局", channel="12315_complaint"),
    )
    filing, client = accepted(desk, owner), client_of(owner)
    asked_to_mediate(desk, filing)
    page, chosen = f"/filings/{filing.pk}/mediation/", {"tell": ["story"], "act": "agree"}
    reading.page(client, page, "filings/<uuid:filing_id>/mediation/", "asked to mediate")
    for told in ({}, chosen, {**chosen, "shown": ["story"]}):
        reading.look(client.post(page, told), f"mediation, {told}")


def client_of(user: User | None) -> Client:
    client = Client(headers=ENGLISH)
    assert user is not None
    client.force_login(user)
    return client


def sent_link_of(case: Case) -> str:
    """A new link to the adult; one of two that are sent at once may be either's."""
    acts_on_cases.send_code_mails()
    acts_on_cases.ask_person(by=case.by, complaint=case.complaint, address="another@example.cn")
    return sent_link()


def deleted(reading: Reading) -> None:
    """The page with the codes of an account that was deleted."""
    user = User.objects.create_user("leaves", "leaves@example.cn")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client(headers=ENGLISH)
    sign_in(client, user.email)
    filed_by(user)
    reading.page(client, "/account/delete/", who="leaves")
    client.post("/account/delete/", {"sure": "on"})
    reading.page(client, "/account/deleted/", "account/deleted/", "left")


def codes_by_mail(reading: Reading) -> None:
    """The pages that ask for a code of a mail: to sign in, and of a new address."""
    for begins, route in (
        ("/accounts/login/code/", "accounts/login/code/confirm/"),
        ("/accounts/signup/", "accounts/confirm-email/"),
    ):
        for leaves in (True, False):
            client = Client(headers=ENGLISH)
            with override_settings(EMAIL_LEAVES=leaves):
                client.post(begins, {"email": f"someone-{leaves}@example.cn"})
                reading.page(client, f"/{route}", route, "asked for a code")
