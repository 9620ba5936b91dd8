"""The gate: what becomes of an upload, by its content and never by its name."""

import re

from django.core.files.base import ContentFile
from django.utils.translation import get_language

from icma_portal.bilingual.formats import listing
from icma_portal.files.limited import GATE_LIMITS, ChildFailed, Limits, run_limited

from .reasons import KINDS, OTHERS, sentence
from .scanner import NoScanner, scan
from .sniffing import sniff
from .verdicts import Judged, Refused

INSPECT = "icma_portal.files.gate.inspectors:inspect"
MEGABYTE = 1000 * 1000
# Megabytes at the most.
SIZES = {
    "pdf": 50,
    "image": 20,
    "spreadsheet": 20,
    "text": 20,
    "captions": 2,
    "audio": 200,
    "video": 500,
}
# Which kind of file a form can be.
FORMS = {
    "pdf": {"pdf"},
    "image": {"image"},
    "spreadsheet": {"spreadsheet"},
    "text": {"text"},
    "captions": {"captions"},
    "mp4": {"audio", "video"},
    "webm": {"audio", "video"},
    "ogg": {"audio", "video"},
    "mp3": {"audio"},
}
OOXML = "application/vnd.openxmlformats-officedocument"
# Form, and whether there are pictures in it → type and extension.
TYPES = {
    ("pdf", False): ("application/pdf", ".pdf"),
    ("spreadsheet", False): (f"{OOXML}.spreadsheetml.sheet", ".xlsx"),
    ("text", False): (f"{OOXML}.wordprocessingml.document", ".docx"),
    ("captions", False): ("text/vtt", ".vtt"),
    ("mp4", False): ("audio/mp4", ".m4a"),
    ("mp4", True): ("video/mp4", ".mp4"),
    ("webm", False): ("audio/webm", ".weba"),
    ("webm", True): ("video/webm", ".webm"),
    ("ogg", False): ("audio/ogg", ".ogg"),
    ("ogg", True): ("video/ogg", ".ogv"),
    ("mp3", False): ("audio/mpeg", ".mp3"),
}
# A picture of 40 megapixels takes 160 MB, and twice while it is made smaller. Its size is known,
# and one that is larger refused, before that.
LIMITS = {"image": Limits(memory=400 * MEGABYTE)}
# Type of a stored file → the kinds that it may be.
KINDS_OF_TYPES = {
    content_type: FORMS[form] for (form, _pictures), (content_type, _end) in TYPES.items()
}
UNFIT_FOR_NAMES = re.compile(r"[\x00-\x1f\x7f]")


def judge(upload, *kinds):
    """Return the Judged of an upload of one of ``kinds`` (keys of KINDS); raise Refused.

    The upload is read several times and stands at its start afterwards.
    """
    _check_outside(upload, kinds)
    form = sniff(upload)
    if not FORMS.get(form, set()) & set(kinds):
        raise _other_kind({**KINDS, **OTHERS}.get(form, OTHERS["unknown"]), kinds)
    _require_clean(upload)
    answer = _examined(upload, form)
    return _judged(upload, form, answer, kinds)


def judge_pdf(upload):
    """Return the Judged of an uploaded PDF; raise Refused."""
    return judge(upload, "pdf")


def judge_picture(upload):
    """Return the Judged of the picture that is made from an upload; raise Refused."""
    return judge(upload, "image")


def _check_outside(upload, kinds):
    if UNFIT_FOR_NAMES.search(upload.name or ""):
        raise refusal("name")
    if upload.size == 0:
        raise refusal("empty")
    most = max(SIZES[kind] for kind in kinds)
    if upload.size > most * MEGABYTE:
        raise refusal("too_large", most=most)


def _require_clean(upload):
    try:
        virus = scan(upload)
    except NoScanner as error:
        raise refusal("no_scanner") from error
    if virus:
        raise refusal("virus", virus=virus)


def _examined(upload, form):
    """Return what the child found in the upload; raise Refused."""
    try:
        answer = run_limited(INSPECT, upload, form, limits=LIMITS.get(form, GATE_LIMITS))
    except ChildFailed as error:
        raise refusal(error.kind) from error
    if "refused" in answer.facts:
        raise refusal(answer.facts["refused"], **answer.facts["words"])
    return answer


def _judged(upload, form, answer, kinds):
    facts = answer.facts
    if form == "image":
        return Judged(
            content=ContentFile(answer.data),
            content_type=facts["content_type"],
            extension=facts["extension"],
            width=facts["width"],
            height=facts["height"],
        )
    has_video = facts.get("has_video", False)
    if "has_video" in facts and ("video" if has_video else "audio") not in kinds:
        raise _other_kind(KINDS["video" if has_video else "audio"], kinds)
    content_type, extension = TYPES[form, has_video]
    return Judged(upload, content_type, extension, pages=facts.get("pages"))


def _other_kind(found, kinds):
    wanted = listing([KINDS[kind] for kind in kinds], get_language(), style="or")
    return refusal("other_kind", found=found, wanted=wanted)


def refusal(code, **words):
    """Return the Refused with the sentence of this code."""
    return Refused(sentence(code, **words))
