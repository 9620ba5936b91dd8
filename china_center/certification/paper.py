"""What a certificate says on paper, in both languages, as plain data for the page."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from icma_portal.bilingual.formats import date, period
from icma_portal.bilingual.languages import CHINESE, ENGLISH, LANGUAGES
from icma_portal.bilingual.reader import read
from publications.fact_sheets.code import qr_code

from .characters import composed, named, unprintable
from .signing import CertificateError, Statement, signed

# Beyond this the dots of the code become too small for the cameras of telephones.
LONGEST_ADDRESS = 1400


@dataclass(frozen=True)
class Words:
    """A text; ``language`` names its own where it is not that of the column."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Column:
    """One language of a certificate: lines of the text, then pairs of label and value."""

    language: str
    issuer: str
    title: str
    opening: str
    holder: Words
    reason: str
    subject: Words
    circumstances: str
    details: tuple[tuple[str, str], ...]
    check: str
    code_label: str
    image: str


@dataclass(frozen=True)
class Paper:
    """A certificate as it is printed.

    ``code`` is in groups of four; ``qr`` is the path of the QR code with ``qr_size`` modules a
    side, and ``address`` what it holds.
    """

    number: str
    code: str
    issued_on: str
    columns: tuple[Column, ...]
    address: str
    qr: str
    qr_size: int


def compose(certificate):
    """Return the Paper of a certificate in force.

    Raises CertificateError, whose message says what staff can do, when it was revoked or replaced,
    when the portal has no key, when a character has no glyph or the code would be too dense.
    """
    if certificate.state != certificate.State.VALID:
        raise CertificateError(
            gettext_lazy(
                "This certificate was revoked or replaced: it is not printed any more. "
                "The list of certificates leads to the one that took its place."
            )
        )
    address = signed_address(certificate)
    if len(address) > LONGEST_ADDRESS:
        raise CertificateError(
            gettext_lazy("The names are too long for the code on the certificate: shorten them.")
        )
    path, size = qr_code(address)
    paper = Paper(
        number=certificate.number,
        code=grouped(certificate.code),
        issued_on=certificate.issued_on.isoformat(),
        columns=tuple(_column(certificate, language) for language in LANGUAGES),
        address=address,
        qr=path,
        qr_size=size,
    )
    _require_glyphs(paper)
    return paper


def statement(certificate):
    """Return what is signed of a certificate: the holder only where the holder allows it."""
    is_recognition = certificate.holder_city_id is not None
    program = certificate.session and certificate.session.program
    city = _city(certificate)
    if is_recognition and not certificate.may_show_name:
        city = None
    return Statement(
        code=certificate.code,
        number=certificate.number,
        kind="G" if is_recognition else "P",
        holder=certificate.holder_name if certificate.may_show_name else "",
        city_en=(city and city.name_en) or "",
        city_zh=(city and city.name_zh_hans) or "",
        program_en=(program and program.name_en) or "",
        program_zh=(program and program.name_zh_hans) or "",
        issued_on=certificate.issued_on.isoformat(),
        expires_on=certificate.expires_on.isoformat() if certificate.expires_on else "",
    )


def signed_address(certificate):
    """Return the address in the QR code; without a language, so that each lands in their own."""
    with translation.override(ENGLISH):
        path = reverse("china_center:verify").replace(f"/{ENGLISH}/", "/", 1)
    return f"{settings.SITE_ADDRESS}{path}#{signed(statement(certificate))}"


def grouped(code):
    """Return a code in groups of four, as people read it."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _city(certificate):
    return certificate.holder_city or (certificate.session and certificate.session.city)


def _column(certificate, language):
    with translation.override(language):
        is_recognition = certificate.holder_city_id is not None
        session = certificate.session
        return Column(
            language=language,
            issuer=_("ICMA China Center"),
            title=_title(certificate),
            opening=(
                _("The ICMA China Center hereby recognizes")
                if is_recognition
                else _("This is to certify that")
            ),
            holder=_holder(certificate, language),
            reason=_reason(certificate),
            subject=_named(session.program, language) if session else Words(""),
            circumstances=_circumstances(certificate, language),
            details=_details(certificate, language),
            check=_("To check it, scan the code, or enter the letters and digits at %(address)s")
            % {"address": _short(settings.SITE_ADDRESS + reverse("china_center:certificates"))},
            code_label=pgettext("of a certificate", "Code"),
            image=_("QR code with what this certificate says and its signature"),
        )


def _title(certificate):
    if certificate.holder_city_id is not None:
        return _("Recognition of a local government")
    return pgettext("title of the paper", "Certificate")


def _holder(certificate, language):
    if certificate.holder_city_id is not None:
        return _named(certificate.holder_city, language)
    return Words(composed(certificate.holder_name), script_of(certificate.holder_name, language))


def _reason(certificate):
    session = certificate.session
    if session is None:
        return ""
    if certificate.holder_city_id is not None:
        return _("in connection with the training program")
    attendance = certificate.attendance
    if session.program.includes_assessment and attendance and attendance.result == "passed":
        return _("has taken part in this training program and passed its assessment:")
    return _("has taken part in the training program")


def _circumstances(certificate, language):
    """Return where and when the training was, as far as it is known."""
    session = certificate.session
    if session is None:
        return ""
    # The city of a person's certificate is that of the training.
    place = read(session.city, "name", language).text if session.city else ""
    when = period(session.starts_on, session.ends_on, language)
    separator = "，" if language == CHINESE else ", "
    return separator.join(part for part in (place, when) if part)


def _details(certificate, language):
    end = certificate.expires_on
    return (
        (pgettext("of a certificate", "Number"), certificate.number),
        (_("Issued on"), date(certificate.issued_on, language)),
        (_("Valid until"), date(end, language) if end else _("No end is set")),
    )


def _named(record, language):
    reading = read(record, "name", language)
    return Words(composed(reading.text), reading.language if reading.is_fallback else "")


def script_of(name, language):
    """Return the language of a name of a person where it is not that of its surroundings."""
    has_han = any("\u3400" <= char <= "\u9fff" or char >= "\U00020000" for char in name)
    own = CHINESE if has_han else ENGLISH
    return "" if own == language else own


def _short(address):
    return address.partition("://")[2].rstrip("/")


def _require_glyphs(paper):
    texts = [text for column in paper.columns for text in _texts(column)]
    if lacking := unprintable(" ".join(texts)):
        raise CertificateError(
            gettext_lazy("The fonts of certificates have no glyph for %(characters)s.")
            % {"characters": named(lacking)}
        )


def _texts(column):
    return [column.holder.text, column.subject.text, column.circumstances]
