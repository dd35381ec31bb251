"""The process that reads the words in a picture. Started by ``run``; speaks one line of JSON."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import pairwise
from typing import Any, BinaryIO

from evidence.examination.confinement import confine, limit

# Pixels: width at which the letters of a telephone, of a page, are as large as needed.
SCREEN, PAPER = (900, 1600)
SCREEN_IS = 1.6  # as high as wide, at least
PIXELS_AT_ONCE = 1_300_000  # memory grows with them
OVERLAP = 160  # pixels; higher than a line of large letters
MOST_PIECES = 60  # of one picture: about 80 screens joined
MOST_LINES = 4000
LEAST_SURE = 0.5  # a line that is less sure than that is no line
SAME_GROUND = 6  # of 255: a bubble and the ground behind it differ by more
MOST_SAID = 16 * 1024 * 1024  # bytes
# As the portal makes its pictures: clean copies, pages, covered copies.
PICTURES = ("JPEG", "PNG")

Line = dict[str, Any]
Reader = Callable[[Any], Any]


def _loaded() -> tuple[Reader, str]:
    """The models out of the installed package, and their names; one thread, as other work waits for the processor."""
    import cv2
    import numpy
    import onnxruntime
    import rapidocr

    logging.disable(logging.CRITICAL)
    cv2.setNumThreads(1)
    engine = rapidocr.RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.use_cls": False,  # letters stand upright on a screen
            "Global.max_side_len": 4000,
            "Global.log_level": "critical",
            "Det.limit_side_len": 32,
            "Det.limit_type": "min",
        }
    )

    def reader(piece: Any) -> Any:
        return engine(piece, return_word_box=True, return_single_char_box=True)

    # Libraries and models are loaded at their first use: read something of our own while files can be opened.
    sample = numpy.full((96, 320, 3), 255, numpy.uint8)
    cv2.putText(sample, "106", (40, 70), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)
    if not reader(sample).txts:
        raise RuntimeError("the models read nothing")
    return reader, f"rapidocr {version('rapidocr')} · onnxruntime {onnxruntime.__version__} · PP-OCRv6 small"


def _pieces(height: int, at_once: int) -> Iterator[tuple[int, int, float, float]]:
    """Top and bottom of each piece, and the part of it whose lines count: a line cut at an end is whole in the next."""
    top = 0
    for _ in range(MOST_PIECES):
        bottom = min(height, top + at_once)
        last = bottom == height
        yield top, bottom, top + OVERLAP / 2 if top else 0, height if last else bottom - OVERLAP / 2
        if last:
            return
        top = bottom - OVERLAP


def _signs(found: Any, text: str) -> list[float]:
    """How sure each sign of the text is; spaces, which are not read but concluded, are."""
    sure: list[float] = []
    signs = [(str(sign), float(score)) for sign, score, _box in found]
    place = 0
    for sign in text:
        if place < len(signs) and signs[place][0] == sign:
            sure.append(round(signs[place][1], 2))
            place += 1
        else:
            sure.append(1.0 if sign == " " else 0.0)
    return sure


def _read(picture: Any, reader: Reader) -> tuple[list[Line], bool]:
    import numpy

    wide = SCREEN if picture.height >= SCREEN_IS * picture.width else PAPER
    scale = min(1.0, wide / picture.width)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    # Without colour: white letters on a green bubble are found that otherwise are not.
    grey = picture.convert("L").resize(size)
    lines: list[Line] = []
    covered = 0
    for top, bottom, first, last in _pieces(size[1], max(2 * OVERLAP, PIXELS_AT_ONCE // size[0])):
        covered = bottom
        piece = numpy.asarray(grey.crop((0, top, size[0], bottom)).convert("RGB"))
        read = reader(piece)
        if read.boxes is None or not read.txts:
            continue
        for box, text, score, signs in zip(
            read.boxes, read.txts, read.scores, read.word_results, strict=True
        ):
            across, down = [float(one[0]) for one in box], [float(one[1]) + top for one in box]
            if float(score) < LEAST_SURE or not first <= (min(down) + max(down)) / 2 < last:
                continue
            place = [min(across), min(down), max(across), max(down)]
            lines.append({"text": text, "box": place, "sure": _signs(signs, text)})
    lines.sort(key=lambda line: (line["box"][1], line["box"][0]))
    _look_below(lines, numpy.asarray(grey))
    for line in lines:
        line["box"] = [round(value / scale) for value in line["box"]]
    return lines[:MOST_LINES], covered < size[1] or len(lines) > MOST_LINES


def _look_below(lines: list[Line], grey: Any) -> None:
    """Whether the ground goes on unbroken from a line to the one below it: the same bubble, or two."""
    import numpy

    for upper, lower in pairwise(lines):
        left, _top, right, bottom = upper["box"]
        from_, to = round(max(left, lower["box"][0])), round(min(right, lower["box"][2]))
        strip = grey[round(bottom) : round(lower["box"][1]), from_:to]
        if strip.shape[1] < 8:
            continue
        if strip.shape[0] < 3:
            upper["joined"] = True
            continue
        rows = numpy.median(strip, axis=1)
        upper["joined"] = bool(rows.max() - rows.min() <= SAME_GROUND)


def _said(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    """Arguments: descriptor of the picture, limits of memory (bytes) and processor time (seconds)."""
    descriptor, memory, seconds = map(int, arguments)
    from PIL import Image

    with os.fdopen(descriptor, "rb") as source:
        # Before anything is loaded, so that every thread of the libraries is as poor as this one.
        limit(memory=memory, seconds=seconds, output=MOST_SAID)
        try:
            reader, tool = _loaded()
        except (
            Exception
        ) as problem:  # no library for this processor, no models: whatever it is, nothing is read
            _said({"unavailable": type(problem).__name__})
            return
        Image.MAX_IMAGE_PIXELS = None  # of our own making, and the limits are set
        Image.preinit()
        confine(memory=memory, seconds=seconds, output=MOST_SAID)
        _said(_answer(source, reader, tool))


def _answer(source: BinaryIO, reader: Reader, tool: str) -> dict[str, Any]:
    from PIL import Image

    with Image.open(source, formats=PICTURES) as picture:
        lines, cut = _read(picture, reader)
        return {"tool": tool, "width": picture.width, "height": picture.height, "lines": lines, "cut": cut}
