"""The catalogues of the portal's languages say what the pages say now, and keep of each sentence what it must keep."""

import gettext
import io
import re
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override
from opencc import OpenCC

from portal.languages import OTHERS, PLURALS, Key, compiled, is_whole, offered, path_of, read, write
from workbench.languages.checking import wrong
from workbench.languages.sources import said
from workbench.languages.traditional import terms, traditional

ROOT: Path = settings.BASE_DIR / "locale"
# Characters of traditional Chinese that are somebody else's simplified ones.
BOTH = set("台占群准干")


@cache
def sources() -> dict[Key, str]:
    return said()


@pytest.mark.parametrize("locale", PLURALS)
def test_no_catalogue_lacks_a_sentence(locale: str) -> None:
    listed = set(read(path_of(locale, ROOT)))
    told = "run `manage.py messages`"
    assert not (missing := set(sources()) - listed), f"{told}: {[key.id for key in missing][:20]}"
    assert not (spare := listed - set(sources())), f"{told}: {[key.id for key in spare][:20]}"


def test_traditional_chinese_is_made_by_the_list_of_terms() -> None:
    catalogue = read(path_of("zh_Hant", ROOT))
    other = [key.id for key, told in catalogue.items() if told != (traditional(key.id),)]
    assert not other, f"run `manage.py messages`: {other[:10]}"
    letters = OpenCC("s2t")
    # The name of a family keeps its character.
    signs = {sign for (text,) in catalogue.values() for sign in text.replace("余先生", "")}
    assert {sign for sign in signs if letters.convert(sign) != sign} <= BOTH


@pytest.mark.parametrize(("simplified", "told"), [("短信", "簡訊"), ("手机号", "門號"), ("账号", "帳號")])
def test_a_term_is_never_left_as_the_house_says_it(simplified: str, told: str) -> None:
    assert told in terms()[simplified]
    letters = OpenCC("s2t").convert(simplified)
    for key, (text,) in read(path_of("zh_Hant", ROOT)).items():
        assert letters not in text, text
        assert simplified not in key.id or told in text, text


@pytest.mark.parametrize(
    ("simplified", "told"),
    [
        ("办理发票", "辦理發票"),
        ("发卡银行的账单", "發卡銀行的帳單"),
        ("连同子端口", "連同子端口"),
        ("统一社会信用代码", "統一社會信用代碼"),
        ("写明了哪天、本人签的", "寫明了哪天、本人簽的"),
        ("确认并发出", "確認並發出"),
        ("余先生循环使用，没有回音", "余先生循環使用，沒有回音"),
    ],
)
def test_a_character_that_is_written_in_two_ways_is_the_right_one(simplified: str, told: str) -> None:
    assert traditional(simplified) == told


def test_the_name_of_a_statute_keeps_its_words() -> None:
    assert traditional("《个人信息保护法》和个人信息") == "《個人信息保護法》和個人資料"
    assert traditional("消费者权益保护法第二十九条的短信") == "消費者權益保護法第二十九條的簡訊"


@pytest.mark.parametrize("locale", PLURALS)
def test_what_is_translated_keeps_its_places_and_tags(locale: str) -> None:
    faults = [
        (key.id, said_of, fault)
        for key, said_of in read(path_of(locale, ROOT)).items()
        if any(said_of)
        for fault in wrong(key, said_of, locale)
    ]
    assert not faults, faults[:20]


# What follows a place that holds no number, or says the same of one and of many.
ALIKE = {"is", "was", "has", "does", "needs", "contains", "wants", "less", "yuan", "this", "its", "as", "us"}
COUNTED = re.compile(
    r"(?:%\(\w+\)[sd]|%[sd]|\{\w+\})[ -](?:(?:more|working|calendar|whole|other|new|wrong) )?"
    r"([a-z]+s|people|were|are|have)\b"
)


def test_english_words_agree_with_the_number_before_them() -> None:
    wrong_of = [
        text
        for key, texts in read(path_of("en", ROOT)).items()
        for text in texts
        if "(s)" in text or (not key.plural and {*COUNTED.findall(text)} - ALIKE)
    ]
    assert not wrong_of, "write 1 and 2 as %(n)s [[day|days]]: " + "\n".join(wrong_of)


def test_a_thing_has_one_name_in_english() -> None:
    """A longer term counts alone: 二次号码焕新 is the name of a service."""
    path = ROOT / "en" / "terms.tsv"
    rows = dict(line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    assert list(rows) == sorted(rows)
    term = re.compile("|".join(sorted(rows, key=len, reverse=True)))
    otherwise = [
        (found, key.id, text)
        for key, texts in read(path_of("en", ROOT)).items()
        for found in set(term.findall(key.id))
        for text in texts
        if not any(name in text.lower() for name in rows[found].split("/"))
    ]
    assert not otherwise, otherwise


# What somebody says, and a service's own name: no words of a page.
SPOKEN = {"同意", "不同意", "骚扰电话", "二次号码焕新"}


def test_what_a_sentence_calls_a_button_or_a_page_is_what_it_is_called() -> None:
    english = {key.id: texts[0] for key, texts in read(path_of("en", ROOT)).items() if not key.context}
    otherwise = [
        (label, english[label], text)
        for key, text in english.items()
        for label in re.findall("“([^”]+)”", key)
        if label in english.keys() - SPOKEN and len(label) <= 14
        if english[label].strip().rstrip(":.").lower() not in text.lower()
    ]
    assert not otherwise, otherwise


# In a template the sign ends the words; in English they need a space before what follows.
TAGS = (
    r"(?:</?(?:strong|a|span|b|em|code|q|time|small)\b[^>]*>"
    r"|{% (?:if|elif|else|endif|for|empty|endfor|with|endwith)\b[^%]*%})*"
)
FOLLOWED = re.compile(
    r"(?:{% translate \"([^\"]*[：。；，？！])\" %}"
    r"|{% blocktranslate[^%]*%}((?:(?!endblocktranslate).)*?[：。；，？！]){% endblocktranslate %})"
    rf"(?={TAGS}(?:{{{{|{{% (?:translate|blocktranslate|include|icon)))",
    re.DOTALL,
)
VARIABLE = re.compile(r"{{ ?([^}|]+?) ?}}")


def test_in_english_a_space_follows_what_ends_before_more() -> None:
    english = {key.id: texts[0] for key, texts in read(path_of("en", ROOT)).items()}
    glued = []
    for path in sorted(settings.BASE_DIR.glob("templates/**/*.*")):
        if path.relative_to(settings.BASE_DIR / "templates").parts[0] in (
            "admin",
            "letters",
            "drf_spectacular",
        ):
            continue
        for shown, block in FOLLOWED.findall(path.read_text(encoding="utf-8")):
            said_there = shown or VARIABLE.sub(r"%(\1)s", block.replace("%", "%%"))
            if not english.get(said_there, " ").endswith((" ", "\n")):
                glued.append((path.name, said_there))
    assert not glued, glued


# Rooms that speak to people; of what they keep or print, these list in Chinese.
SPEAK = re.compile(
    r"^(accounts|complaints/(views|forms|services|counting|models|stating|particulars)|evidence/(views|services)"
    r"|filings/(views|services|stages|standing|planned|handing_in)|documents/words|portal)"
)
KEPT = {
    "filings/services/bundles/contents.py", "filings/services/desk_letters/drafting.py",
    "filings/services/listing/keeping.py", "filings/services/sending/content.py",
    "filings/views/requests.py", "complaints/counting/timeline.py", "complaints/forms/telling.py",
}  # fmt: skip


def test_lists_for_people_are_put_together_in_their_language() -> None:
    chinese = re.compile(r"\"[、；，]\"\.join")
    glued = [
        where
        for path in sorted(settings.BASE_DIR.rglob("*.py"))
        if SPEAK.search(where := path.relative_to(settings.BASE_DIR).as_posix())
        and where not in KEPT
        and chinese.search(re.sub(r"(_|gettext)\(\"[、；，]\"\)", "", path.read_text(encoding="utf-8")))
    ]
    assert not glued, "use listed() of core.language, or _(“、”).join"


@pytest.mark.parametrize(
    ("original", "told"),
    [
        ("%(count)s 条", "Messages"),
        ("<strong>没有</strong>保存", "not saved"),
        ("短信", "SMS 短信"),
        ("共 %s 个", "100% of %s"),
        ("共 %s 个", "%s [[file|files"),
        ("没有文件", "no [[file|files]]"),
    ],
)
def test_a_translation_that_loses_something_is_refused(original: str, told: str) -> None:
    assert list(wrong(Key(original), (told,), "en"))


def test_a_name_may_stand_beside_its_translation() -> None:
    assert not list(
        wrong(Key("消费者权益保护法"), ("Consumer Rights Protection Law (消费者权益保护法)",), "en")
    )


def test_a_language_with_one_sentence_missing_is_not_offered(tmp_path: Path) -> None:
    whole = {Key("一"): ("one",), Key("%(n)s 个", plural="%(n)s 个"): ("%(n)s file", "%(n)s files")}
    path = path_of("en", tmp_path)
    write(path, whole | {Key("二"): ("",)}, "en")
    assert [code for code, _name in offered(tmp_path)] == ["zh-hans"]
    write(path, whole, "en")
    assert read(path) == whole
    assert is_whole(whole)
    assert [code for code, _name in offered(tmp_path)] == ["zh-hans", "en"]
    translations = gettext.GNUTranslations(io.BytesIO(path.with_suffix(".mo").read_bytes()))
    assert translations.gettext("一") == "one"
    assert translations.ngettext("%(n)s 个", "%(n)s 个", 2) == "%(n)s files"
    # A sentence that comes in takes the language back.
    write(path, whole | {Key("三"): ("",)}, "en")
    assert [code for code, _name in offered(tmp_path)] == ["zh-hans"]
    assert not path.with_suffix(".mo").exists()


def test_two_who_add_sentences_merge_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "en.po"
    write(path, {Key("一"): ("one",)}, "en")
    # As a union of both sides leaves it: the same sentence twice, once without its English.
    path.write_text(path.read_text() + '\nmsgid "一"\nmsgstr ""\n\nmsgid "二"\nmsgstr "two"\n')
    assert read(path) == {Key("一"): ("one",), Key("二"): ("two",)}


def test_what_is_compiled_is_what_is_written() -> None:
    for locale, _name in OTHERS.values():
        catalogue = {key: told for key, told in read(path_of(locale, ROOT)).items() if all(told)}
        translations = gettext.GNUTranslations(io.BytesIO(compiled(catalogue, locale)))
        for key, told in catalogue.items():
            if key.context:
                assert translations.pgettext(key.context, key.id) == told[0]
            elif not key.plural:
                assert translations.gettext(key.id) == told[0]


def test_a_day_in_english_can_be_read_in_one_way_alone() -> None:
    with override("en"):
        assert date_format(datetime(2026, 3, 4, 15, 5), "DATETIME_FORMAT") == "4 March 2026, 15:05"
        assert date_format(datetime(2026, 3, 4), "DATE_FORMAT") == "4 March 2026"
