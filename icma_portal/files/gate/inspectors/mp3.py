"""MP3: an ID3 tag, frames of MPEG audio (ISO/IEC 11172-3) to the end, and perhaps a tag again."""

from .reading import read_exactly
from .refusal import Refusal

# Kilobits a second in layer III, by version 1 and by versions 2 and 2.5.
BITRATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
LAYER_III = 1
# Two frames may stand in any file by chance.
FEWEST_FRAMES = 3
# Frames of a tag that carry a file of any kind.
OBJECT_FRAMES = (b"GEOB", b"GEO\0")
TAG_LENGTH = 128


def walk(file, size):
    """Return False: there are no pictures in it. Raises Refusal or EOFError."""
    start = _skip_tag(file, size)
    end = _before_tags(file, start, size)
    frames = 0
    while start < end:
        file.seek(start)
        header = file.read(4)
        if not header.strip(b"\0"):
            # Some programs fill the end with zeros.
            _require_zeros(file, start, end)
            break
        start += _frame_length(header)
        frames += 1
    if frames < FEWEST_FRAMES or start > end:
        raise Refusal("media_damaged")
    return False


def _skip_tag(file, size):
    """Return where the audio begins: after the ID3v2 tag, if there is one."""
    file.seek(0)
    head = read_exactly(file, 10)
    if head[:3] != b"ID3":
        return 0
    if any(byte & 0x80 for byte in head[6:]):
        raise Refusal("media_damaged")
    length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    if 10 + length > size:
        raise Refusal("media_damaged")
    if any(name in file.read(length) for name in OBJECT_FRAMES):
        raise Refusal("media_attachment")
    return 10 + length


def _before_tags(file, start, size):
    """Return where the audio ends: before the ID3v1 and APE tags that may stand at the end."""
    end = size
    file.seek(max(end - TAG_LENGTH, start))
    if file.read(3) == b"TAG":
        end -= TAG_LENGTH
    file.seek(max(end - 32, start))
    footer = file.read(32)
    if footer.startswith(b"APETAGEX"):
        # The length that it gives covers items and footer, not the header of the same length.
        end -= int.from_bytes(footer[12:16], "little") + 32
    if end < start:
        raise Refusal("media_damaged")
    return end


def _require_zeros(file, start, end):
    file.seek(start)
    if file.read(end - start).strip(b"\0"):
        raise Refusal("media_damaged")


def _frame_length(header):
    """Return the length of a frame of layer III in bytes."""
    if len(header) < 4 or header[0] != 0xFF or header[1] >> 5 != 7:
        raise Refusal("media_damaged")
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, samples = header[2] >> 4, header[2] >> 2 & 3
    if layer != LAYER_III or version == 1 or rate in (0, 15) or samples == 3:
        raise Refusal("media_damaged")
    bitrate = BITRATES[3 if version == 3 else 2][rate] * 1000
    factor = 144 if version == 3 else 72
    return factor * bitrate // SAMPLE_RATES[version][samples] + (header[2] >> 1 & 1)
