"""Reading a page as a browser under the strict policy would: what it holds that the policy forbids."""

from html.parser import HTMLParser
from typing import Any


class Forbidden(HTMLParser):
    """Collects inline scripts, inline styles, handlers and ``javascript:`` addresses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.text: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (
            tag == "script" and not given.get("src") and "json" not in (given.get("type") or "")
        ) or tag == "style":
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = name in ("href", "src", "action", "formaction") and (value or "").strip().lower()
            if name == "style" or name.startswith("on") or (address and address.startswith("javascript:")):
                self.found.append(f"<{tag} {name}={value!r}>")
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.text.append(data)


def forbidden(response: Any) -> list[str]:
    """What the content security policy would stop; empty for a sound page."""
    return _read(response).found


def words(response: Any) -> str:
    """The text of a page as a reader sees it."""
    return " ".join(" ".join(_read(response).text).split())


def _read(response: Any) -> Forbidden:
    reader = Forbidden()
    reader.feed(response.content.decode())
    reader.close()
    return reader
