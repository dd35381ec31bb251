"""What is printed for a character, with and without a glyph."""

import pytest

from documents.glyphs import covered, font_folder, printable


def test_the_fonts_come_from_the_installed_wheel():
    assert {path.suffix for path in font_folder().glob("*.otf")} == {".otf"}
    assert ord("安") in covered()
    assert ord("A") in covered()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("私人生活安宁 Aa1，。【】", "私人生活安宁 Aa1，。【】"),
        ("喜🎉🎉🎉！", "喜〔U+1F389×3〕！"),
        ("a\0b", "a〔U+0000〕b"),
        ("\u202e倒着写\u202c", "〔U+202E〕倒着写〔U+202C〕"),
        ("שלום", "〔U+05E9 U+05DC U+05D5 U+05DD〕"),
        ("👨\u200d👩", "〔U+1F468 U+200D U+1F469〕"),
        ("❤\ufe0f", "〔U+2764〕"),
        ("😀", "〔U+1F600〕"),
        ("\ud83d", "〔U+D83D〕"),
        ("𠮷", "〔U+20BB7〕"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("a\tb\u00a0c", "a    b c"),
        ("", ""),
    ],
)
def test_every_character_is_drawn_or_stands_as_its_number(given: str, shown: str):
    assert printable(given) == shown


def test_what_is_printable_stays_when_it_is_read_again():
    once = printable("喜🎉\0【】")
    assert printable(once) == once
