"""The pictures of the README, taken of a portal that runs with its demo: ``make run``, then ``make pictures``.

    python -m tests.pictures http://127.0.0.1:8000 .anning/accounts.txt

Files one more complaint there, of an invented person. Writes docs/pictures/consumer.png and desk.png.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browsers import CHROMIUM, LEFT_OUT, OFFLINE
from tests.flows import ways

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PHONE = {"width": 390, "height": 1000}
DESK = {"width": 1280, "height": 1000}
GAP, BETWEEN = 18, (211, 221, 217)
SCALE = 0.75  # of the signs on the pages: the README is read at half its width


def main() -> None:
    address, accounts = sys.argv[1], Path(sys.argv[2]).expanduser()
    if CHROMIUM is None:
        raise SystemExit(LEFT_OUT)
    passwords = dict(line.split()[:2] for line in accounts.read_text().splitlines() if line.strip())
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        beside(_of_a_consumer(browser, address, passwords), PICTURES / "consumer.png")
        beside(_of_the_desk(browser, address, passwords), PICTURES / "desk.png")
        browser.close()


def _of_a_consumer(browser: Browser, address: str, passwords: dict[str, str]) -> list[bytes]:
    """What they tell, what was understood, the receipt, and in the dark a case that was decided."""
    taken: list[bytes] = []

    def kept(page: Page, name: str) -> None:
        if name in ("tell", "understood", "receipt"):
            taken.append(page.screenshot())

    page = _page(browser, PHONE)
    ways.walk(page, address, ways.H, "story", read=lambda: None, kept=kept)
    dark = _page(browser, PHONE, color_scheme="dark")
    _sign_in(dark, address, "consumer", passwords)
    dark.goto(f"{address}/cases/")
    dark.locator("main a[href^='/cases/AN-']").first.click()
    dark.wait_for_load_state()
    return [*taken, dark.screenshot()]


def _of_the_desk(browser: Browser, address: str, passwords: dict[str, str]) -> list[bytes]:
    """The queue, and the case that was heard of last."""
    page = _page(browser, DESK)
    _sign_in(page, address, "caseworker", passwords)
    page.goto(f"{address}/admin/filings/filing/?tab=all")
    queue = page.screenshot()
    page.locator("#result_list a[href*='/change/']").first.click()
    page.wait_for_load_state()
    return [queue, page.screenshot()]


def _page(browser: Browser, size: dict[str, int], **more: str) -> Page:
    context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", **more)  # type: ignore[arg-type]
    return context.new_page()


def _sign_in(page: Page, address: str, name: str, passwords: dict[str, str]) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(passwords[name])
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def beside(shots: list[bytes], place: Path) -> None:
    """The pictures in a row, as one file."""
    pictures = [Image.open(io.BytesIO(one)).convert("RGB") for one in shots]
    width = sum(one.width for one in pictures) + GAP * (len(pictures) - 1)
    row = Image.new("RGB", (width, pictures[0].height), BETWEEN)
    left = 0
    for one in pictures:
        row.paste(one, (left, 0))
        left += one.width + GAP
    small = row.resize((round(row.width * SCALE), round(row.height * SCALE)), Image.Resampling.LANCZOS)
    small.quantize(128).save(place, optimize=True)


if __name__ == "__main__":
    main()
