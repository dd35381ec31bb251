"""Collect what pages, mails and errors say; write the catalogues; take translations in."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.languages import OTHERS, Catalogue, Key, is_whole, offered, path_of, read, write
from workbench.languages.checking import wrong
from workbench.languages.sources import said
from workbench.languages.traditional import traditional


class Command(BaseCommand):
    help = (
        "writes the catalogues under locale/: traditional Chinese whole, English with what is already translated; "
        "needs no GNU gettext"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--take",
            type=Path,
            nargs="+",
            default=[],
            metavar="FILE",
            help='English: {"中文": "…" or ["one", "many"]}',
        )
        parser.add_argument(
            "--open", type=Path, metavar="FILE", help="write what has no English yet, with where it is said"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = settings.BASE_DIR / "locale"
        messages = said()
        english_path = path_of("en", root)
        english = read(english_path) if english_path.exists() else {}
        refused = sum(self._take(path, english, messages) for path in options["take"])
        whole = {key: english.get(key) or _empty(key) for key in messages}
        write(english_path, whole, "en")
        write(path_of("zh_Hant", root), {key: (traditional(key.id),) for key in messages}, "zh_Hant")
        opened = [(key, where) for key, where in messages.items() if not all(whole[key])]
        if options["open"]:
            rows = [{"id": key.id, "plural": key.plural, "where": where} for key, where in opened]
            options["open"].write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        self._tell(messages, opened, root)
        if refused:
            raise CommandError(f"{refused} not taken")

    def _take(self, path: Path, english: Catalogue, messages: dict[Key, str]) -> int:
        """How many of a file were not taken: told one by one, the rest is in."""
        refused = 0
        known = {key.id: key for key in messages}
        for text, told in json.loads(path.read_text(encoding="utf-8")).items():
            texts = (told,) if isinstance(told, str) else tuple(told)
            key = known.get(text)
            if key is None:
                self.stderr.write(f"{path.name}: said nowhere any more: {text}")
                continue
            if faults := list(wrong(key, texts, "en")):
                refused += 1
                self.stderr.write(f"{path.name}: {'; '.join(faults)}\n  {text}\n  {texts}")
                continue
            english[key] = texts
        return refused

    def _tell(self, messages: dict[Key, str], opened: list[tuple[Key, str]], root: Path) -> None:
        self.stdout.write(f"{len(messages)} messages; without English: {len(opened)}")
        for key, where in opened[:20]:
            self.stdout.write(f"  {where}: {key.id}")
        languages = {code for code, _name in offered(root)}
        for code, (locale, _name) in OTHERS.items():
            state = "offered" if code in languages else "not offered"
            if code not in languages and is_whole(read(path_of(locale, root))):
                state = "whole, but it could not be compiled"
            self.stdout.write(f"{code}: {state}")


def _empty(key: Key) -> tuple[str, ...]:
    return ("", "") if key.plural else ("",)
