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
    if law := found.get("law"):
        lines += ["", *_law(law)]
    if imported := found.get("import"):
        lines += ["", *_import(imported)]
    if bundle := found.get("bundle"):
        lines += ["", *_bundle(bundle)]
    return "\n".join(lines)


def _bundle(found: list[dict[str, Any]]) -> list[str]:
    lines = [
        "Bundle, one process and its typesetter",
        f"{'exhibits':>9}{'pages':>8}{'seconds':>9}{'pages/s':>9}{'floor':>8}{'× floor':>9}{'peak MB':>9}"
        f"{'typesetter MB':>15}{'together MB':>13}",
    ]
    for row in found:
        lines.append(
            f"{row['exhibits']:>9}{row['pages']:>8,}{row['seconds']:>9}{row['per_second']:>9}{row['floor_per_second']:>8,}"
            f"{row['times_floor']:>9}{row['peak_mb']:>9}{row['peak_of_typesetting_mb']:>15}{row['peak_together_mb']:>13}"
        )
    return lines


def _import(found: dict[str, Any]) -> list[str]:
    rows = (
        ("the file's lines, nothing else", found["lines"], ""),
        ("its entries out of the reader", found["entries"], ""),
        ("read and grouped", found["read"], found["read_over_floor"]),
        ("– a second of the worker's processor", found["read_per_processor_second"], ""),
        ("– texts of which no two are alike", found["different"]["rate"], ""),
        ("– a second of the worker's processor", found["different"]["per_processor_second"], ""),
        ("as many bare rows", found["bare_rows"], ""),
        ("read again, kept, extracted", found["keep"], found["keep_over_floor"]),
    )
    return [
        f"Import, {found['messages']:,} messages ({found['file_megabytes']} MB), {found['groups']} groups,"
        f" {found['kept']:,} kept, one worker",
        f"{'':<34}{'per second':>11}{'floor/it':>10}",
        *(f"{name:<34}{rate:>11,}{ratio:>10}" for name, rate, ratio in rows),
        f"memory: {found['megabytes']:,.0f} MB at most, {found['more_megabytes_than_for_a_tenth']} MB more than for a tenth"
        f" as many; the confined reader {found['reader_megabytes']} MB",
    ]


def _law(found: dict[str, Any]) -> list[str]:
    made = found["assess"]
    names = {
        "as_then": "again: same law, same day",
        "amended": "again: one article reworded",
        "later": "again: same law, a week later",
    }
    lines = [
        f"Law, {found['cases']:,} open cases, one process",
        f"{'':<34}{'per second':>11}{'changed':>9}{'min/100k':>10}{'MB more':>9}",
        f"{'assess, nothing kept':<34}{made['per_second']:>11,}"
        f"   {made['times_floor']} × writing its {made['kilobytes']} kB as JSON",
        f"{'assess and keep':<34}{found['assess_and_keep']['per_second']:>11,}",
    ]
    for name, label in names.items():
        row = found[name]
        cells = f"{row['changed']:>9,}{row['minutes_for_100000']:>10}{row['memory_grew_mb']:>9}"
        lines.append(f"{label:<34}{row['per_second']:>11,}{cells}")
    return lines


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
