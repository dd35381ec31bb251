"""Kinds of numbers: invented ones, each in the shape of its kind."""

import pytest

from complaints.reading.numbers import RULES, describe, normalise


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("10655901234", "sp_port_carrier_unicom"),
        ("1065712345678", "sp_port_carrier_mobile"),
        ("106591234567", "sp_port_carrier_telecom"),
        ("106512345", "sp_port_carrier_other"),
        ("1066123456", "sp_licensed_national_biz"),
        ("106912345678901", "sp_licensed_national_nonbiz"),
        ("10621234", "sp_licensed_province_biz"),
        ("10631234", "sp_licensed_province_nonbiz"),
        ("10641234567", "m2m"),
        ("10681234", "sp_1068_now_used"),
        ("10601234567", "sp_unassigned"),
        ("12321", "regulator_12321"),
        ("1008612345", "carrier_service"),
        ("12368", "gov_hotline"),
        ("95512", "nation_95_5"),
        ("952345", "nation_95_6"),
        ("9551234567", "nation_95_ext"),
        ("96123", "province_96"),
        ("4001234567", "free_400"),
        ("17001234567", "mobile_mvno_telecom"),
        ("16712345678", "mobile_mvno_unicom"),
        ("13912345678", "mobile_mobile"),
        ("19212345678", "mobile_broadnet"),
        ("1441234567890", "iot_13"),
        ("02187654321", "landline"),
        ("+85291234567", "intl"),
        ("0085291234567", "intl"),
        ("Notify", "alnum"),
        ("106N1234567", "alnum"),
        ("7", "unknown"),
        ("", "unknown"),
    ],
)
def test_kind(number: str, kind: str) -> None:
    assert describe(number).kind == kind


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+86 139-1234-5678", "13912345678"),
        ("0086 13912345678", "13912345678"),
        ("8613912345678", "13912345678"),
        ("１０６９ ０００１ ２３４５", "106900012345"),
        ("(021) 8765-4321", "02187654321"),
        ("\u200e+8610691234567\u202c", "10691234567"),
        ("+86 21 8765 4321", "02187654321"),
        ("tel:10655123", "10655123"),
        ("861234", "861234"),
    ],
)
def test_normalised(written: str, number: str) -> None:
    assert normalise(written) == number


@pytest.mark.parametrize(
    "broken", ["1.06558E+16", "1.07E+11", "1.06558e+16", "１．０６Ｅ＋１６", "1,06558E+16"]
)
def test_a_number_broken_by_a_spreadsheet_is_refused(broken: str) -> None:
    found = describe(broken)
    assert (found.kind, found.accepted) == ("excel_float", False)
    assert "重新抄录" in found.advice


def test_the_mobile_number_behind_a_gateway() -> None:
    found = describe("1252013912345678")
    assert found.real_number == "13912345678"
    assert "13912345678" in found.advice


def test_no_operator_and_no_company_from_a_prefix() -> None:
    for rule in RULES:
        said = rule.meaning + rule.advice
        assert not any(name in said for name in ("中国移动", "中国联通", "中国电信", "中国广电", "移动公司"))


def test_any_string_is_described() -> None:
    for text in ("\x00", "😀" * 100, "1" * 100_000, "++--", "E+", "\ud800", "一〇六五"):
        assert describe(text).advice
