"""Sound and video: decoded whole and written again as AAC and H.264 in a plain MP4, without tags, tracks or notes besides."""

import importlib
import io
import logging
import math
import pkgutil
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, BinaryIO

import av
from av.audio.resampler import AudioResampler
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from PIL import Image, ImageDraw

from evidence.examination.finding import Finding, Parts, Refused
from evidence.examination.pictures import THUMBNAIL
from evidence.examination.residue import blank_mp4_notes, mp4_residue

MAX_SOUND_SECONDS = 2 * 3600
MAX_VIDEO_SECONDS = 5 * 60
MAX_VIDEO_PIXELS = 4096 * 2304  # of a frame
COPY_SIDE = 1280  # the longer side of a video's copy
MOST_FRAMES_A_SECOND = 30
BAD_PACKETS = 0.02  # a recording that broke off somewhere is copied, one that is mostly noise is not
WAVEFORM = (1200, 160)
_NO_NOTES = "filter_units=remove_types=6"  # H.264's SEI: x264 writes its version and all its settings there
_BUCKETS_A_SECOND = 20

# The demuxer is named, never guessed: a playlist or a list of other files is not looked for in what a stranger sent.
DEMUXERS = {
    "audio/mpeg": "mp3",
    "audio/mp2": "mp3",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
    "audio/mp4": "mov",
    "video/mp4": "mov",
    "video/webm": "matroska",
}
_SOUND_OF = {"video/mp4": "audio/mp4", "video/webm": "audio/webm"}  # a film without pictures is a recording
_SOUNDS = {"mp3", "mp3float", "mp2", "mp2float", "aac", "aac_latm", "amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb",
           "vorbis", "libvorbis", "opus", "libopus", "flac", "alac", "pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_s32le", "pcm_f32le",
           "pcm_alaw", "pcm_mulaw", "pcm_s16be", "adpcm_ima_wav", "adpcm_ms", "gsm_ms"}  # fmt: skip
_VIDEOS = {
    "h264",
    "hevc",
    "mpeg4",
    "h263",
    "vp8",
    "libvpx",
    "vp9",
    "libvpx-vp9",
    "av1",
    "libdav1d",
    "mjpeg",
    "mpeg2video",
}
TOOL = f"PyAV {av.__version__}; " + "; ".join(
    f"{name} {'.'.join(map(str, av.library_versions[name]))}" for name in ("libavformat", "libavcodec")
)
logging.getLogger("libav").setLevel(logging.CRITICAL)
# What the library raises for a file that is not what it says; FFmpegError is an OSError or a ValueError by its kind.
BROKEN = (
    av.FFmpegError,
    ValueError,
    OSError,
    EOFError,
    IndexError,
    TypeError,
    ZeroDivisionError,
    OverflowError,
)


@dataclass
class _Loudness:
    """The loudest sample of each short stretch; a long recording keeps a few hundred thousand numbers."""

    peaks: list[float] = field(default_factory=list)
    held: int = 0
    peak: int = 0

    def add(self, samples: "array[int]", rate: int) -> None:
        stretch = max(1, rate // _BUCKETS_A_SECOND)
        place = 0
        while place < len(samples):
            part = samples[place : place + stretch - self.held]
            self.peak = max(self.peak, max(part), -min(part))
            self.held += len(part)
            place += len(part)
            if self.held >= stretch:
                self.peaks.append(self.peak / 32768)
                self.held = self.peak = 0

    def drawn(self) -> Image.Image:
        """The waveform in two colours on white."""
        width, height = WAVEFORM
        picture = Image.new("RGB", WAVEFORM, "white")
        pen = ImageDraw.Draw(picture)
        peaks = self.peaks or [0.0]
        for column in range(width):
            first = column * len(peaks) // width
            last = max(first + 1, (column + 1) * len(peaks) // width)
            tall = max(1, round(max(peaks[first:last]) * (height / 2 - 2)))
            pen.line((column, height // 2 - tall, column, height // 2 + tall), fill=(31, 78, 121))
        return picture.quantize(4)


@dataclass
class _Packets:
    """Packets that were decoded and that were not."""

    good: int = 0
    bad: int = 0

    def broken(self) -> bool:
        return self.good == 0 or self.bad > max(2, (self.good + self.bad) * BAD_PACKETS)


def _opened(source: BinaryIO, found: str) -> Any:
    source.seek(0)
    try:
        return av.open(
            source, mode="r", format=DEMUXERS[found], metadata_errors="replace", options={"enable_drefs": "0"}
        )
    except MemoryError:
        raise
    except BROKEN:
        raise Refused("recording_broken") from None


def _streams(container: Any) -> tuple[Any, Any]:
    """The first sound and the first moving picture; a cover picture is a picture of something else."""
    sound = next((one for one in container.streams.audio if one.codec_context is not None), None)
    video = next(
        (
            one
            for one in container.streams.video
            if one.codec_context is not None and "ATTACHED_PIC" not in str(one.disposition.name or "").upper()
        ),
        None,
    )
    for stream, known in ((sound, _SOUNDS), (video, _VIDEOS)):
        if stream is None:
            continue
        if stream.codec_context.name not in known:
            raise Refused("recording_unknown_codec")
        stream.thread_type = "NONE"
        stream.codec_context.thread_count = 1
    if sound is not None:
        _name_channels(sound.codec_context)
    if sound is None and video is None:
        raise Refused("recording_broken")
    if video is not None and video.codec_context.width * video.codec_context.height > MAX_VIDEO_PIXELS:
        raise Refused("video_too_large", width=video.codec_context.width, height=video.codec_context.height)
    return sound, video


def _name_channels(context: Any) -> None:
    """One or two channels that do not say which they are (WAV mostly does not): the middle, or left and right."""
    if context.layout is not None and context.layout.name.endswith(" channels") and context.channels <= 2:
        context.layout = "mono" if context.channels == 1 else "stereo"


def _announced(container: Any, has_video: bool) -> None:
    """A header that says so is believed when it says too long; the frames are counted all the same."""
    if container.duration is not None:
        _check_seconds(container.duration / av.time_base, has_video)


def _check_seconds(seconds: float, has_video: bool) -> None:
    limit = MAX_VIDEO_SECONDS if has_video else MAX_SOUND_SECONDS
    if seconds > limit:
        raise Refused(
            "video_too_long" if has_video else "sound_too_long",
            minutes=math.ceil(seconds / 60),
            limit=limit // 60,
        )


def _frames(container: Any, wanted: list[Any], packets: dict[int, _Packets]) -> Iterator[tuple[Any, Any]]:
    """Each decoded frame with its stream. A packet that does not decode is counted and passed over."""
    demuxed = container.demux(wanted)
    while True:
        try:
            packet = next(demuxed)
        except StopIteration:
            return
        except MemoryError:
            raise
        except BROKEN:  # the container itself breaks off here
            for one in packets.values():
                one.bad += 1
            return
        counted = packets[packet.stream.index]
        try:
            frames = packet.decode()
        except MemoryError:
            raise
        except av.EOFError:
            continue
        except BROKEN:
            counted.bad += 1
            continue
        counted.good += bool(frames)
        for frame in frames:
            yield packet.stream, frame


def _turn_of(source: BinaryIO, found: str) -> int:
    """How many degrees the first picture is to be turned; a header of the copy needs it before the first frame."""
    with _opened(source, found) as container:
        _, video = _streams(container)
        if video is None:
            return 0
        for _stream, frame in _frames(container, [video], {video.index: _Packets()}):
            return int(getattr(frame, "rotation", 0) or 0) % 360
    return 0


class _Sound:
    """The sound track of the copy: 16 bits, one or two channels, at most 48 kHz."""

    def __init__(self, output: Any, stream: Any) -> None:
        rate = stream.codec_context.sample_rate
        if not 4000 <= rate <= 384_000:
            raise Refused("recording_broken")
        self.rate = min(rate if rate in (8000, 16000, 22050, 32000, 44100, 48000) else 44100, 48000)
        self.layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        self.track = output.add_stream("aac", rate=self.rate, layout=self.layout)
        self.track.bit_rate = 64_000 if self.layout == "mono" else 128_000
        self.track.codec_context.thread_count = 1
        self.track.codec_context.flags |= Flags.bitexact  # else it writes its name and version into the sound
        self.output = output
        self.to_copy = AudioResampler(format="fltp", layout=self.layout, rate=self.rate)
        self.to_measure = AudioResampler(format="s16", layout="mono", rate=8000)
        self.loudness = _Loudness()
        self.samples = 0
        self.measured = 0

    def take(self, frame: Any) -> None:
        frame.pts = None
        for part in self.to_measure.resample(frame):
            self._measure(part)
        for part in self.to_copy.resample(frame):
            self._write(part)

    def _measure(self, part: Any) -> None:
        samples = array("h")
        samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
        if samples:
            self.loudness.add(samples, 8000)
        self.measured += part.samples

    def _write(self, part: Any) -> None:
        part.pts, part.time_base = self.samples, Fraction(1, self.rate)
        self.samples += part.samples
        for packet in self.track.encode(part):
            self.output.mux(packet)

    def end(self) -> None:
        for part in self.to_copy.resample(None):
            self._write(part)
        for packet in self.track.encode(None):
            self.output.mux(packet)

    @property
    def seconds(self) -> float:
        return self.samples / self.rate


class _Video:
    """The picture track of the copy: H.264 as every browser plays it, upright, no larger than a screen."""

    def __init__(self, output: Any, stream: Any, turn: int) -> None:
        width, height = stream.codec_context.width, stream.codec_context.height
        if width < 16 or height < 16:
            raise Refused("recording_broken")
        scale = min(1.0, COPY_SIDE / max(width, height))
        self.lying = tuple(max(16, round(side * scale) // 2 * 2) for side in (width, height))
        self.turn = turn if turn in (90, 180, 270) else 0
        self.width, self.height = self.lying[::-1] if self.turn in (90, 270) else self.lying
        self.output, self.base = output, Fraction(1, 1000)
        self.still: Image.Image | None = None
        self.first: float | None = None
        self.last = -1
        self.track = output.add_stream("libx264", rate=MOST_FRAMES_A_SECOND)
        self.track.width, self.track.height, self.track.pix_fmt = self.width, self.height, "yuv420p"
        self.track.codec_context.time_base = self.base
        self.track.codec_context.thread_count = 1
        self.track.options = {"preset": "ultrafast", "crf": "26", "x264-params": "threads=1:sliced-threads=0"}
        self.without_notes = BitStreamFilterContext(_NO_NOTES, "h264")

    def take(self, frame: Any) -> None:
        moment = float(frame.time or 0)
        if self.first is None:
            self.first = moment
        stamp = round((moment - self.first) * 1000)
        if stamp <= self.last or (self.last >= 0 and stamp - self.last < 1000 // MOST_FRAMES_A_SECOND - 3):
            return
        _check_seconds(stamp / 1000, True)
        plain = self._upright(frame)
        if self.still is None or self.last < 1000 <= stamp:  # the very first picture is often black
            self.still = plain.to_image()
        plain.pts, plain.time_base = stamp, self.base
        self.last = stamp
        self._write(plain)

    def _write(self, frame: Any) -> None:
        for packet in self.track.encode(frame):
            for plain in self.without_notes.filter(packet):
                self.output.mux(plain)

    def _upright(self, frame: Any) -> Any:
        width, height = self.lying
        if not self.turn:
            return frame.reformat(width=width, height=height, format="yuv420p")
        image = frame.reformat(width=width, height=height, format="rgb24").to_image()
        return av.VideoFrame.from_image(image.rotate(self.turn, expand=True)).reformat(format="yuv420p")

    def end(self) -> None:
        self._write(None)

    @property
    def seconds(self) -> float:
        return (self.last + 1000 / MOST_FRAMES_A_SECOND) / 1000 if self.last >= 0 else 0.0


def _carried_over(source: BinaryIO, found: str, clean: BinaryIO) -> tuple[_Sound | None, _Video | None, bool]:
    """Decode everything, write it again; also whether parts were missing."""
    turn = _turn_of(source, found) if found.startswith("video/") else 0
    options = {"fflags": "+bitexact", "brand": "mp42"}
    with _opened(source, found) as container, av.open(clean, "w", format="mp4", options=options) as output:
        sound_in, video_in = _streams(container)
        _announced(container, video_in is not None)
        video = _Video(output, video_in, turn) if video_in is not None else None
        sound = _Sound(output, sound_in) if sound_in is not None else None
        wanted = [one for one in (video_in, sound_in) if one is not None]
        packets = {one.index: _Packets() for one in wanted}
        for stream, frame in _frames(container, wanted, packets):
            if video is not None and stream.index == video_in.index:
                video.take(frame)
            elif sound is not None:
                sound.take(frame)
                _check_seconds(sound.seconds, video is not None)
        if any(one.broken() for one in packets.values()):
            raise Refused("recording_broken")
        for track in (video, sound):
            if track is not None:
                track.end()
    return sound, video, any(one.bad for one in packets.values())


def _verify(clean: BinaryIO) -> None:
    clean.seek(0)
    left = mp4_residue(clean)
    if left:
        raise Refused("cleaning_incomplete", left=", ".join(left[:5]))


def copy_recording(
    source: BinaryIO, found: str, clean: BinaryIO, thumbnail: BinaryIO, parts: Parts
) -> Finding:
    """Write the copy, a still of a video, and the waveform of a sound. Sound alone becomes ``audio/mp4``."""
    try:
        sound, video, gaps = _carried_over(source, found, clean)
    except MemoryError:
        raise
    except BROKEN:
        raise Refused("recording_broken") from None
    clean.flush()
    blank_mp4_notes(clean)
    _verify(clean)
    if video is not None and video.still is not None:
        video.still.thumbnail(THUMBNAIL)
        video.still.convert("RGB").save(thumbnail, "JPEG", quality=80)
        thumbnail.flush()
    if sound is not None and sound.loudness.peaks:
        with parts.one("waveform", 0, "image/png") as part:
            sound.loudness.drawn().save(part, "PNG")
    seconds = max(track.seconds for track in (sound, video) if track is not None)
    return Finding(
        found=found if video is not None or found.startswith("audio/") else _SOUND_OF[found],
        media_type="video/mp4" if video is not None else "audio/mp4",
        width=video.width if video is not None else None,
        height=video.height if video is not None else None,
        duration=round(seconds * 1000),
        thumbnail=video is not None,
        notes=["recording_gaps"] if gaps else [],
        tool=TOOL,
        parts=parts.written,
    )


def _warmed_up() -> None:
    """Load what the library loads as it goes, with a second of silence and of black: later no file can be opened."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.startswith(("av.__main__", "av.datasets")):
            importlib.import_module(module.name)
    black = av.VideoFrame.from_image(Image.new("RGB", (32, 32)))
    silence = av.AudioFrame(format="s16", layout="mono", samples=8000)
    silence.planes[0].update(bytes(16_000))
    silence.rate = 8000
    film, clean, small, rest = (io.BytesIO() for _ in range(4))
    with av.open(film, "w", format="mp4") as output:
        picture, sound = (
            output.add_stream("libx264", rate=1),
            output.add_stream("aac", rate=8000, layout="mono"),
        )
        picture.width = picture.height = 32  # type: ignore[attr-defined]
        picture.pix_fmt = "yuv420p"  # type: ignore[attr-defined]
        picture.codec_context.thread_count = sound.codec_context.thread_count = 1
        to_sound = AudioResampler(format="fltp", layout="mono", rate=8000)
        output.mux(picture.encode(black.reformat(format="yuv420p")))  # type: ignore[attr-defined]
        for part in to_sound.resample(silence):
            output.mux(sound.encode(part))  # type: ignore[attr-defined]
        output.mux(picture.encode(None))  # type: ignore[attr-defined]
        output.mux(sound.encode(None))  # type: ignore[attr-defined]
    copy_recording(film, "video/mp4", clean, small, Parts(rest))


_warmed_up()
