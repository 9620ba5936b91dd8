"""Keeps a good upload while the rest of its form is mended, so that it is not chosen twice.

Browsers empty the field for a file whenever a form is shown again. The file is then kept for a
day in a folder of its own, under a key that nobody can guess, and the form carries the signed key.
On several machines that do not share the folder, the file may be asked for once more.
"""

import json
import secrets
import time
from pathlib import Path
from shutil import copyfileobj

from django import forms
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

DAY = 24 * 60 * 60
SALT = "icma_portal.files.keeping"


class KeptUpload(UploadedFile):
    """An upload that was kept; opened only when it is read."""

    _opened = None

    def __init__(self, path, name, token):
        super().__init__(name=name, size=path.stat().st_size)
        self.path, self.token = path, token

    @property
    def file(self):
        if self._opened is None:
            self._opened = self.path.open("rb")
        return self._opened

    @file.setter
    def file(self, opened):
        self._opened = opened

    def __del__(self):
        if self._opened is not None:
            self._opened.close()


class GoneUpload:
    """Stands for an upload whose day has passed."""


def keep(upload):
    """Return the token under which the upload is kept, and remove those whose day has passed."""
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - DAY:
            old.unlink(missing_ok=True)
    key = secrets.token_hex(16)
    upload.seek(0)
    path = folder / key
    path.touch(0o600)
    with path.open("wb") as kept:
        copyfileobj(upload, kept)
    upload.seek(0)
    (folder / f"{key}.json").write_text(json.dumps({"name": upload.name}))
    return signing.TimestampSigner(salt=SALT).sign(key)


def kept(token):
    """Return the KeptUpload of a token, a GoneUpload where it is not ours, old, or used up."""
    try:
        key = signing.TimestampSigner(salt=SALT).unsign(token, max_age=DAY)
        path = _folder() / key
        name = json.loads((_folder() / f"{key}.json").read_text())["name"]
        return KeptUpload(path, name, token)
    except (signing.BadSignature, OSError, ValueError):
        return GoneUpload()


def _folder():
    folder = Path(settings.KEPT_UPLOADS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class KeptFileInput(forms.FileInput):
    """An input for a file that, shown again, keeps the file that was given."""

    template_name = "admin/kept_file_input.html"

    def value_from_datadict(self, data, files, name):
        upload = super().value_from_datadict(data, files, name)
        token = data.get(kept_name(name))
        return kept(token) if upload is None and token else upload

    def value_omitted_from_data(self, data, files, name):
        return super().value_omitted_from_data(data, files, name) and not data.get(kept_name(name))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if isinstance(value, UploadedFile) and not getattr(value, "is_refused", False):
            token = value.token if isinstance(value, KeptUpload) else keep(value)
            context["kept"] = {"input": kept_name(name), "token": token, "file_name": value.name}
            context["widget"]["attrs"].pop("required", None)
        return context

    def _render(self, template_name, context, renderer=None):
        # Among the portal's own templates, where the renderer of forms does not look.
        return render_to_string(template_name, context)


def kept_name(name):
    return f"{name}-kept"


class KeptFileField(forms.FileField):
    widget = KeptFileInput

    def clean(self, data, initial=None):
        if isinstance(data, GoneUpload):
            raise forms.ValidationError(
                _("The file that was kept is gone, for a day has passed. Choose it once more.")
            )
        return super().clean(data, initial)

    def bound_data(self, data, initial):
        """Let the input know of the upload, which Django's own field leaves out."""
        return data if isinstance(data, UploadedFile) else initial
