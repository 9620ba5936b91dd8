"""What staff should know of a file that some readers cannot use, and how far its reading is."""

from django.utils.translation import gettext as _

from icma_portal.files.models import Reading


def state_of(reading):
    """Return the state of a reading in words; with its progress while it is going on."""
    if reading is None:
        return _("Not read yet")
    if reading.state == Reading.State.RUNNING:
        return _("Being read: %(read)d of %(pages)d pages") % {
            "read": reading.pages_read,
            "pages": reading.version.pages or 0,
        }
    return reading.get_state_display()


def notes_of(reading, language):
    """Return a sentence for each thing that makes a file in ``language`` hard to use for some.

    What is asked of a PDF follows WCAG 2.2 and ISO 14289-1; a file that has not been read gives
    none.
    """
    if reading is None or reading.state != Reading.State.DONE:
        return []
    notes = []
    if not reading.has_text:
        notes.append(
            _(
                "Its pages are pictures only: they cannot be heard, searched or copied. Let a "
                "program recognize the text (OCR) and upload the file again."
            )
        )
    elif not reading.is_tagged:
        notes.append(
            _("It is not tagged: screen readers do not know its headings, tables and order.")
        )
    if not reading.title:
        notes.append(_("It has no title in its properties."))
    notes += _language_notes(reading.language, language)
    if reading.pages_skipped:
        notes.append(
            _("%(count)d of its pages could not be read.") % {"count": reading.pages_skipped}
        )
    return notes


def _language_notes(found, language):
    if not found:
        return [_("It does not say in which language it is.")]
    if found.lower().partition("-")[0] != language.partition("-")[0]:
        return [_("It says that its language is “%(language)s”.") % {"language": found}]
    return []
