"""What the portal says for itself looks like its pages; what a person signs bears no mark of it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LETTERS = ROOT / "templates" / "letters"
OWN = {"receipt.typ", "sheet.typ"}


def test_own_papers_have_the_colours_and_the_mark_of_the_pages() -> None:
    house = (LETTERS / "house.typ").read_text()
    style = (ROOT / "portal" / "static" / "anning.css").read_text()
    for name in ("calm", "calm-pale"):
        ours = re.search(rf'#let {name} = rgb\("(#\w+)"\)', house)
        theirs = re.search(rf"--{name}: (#\w+);", style)
        assert ours
        assert theirs
        assert ours[1] == theirs[1]
    drawn = "".join(re.findall(r'^  "(<.*>)"', house, re.MULTILINE)).replace('\\"', '"')
    assert drawn == (ROOT / "portal" / "static" / "anning.svg").read_text().strip()


def test_what_a_person_signs_bears_no_mark() -> None:
    marked = {one.name for one in LETTERS.glob("*.typ") if "mast(" in one.read_text()}
    assert marked == OWN | {"house.typ"}
