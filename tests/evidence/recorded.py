"""Recordings, films and spreadsheets for the tests, made here, with tags that nobody meant to send."""

import io
import math
import zipfile
from array import array
from fractions import Fraction

import av
import openpyxl
from PIL import Image

from tests.evidence.samples import CANARY

TAGS = {"title": CANARY, "comment": CANARY, "artist": CANARY, "location": "+31.2304+121.4737/"}
SOUNDS = {
    "mp3": ("mp3", "libmp3lame", 44100, "audio/mpeg"),
    "mp3 of 8 kHz": ("mp3", "libmp3lame", 8000, "audio/mpeg"),
    "mp3 of 11 kHz": ("mp3", "libmp3lame", 11025, "audio/mpeg"),
    "mp3 of 12 kHz": ("mp3", "libmp3lame", 12000, "audio/mpeg"),
    "mp2": ("mp2", "mp2", 44100, "audio/mp2"),
    "aac": ("adts", "aac", 44100, "audio/aac"),
    "m4a": ("ipod", "aac", 44100, "audio/mp4"),
    "amr": ("amr", "libopencore_amrnb", 8000, "audio/amr"),
    "wav": ("wav", "pcm_s16le", 8000, "audio/wav"),
    "ogg": ("ogg", "libopus", 48000, "audio/ogg"),
    "flac": ("flac", "flac", 44100, "audio/flac"),
}


def sound(kind: str, *, seconds: float = 2) -> bytes:
    """A tone that grows louder and stops short each second."""
    container, codec, rate, _ = SOUNDS[kind]
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as output:
        output.metadata.update(TAGS)
        track = output.add_stream(codec, rate=rate, layout="mono")
        fit = av.AudioResampler(format=track.codec_context.format, layout="mono", rate=rate)
        step = rate // 10
        for number in range(round(seconds * 10)):
            loud = 2000 * (number % 10)
            tone = array(
                "h", (round(loud * math.sin(2 * math.pi * 440 * place / rate)) for place in range(step))
            )
            frame = av.AudioFrame(format="s16", layout="mono", samples=step)
            frame.planes[0].update(tone.tobytes())
            frame.rate, frame.pts = rate, number * step
            for part in fit.resample(frame):
                output.mux(track.encode(part))
        for part in fit.resample(None):
            output.mux(track.encode(part))
        output.mux(track.encode(None))
    return buffer.getvalue()


def tagged(content: bytes) -> bytes:
    """Behind an ID3 tag of some thousand bytes, as with a picture on the sleeve."""
    tag = b"TXXX" + (6000).to_bytes(4, "big") + b"\0\0" + CANARY.encode().ljust(6000, b"\0")
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + tag + content


def film(
    container: str = "mp4", codec: str = "libx264", *, seconds: int = 2, size: tuple[int, int] = (320, 180)
) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as output:
        output.metadata.update({**TAGS, "creation_time": "2026-03-15T01:02:03"})
        track = output.add_stream(codec, rate=10)
        track.width, track.height, track.pix_fmt = *size, "yuv420p"  # type: ignore[attr-defined]
        for number in range(seconds * 10):
            picture = Image.new("RGB", size, (number * 10 % 255, 40, 200))
            frame = av.VideoFrame.from_image(picture).reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            output.mux(track.encode(frame))  # type: ignore[attr-defined]
        output.mux(track.encode(None))  # type: ignore[attr-defined]
    return buffer.getvalue()


def film_with_sound(*, seconds: int = 2) -> bytes:
    """A film that says something: pictures and a tone, written in turns as a telephone writes them."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as output:
        output.metadata.update(TAGS)
        pictures, tone = (
            output.add_stream("libx264", rate=10),
            output.add_stream("aac", rate=8000, layout="mono"),
        )
        pictures.width, pictures.height, pictures.pix_fmt = 320, 180, "yuv420p"  # type: ignore[attr-defined]
        fit = av.AudioResampler(format="fltp", layout="mono", rate=8000)
        for number in range(seconds * 10):
            frame = av.VideoFrame.from_image(Image.new("RGB", (320, 180), (number * 10 % 255, 40, 200)))
            frame = frame.reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            output.mux(pictures.encode(frame))  # type: ignore[attr-defined]
            wave = array("h", (round(9000 * math.sin(place / 3)) for place in range(800)))
            heard = av.AudioFrame(format="s16", layout="mono", samples=800)
            heard.planes[0].update(wave.tobytes())
            heard.rate, heard.pts = 8000, number * 800
            for part in fit.resample(heard):
                output.mux(tone.encode(part))  # type: ignore[attr-defined]
        output.mux(pictures.encode(None))  # type: ignore[attr-defined]
        output.mux(tone.encode(None))  # type: ignore[attr-defined]
    return buffer.getvalue()


def sheet(rows: list[list[object]], *, title: str = "账单") -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = CANARY
    book.active.title = title
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_part(archive: bytes, name: str, content: bytes) -> bytes:
    """The same zip with one part replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return buffer.getvalue()
