"""The figures as a table to read."""

from typing import Any


def table(found: dict[str, Any]) -> str:
    machine = found["machine"]
    lines = [
        f"{found['complaints']:,} complaints · {machine['cores']} cores · load {machine['load']} at the start · {machine['at']}",
        f"seeded in {found['seed_seconds']} s" if found.get("seed_seconds") is not None else "seeded before",
    ]
    if intake := found.get("intake"):
        lines += ["", *_intake(intake)]
    if desk := found.get("desk"):
        lines += ["", *_desk(desk)]
    return "\n".join(lines)


def _intake(found: dict[str, Any]) -> list[str]:
    lines = [
        f"Intake, {found['parallel']} at once, {found['requests']} a round, median of {found['rounds']} rounds",
        f"{'':<34}{'per second':>11}{'p95 ms':>9}{'statements':>12}{'empty/it':>10}{'raw/it':>9}",
    ]
    names = {
        "empty": "empty view",
        "raw": "the same rows, bare inserts",
        "api": "POST /api/v1/complaints/",
        "web": "the last step of the pages",
    }
    for name, label in names.items():
        row = found[name]
        cells = (
            row["per_second"],
            row.get("p95_ms"),
            row.get("statements"),
            row.get("empty_over_it"),
            row.get("raw_over_it"),
        )
        shown = ["" if cell is None else f"{cell:,}" for cell in cells]
        lines.append(f"{label:<34}{shown[0]:>11}{shown[1]:>9}{shown[2]:>12}{shown[3]:>10}{shown[4]:>9}")
    return lines


def _desk(found: dict[str, Any]) -> list[str]:
    lines = [
        f"Pages, one after the other, {found['requests']} a round, median of {found['rounds']} rounds",
        f"{'':<34}{'median ms':>11}{'p95 ms':>9}{'statements':>12}{'× empty':>10}",
    ]
    for name, row in found.items():
        if isinstance(row, dict):
            median, slow, count, times = (
                row[key] for key in ("median_ms", "p95_ms", "statements", "times_empty")
            )
            lines.append(f"{name:<34}{median:>11,}{slow:>9,}{count:>12}{times:>10}")
    return lines
