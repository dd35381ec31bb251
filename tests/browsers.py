"""A real browser: Debian's Chromium, kept offline. Without it the tests that need it are left out, by name."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LEFT_OUT = "Chromium is not installed (apt install chromium, or ANNING_INSTALL_BROWSER=1 make test as root)"
OFFLINE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if CHROMIUM is None:
        pytest.skip(LEFT_OUT)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": OFFLINE}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A phone that reads Chinese; a test of the desk widens its own page."""
    return {
        **browser_context_args,
        "viewport": PHONE,
        "has_touch": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "service_workers": "block",  # the page for no network has its own tests
    }


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"page", "browser", "context", "new_context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = [report.nodeid for report in skipped if LEFT_OUT in str(report.longrepr)]
    if left_out:
        terminalreporter.section("tests left out: no browser")
        for name in sorted(set(left_out)):
            terminalreporter.line(name)
        terminalreporter.line(LEFT_OUT)


def screenshots() -> Path:
    """Where a test may leave pictures of pages; ignored by git."""
    folder = Path("test-results")
    folder.mkdir(exist_ok=True)
    return folder


def photograph(page: Page, name: str) -> None:
    """A picture of the whole page, for people who ask for it (``ANNING_PICTURES=1``): no test looks at it."""
    if os.environ.get("ANNING_PICTURES"):
        page.screenshot(path=screenshots() / f"{name}.png", full_page=True)
