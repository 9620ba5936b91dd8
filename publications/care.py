"""What publications may lack, and partnerships without any."""

from django.utils.translation import gettext_lazy as _

from icma_portal.care.checks import register_check
from partnerships.models import Partnership

from .models import Publication


@register_check(
    "file",
    _("Publications without a file"),
    _("Readers come to download: upload the file, or say where it can be had."),
    lambda model: model is Publication,
)
def without_file(model):
    return model.objects.published().filter(documents=None)


@register_check(
    "documents",
    _("Partnerships without documents"),
    _("What came of a partnership is what donors look for."),
    lambda model: model is Partnership,
)
def without_documents(model):
    return model.objects.published().filter(publications=None)
