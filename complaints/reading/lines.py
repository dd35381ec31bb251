"""Many texts at once: one JSON object a line in, one a line out, with the same id."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any


def each_line(lines: Iterable[bytes], answer: Callable[[dict[str, Any]], dict[str, Any]]) -> Iterator[str]:
    """Answers one by one. A line that cannot be read gives an object with `error` and its number, and the rest goes on."""
    for number, line in enumerate(lines, start=1):
        if not line.strip(b" \t\r\n\x00\xef\xbb\xbf"):
            continue
        known: dict[str, Any] = {}
        try:
            row = json.loads(line.decode("utf-8-sig"))
            if not isinstance(row, dict):
                raise ValueError("每行应是一个 JSON 对象")
            known = {"id": row["id"]} if "id" in row else {}
            if not isinstance(row.get("text"), str):
                raise ValueError("缺少文本字段 text")
            reply = known | answer(row)
        except (ValueError, RecursionError) as error:
            reason = (
                "不是有效的 JSON"
                if isinstance(error, json.JSONDecodeError | UnicodeDecodeError)
                else str(error)
            )
            reply = known | {"error": reason, "line": number}
        yield json.dumps(reply, ensure_ascii=False)
