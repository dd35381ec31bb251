"""What is handed in after a filing: words and files, frozen as content, set as a short letter, or told as plain text."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from documents import frozen, material
from documents.press import Document, typeset
from documents.wording import day, exhibit_rows, paragraphs, seal_data

TITLE = "补充材料"


class Supplement(TypedDict):
    """All of it, as it is written to its row, hashed and printed: nothing else leaves with a supplement.

    ``sent_on`` is the day on which the filing went, ``reference`` the number that its recipient gave; both may be "".
    """

    version: int
    number: str
    place: int  # 1, 2, 3 … of the filing
    filing: str
    way: str
    on: str
    recipient: frozen.Recipient
    sent_on: str
    reference: str
    question: str
    words: str
    exhibits: list[frozen.Exhibit]
    seal: frozen.Seal


def supplement_letter(content: Supplement) -> Document:
    """The letter that goes with the files, or is handed in; signed by hand where it is printed."""
    on, exhibits = date.fromisoformat(content["on"]), frozen.exhibits_of(content["exhibits"])
    return typeset(
        "supplement",
        {
            "heading": TITLE,
            "to": content["recipient"]["name"],
            "number": content["number"],
            "place": content["place"],
            "reference": content["reference"],
            "sent_on": day(date.fromisoformat(content["sent_on"])) if content["sent_on"] else "",
            "question": paragraphs(content["question"]),
            "words": paragraphs(content["words"]),
            "exhibits": exhibit_rows(exhibits),
            "signer": "投诉人" if content["way"] == frozen.BY_HAND else "",
            "date": day(on),
            "seal": seal_data(material.Seal(**content["seal"])),
        },
        on=on,
        title=TITLE,
    )


def supplement_text(content: Supplement) -> str:
    """The same as plain text, for a bundle: what went, with the hashes of its files."""
    lines = [
        f"{TITLE} {content['place']}（{content['number']}）",
        f"备好日期：{content['on']}",
        f"接收方：{content['recipient']['name']}",
    ]
    if content["question"]:
        lines += ["", "对方的问题：", content["question"]]
    if content["words"]:
        lines += ["", "所写内容：", content["words"]]
    if content["exhibits"]:
        lines += ["", "所附文件："]
        lines += [f"{one['number']}. {one['name']}（{one['sha256']}）" for one in content["exhibits"]]
    return "\n".join(lines) + "\n"
