"""The catalogues of the portal's languages: read, written, compiled, and which of them are whole enough to be offered.

The words of the house are Chinese; a catalogue under ``locale/`` says each of them in another language. A language of
which one word is missing is not offered at all: nobody gets half a page in each.
"""

import contextlib
import json
import os
import re
import struct
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

HOUSE = "zh-hans"
# What a reader may choose besides the language of the house, in the words of its readers.
OTHERS = {"zh-hant": ("zh_Hant", "繁體中文"), "en": ("en", "English")}
PLURALS = {"zh_Hant": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}

_LINE = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[(\d)\])?) (".*")$')


@dataclass(frozen=True, order=True)
class Key:
    """What a message is looked up by; its plural where there is one."""

    id: str
    context: str = ""
    plural: str = field(default="", compare=False)


Catalogue = dict[Key, tuple[str, ...]]


def path_of(locale: str, root: Path) -> Path:
    return root / locale / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalogue:
    """A catalogue as ``write`` wrote it, a merge of two of them included: of what stands twice, the one that says more."""
    catalogue: Catalogue = {}
    entry: dict[str, str] = {}
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if match := _LINE.match(line):
            name = match[1] if match[2] is None else f"msgstr{match[2]}"
            entry[name] = json.loads(match[3])
        elif entry and not line.strip():
            if entry.get("msgid"):
                key = Key(entry["msgid"], entry.get("msgctxt", ""), entry.get("msgid_plural", ""))
                said = tuple(entry[name] for name in sorted(entry) if name.startswith("msgstr"))
                if all(said) or key not in catalogue:
                    catalogue[key] = said
            entry = {}
    return catalogue


def write(path: Path, catalogue: Catalogue, locale: str) -> None:
    """Sorted, each text in one line, without the places where it is said: what two people add merges line by line."""
    rows = [
        'msgid ""\nmsgstr ""\n'
        f'"Language: {locale}\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[locale]}\\n"\n'
    ]
    for key in sorted(catalogue):
        lines = [f"msgctxt {_quoted(key.context)}"] if key.context else []
        lines.append(f"msgid {_quoted(key.id)}")
        said = catalogue[key]
        if key.plural:
            lines.append(f"msgid_plural {_quoted(key.plural)}")
            lines += [f"msgstr[{number}] {_quoted(text)}" for number, text in enumerate(said)]
        else:
            lines.append(f"msgstr {_quoted(said[0])}")
        rows.append("\n".join(lines) + "\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(rows), encoding="utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def is_whole(catalogue: Catalogue) -> bool:
    return bool(catalogue) and all(all(said) for said in catalogue.values())


def compiled(catalogue: Catalogue, locale: str) -> bytes:
    """The machine's form of a catalogue (GNU .mo)."""
    head = f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: {PLURALS[locale]}\n"
    texts = {b"": head.encode()}
    for key, said in catalogue.items():
        name = f"{key.context}\x04{key.id}" if key.context else key.id
        texts[(f"{name}\0{key.plural}" if key.plural else name).encode()] = "\0".join(said).encode()
    names, blob, places = sorted(texts), bytearray(), []
    for text in [*names, *(texts[name] for name in names)]:
        places.append((len(text), len(blob)))
        blob += text + b"\0"
    start = 28 + 8 * len(places)
    table = b"".join(struct.pack("<II", size, start + offset) for size, offset in places)
    # magic, version, number of texts, table of texts, table of translations, no table of digests
    return struct.pack("<7I", 0x950412DE, 0, len(names), 28, 28 + 8 * len(names), 0, 0) + table + blob


def offered(root: Path) -> list[tuple[str, str]]:
    """The languages that a reader may choose, with their own names: those whose catalogue is whole.

    What was compiled before the catalogue last changed is compiled anew; where that cannot be written, the language is
    not offered.
    """
    languages = [(HOUSE, "简体中文")]
    for code, (locale, name) in OTHERS.items():
        source = path_of(locale, root)
        with contextlib.suppress(OSError):
            if _is_current(source, source.with_suffix(".mo")) or _compile(source, locale):
                languages.append((code, name))
    return languages


def _is_current(source: Path, target: Path) -> bool:
    return target.exists() and target.stat().st_mtime_ns == source.stat().st_mtime_ns


def _compile(source: Path, locale: str) -> bool:
    """Whether there was a whole catalogue to compile. Several processes may start at once: each puts a whole file there."""
    changed = source.stat().st_mtime_ns
    catalogue = read(source)
    target = source.with_suffix(".mo")
    if not is_whole(catalogue):
        target.unlink(missing_ok=True)
        return False
    handle, name = tempfile.mkstemp(dir=source.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as stream:
        stream.write(compiled(catalogue, locale))
    os.chmod(name, 0o644)
    os.utime(name, ns=(changed, changed))
    os.replace(name, target)
    return True
