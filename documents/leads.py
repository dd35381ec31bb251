"""A campaign as a lead for litigation in the public interest (个人信息保护法 70, 民事诉讼法 58): the letter and its annex.

Both are made of frozen content that holds no complainant. ``None`` in a count says that it is too small to be told.
"""

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from documents.press import Document, typeset
from documents.wording import day, paragraphs

TITLE = "公益诉讼线索"
FEW = "不足3"
_BASIS = {"text": "内容相似、签名相同的信息（数字、链接、姓名不计）", "number": "同一号码的来电、来信"}
# Wide signs too: some spreadsheets fold them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def lead_letter(content: Mapping[str, Any]) -> Document:
    """The lead as a printed letter; an article is quoted only where its wording is verified."""
    return typeset(
        "lead",
        {**content, **_in_words(content)},
        on=date.fromisoformat(content["on"]),
        title=TITLE,
        cited=[(row["id"], row["quote"]) for row in (*content["basis"], *content["provisions"])],
    )


def _in_words(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "heading": TITLE,
        "date": day(date.fromisoformat(content["on"])),
        "first": day(date.fromisoformat(content["first"])) if content["first"] else "",
        "last": day(date.fromisoformat(content["last"])) if content["last"] else "",
        "alike": _BASIS[content["alike"]],
        "annex": hashlib.sha256(lead_annex(content)).hexdigest(),
        "respondents": [[name, role, str(complaints)] for name, role, complaints in content["respondents"]],
        "months": [[month, str(messages)] for month, messages in content["months"]],
        "places": [[name, _count(people)] for name, people in content["places"]],
        "senders": [
            [number, str(messages), _count(people)] for number, messages, people in content["senders"]
        ],
        "grounds": [[title, _count(complaints)] for title, complaints in content["grounds"]],
        "samples": [
            {"lines": paragraphs(text), "people": _count(people)} for text, people in content["samples"]
        ],
        "statutes": [
            {"citation": row["citation"], "lines": paragraphs(row["quote"]) if row["quote"] else []}
            for row in (*content["basis"], *content["provisions"])
        ],
    }


def lead_annex(content: Mapping[str, Any]) -> bytes:
    """The figures as a table that a program reads: UTF-8 with a mark, so that spreadsheets show Chinese; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["表", "项目", "信息条数", "人数", "投诉数"])
    for row in _annex_rows(content):
        writer.writerow([safe(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe(cell: Any) -> str:
    """A cell that no spreadsheet takes for a formula, and that keeps a long number, or one that begins with 0, whole."""
    text = str(cell)
    number = text.isdigit() and (len(text) > 11 or (len(text) > 1 and text.startswith("0")))
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf")).lstrip()
    return f"'{text}" if number or seen.startswith(_FORMULA) or text.startswith(("\t", "\r")) else text


def _annex_rows(content: Mapping[str, Any]) -> Iterable[list[str]]:
    for note in (
        f"公益诉讼线索的附表，编号 {content['number']}",
        f"编制：{content['organisation']}，{day(date.fromisoformat(content['on']))}",
        f"归为一类的依据：{_BASIS[content['alike']]}",
        "人数、投诉数不足三的写“不足3”；号码前的撇号是为了不让表格软件改写长号码，不是号码的一部分",
    ):
        yield ["说明", note, "", "", ""]
    yield [
        "合计",
        f"【{content['signature']}】" if content["signature"] else "没有签名",
        str(content["messages"]),
        str(content["people"]),
        str(content["complaints"]),
    ]
    for month, messages in content["months"]:
        yield ["月份", month, str(messages), "", ""]
    for name, role, complaints in content["respondents"]:
        yield ["被投诉单位", f"{name}：{role}", "", "", str(complaints)]
    for name, people in content["places"]:
        yield ["地区", name, "", _count(people), ""]
    for number, messages, people in content["senders"]:
        yield ["发送号码", number, str(messages), _count(people), ""]
    for title, complaints in content["grounds"]:
        yield ["共同的情形", title, "", "", _count(complaints)]
    for row in content["provisions"]:
        yield ["援引的条文", row["citation"], "", "", _count(row["complaints"])]
    for text, people in content["samples"]:
        yield ["样本", text, "", _count(people), ""]
    for digest in content["digests"]:
        yield ["所据材料的哈希值", digest, "", "", ""]


def _count(people: int | None) -> str:
    return FEW if people is None else str(people)
