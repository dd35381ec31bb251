"""P31: axe finds nothing on any page; nothing scrolls sideways at 320 px; a filing by keyboard alone; a quiet console."""

import re
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page

from accounts.actors import Actor
from accounts.invitations import invite, send_account_mails
from accounts.models import User
from accounts.rights import set_identity, set_leave
from evidence.models import Exhibit
from evidence.services import make_renditions
from filings import services
from filings.models import Recipient
from tests.cases import make_hand_recipient
from tests.filings.desk_cases import Desk, make_caseworker, make_desk, sent_through_the_house
from tests.filings.test_rights import keeper_of
from tests.flows import consumer
from tests.flows.test_whole_way import may_sign_in, sign_in
from tests.flows.watching import Watched, overhang, violations, watch

pytestmark = pytest.mark.django_db(transaction=True)

NARROW = {"width": 320, "height": 740}


class Inspected:
    """Looks at the open page and remembers what is wrong with it, so that one run names every page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.watched: Watched = watch(page)
        self.seen: list[str] = []
        self.wrong: dict[str, Any] = {}
        page.set_viewport_size(NARROW)

    def look(self, name: str) -> None:
        self.seen.append(name)
        if found := violations(self.page):
            self.wrong[name] = found
        if (wide := overhang(self.page)) > 0:
            self.wrong[f"{name}: width"] = wide

    def visit(self, name: str, address: str) -> None:
        self.page.goto(address)
        self.look(name)

    def sound(self) -> bool:
        assert self.wrong == {}
        return self.watched.quiet()


@pytest.fixture
def inspected(page: Page) -> Inspected:
    return Inspected(page)


@pytest.fixture
def desk(live_server: Any, settings: Any) -> Desk:
    settings.PUBLIC_URL = live_server.url
    found = make_desk("示例市市场监督管理局", channel="12315_report")
    may_sign_in(found.caseworker)
    return found


def wrongly(page: Page, now: str) -> None:
    """Send the page as it should not be sent, where a page can be wrong."""
    if now == "understood":
        page.get_by_label("最早的一次是哪天？").fill("")
        page.get_by_text("改 短信签名").click()
        page.get_by_label("签名（方括号里的名字）").fill("字" * 99)
    elif now == "wants":
        for box in page.locator("input[name=situations]").all():
            box.set_checked(False)
        numbers = page.locator("input[type=number]")
        if not numbers.count():
            return
        numbers.first.fill("-1")
    elif now != "you":
        return
    consumer.go_on(page)


def test_every_page_of_a_filing(inspected: Inspected, live_server: Any, desk: Desk) -> None:
    page = inspected.page
    for name, path in {
        "home": "/",
        "start": "/start/",
        "resume": "/resume/",
        "privacy": "/privacy/",
        "daily heads": "/custody/",
        "receipt check": "/receipts/check/",
        "login": "/accounts/login/",
        "signup": "/accounts/signup/",
    }.items():
        inspected.visit(name, live_server.url + path)
    page.goto(f"{live_server.url}/resume/")
    page.get_by_role("button", name="打开", exact=True).click()
    inspected.look("resume with an error")
    page.get_by_role("link", name="首页").or_(page.get_by_role("link", name="安宁")).first.click()
    page.get_by_role("button", name="开始", exact=True).click()
    inspected.look("told nothing")
    consumer.start(page, live_server.url)
    draft = page.url.rsplit("/", 2)[0]
    for now in consumer.pages_of_the_intake(page):
        inspected.look(now)
        wrongly(page, now)
        if page.locator(".errors").count():
            inspected.look(f"{now} with an error")
            page.goto(page.url)
    for single in (
        "tell",
        "kind",
        "story",
        "message",
        "reading",
        "situations",
        "event",
        "contacts",
        "prior",
        "respondents",
    ):
        inspected.visit(single, f"{draft}/{single}/")
    inspected.visit("files, one on its way", f"{draft}/evidence/files/")
    make_copies()
    page.goto(f"{draft}/review/")
    number = consumer.file(page)
    inspected.look("receipt")
    public = str(page.locator("main a[href*='/receipts/']").first.get_attribute("href"))
    inspected.visit("public receipt", public)
    case = f"{live_server.url}/cases/{number}/"
    inspected.visit("law", f"{case}law/")
    inspected.visit("files of the case", f"{case}files/")
    inspected.visit("share", f"{case}share/")
    inspected.visit("consent", f"{case}send/12315_report/{desk.recipient.pk}/")
    page.get_by_role("button", name="同意，生成材料给我看").click()
    inspected.look("consent with an error")
    page.get_by_label("我看清了上面的内容").check()
    page.get_by_role("button", name="同意，生成材料给我看").click()
    inspected.look("filing prepared")
    page.get_by_role("button", name="确认并发出").click()
    inspected.look("filing queued")
    services.sweep_outbox()
    inspected.visit("filing arrived", page.url)
    page.get_by_role("link", name="补充说明或文件").click()
    inspected.look("supplement")
    page.get_by_label("您要说的").fill("后来又收到三条。")
    page.get_by_role("button", name="继续，先看一遍").click()
    inspected.look("supplement to consent to")
    page.get_by_role("button", name="同意并送出").click()
    inspected.look("supplement with an error")
    by_hand(inspected, case)
    inspected.visit("case", case)
    inspected.visit("bundle", f"{case}bundle/")
    page.get_by_role("link", name="自己留存").click()
    inspected.look("bundle ordered")
    page.get_by_role("button", name="生成案卷").click()
    inspected.look("bundle on its way")
    services.sweep_exports()
    inspected.visit("bundle done", f"{case}bundle/")
    inspected.visit("not found", f"{live_server.url}/cases/AN-2026-999999/")
    assert {"understood with an error", "wants", "you with an error", "respondents"} <= set(inspected.seen)
    assert inspected.sound()


def make_copies() -> None:
    for exhibit in Exhibit.objects.all():
        make_renditions(by=Actor.system("evidence"), exhibit_id=exhibit.pk)


def by_hand(inspected: Inspected, case: str) -> None:
    """A filing that the complainant hands in, to its form for what came back."""
    recipient = make_hand_recipient("12321")
    Recipient.objects.filter(channel="12321").exclude(pk=recipient.pk).delete()
    page = inspected.page
    inspected.visit("consent by hand", f"{case}send/12321/{recipient.pk}/")
    page.get_by_label("我看清了上面的内容").check()
    page.get_by_role("button", name="同意，生成材料给我看").click()
    page.get_by_role("button", name="定稿，我自己去递交").click()
    inspected.look("by hand")
    page.get_by_role("link", name="怎样递交").first.click()
    inspected.look("how to hand it in")
    page.go_back()
    page.locator("#id_handed-on").fill("")
    page.get_by_role("button", name="登记", exact=True).click()
    inspected.look("by hand with an error")


@pytest.mark.parametrize("kind", ["二次号", "不实催收"])
def test_the_questions_of_every_other_kind(inspected: Inspected, live_server: Any, kind: str) -> None:
    """The way, then every page on which a single matter is changed."""
    page = inspected.page
    consumer.start(page, live_server.url, kind)
    draft = page.url.rsplit("/", 2)[0]
    for now in consumer.pages_of_the_intake(page, files=False):
        inspected.look(now)
        if now == "understood":
            for box in page.locator("input[name=situations]").all():
                # Of one debt one situation is so: that it never was.
                if box.get_attribute("value") not in ("others_debt", "amount_wrong"):
                    box.check()
    page.get_by_text("还没有说的").click()
    single = [
        str(one.get_attribute("href")) for one in page.locator("main details a[href*='?then=review']").all()
    ]
    for address in single:
        inspected.visit(consumer.slug_of(address), live_server.url + address)
    assert draft in live_server.url + single[0]
    assert len(inspected.seen) > 8
    assert inspected.sound()


def test_the_desk(inspected: Inspected, live_server: Any, desk: Desk) -> None:
    filing = sent_through_the_house(desk, User.objects.create_user("consumer"))
    services.ask(by=Actor.of_user(desk.caseworker), filing=filing, question="哪一天？")
    services.answer(by=Actor.of_user(User.objects.get(username="consumer")), filing=filing, text="昨天。")
    sign_in(inspected.page, live_server.url, desk.caseworker.username, "/admin/")
    inspected.look("index")
    inspected.visit("queue", f"{live_server.url}/admin/filings/filing/")
    inspected.visit("case", f"{live_server.url}/admin/filings/filing/{filing.pk}/change/")
    file = f"{live_server.url}/admin/filings/filing/{filing.pk}/exhibits/{filing.exhibits[0]}/"
    inspected.visit("a file", f"{file}?size=2")
    inspected.visit("one's own place", f"{live_server.url}/admin/filings/filing/mine/")
    inspected.visit("my cases", f"{live_server.url}/cases/")
    inspected.visit("sign out", f"{live_server.url}/accounts/logout/")
    assert inspected.sound()


def test_the_pages_of_who_opens_no_case(inspected: Inspected, live_server: Any, desk: Desk) -> None:
    here = f"{live_server.url}/admin/filings/filing/"
    colleague = make_caseworker(desk.organisation, "tongshi")
    keeper, auditor = keeper_of(desk), keeper_of(desk, "auditor")
    by, today = Actor.of_user(keeper), timezone.localdate()
    set_identity(by=by, organisation=desk.organisation, identity="custodian")
    invite(by=by, organisation=desk.organisation, address="xin@example.cn", role="supervisor")
    member = colleague.memberships.get()
    set_leave(by=by, membership=member, first=today, last=today, deputy=desk.caseworker)
    for person, pages in (
        (
            keeper,
            ("members/", f"members/{desk.organisation.pk}/", f"members/{desk.organisation.pk}/{member.pk}/"),
        ),
        (auditor, ("records/",)),
    ):
        inspected.page.context.clear_cookies()
        may_sign_in(person)
        sign_in(inspected.page, live_server.url, person.username, "/admin/")
        inspected.look(f"index of {person.username}")
        for one in pages:
            inspected.visit(one, here + one)
    inspected.page.context.clear_cookies()
    token = re.search(r"/invitation/(\S+)/", last_mail())
    assert token
    inspected.visit("an invitation", f"{live_server.url}/invitation/{token[1]}/")
    assert inspected.sound()


def last_mail() -> str:
    send_account_mails()
    return str(mail.outbox[-1].body)


def tab_to(page: Page, target: str, *, most: int = 120) -> None:
    """Press Tab until the element that ``target`` selects has the focus, which must then be seen."""
    for _turn in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("target => document.activeElement.matches(target)", target):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"Tab never came to {target}")


def press_on(page: Page, words: str) -> None:
    """Come to the button or link with these words by Tab, and press Enter."""
    for _turn in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never came to “{words}”")


def type_into(page: Page, target: str, text: str) -> None:
    tab_to(page, target)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def type_day(page: Page, target: str) -> None:
    """Type 2025-11-01 in the order in which this browser asks for it."""
    tab_to(page, target)
    for typed in ("11012025", "20251101"):
        page.keyboard.type(typed)
        if page.evaluate("document.activeElement.value") == "2025-11-01":
            return
        for _part in range(2):
            page.keyboard.press("ArrowLeft")
    raise AssertionError(page.evaluate("document.activeElement.value"))


def test_a_filing_by_keyboard_alone(inspected: Inspected, live_server: Any) -> None:
    page = inspected.page
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    tab_to(page, "textarea[name=story]")
    page.keyboard.type("从来没有买过，天天收到广告短信")
    press_on(page, "开始")
    typed = {
        "understood": lambda: [type_day(page, f"input[name={name}]") for name in ("first", "last")],
        "you": lambda: by_hand_on_keys(page),
    }
    while consumer.slug(page) != "review":
        now = consumer.slug(page)
        typed.get(now, lambda: None)()
        press_on(page, "保存并继续")
        assert consumer.slug(page) != now, page.locator(".errors").inner_text()
    press_on(page, "内容属实，登记投诉")
    assert page.locator(".done .number").inner_text().startswith("AN-")
    assert inspected.watched.quiet()


def by_hand_on_keys(page: Page) -> None:
    """Leave the page wrong once: the summary of what is wrong leads by keyboard to the field."""
    press_on(page, "保存并继续")
    tab_to(page, ".errors a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "name"
    page.keyboard.type("王小宁")
    type_into(page, "input[name=phone]", "13900001234")
    tab_to(page, "select[name=region]")
    for _province in range(40):
        page.keyboard.press("ArrowDown")
        if page.evaluate("document.activeElement.value") == "310000":
            break
    tab_to(page, "input[name=agree]")
    page.keyboard.press("Space")
