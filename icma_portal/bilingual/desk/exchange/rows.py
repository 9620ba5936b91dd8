"""What a file says of one translation, whatever its format, and why a file is refused."""

from typing import NamedTuple

from ..forms import label_of
from ..writing import current_texts, version_of

# So many texts are checked while the translator waits.
MAX_ROWS = 2000


class Row(NamedTuple):
    """One translation as a file has it; ``version`` names the texts that it was made for."""

    unit: str
    version: str
    translation: str


class Entry(NamedTuple):
    """One translation as a file shows it to a translator."""

    unit: str
    version: str
    kind: str
    record: str
    field: str
    state: str
    source: str
    translation: str


def entry_of(unit):
    """Return the Entry of ``unit``; its record is to be fetched before, for many at once."""
    source, translation = current_texts(unit, unit.record)
    return Entry(
        unit=str(unit.pk),
        version=version_of(unit),
        kind=str(unit.content_type.model_class()._meta.verbose_name),
        record=str(unit.record),
        field=str(label_of(unit)),
        state=unit.state,
        source=source,
        translation=translation,
    )
