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
    return re.split("[?#]", page.url)[0].rstrip("/").rsplit("/", 1)[-1]


def go_on(page: Page) -> None:
    page.get_by_role("button", name="保存并继续", exact=True).click()


def _story(page: Page) -> None:
    page.get_by_label("用您自己的话讲讲经过").fill(STORY)


def _message(page: Page) -> None:
    page.get_by_label("把短信全文粘贴到这里").fill(MESSAGE)
    page.get_by_label("对方的号码").fill("1069 0123 4567 8")
    page.get_by_label("收到的日期").fill("2025-11-03")


def _situations(page: Page) -> None:
    for name in ("没有同意就发来广告", "退订后仍然发来"):
        page.get_by_label(name, exact=True).check()


def _event(page: Page) -> None:
    page.get_by_label("最早是哪天？").fill("2025-11-01")
    page.get_by_label("最近一次是哪天？").fill("2025-11-11")


def _contacts(page: Page) -> None:
    page.get_by_label("一共多少次").fill("137")
    page.get_by_label("最多的一天有多少次").fill("100")


def _consent(page: Page) -> None:
    page.locator("input[name=consent__status][value=none]").check()


def _refusal(page: Page) -> None:
    page.locator("input[name=refusal__made][value=yes]").check()
    page.get_by_label("第一次拒绝是哪天？").fill("2025-11-04")
    page.get_by_label("拒绝之后又来了多少次").fill("120")


def _you(page: Page) -> None:
    page.get_by_label("姓名").fill("王小宁")
    page.get_by_label("受到打扰的手机或座机号码").fill("139 0000 1234")
    page.get_by_label("您在哪个省").select_option("310000")
    page.get_by_label("通讯地址").fill("示例市示例路 1 号")
    page.get_by_label("我已看过").check()


ANSWERS: dict[str, Callable[[Page], None]] = {
    "story": _story,
    "message": _message,
    "situations": _situations,
    "event": _event,
    "contacts": _contacts,
    "consent": _consent,
    "refusal": _refusal,
    "you": _you,
}


def start(page: Page, address: str, kind: str = "骚扰短信和电话") -> None:
    page.goto(address)
    page.get_by_label(re.compile(kind)).check()
    page.get_by_role("button", name="开始", exact=True).click()


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
            return
        if now == "files":
            if files:
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
