"""A reader without script: http.client, cookies, and the forms that a page holds."""

import http.client
import uuid
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit


@dataclass
class Form:
    """A form with what a browser would send: fields as they stand, and its buttons apart."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    files: bool = False


class _Reader(HTMLParser):
    """Collects forms, links and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._form: Form | None = None
        self._select = self._area = self._link = ""
        self._words: list[str] = []
        self._button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"))
            self._form.files = given.get("enctype") == "multipart/form-data"
            self.forms.append(self._form)
        elif tag == "a":
            self._link, self._words = given.get("href", ""), []
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        kind = given.get("type", "text")
        if tag == "button":
            self._button, self._words = True, []
        elif tag == "textarea":
            self._area, self._words = name, []
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            form.fields.append((self._select, given.get("value", "")))
        elif tag == "input" and name and kind not in ("file", "submit"):
            if kind in ("radio", "checkbox") and "checked" not in given:
                return
            form.fields.append((name, given.get("value", "on" if kind == "checkbox" else "")))

    def handle_endtag(self, tag: str) -> None:
        words = "".join(self._words).strip()
        if tag == "a" and self._link:
            self.links.append((self._link, words))
            self._link = ""
        elif tag == "textarea" and self._form is not None and self._area:
            self._form.fields.append((self._area, words))
            self._area = ""
        elif tag == "button" and self._form is not None and self._button:
            self._form.buttons.append(words)
            self._button = False
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        self.text.append(data)


@dataclass
class Shown:
    """An answer of the server."""

    address: str
    status: int
    body: bytes
    headers: dict[str, str]

    def __post_init__(self) -> None:
        self._reader = _Reader()
        if "html" in self.headers.get("content-type", ""):
            self._reader.feed(self.body.decode())

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._reader.text).split())

    def link(self, words: str, *, within: str = "") -> str:
        """The address of the first link with these words; one with no others comes before all."""
        links = sorted(self._reader.links, key=lambda one: one[1] != words)
        return next(urljoin(self.address, href) for href, text in links if words in text and within in href)

    def form(self, button: str) -> Form:
        return next(one for one in self._reader.forms if any(button in words for words in one.buttons))


class Visitor:
    """Follows redirects, keeps cookies, sends forms as a browser does; runs nothing."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Shown:
        return self._ask("GET", urljoin(self.address, path), b"", "")

    def send(
        self,
        page: Shown,
        button: str,
        answers: dict[str, str | list[str]] | None = None,
        *,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> Shown:
        """Send the form with this button: what the page shows, changed by ``answers``."""
        form = page.form(button)
        fields = [one for one in form.fields if one[0] not in (answers or {})]
        for name, value in (answers or {}).items():
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        address = urljoin(page.address, form.action or page.address)
        if not form.files:
            return self._ask("POST", address, urlencode(fields).encode(), "application/x-www-form-urlencoded")
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields
        ]
        for name, (filename, content) in (files or {}).items():
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        return self._ask("POST", address, body, f"multipart/form-data; boundary={edge}")

    def _ask(self, method: str, address: str, body: bytes, content_type: str) -> Shown:
        for _turn in range(8):
            shown = self._once(method, address, body, content_type)
            if shown.status not in (301, 302, 303):
                return shown
            method, body, content_type = "GET", b"", ""
            address = urljoin(address, shown.headers["location"])
        raise AssertionError(f"too many redirects: {address}")

    def _once(self, method: str, address: str, body: bytes, content_type: str) -> Shown:
        where = urlsplit(address)
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if content_type:
            headers["Content-Type"] = content_type
        path = where.path + (f"?{where.query}" if where.query else "")
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        content = answer.read()
        given = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return Shown(address, answer.status, content, given)
