"""Short makers of valid records; every argument can be given, names are unique by number."""

from io import BytesIO
from itertools import count

import pypdfium2
from django.core.files.base import ContentFile
from PIL import Image

from china_center.models import Agreement, Event
from icma_portal.bilingual.partial_dates import PartialDate
from icma_portal.files.models import PageImage, PageText, Picture, Reading
from partnerships.models import City, Membership, Partnership
from programs.models import Country, Organization, Program, Project, Source, Topic
from publications.models import Document, Publication

NUMBERS = count(1)
PUBLISHED = {"state": "published"}


def _named(model, word, field="name", **values):
    number = next(NUMBERS)
    defaults = {
        "slug": f"{word.lower()}-{number}",
        f"{field}_en": f"{word} {number}",
        f"{field}_zh_hans": f"测试{number}",
        **PUBLISHED,
    }
    return model.objects.create(**{**defaults, **values})


def make_country(**values):
    # Codes from QM to QZ belong to nobody: a test may take one for itself.
    taken, code = Country.objects.values_list("iso_code", flat=True), "QZ"
    while code.startswith("Q") or code in taken:
        number = next(NUMBERS)
        code = chr(65 + number // 26 % 26) + chr(65 + number % 26)
    return _named(Country, "Country", **{"iso_code": code, "continent": "asia", **values})


def make_city(**values):
    if "country" not in values:
        values["country"] = make_country()
    return _named(City, "City", **values)


def make_partnership(cities=(), **values):
    partnership = _named(Partnership, "Partnership", **{"kind": "us_partner", **values})
    for order, city in enumerate(cities):
        Membership.objects.create(partnership=partnership, city=city, order=order, role="peer")
    return partnership


def make_topic(**values):
    return _named(Topic, "Topic", **values)


def make_organization(**values):
    return _named(Organization, "Organization", **{"kind": "ngo", **values})


def make_program(**values):
    if "organization" not in values:
        values["organization"] = make_organization()
    return _named(Program, "Program", **values)


def make_project(**values):
    return _named(Project, "Project", **values)


def make_publication(**values):
    return _named(Publication, "Publication", "title", **{"kind": "tool", **values})


def _with_dates(values):
    """Return the values with their partial dates as a record from the database has them."""
    return {
        name: PartialDate(value) if value and name.endswith("_on") else value
        for name, value in values.items()
    }


def make_agreement(parties=(), **values):
    agreement = _named(Agreement, "Agreement", **{"kind": "mou", **_with_dates(values)})
    for order, organization in enumerate(parties):
        agreement.parties.create(organization=organization, order=order)
    return agreement


def make_event(**values):
    return _named(Event, "Event", **{"kind": "forum", **_with_dates(values)})


def make_source(**values):
    number = next(NUMBERS)
    return Source.objects.create(
        **{"slug": f"source-{number}", "title": f"Source {number}", **values}
    )


def pdf_bytes(pages=1):
    """Return a small valid PDF."""
    document, buffer = pypdfium2.PdfDocument.new(), BytesIO()
    for _page in range(pages):
        document.new_page(200, 200)
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def make_document(publication=None, data=None, **values):
    publication = publication or make_publication()
    file = ContentFile(data or pdf_bytes(), name="any.pdf")
    defaults = {"language": "en", **PUBLISHED}
    return Document.objects.create(publication=publication, file=file, **{**defaults, **values})


def make_pages(document, pages=1, text="words"):
    """Let the document's pages be there as if they had been read; return the document."""
    version = document.current
    Reading.objects.update_or_create(
        version=version, defaults={"state": Reading.State.DONE, "pages_read": pages}
    )
    for number in range(1, pages + 1):
        words = f"{text} {number}\nsecond"
        PageText.objects.create(version=version, number=number, text=words)
        for width in (240, 480, 560, 1120) if number == 1 else (560, 1120):
            # The bytes of the file itself serve as picture.
            PageImage.objects.create(
                version=version,
                number=number,
                width=width,
                height=width,
                file=version.file.name,
                size=version.size,
                sha256=version.sha256,
            )
    version.reading = Reading.objects.get(version=version)
    return document


def picture_bytes(size=(40, 30), kind="PNG", mode="RGB", **options):
    """Return a small valid picture."""
    buffer = BytesIO()
    Image.new(mode, size, "teal").save(buffer, kind, **options)
    return buffer.getvalue()


def make_picture(data=None, **values):
    number = next(NUMBERS)
    defaults = {"alt_en": f"Picture {number}", "alt_zh_hans": f"图片{number}", **PUBLISHED}
    file = ContentFile(data or picture_bytes(), name="any.png")
    return Picture.objects.create(file=file, **{**defaults, **values})
