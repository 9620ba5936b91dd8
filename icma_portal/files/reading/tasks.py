"""Reading in the background: one task for each new version of a PDF."""

from functools import partial

from django.db import transaction
from django_tasks import task

from icma_portal.files.models import FileVersion, Reading

from .storing import read_version

PDF = "application/pdf"


@task()
def read(version_id):
    """Read a version, unless it has gone meanwhile."""
    version = FileVersion.objects.filter(pk=version_id).first()
    if version is not None:
        read_version(version)


def begin_reading(instance, created, raw=False, using=None, **kwargs):
    """Let a new version of a PDF be read when it has been committed (receiver of post_save)."""
    if created and not raw and instance.content_type == PDF:
        Reading.objects.using(using).create(version=instance)
        transaction.on_commit(partial(enqueue, instance.pk), using=using, robust=True)


def enqueue(version_id):
    read.enqueue(version_id)
