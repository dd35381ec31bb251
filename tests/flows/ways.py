"""The three kinds of complaint told in three ways, with what each page of the intake is answered. Invented people."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.evidence.screens import IPHONE, Date, Said, as_png, screen
from tests.flows import consumer

H, N, F = "harassment", "second_hand_number", "fake_collection"
WAYS = ("paste", "story", "screenshot")


@dataclass(frozen=True)
class Account:
    """What somebody pastes, tells, or has on a screenshot; the kind where it is not told without doubt."""

    message: str
    story: str
    situations: tuple[str, ...]
    sender: str = "1069012345678"
    doubted: bool = field(default=False)  # whether the message alone leaves the kind open


ACCOUNTS = {
    H: Account(
        "【示例旗舰店】双十一预售开启，满200减60，最后5小时！拒收请回复R",
        "我从来没有在这家店买过东西。双十一前后天天收到广告短信，一共收到 80 条，我回复了 R，第二天又来。",
        ("no_consent", "optout_ignored"),
    ),
    N: Account(
        "【示例小贷】陈建华，您的借款已逾期12天，欠款3560元，请今日还清",
        "我新办的手机号是别人用过的二次号，营业员没有告诉我。天天接到找前机主的催收电话，支付宝还绑着别人的账号。",
        ("number_not_disclosed", "former_holder_pursued"),
        doubted=True,
    ),
    F: Account(
        "【示例金服】您在我司借款逾期未还，欠款5000元，今日不还将上门，并通知您的单位和家人",
        "我从来没有借过钱，有人从2026年11月1日起天天打电话说我欠了5000元，一天打20个，还骂人，威胁要上门。",
        ("no_debt",),
        doubted=True,
    ),
}


@dataclass
class Walked:
    """Of one way to the receipt: its pages in order, the open questions and the screens of each."""

    pages: list[str] = field(default_factory=list)
    controls: list[int] = field(default_factory=list)
    screens: list[float] = field(default_factory=list)

    def line(self) -> str:
        return f"{len(self.pages)},{sum(self.controls)},{round(sum(self.screens), 1)}"


COUNT = """() => {
  const asked = new Set();
  for (const one of document.querySelectorAll("main input, main select, main textarea")) {
    if (["hidden", "submit"].includes(one.type) || !one.checkVisibility()) continue;
    const group = ["radio", "checkbox"].includes(one.type) && one.closest("fieldset");
    asked.add(group || one);
  }
  return [asked.size, document.documentElement.scrollHeight / window.innerHeight];
}"""


def look(page: Page, walked: Walked, name: str, *, kept: Callable[[Page, str], None] | None = None) -> None:
    page.wait_for_load_state()
    controls, screens = page.evaluate(COUNT)
    walked.pages.append(name)
    walked.controls.append(controls)
    walked.screens.append(screens)
    if kept is not None:
        kept(page, name)


def picture(account: Account) -> bytes:
    items = [Date("2026年11月3日 18:03"), Said(account.message)]
    return as_png(screen(account.sender, items, IPHONE))


def walk(
    page: Page,
    address: str,
    kind: str,
    way: str,
    *,
    read: Callable[[], None],
    kept: Callable[[Page, str], None] | None = None,
) -> Walked:
    """From the front page to the receipt: only what is asked is answered, and only what somebody knows."""
    account, walked = ACCOUNTS[kind], Walked()
    page.goto(address)
    look(page, walked, "tell", kept=kept)
    if way == "paste":
        page.get_by_label("收到的短信，原样粘贴到这里").fill(account.message)
    elif way == "story":
        page.get_by_label("用您自己的话讲讲经过").fill(account.story)
    else:
        file = {"name": "短信.png", "mimeType": "image/png", "buffer": picture(account)}
        page.get_by_label("短信截图").set_input_files(file)
    page.get_by_role("button", name="开始", exact=True).click()
    page.get_by_role("button", name="开始", exact=True).wait_for(state="detached")
    if way == "screenshot":
        page.get_by_text("正在检查图片").wait_for()
        read()
        page.goto(page.url)
        page.get_by_role("button", name="用这段文字").wait_for()
        look(page, walked, "screenshot", kept=kept)
        page.get_by_role("button", name="用这段文字").click()
    answer(page, walked, kind, kept=kept)
    page.get_by_role("button", name="内容属实，登记投诉").click()
    page.locator(".done .number").wait_for()
    look(page, walked, "receipt", kept=kept)
    return walked


def answer(page: Page, walked: Walked, kind: str, *, kept: Callable[[Page, str], None] | None = None) -> None:
    """The pages from what was understood to the review."""
    while (now := consumer.slug(page)) != "review":
        assert now not in walked.pages, f"{now} is asked again"
        look(page, walked, now, kept=kept)
        ANSWERED[now](page, kind)
        consumer.go_on(page)
        assert consumer.slug(page) != now, page.locator(".errors").inner_text()
    look(page, walked, "review", kept=kept)


def _fill(page: Page, label: str, value: str) -> None:
    field = page.get_by_label(label, exact=True)
    if field.count() and field.first.is_visible() and not field.first.input_value():
        field.first.fill(value)


def _tick(page: Page, kind: str) -> None:
    for one in ACCOUNTS[kind].situations:
        box = page.locator(f"input[name=situations][value={one}]")
        if box.count() and box.is_visible():
            box.check()


def _understood(page: Page, kind: str) -> None:
    choice = page.locator(f"input[name=kind][value={kind}]")
    if choice.is_visible():
        choice.check()
    _tick(page, kind)
    _fill(page, "这条短信是哪天收到的？", "2026-11-03")
    _fill(page, "最早的一次是哪天？", "2026-11-01")
    _fill(page, "最近的一次是哪天？", "2026-11-11")
    _fill(page, "到现在一共多少次？", "80")


def _wants(page: Page, kind: str) -> None:
    _tick(page, kind)
    page.get_by_label("不要再打扰我").check()


def _you(page: Page, _kind: str) -> None:
    page.get_by_label("姓名", exact=True).fill("王小宁")
    page.get_by_label("受到打扰的手机或座机号码").fill("139 0000 1234")
    page.get_by_label("您在哪个省").select_option("310000")
    page.get_by_label("我已看过").check()


ANSWERED: dict[str, Callable[[Page, str], None]] = {
    "understood": _understood,
    "wants": _wants,
    "you": _you,
}
