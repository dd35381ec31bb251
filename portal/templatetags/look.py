"""What every page may draw: telephone numbers to press, icons, and what is the same on every page."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from core.days import day_read, with_days_read
from core.language import house
from core.told import CHINESE, told

register = template.Library()

# Short numbers that people are told to call. Beside other digits, before a word of counting, or in the name of an office,
# it is none of them.
HOTLINES = ("110", "96110", "12345", "12348", "12321")
_HOTLINE = re.compile(
    rf"(?<![\w.+/#-])({'|'.join(HOTLINES)})(?![\d.%/-]|[a-zA-Z]|\s?(?:[条号元年月日次人件页分个]|网络不良|举报中心|平台))",
    re.A,
)
# Tags, and whole links, buttons and code: nothing in them is pressed.
_APART = re.compile(r"(<(a|button|code|script|title)\b.*?</\2>|<[^>]*>)", re.S)


@register.filter
def dialled(text: str) -> SafeString:
    """A text in which each hotline is a link that calls it: ``{{ words|dialled }}``, ``{% filter dialled %}``."""
    html, parts, at = str(conditional_escape(text)), [], 0
    for apart in _APART.finditer(html):
        parts += [_linked(html[at : apart.start()]), apart.group()]
        at = apart.end()
    return mark_safe("".join([*parts, _linked(html[at:])]))  # noqa: S308 - escaped above, and links of five numbers added


def _linked(text: str) -> str:
    return _HOTLINE.sub(r'<a class="tel" href="tel:\1">\1</a>', text)


@register.filter
def led(label: str) -> str:
    """The name of a field before what is wrong with it: a question has its own sign, a whole sentence is not said again."""
    words = str(label)
    if words.endswith(("。", ".")):
        return ""
    return words + (" " if words.endswith("?") else "" if words.endswith("？") else gettext("："))


@register.filter
def days(text: str) -> str:
    """A text of ours with every day in it as its reader writes one."""
    return with_days_read(text)


@register.filter(name="told")
def told_word(text: Any) -> Any:
    """A text of the corpus as its reader reads it."""
    return told(text)


@register.filter
def listed(items: Iterable[Any], between: str = "、") -> SafeString:
    """Things one after the other, as the language of the reader lists them."""
    return format_html_join(
        _(between), "{}", ((day_read(one) if isinstance(one, date) else told(one),) for one in items)
    )


@register.filter
def official(name: str) -> SafeString:
    """A word of an official form as it stands there, and for a reader of another language what it means."""
    if get_language() == house():
        return conditional_escape(name)
    said = gettext(name)
    shown = format_html('<span lang="{}">{}</span>', CHINESE, name)
    return shown if said == name else format_html('{} <span class="soft">{}</span>', shown, said)


@register.simple_tag
def law_is_chinese() -> SafeString:
    """Said to readers of other languages, above what the law says."""
    if get_language() == house():
        return mark_safe("")
    said = _("法律条文、文书和写给接收方的内容是中文，以中文为准；这里的翻译只帮您看懂。")
    return format_html('<p class="hint">{}</p>', said)


@register.simple_tag
def languages() -> SafeString:
    """A button for each language that a reader may change to, in its own words. Nothing of who reads stands in it."""
    others = [(code, name) for code, name in settings.LANGUAGES if code != get_language()]
    if not others:
        return mark_safe("")
    buttons = format_html_join(
        " ", '<button class="link" name="language" value="{0}" lang="{0}">{1}</button>', others
    )
    return format_html(
        '<form class="languages" method="post" action="{}" aria-label="{}">{}</form>',
        reverse("language"),
        _("语言"),
        buttons,
    )


class Once(Node):
    """Drawn once a process and language. Nothing of the page is known in there: what a variable would say is empty."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.drawn:
            self.drawn[language] = self.nodelist.render(context.new())
        return self.drawn[language]


@register.tag
def once(parser: Parser, token: Token) -> Once:
    """``{% once %}…{% endonce %}`` around what is the same for everybody on every page: words and links of the house."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodelist)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the sprite, beside words that say the same: it is hidden from who listens to the page."""
    place = f"{static('icons.svg')}#{name}"
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', place
    )


@register.simple_tag
def mails_leave() -> bool:
    """Whether this portal has a server that takes its mails: else none arrives, and a page says so."""
    return settings.EMAIL_LEAVES
