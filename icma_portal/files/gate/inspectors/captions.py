"""Captions: WebVTT as the W3C describes it, without style sheets."""

import re

from .refusal import Refusal

SIGNATURE = re.compile(r"WEBVTT(?:[ \t][^\n]*)?(?:\n|$)")
MOMENT = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{MOMENT}[ \t]+-->[ \t]+{MOMENT}(?:[ \t]+[^\n]*)?")
TAG = re.compile(r"<([^>]*)>?")
# The tags that a cue may have (WebVTT, section 4.2.2), and moments within it.
KNOWN_TAG = re.compile(rf"/?(?:c|i|b|u|v|lang|ruby|rt)(?:[.\s][^<]*)?|/|{MOMENT}")


def inspect(file):
    """Return the number of cues; raise Refusal."""
    text = _text(file.read())
    if not SIGNATURE.match(text):
        raise Refusal("not_captions")
    cues = sum(_check_block(block) for block in re.split(r"\n{2,}", text)[1:])
    if cues == 0:
        raise Refusal("captions_empty")
    return {"cues": cues}, b""


def _text(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("captions_encoding") from error
    if "\0" in text:
        raise Refusal("captions_encoding")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check_block(block):
    """Return 1 for a cue, 0 for a note or nothing; raise Refusal for anything else."""
    lines = block.strip("\n").split("\n")
    if lines[0] == "" or lines[0].startswith(("NOTE", "REGION")):
        return 0
    if lines[0].startswith("STYLE"):
        raise Refusal("captions_style")
    # The line before the timing, if there is one, is the name of the cue.
    number = next((index for index, line in enumerate(lines[:2]) if "-->" in line), None)
    if number is None:
        raise Refusal("captions_timing", line=lines[0][:80])
    timing, words = lines[number], "\n".join(lines[number + 1 :])
    match = TIMING.fullmatch(timing.strip())
    if match is None or _moment(match.groups()[:4]) >= _moment(match.groups()[4:8]):
        raise Refusal("captions_timing", line=timing[:80])
    if "-->" in words:
        raise Refusal("captions_timing", line=words[:80])
    for tag in TAG.findall(words):
        if not KNOWN_TAG.fullmatch(tag):
            raise Refusal("captions_tag", tag=tag[:80])
    return 1


def _moment(groups):
    hours, minutes, seconds, thousandths = (int(each or 0) for each in groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
