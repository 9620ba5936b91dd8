"""What the admins of every app that cites sources have in common."""

from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.admin import BilingualStackedInline

SOURCES = (_("Sources"), {"fields": ["sources"]})
SOURCES_AND_NOTE = (_("Sources and notes"), {"fields": ["sources", "note"]})


class FactInline(BilingualStackedInline):
    """The facts of a record, each with its sources."""

    fields = ["text", "sources", ("order", "is_internal")]
