"""Numbers of people and companies: however they are written they are kept, indexed and found as one; wrong ones say why."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from complaints.forms import ResumeForm, YouForm
from complaints.forms.people import WRONG, RespondentForm
from complaints.models import Complaint
from complaints.numbers import NumberError, credit_code, identity, is_identity, telephone, trunk
from complaints.reading import describe
from complaints.services import telephone_index
from core.fields import blind_index
from core.written import INVISIBLE_SIGNS, placed, plain, visible, wide
from evidence.examination.places import IDENTITY, PHONE, places
from filings.desk.search import _forms_of
from filings.services.sending.content import _from_identity
from tests.callers import caller, filing
from tests.cases import make_user

EXTENSIONS = ["", "转801", " 转 801", "转接801", "轉801", "分机801", "分机号：801", "转８０１"]
EXTENSIONS += ["ext801", " ext. 801", " Ext 801", "x801", "#801", ",801"]
UNSEEN = "\u200b\u200e\u200f\u202a\u202c\u202d\u202e\u2060\u2066\u2069\ufeff\u00ad\u2068\ufe0f"
SEPARATORS = [" ", "-", "–", "—", "\u2011", "－", "\u2212", ".", "·", "\u3000", "\u00a0", "", ""]
OTHER_DIGITS = [0x30, 0x30, 0xFF10, 0x0660, 0x1D7CE]


def identity_number(area: str, born: date, sequence: str) -> str:
    """An invented one with the right check digit."""
    body = f"{area}{born:%Y%m%d}{sequence}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    )


@st.composite
def decorated(draw: Any, groups: list[str], separators: list[str] = SEPARATORS) -> str:
    """The same number with other digits, other signs between its groups, and signs that nobody sees."""
    between = draw(st.sampled_from(separators))
    written = between.join(groups)
    base = draw(st.sampled_from(OTHER_DIGITS))
    written = "".join(chr(base + int(sign)) if sign in "0123456789" else sign for sign in written)
    for place in draw(st.lists(st.integers(0, len(written)), max_size=5)):
        written = written[:place] + draw(st.sampled_from(UNSEEN)) + written[place:]
    return written


def you(phone: str, *, capacity: str = "", **more: Any) -> YouForm:
    given = {"name": "王小宁", "phone": phone, "region": "310000", "agree": True, **more}
    return YouForm(given, capacity=capacity)


def kept(phone: str, **more: Any) -> str:
    form = you(phone, **more)
    assert form.is_valid(), (phone, form.errors)
    return str(form.cleaned_data["phone"])


# ── Telephones ───────────────────────────────────────────────────────────────────────────────────────────────────────
@given(
    decorated(["139", "0000", "1234"]),
    st.sampled_from(["", "+86", "+86 ", "+86-", "0086", "0086-", "86", "86 ", "(+86)", "tel:", "0"]),
)
def test_a_mobile_number_is_one_however_it_is_written(written: str, before: str) -> None:
    """Kept, indexed and looked for in one form."""
    given = before + written
    assert kept(given) == "13900001234"
    assert telephone_index(given) == blind_index("13900001234")
    assert "13900001234" in _forms_of(given)


@given(
    st.sampled_from([["010", "12345678"], ["010", "1234", "5678"], ["+86", "10", "12345678"], ["8610", "12345678"],
                     ["0086", "10", "12345678"], ["+86", "010", "12345678"]]).flatmap(decorated),
    st.sampled_from(EXTENSIONS),
)  # fmt: skip
def test_a_fixed_number_is_one_with_its_extension_behind_it(written: str, extension: str) -> None:
    form = f"01012345678{'转801' if extension else ''}"
    assert kept(written + extension) == form
    assert (
        telephone_index(written + extension) == telephone_index("01012345678") == blind_index("01012345678")
    )
    assert "01012345678" in _forms_of(written + extension)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("010-12345678-801", "01012345678转801"),
        ("028 1234567-12", "0281234567转12"),
        ("010-1234-5678", "01012345678"),
        ("139-0000-1234", "13900001234"),
        ("8613900001234", "13900001234"),
        ("867551234567", "07551234567"),
        ("62345678", "62345678"),
        ("02812345678", "02812345678"),
    ],
)
def test_what_was_kept_before_is_kept_so_again(written: str, number: str) -> None:
    assert kept(written) == number
    assert kept(number) == number
    assert trunk(number) == number.partition("转")[0]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+852 9123 4567", "+85291234567"),
        ("00853-6612-3456", "+85366123456"),
        ("８５２ ９１２３ ４５６７", "+85291234567"),
        ("+886 912 345 678", "+886912345678"),
        ("\u202a+1 (212) 555\u20110147\u202c", "+12125550147"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+65 6123 4567 ext 12", "+6561234567转12"),
    ],
)
def test_a_number_abroad_is_taken_where_one_is_only_called_back(written: str, number: str) -> None:
    """A guardian's, and a former holder's who left; the number that is disturbed is one of the mainland."""
    assert kept(written, capacity="guardian", child="王甜甜", number="13900005678") == number
    assert kept(written, capacity="former_holder") == number
    assert number.partition("转")[0] in _forms_of(written)
    disturbed = you("13900001234", capacity="guardian", child="王甜甜", number=written)
    assert disturbed.errors == {"number": [WRONG["telephone"]["abroad"]]}
    assert you(written).errors == {"phone": [WRONG["telephone"]["abroad"]]}


@pytest.mark.parametrize(
    "written", ["", "abc", "139000012345", "+86 139 0000 123", "12", "+999 12", "转801", "+", "138-0000-000O"]
)
def test_what_is_no_telephone_is_refused(written: str) -> None:
    with pytest.raises(NumberError):
        telephone(written, abroad=True)
    assert not you(written).is_valid()


@given(st.text(max_size=40))
def test_no_text_breaks_anything_and_every_kept_form_is_kept_again(written: str) -> None:
    for number in (
        lambda: telephone(written, abroad=True),
        lambda: identity(written).number,
        lambda: credit_code(written),
    ):
        try:
            form = number()
        except NumberError:
            continue
        assert form.isascii() or "转" in form
    trunk(written)
    assert trunk(trunk(written)) == trunk(written)


# ── Identity numbers ─────────────────────────────────────────────────────────────────────────────────────────────────
AREAS = [
    "460033",
    "500101",
    "320583",
    "110111",
    "330114",
    "321119",
    "430419",
    "810000",
    "820000",
    "830000",
    "911156",
    "999999",
]


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize(
    "born", [date(1880, 1, 1), date(1949, 10, 1), date(1970, 3, 7), date(1996, 2, 29), date(2026, 1, 1)]
)
def test_no_area_refuses_a_number(area: str, born: date) -> None:
    """Codes come and go: a number was given with the code of its day, and those of 81, 82, 83 and 9 stand in no list."""
    number = identity_number(area, born, "028")
    form = you("13900001234", id_number=number)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["id_number"] == number
    assert _from_identity(number) == (born.isoformat(), "女")
    assert _from_identity(identity_number(area, born, "031")) == (born.isoformat(), "男")
    line = {"text": f"证件{number}，电话+86 139–0000–1234", "box": [0, 0, 400, 20]}
    found = places({"width": 400, "height": 20, "lines": [line]})
    assert [place.kind for place in found] == [IDENTITY, PHONE]


@given(decorated(["110101", "19900307", "1090"[:3]], [" ", "-", "–", ""]), st.sampled_from("XxＸｘ×ХΧ"))
def test_an_identity_number_is_one_however_it_is_written(written: str, last: str) -> None:
    form = you("13900001234", id_number=written + last)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["id_number"] == "11010119900307109X"


TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("110101900307109", "old"),
        ("1101011990030710", "length"),
        ("11010119900307109X0", "signs"),
        ("1101011990030710901", "length"),
        ("11010119900307I09X", "signs"),
        ("身份证1101011990", "signs"),
        ("110101199002301096", "born"),
        ("110101190002291096", "born"),
        ("110101187912311090", "born"),
        (identity_number("110101", date(1879, 12, 31), "001"), "born"),
        (identity_number("110101", TOMORROW, "001"), "future"),
        ("110101199003071090", "check"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_else(number: str, reason: str) -> None:
    """The check digit is blamed only when it is wrong."""
    form = you("13900001234", id_number=number)
    assert form.errors == {"id_number": [WRONG["identity"][reason]]}
    assert ("校验位" in str(WRONG["identity"][reason])) is (reason == "check")


@given(
    st.dates(date(1880, 1, 1), date(2026, 1, 1)),
    st.integers(100_000, 999_999),
    st.integers(0, 999),
    st.integers(0, 17),
)
def test_every_single_wrong_digit_is_found_and_no_right_number_is_refused(
    born: date, area: int, sequence: int, place: int
) -> None:
    number = identity_number(str(area), born, f"{sequence:03}")
    assert identity(number).born == born
    wrong = f"{number[:place]}{(int(number[place].replace('X', '5')) + 1) % 10}{number[place + 1 :]}"
    assert not is_identity(wrong)


def test_the_api_takes_and_refuses_what_the_page_does(db: None) -> None:
    """No number is an error of ours: 330114 stands in no list of areas."""
    client = caller(make_user("consumer"))
    number = identity_number("330114", date(1990, 3, 7), "109")
    answer = client.post(
        "/api/v1/complaints/",
        filing(complainant__id_number=f"\u202a{wide(number)}", complainant__phone="+86-139–0000–1234"),
        format="json",
    )
    assert answer.status_code == 201, answer.content.decode()
    complainant = Complaint.objects.get().complainant
    assert (complainant.id_number, complainant.phone) == (number, "13900001234")
    assert complainant.phone_index == blind_index("13900001234")
    refused = client.post(
        "/api/v1/complaints/", filing(complainant__id_number="110101199002301096"), format="json"
    )
    assert refused.status_code == 400
    assert "出生日期" in refused.content.decode()


# ── Companies, mail, names, senders, codes ───────────────────────────────────────────────────────────────────────────
@given(decorated(["91310000", "MA1FL0AB1"], ["", " ", "-", "–"]))
def test_a_credit_code_is_one_however_it_is_written(written: str) -> None:
    body = "91310000MA1FL0AB1"
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    code = body + alphabet[-total % 31]
    form = RespondentForm({"role": "principal", "name": "示例公司", "uscc": written + code[-1].lower()})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["uscc"] == code


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("310000000012345", "length"),
        ("91310000MA1FLOAB1X", "signs"),
        ("91310000MA1FL0AB1示", "signs"),
        ("913100000000000001", "check"),
    ],
)
def test_a_wrong_code_says_what_is_wrong_with_it(code: str, reason: str) -> None:
    form = RespondentForm({"role": "principal", "name": "示例公司", "uscc": code})
    assert form.errors == {"uscc": [WRONG["credit_code"][reason]]}


@pytest.mark.parametrize(
    "written",
    [
        "a\u200bb@example.cn\u200b",
        "\ufeffab@example.cn ",
        "ａｂ＠example.cn",
        "ab@example.cn\u202c",
        "ab @example.cn",
    ],
)
def test_an_address_of_mail_is_one_however_it_is_written(written: str) -> None:
    form = you("13900001234", email=written)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == "ab@example.cn"


def test_a_name_keeps_its_signs_and_loses_what_nobody_sees() -> None:
    form = you("13900001234", name="\u202a王\u200b小宁\ufeff ", address="示例路\u20601 号，甲座")
    assert form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["address"]) == ("王小宁", "示例路1 号，甲座")
    assert visible("买买提·示例　阿") == "买买提·示例　阿"
    assert visible("葛\U000e0100城") == "葛\U000e0100城"


@given(decorated(["1069", "0000", "1234", "56"]))
def test_a_sender_is_one_however_it_is_written(written: str) -> None:
    assert describe(written).number == "10690000123456"


@given(decorated(["139", "0000", "1234"]))
def test_what_is_covered_is_where_it_stands(written: str) -> None:
    """Whatever stands between and inside, the box reaches from the first digit to the last."""
    folded, where = placed(f"电话{written}，谢谢")
    start = folded.index(plain(written)[0])
    assert where[start] >= 2
    assert "".join(folded) == plain(f"电话{written}，谢谢")
    line = {"text": f"电话{written}，谢谢", "box": [0, 0, 600, 20]}
    found = places({"width": 600, "height": 20, "lines": [line]})
    assert [place.kind for place in found] == ([PHONE] if "·" not in written else [])


def test_a_code_is_taken_however_it_was_pasted() -> None:
    form = ResumeForm({"code": "ＡＢＣＤＥ–FGHJK\u200b—23456－mnpqr"})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "ABCDE-FGHJK-23456-mnpqr"


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_the_plain_form_is_plain(text: str) -> None:
    once = plain(text)
    assert not [sign for sign in once if sign.isdecimal() and not sign.isascii()]
    assert plain(once) == once
    assert INVISIBLE_SIGNS
