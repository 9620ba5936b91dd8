"""For whoever watches the portal: does the process live, and can it serve?"""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SERVICE_UNAVAILABLE = 503


@require_safe
@never_cache
def alive(request):
    """Answer 200 as long as the process answers at all; nothing else is asked."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def ready(request):
    """Answer 200 when the portal can serve; 503 and the names of what fails when it cannot.

    The names say nothing that a stranger could use: no address, no version, no message.
    """
    failing = [name for name, check in CHECKS.items() if not check()]
    status = SERVICE_UNAVAILABLE if failing else 200
    body = {"status": "not ready" if failing else "ready", "failing": failing}
    return JsonResponse(body, status=status)


def _database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except (DatabaseError, InterfaceError, ImproperlyConfigured):
        return False


def _is_migrated():
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError, ImproperlyConfigured):
        return False


def _files_can_be_stored():
    return bool(settings.FILES_S3_BUCKET) or os.access(_existing(settings.MEDIA_ROOT), os.W_OK)


def _existing(path):
    """Return the nearest folder that is there: the first file makes the others."""
    while not os.path.exists(path):
        path = os.path.dirname(path)
    return path


CHECKS = {
    "database": _database_answers,
    "migrations": _is_migrated,
    "files": _files_can_be_stored,
}
