"""Tables of records, as a browser would fetch and send them, for their tests."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from icma_portal.bulk.models import BulkImport
from programs.models import Topic

UPLOAD = reverse("admin:bulk_bulkimport_add")


def export(client, model=Topic, **query):
    names = [model._meta.app_label, model._meta.model_name]
    response = client.get(reverse("admin:bulk_bulkimport_export", args=names), query)
    assert response.status_code == 200, response.status_code
    return response.content


def rows_of(client, model=Topic, **query):
    text = export(client, model, **{"as": "csv", **query}).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_csv(rows):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def upload(client, content, kind="programs.topic", name="topics.csv"):
    return client.post(UPLOAD, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def compared(client, rows, **kwargs):
    response = upload(client, as_csv(rows), **kwargs)
    assert response.status_code == 302, response.context["form"].errors
    return BulkImport.objects.latest("pk")


def page_of(found):
    return reverse("admin:bulk_bulkimport_change", args=[found.pk])


def outcomes(found):
    return [each["outcome"] for each in found.results]


def take(client, found):
    response = client.post(page_of(found))
    found.refresh_from_db()
    return response
