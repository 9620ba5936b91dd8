"""Writes the security log."""

from icma_portal.bilingual.tracking import current_edit
from icma_portal.web.limits import client_address

from .models import AuditEntry

Event = AuditEntry.Event
MAX_NAME, MAX_TARGET, MAX_ADDRESS = 150, 300, 45


def record(event, *, request=None, user=None, name="", target="", **details):
    """Add an entry; return it.

    ``user`` is who did it: that of the request, or of the edit in hand, where none is named.
    ``name`` stands for one who is no user: what was typed as such.
    """
    return AuditEntry.objects.create(
        **_entry(event, request=request, user=user, name=name, target=target, details=details)
    )


def record_many(event, targets):
    """Add an entry for each (target, details), done by whoever is at work."""
    AuditEntry.objects.bulk_create(
        AuditEntry(**_entry(event, target=target, details=details)) for target, details in targets
    )


def _entry(event, *, request=None, user=None, name="", target="", details=None):
    user = user or getattr(request, "user", None) or getattr(current_edit(), "user", None)
    is_known = getattr(user, "pk", None) is not None
    return {
        "event": event,
        "user_id": user.pk if is_known else None,
        "user_name": (user.get_username() if is_known else printable(name))[:MAX_NAME],
        "address": client_address(request)[:MAX_ADDRESS] if request is not None else "",
        "target": printable(str(target))[:MAX_TARGET],
        "details": details or {},
    }


def printable(text):
    """Return a text that was typed by a stranger without what no column or terminal should hold."""
    kept = "".join(each if each.isprintable() else " " for each in text)
    return kept.encode("utf-8", "ignore").decode()
