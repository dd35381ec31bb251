"""Who opens bytes with a parser: strangers' in the confined processes alone, elsewhere only what the portal made itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator

from tests.servers import HOUSE, ROOT

# The rooms whose code runs in the confined processes, and the one child that stands elsewhere.
CONFINED = (
    "evidence/examination/",
    "evidence/importers/",
    "evidence/recognising/",
    "documents/bundle/checking_child.py",
)
# Libraries that take files apart, with what they are asked for here.
PARSERS = {
    *(
        "PIL",
        "pillow_heif",
        "cv2",
        "av",
        "rapidocr",
        "onnxruntime",
        "pikepdf",
        "typst",
        "openpyxl",
        "docx",
        "docxtpl",
    ),
    *(
        "zipfile",
        "tarfile",
        "gzip",
        "bz2",
        "lzma",
        "zlib",
        "sqlite3",
        "xml",
        "lxml",
        "defusedxml",
        "pickle",
        "marshal",
    ),
    *(
        "shelve",
        "dbm",
        "plistlib",
        "fontTools",
        "yaml",
        "wave",
        "mailbox",
        "pypdf",
        "fitz",
        "pypdfium2",
        "xlrd",
        "olefile",
    ),
}
# module → the parsers that it loads, and whose bytes they are.
OURS = {
    "documents/bundle/archive.py": ({"zipfile"}, "writes the bundle, reads nothing"),
    "documents/bundle/pages.py": (
        {"PIL", "pikepdf", "zlib"},
        "copies, which the confined process wrote anew",
    ),
    "documents/bundle/stamp.py": ({"pikepdf"}, "glyphs that typst set, and the volume that is being bound"),
    "documents/bundle/volume.py": ({"pikepdf"}, "pages that typst set or that were made of copies"),
    "documents/bundle/verify.py": (
        {"zipfile", "zlib"},
        "a stranger's bundle in checking_child; by itself on the computer of whoever holds a bundle",
    ),
    "workbench/demo/pictures.py": ({"PIL"}, "draws the screenshots of the demonstration, opens none"),
    "documents/apart.py": ({"typst"}, "our templates, people's words as JSON"),
    "documents/editable.py": ({"docx", "docxtpl", "zipfile"}, "our templates, filled here"),
    "documents/press.py": (
        {"pikepdf", "typst"},
        "our templates, people's words as JSON; the PDF just set",
    ),
    "filings/management/commands/load_recipients.py": (
        {"yaml"},
        "the list that whoever runs the portal gives",
    ),
    "legal/corpus/reader.py": ({"yaml"}, "the law, which stands in the source"),
    "workbench/languages/corpus.py": ({"yaml"}, "the words of the law, which stand in the source"),
    "workbench/bench/bundle.py": ({"PIL", "pikepdf"}, "pictures and papers made for the measurement"),
}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for app in HOUSE:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def _loaded(tree: ast.Module) -> set[str]:
    """What a module imports, at its head or within a function, also by ``import_module("…")``."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module or "")
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
            "import_module",
            "__import__",
        ):
            found |= {
                one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
    return {name.partition(".")[0] for name in found}


def test_outside_the_confined_processes_no_parser_meets_bytes_that_the_portal_did_not_make() -> None:
    """A new module that loads a parser belongs into the confined process, or into the list above with its reason."""
    elsewhere = {
        name: parsers
        for name, tree in _modules()
        if not name.startswith(CONFINED) and (parsers := _loaded(tree) & PARSERS)
    }
    assert elsewhere == {name: parsers for name, (parsers, _why) in OURS.items()}


def _calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
            yield node


def test_a_picture_is_opened_as_what_it_is_said_to_be_and_no_codec_is_loaded_besides() -> None:
    """Pillow tries every codec that it knows otherwise, and one of them hands PostScript to another program."""
    opened = 0
    for name, tree in _modules():
        for call in _calls(tree, "Image.open"):
            opened += 1
            assert "formats" in {one.arg for one in call.keywords}, f"{name}:{call.lineno}"
        assert not list(_calls(tree, "Image.init")), name
    assert opened


def test_no_process_that_opens_files_knows_postscript() -> None:
    program = (
        "import evidence.examination.child, evidence.examination.burning_child, evidence.examination.recordings\n"
        "import evidence.examination.sheets, evidence.recognising.child, evidence.importers.child\n"
        "import documents.bundle.volume, documents.bundle.printing\n"
        "from PIL import Image\n"
        "Image.preinit()\n"
        "print(sorted(Image.OPEN))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    known = ast.literal_eval(done.stdout)
    assert "JPEG" in known
    assert not {"EPS", "WMF", "PDF"} & set(known)
