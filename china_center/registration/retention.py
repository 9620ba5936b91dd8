"""When registrations are deleted: some months after the event."""

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce

from china_center.models import Event, EventRegistration
from icma_portal.bilingual.partial_dates import certainly_before
from icma_portal.web.personal_data import months_before, register_personal_data


@register_personal_data("Registrations for events")
def due_registrations(now):
    """Return those for events that were over so long ago, or, without a date, made so long ago."""
    since = months_before(now, settings.REGISTRATIONS_KEPT_MONTHS)
    events = Event.objects.annotate(last_known=Coalesce("ends_on", "starts_on"))
    over = events.filter(certainly_before("last_known", since.date()))
    undated = events.filter(last_known=None)
    return EventRegistration.objects.filter(
        Q(event__in=over.values("pk")) | Q(event__in=undated.values("pk"), created_at__lt=since)
    )
