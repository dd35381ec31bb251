"""A consumer's way through the intake in a browser: an invented harassment case, page after page."""

import io
import re
from collections.abc import Callable, Iterator

from PIL import Image, ImageDraw
from playwright.sync_api import Page

STORY = "我从来没有在这家店买过东西。双十一前后天天收到广告，我回复了 R，第二天又来。"
MESSAGE = "【示例旗舰店】双十一预售开启，满200减60，最后5小时！拒收请回复R"
ANSWER = "我在 11 月 4 日回复过 R，截图已经上传。"


def screenshot() -> bytes:
    """A drawn screen of a telephone with a few grey lines for the words of a message."""
    image = Image.new("RGB", (360, 640), "#f2f2f2")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((20, 60, 320, 220), 14, fill="white")
    for row in range(4):
        draw.line((40, 95 + row * 30, 300 - row * 20, 95 + row * 30), "#777", 6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def slug(page: Page) -> str:
    return slug_of(page.url)


def slug_of(address: str) -> str:
    return re.split("[?#]", address)[0].rstrip("/").rsplit("/", 1)[-1]


def go_on(page: Page) -> None:
    page.get_by_role("button", name="保存并继续", exact=True).click()


# What was understood is folded: only what is open is filled in.
OPEN = {
    "对方的号码": "1069 0123 4567 8",
    "这条短信是哪天收到的？": "2025-11-03",
    "最早的一次是哪天？": "2025-11-01",
    "最近的一次是哪天？": "2025-11-11",
    "到现在一共多少次？": "137",
}


def _understood(page: Page) -> None:
    for label, value in OPEN.items():
        field = page.get_by_label(label)
        if field.count() and field.is_visible():
            field.fill(value)
    for name in ("没有同意就发来广告", "退订后仍然发来"):
        box = page.get_by_label(name, exact=True)
        if box.count() and box.is_visible():
            box.check()
    if not page.locator("input[name=situations]:checked").count():
        page.locator("input[name=situations]").first.check()


def _wants(page: Page) -> None:
    page.get_by_label("不要再打扰我").check()
    if page.get_by_label("第一次拒绝是哪天？").count():
        page.get_by_label("第一次拒绝是哪天？").fill("2025-11-04")
    if page.get_by_label("拒绝之后又来了多少次").count():
        page.get_by_label("拒绝之后又来了多少次").fill("120")


def _you(page: Page) -> None:
    page.get_by_label("姓名").fill("王小宁")
    page.get_by_label("受到打扰的手机或座机号码").fill("139 0000 1234")
    page.get_by_label("您在哪个省").select_option("310000")
    page.get_by_text("通讯地址、身份证号").click()
    page.get_by_label("通讯地址").fill("示例市示例路 1 号")
    page.get_by_label("我已看过").check()


ANSWERS: dict[str, Callable[[Page], None]] = {
    "understood": _understood,
    "wants": _wants,
    "you": _you,
}


def start(page: Page, address: str, kind: str = "") -> None:
    """Paste the message and tell the story; or, of another kind, tell nothing and choose it."""
    page.goto(address)
    if kind:
        page.get_by_text("手边没有短信，也不想写").click()
        page.get_by_label(re.compile(kind)).check()
    else:
        page.get_by_label("收到的短信，原样粘贴到这里").fill(MESSAGE)
        page.get_by_label("用您自己的话讲讲经过").fill(STORY)
    page.get_by_role("button", name="开始", exact=True).click()
    page.wait_for_url("**/drafts/**")


def attach(page: Page, name: str = "短信截图.png", content: bytes | None = None) -> None:
    page.get_by_label("选择文件").set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": content or screenshot()}
    )
    page.get_by_role("button", name="上传", exact=True).click()


def pages_of_the_intake(page: Page, *, files: bool = True) -> Iterator[str]:
    """Answer page after page up to the review; gives the name of every page while it is open, before it is answered."""
    while True:
        now = slug(page)
        yield now
        if now == "review":
            if not files:
                return
            files = False
            page.get_by_text("还没有说的").click()
            page.get_by_role("link", name="证据文件").click()
            continue
        if now == "files":
            attach(page)
            page.get_by_text("已原样封存，编为第 1 号").wait_for()
            page.get_by_role("link", name="继续", exact=True).click()
            continue
        ANSWERS.get(now, lambda _page: None)(page)
        go_on(page)
        assert slug(page) != now, page.locator(".errors").inner_text()


def file(page: Page) -> str:
    """From the review to the receipt; the complaint's number."""
    page.get_by_role("button", name="内容属实，登记投诉").click()
    return page.locator(".done .number").inner_text()
