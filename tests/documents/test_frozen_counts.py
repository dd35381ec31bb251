"""What is on file may be a part of what came: papers tell of the whole what was said of it, and no more."""

from typing import Any

from documents.frozen import facts_told


def told(**contacts: int) -> Any:
    fields: Any = {
        "told.contacts": contacts,
        "tally": {"count": 2, "busiest": 1, "said": [], "rows": [], "unlisted": 0},
    }
    return facts_told(fields, "fake_collection")["contacts"]


def test_the_busiest_day_on_file_is_told_only_where_all_is_on_file() -> None:
    assert told(count=15) == {"count": 15}
    assert told(count=2) == {"count": 2, "max_per_day": 1}
    assert told(count=15, max_per_day=6) == {"count": 15, "max_per_day": 6}
