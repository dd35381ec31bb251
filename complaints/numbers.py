"""Numbers of people and companies: telephone, identity, credit code, e-mail. Pure: one form in, however it was written.

The form that these functions give is the one that is kept, indexed and searched for. What is no such number raises
``NumberError`` with the reason; a reason is said only of what is so.
"""

import re
from dataclasses import dataclass
from datetime import date

import phonenumbers
from stdnum.cn import uscc

from core.written import plain

OLDEST = date(1880, 1, 1)  # nobody who was born before lives
EXTENSION = "转"  # stands between a number and the extension behind it: 01012345678转801


class NumberError(ValueError):
    """Why something is no such number: ``signs length abroad`` and, of an identity number, ``old born future check``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# ── Telephones ───────────────────────────────────────────────────────────────────────────────────────────────────────
_LONGEST = 200  # signs, unseen ones included; what is longer is no number, and is not looked through for one
_EXTENSION = re.compile(
    r"[\s,;.-]*(?:[转轉]接?|分机号?|分機|内线|(?:ext(?:ension|n)?|x)\.?|[#,;pw])[\s:.-]*(\d{1,6})$",
    re.IGNORECASE,
)
# 010-12345678-801, behind a whole fixed number alone.
_BEHIND_A_DASH = re.compile(r"(?<=\d{7})\s?-\s?(\d{1,5})$")
_BEFORE = re.compile(r"^(?:tel|phone|mobile|电话|手机|座机)\s*[:.]?\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\-().·•/_~ー─━〜'\"“”‘’]")
_HOME = re.compile(r"(?:\+|00)86")
_ABROAD = re.compile(r"(?:\+|00)(?!86)")
_MOBILE, _AREA = r"1[3-9]\d{9}", r"(?:10|2\d|[3-9]\d\d)[1-9]\d{6,7}"
_KEPT = re.compile(rf"{_MOBILE}|0[1-9]\d{{8,10}}|[2-9]\d{{6,7}}", re.ASCII)
# Who writes +852 without its plus.
_NEAR = re.compile(r"(?:852|853)\d{8}|886\d{8,10}")


def telephone(given: str, *, abroad: bool = False) -> str:
    """A mobile or fixed number, digits only, an extension behind 转; with ``abroad`` also one of elsewhere: +85291234567.

    NumberError for what is none; its reason is ``abroad`` where the number is one of elsewhere and none is asked for.
    """
    if len(given) > _LONGEST:
        raise NumberError("signs")
    text, extension = _without_extension(_BEFORE.sub("", plain(given).strip()))
    number = _BETWEEN.sub("", text)
    if _ABROAD.match(number):
        return _elsewhere(number, abroad) + extension
    home = _at_home(number)
    if _KEPT.fullmatch(home):
        return home + extension
    if _NEAR.fullmatch(number):
        return _elsewhere(f"+{number}", abroad) + extension
    raise NumberError("signs")


def _without_extension(text: str) -> tuple[str, str]:
    if found := _EXTENSION.search(text):
        return text[: found.start()], f"{EXTENSION}{found[1]}"
    found = _BEHIND_A_DASH.search(text)
    if found and re.fullmatch(rf"0{_AREA}", _at_home(_BETWEEN.sub("", text[: found.start()]))):
        return text[: found.start()], f"{EXTENSION}{found[1]}"
    return text, ""


def _at_home(number: str) -> str:
    """Without the country's code, and with the 0 that stands before an area but before no mobile."""
    rest = _HOME.sub("", number, count=1) if _HOME.match(number) else number
    if rest == number and re.fullmatch(rf"86(?:{_MOBILE}|0?{_AREA})", number):
        rest = number[2:]
    if re.fullmatch(rf"0{_MOBILE}", rest):
        return rest[1:]
    return f"0{rest}" if rest != number and re.fullmatch(_AREA, rest) else rest


def _elsewhere(number: str, asked: bool) -> str:
    try:
        found = phonenumbers.parse(re.sub(r"^00", "+", number))
    except phonenumbers.NumberParseException:
        raise NumberError("signs") from None
    if not phonenumbers.is_possible_number(found):
        raise NumberError("signs")
    if not asked:
        raise NumberError("abroad")
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def trunk(given: str) -> str:
    """By what a telephone is found again: its number without the extension; the bare digits of what is no telephone."""
    digits = re.sub(r"\D", "", plain(given))
    for written in (given, digits):
        try:
            return telephone(written, abroad=True).partition(EXTENSION)[0]
        except NumberError:
            continue
    return digits


# ── Identity numbers ─────────────────────────────────────────────────────────────────────────────────────────────────
# Signs that look like the X in the last place.
_LIKE_X = str.maketrans("×χΧхХ✕✖", "XXXXXXX")


@dataclass(frozen=True)
class Identity:
    """An identity number of 18 places, and what it says: day of birth, and gender by its last but one digit."""

    number: str
    born: date

    @property
    def male(self) -> bool:
        return int(self.number[-2]) % 2 == 1


def identity(given: str, *, today: date | None = None) -> Identity:
    """By length, day of birth and check digit alone (GB 11643): areas come and go, and no list has them all.

    So are residents of Hong Kong, Macao and Taiwan (81, 82, 83) and foreigners (9). With ``today``, born by then.
    """
    number = _BETWEEN.sub("", plain(given)).upper().translate(_LIKE_X)
    if re.fullmatch(r"[0-9]{15}", number):
        raise NumberError("old")
    if not re.fullmatch(r"[0-9]*X?", number):
        raise NumberError("signs")
    if len(number) != 18:
        raise NumberError("length")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise NumberError("born") from None
    if born < OLDEST:
        raise NumberError("born")
    if today is not None and born > today:
        raise NumberError("future")
    if _check_digit(number) != number[-1]:
        raise NumberError("check")
    return Identity(number, born)


def is_identity(given: str) -> bool:
    try:
        return bool(identity(given))
    except NumberError:
        return False


def _check_digit(number: str) -> str:
    """ISO 7064 MOD 11-2 over the first seventeen places."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11]


# ── Companies and mail ───────────────────────────────────────────────────────────────────────────────────────────────
def credit_code(given: str) -> str:
    """A unified social credit code (GB 32100): 18 digits and capitals without I, O, S, V, Z; the last one checks."""
    code = _BETWEEN.sub("", plain(given)).upper()
    if not re.fullmatch(r"[0-9A-Z]*", code):
        raise NumberError("signs")
    if len(code) != 18:
        raise NumberError("length")
    if not re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]*", code):
        raise NumberError("signs")
    if uscc.calc_check_digit(code) != code[-1]:
        raise NumberError("check")
    return code


def mail_address(given: str) -> str:
    """An address in its plain form, without any blank; whether it is one is for the form to say."""
    return re.sub(r"\s", "", plain(given))
