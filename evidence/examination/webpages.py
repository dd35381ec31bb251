"""Web pages as text: the words that they show, where their links lead, and a remark for what they carry."""

import re
from html.parser import HTMLParser

from evidence.examination.payloads import without_files

_BEGINS = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.DOTALL
)
_UNSEEN = {"script", "style", "template"}
_LINES = {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
          "header", "footer", "blockquote", "pre", "hr", "form", "title", "dt", "dd", "option", "address", "center"}  # fmt: skip
_KEEP_SPACES = {"pre", "textarea"}
_CARRIED = re.compile(r"data:[\w.+-]*/?[\w.+-]*[;,][^\s\"'<>()]*", re.IGNORECASE)
_LEADS = ("http:", "https:", "tel:", "sms:", "mailto:", "ftp:", "weixin:", "alipays:", "//")


class _Reader(HTMLParser):
    """Collects what is seen, line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.unseen = self.spaced = 0
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in _LINES:
            self.said.append("\n")
        elif tag in ("td", "th"):
            self.said.append("\t")
        self.unseen += tag in _UNSEEN
        self.spaced += tag in _KEEP_SPACES
        if tag == "a":
            self.links.append((told.pop("href", ""), len(self.said)))
        elif tag in ("img", "video", "audio", "source", "iframe", "embed", "object"):
            leads = told.pop("src", "") or told.pop("data", "")
            name = "图片" if tag == "img" else "嵌入的内容"
            self.said.append(f"〔{name}：{told.pop('alt', '')} {self._shown(leads)}〕")
        elif tag in ("input", "button") and told.get("type", "").lower() not in ("hidden", "password"):
            self.said.append(" " + told.pop("value", "") + " ")
        for value in told.values():
            self._carried(value)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("script", "style"):  # of these, a reader takes the end for none
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in _KEEP_SPACES:
            self.spaced = max(0, self.spaced - 1)
        elif tag == "a" and self.links:
            leads, place = self.links.pop()
            words = "".join(self.said[place:]).strip()
            if (shown := self._shown(leads)) and shown not in words:
                self.said.append(f"〈{shown}〉")
        if tag in _LINES:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if self.unseen:
            self._carried(data)
        else:
            self.said.append(data if self.spaced else re.sub(r"\s+", " ", data))

    def _shown(self, leads: str) -> str:
        leads = leads.strip()
        if leads.lower().startswith("data:"):
            return re.sub(r"\s+", "", leads)
        return leads if leads.lower().startswith(_LEADS) else ""

    def _carried(self, words: str) -> None:
        """A file in an attribute, a style or a script: its remark, and nothing else of it."""
        for found in _CARRIED.findall(words):
            if (told := without_files(found)) != found:
                self.said.append(f"\n{told}\n")


def is_page(text: str) -> bool:
    return bool(_BEGINS.match(text[:4096]))


def page_text(text: str) -> str:
    """The words of a page, a line for each of its blocks."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    for leads, _place in reader.links:  # of what the page left open
        if shown := reader._shown(leads):
            reader.said.append(f"〈{shown}〉")
    lines = (re.sub(r" *\t *", "\t", line).strip(" ") for line in "".join(reader.said).split("\n"))
    kept = [line.lstrip("\t") for line in lines if line.strip()]
    return "\n".join(kept) + "\n" if kept else "〔这个网页没有可以显示的文字〕\n"
