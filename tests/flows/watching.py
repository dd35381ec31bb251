"""What a browser page complained about while a test walked through it, and whether it fits the screen."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Dialog, Error, Page

_REPORT = """document.addEventListener('securitypolicyviolation',
  event => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))"""


@dataclass
class Watched:
    """Dialogs, errors of the console and breaches of the content policy, on every page that this tab opened."""

    page: Page
    dialogs: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def quiet(self) -> bool:
        assert self.dialogs == []
        assert self.problems == []
        return True


def watch(page: Page) -> Watched:
    """Watch a tab from now on. A status of 4xx that a form answers with is no problem of the page."""
    watched = Watched(page)

    def heard(message: ConsoleMessage) -> None:
        expected = "Failed to load resource: the server responded with a status of 4" in message.text
        if message.type == "error" and not expected:
            watched.problems.append(f"{page.url}: {message.text}")

    def asked(dialog: Dialog) -> None:
        watched.dialogs.append(dialog.message)
        dialog.dismiss()

    page.add_init_script(_REPORT)
    page.on("console", heard)
    page.on("pageerror", lambda error: watched.problems.append(f"{page.url}: {error}"))
    page.on("dialog", asked)
    page.set_default_timeout(20_000)
    return watched


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds wrong on the page, and in the dark with its colours: the rule and up to three places."""
    light = _axe(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    dark = _axe(page, runOnly=["color-contrast"])
    page.emulate_media(color_scheme="light")
    return light + [(f"{rule} in the dark", places) for rule, places in dark]


def _axe(page: Page, **options: Any) -> list[tuple[str, list[str]]]:
    """What is wrong alone: of a long page, telling all that is right costs more than finding what is not.

    A page that waits for later work exchanges a part of itself (``anew.js``). If it does so while axe walks through that
    part, axe breaks off instead of answering, and the page that now stands is looked at instead.
    """
    options["resultTypes"] = ["violations"]
    for looks_left in (2, 1, 0):
        try:
            found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
            break
        except Error:
            if not looks_left:
                raise
            page.wait_for_load_state()
    return [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found]


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than the screen; 0 when nothing scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


_TWICE = """() => {
  const root = document.documentElement, cuts = (one) => {
    const { overflowX, clipPath } = getComputedStyle(one);
    if (one.tagName === "INPUT") return false; // a field shows the part of its value that one is at
    return ["hidden", "clip"].includes(overflowX) && clipPath === "none" && one.scrollWidth > one.clientWidth + 1;
  };
  root.style.fontSize = "200%";
  const wide = root.scrollWidth - root.clientWidth;
  const cut = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility() && cuts(one));
  root.style.fontSize = "";
  return [...(wide > 0 ? [`${wide} px wider`] : []), ...cut.map((one) => one.outerHTML.slice(0, 100))];
}"""


def spilt_at_twice_the_size(page: Page) -> list[str]:
    """What does not fit the screen, or is cut, where all text is twice as large; of the page as it stands, folded."""
    return list(page.evaluate(_TWICE))
