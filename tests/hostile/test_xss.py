"""P21: stored scripts in every text field; each page shows them as text, and a real browser runs none."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page

from accounts.actors import Actor
from accounts.models import User
from complaints.models import Complaint
from evidence.models import Exhibit
from evidence.services import make_renditions
from filings import services
from filings.models import Filing
from tests.evidence import samples
from tests.filings.desk_cases import Desk, make_desk
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.flows.watching import watch
from tests.hostile.cases import filed

pytestmark = pytest.mark.django_db

CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg/onload=alert(3)>",
    "</textarea><script>alert(4)</script>",
    "</title><script>alert(5)</script>",
    "javascript:alert(6)",
    '" autofocus onfocus=alert(7) x="',
    "<iframe srcdoc='<script>parent.alert(8)</script>'>",
    "{{constructor.constructor('alert(9)')()}}",
    "{% debug %}${alert(10)}",
    "<a href='javascript:alert(11)'>x</a>",
    "<style>@import'//evil.invalid/x.css'</style>",
    "<meta http-equiv=refresh content='0;url=//evil.invalid/'>",
    "--><script>alert(14)</script><!--",
    "&lt;script&gt;alert(15)&lt;/script&gt;",
    "＜script＞alert(16)＜/script＞",
    "<base href=//evil.invalid/><form action=//evil.invalid><button>",
    "\u2028<script>alert(18)</script>",
]
ALL = " ".join(CORPUS)
ALLOWED_EVENTS: set[str] = set()


class Suspicious(HTMLParser):
    """Tags and attributes that could only have come from the corpus."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("iframe", "base", "style") or (
            tag == "script" and not given.get("src", "").startswith("/static/")
        ):
            self.found.append(f"<{tag}>")
        if tag == "meta" and "http-equiv" in given:
            self.found.append("<meta http-equiv>")
        for name, value in given.items():
            if name.startswith("on") or name == "autofocus" or name == "srcdoc":
                self.found.append(f"{tag} {name}")
            if name in ("href", "src", "action", "formaction"):
                address = value.strip().lower()
                leads_away = address.startswith(("javascript:", "data:text", "//", "/\\"))
                # Behind the "?" of an address of our own words may stand that were searched for.
                place = address.partition("?")[0] if address.startswith("/") else address
                if leads_away or "evil.invalid" in place:
                    self.found.append(f"{tag} {name}={value}")


def suspicious(html: str) -> list[str]:
    reader = Suspicious()
    reader.feed(html)
    reader.close()
    return reader.found


@pytest.fixture
def desk() -> Desk:
    return make_desk("示例市市场监督管理局", channel="12315_report")


@pytest.fixture
def poisoned(client: Client, desk: Desk, store: Any) -> Filing:
    """A case with the corpus in everything that a person can write, sent to a desk, asked about and answered."""
    client.post("/start/", {"kind": "harassment"})
    complaint = filed(
        client,
        story={"story": ALL},
        message={"text": f"【{CORPUS[0]}】{ALL}退订回T", "sender": "10690001"},
        reading={"signature": CORPUS[1][:60], "opt_out": CORPUS[2][:60], "category": "marketing"},
        refusal={"refusal__made": "yes", "refusal__on": "2025-11-04", "contacts__after_refusal": "3"},
        loss={"loss__what": ALL[:200], "loss__yuan": "3"},
        respondents={
            "respondents-TOTAL_FORMS": "1", "respondents-INITIAL_FORMS": "0", "respondents-0-name": ALL[:200],
        },
        you={
            "name": CORPUS[1], "phone": "13900001234", "region": "310000", "agree": "on",
            "address": ALL[:200], "email": "wang@example.cn",
        },
    )  # fmt: skip
    for place, name in enumerate(CORPUS[:6]):
        picture = samples.saved(samples.drawn(40 + place, 30), "PNG")
        file = SimpleUploadedFile("x.png", picture, "image/png")
        file.name = f"{name.replace('/', '')}.png"  # as a client that cleans nothing would send it
        answer = client.post(f"/cases/{complaint.number}/files/", {"files": file, "description": ALL[:200]})
        assert answer.status_code == 302, answer.content.decode()[:2000]
    for exhibit in Exhibit.objects.all():
        make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)
    client.get(f"/cases/{complaint.number}/law/")
    page = f"/cases/{complaint.number}/send/12315_report/{desk.recipient.pk}/"
    form = client.get(page).content.decode()
    digest = re.search(r'name="digest" value="([^"]+)"', form)[1]  # type: ignore[index]
    exhibits = [str(one.pk) for one in Exhibit.objects.all()]
    answer = client.post(page, {"digest": digest, "document": "letter", "agree": "on", "exhibits": exhibits})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    filing = Filing.objects.get()
    client.post(f"/filings/{filing.pk}/confirm/")
    services.sweep_outbox()
    caseworker = Actor.of_user(User.objects.get(pk=desk.caseworker.pk))
    filing.refresh_from_db()
    services.move(by=caseworker, filing=filing, to="accepted")
    services.ask(by=caseworker, filing=filing, question=ALL)
    answer = client.post(f"/filings/{filing.pk}/supplement/", {"text": ALL})
    assert answer.status_code == 302
    kept = client.get(answer["Location"])
    assert suspicious(kept.content.decode()) == []
    digest = kept.context["proposal"].digest
    assert client.post(f"{answer['Location']}agree/", {"digest": digest, "agree": "on"}).status_code == 302
    services.sweep_outbox()
    filing.refresh_from_db()
    services.note(by=caseworker, filing=filing, text=ALL)
    services.ask(by=caseworker, filing=filing, question=ALL)
    filing.refresh_from_db()
    services.move(by=caseworker, filing=filing, to="decided", reason=ALL)
    filing.refresh_from_db()
    return filing


def test_every_page_shows_them_as_text(poisoned: Filing, client: Client, desk: Desk) -> None:
    complaint: Complaint = poisoned.complaint
    case = f"/cases/{complaint.number}/"
    pages = [case, f"{case}receipt/", f"{case}law/", f"{case}files/", f"{case}share/", f"{case}bundle/"]
    pages += [f"/supplements/{one.pk}/" for one in poisoned.supplements.all()]
    pages += [
        f"/filings/{poisoned.pk}/supplement/",
        f"/filings/{poisoned.pk}/",
        f"/receipts/{complaint.receipt.code}/",
    ]
    wrong = {page: suspicious(client.get(page).content.decode()) for page in pages}
    staff = Client()
    staff.force_login(desk.caseworker)
    for page in (
        "/admin/",
        "/admin/filings/filing/?state=all",
        "/admin/filings/filing/?q=<script>alert(1)</script>",
    ):
        wrong[page] = suspicious(staff.get(page).content.decode())
    shown = staff.get(f"/admin/filings/filing/{poisoned.pk}/change/").content.decode()
    wrong["case at the desk"] = suspicious(shown)
    assert {page: found for page, found in wrong.items() if found} == {}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "&amp;lt;script&amp;gt;alert(15)" in shown  # what was written as an entity is shown as written


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("story", "story"),
        ("message", "text"),
        ("message", "sender"),
        ("you", "name"),
        ("you", "email"),
        ("event", "first"),
    ],
)
def test_what_is_given_back_in_a_form_is_text(client: Client, page: str, field: str) -> None:
    base = client.post("/start/", {"kind": "harassment"})["Location"].rsplit("/", 2)[0]
    for attack in CORPUS:
        answer = client.post(f"{base}/{page}/", {field: attack}, follow=True)
        assert suspicious(answer.content.decode()) == [], attack
        assert suspicious(client.get(f"{base}/review/").content.decode()) == [], attack


@pytest.mark.parametrize("path", ["/resume/", "/receipts/check/", "/start/"])
def test_what_is_given_back_outside_a_draft_is_text(client: Client, path: str) -> None:
    for attack in CORPUS:
        answer = client.post(
            path, {"code": attack, "token": attack, "kind": attack}, REMOTE_ADDR=f"10.0.0.{len(attack)}"
        )
        assert suspicious(answer.content.decode()) == [], attack


@pytest.mark.django_db(transaction=True)
def test_a_browser_at_the_desk_runs_none(
    poisoned: Filing, desk: Desk, page: Page, live_server: Any, client: Client
) -> None:
    watched = watch(page)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 900})
    may_sign_in(desk.caseworker)
    sign_in(page, live_server.url, desk.caseworker.username, "/admin/filings/filing/?state=all")
    page.goto(f"{live_server.url}/admin/filings/filing/{poisoned.pk}/change/")
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    assert page.get_by_text("<script>alert(1)</script>").first.is_visible()
    page.mouse.wheel(0, 20_000)
    page.keyboard.press("Tab")
    page.goto(f"{live_server.url}/admin/filings/filing/?state=all")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    for path in ("", "law/", "files/", "receipt/"):
        page.goto(f"{live_server.url}/cases/{poisoned.complaint.number}/{path}")
    page.goto(f"{live_server.url}/filings/{poisoned.pk}/")
    assert page.get_by_text("<script>alert(1)</script>").first.is_visible()
    assert watched.quiet()
    assert [one for one in requests if not one.startswith((live_server.url, "data:image"))] == []
