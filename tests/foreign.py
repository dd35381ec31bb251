"""Chinese on a page of another language: what stands outside of passages that say that they are Chinese."""

import re
from collections.abc import Iterable
from html import unescape
from html.parser import HTMLParser

HAN = re.compile(r"[\u4e00-\u9fff]")
_READ_OUT = ("alt", "title", "aria-label", "placeholder", "value", "data-told", "data-title", "data-done")
_WITHOUT_END = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


class _Page(HTMLParser):
    def __init__(self, signs: re.Pattern[str] = HAN) -> None:
        super().__init__(convert_charrefs=True)
        self.signs = signs
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        before = self.open[-1][1] if self.open else False
        chinese = (given["lang"] or "").startswith("zh") if "lang" in given else before
        # What somebody typed stands in fields that give it back as it was.
        typed = tag == "textarea" or (tag == "input" and given.get("type") not in ("submit", "button"))
        for name in _READ_OUT:
            if not chinese and not (typed and name == "value") and not (tag == "option" and name == "value"):
                self._keep(given.get(name) or "", f"{tag} {name}")
        if tag not in _WITHOUT_END:
            self.open.append((tag, chinese or tag in ("textarea", "script", "style")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag not in _WITHOUT_END:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1][1]):
            self._keep(data, self.open[-1][0] if self.open else "")

    def _keep(self, text: str, where: str) -> None:
        if self.signs.search(text):
            self.found.append(f"{where}: {' '.join(text.split())}")


# A name of an institution or a statute may stand in brackets beside its translation.
_BESIDE = re.compile(r"[(（《][^()（）《》]*[)）》]")


def foreign_in(html: str, own: Iterable[str] = ()) -> list[str]:
    """The Chinese of a page that is in another language, but for words that people wrote themselves (``own``)."""
    page = _Page()
    page.feed(html)
    page.close()
    known = sorted(own, key=len, reverse=True)
    left = []
    for text in page.found:
        rest = _BESIDE.sub("", text)
        for words in known:
            rest = rest.replace(words, "")
        if HAN.search(rest):
            left.append(text)
    return left


# How a page marks what no catalogue knew, where it is made to tell that from what is Chinese on purpose.
UNTOLD = '<i data-untold="" lang="zh-Hans">{}</i>'


def untold_in(html: str) -> list[str]:
    """The passages of such a page."""
    return [unescape(one).strip() for one in re.findall(UNTOLD.format("(.*?)"), html, re.S)]


# In its reader's own words no day is 2026-11-03; what programs read, names of files and papers may have it.
_ISO = re.compile(r"(?<![\w./-])\d{4}-\d{2}-\d{2}(?![\w/-]|\.\w)")


def iso_days_in(html: str) -> list[str]:
    """Where a page says a day as programs do."""
    page = _Page(_ISO)
    page.feed(html)
    page.close()
    return [one for one in page.found if not one.startswith("text: ")]  # a telephone that is drawn


def wide_in(html: str) -> list[str]:
    """Where a page in a language of other letters has the signs of Chinese, but for what is marked as Chinese."""
    page = _Page(re.compile("[，。：；、（）]"))
    page.feed(html)
    page.close()
    return [one for one in page.found if page.signs.search(_BESIDE.sub("", one))]
