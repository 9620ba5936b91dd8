"""The field for the file in forms of records that have one."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .keeping import KeptFileField
from .refusals import NoRoom
from .uploads import SpoiledUpload


class StoredFileForm(forms.ModelForm):
    """Takes a new file for the record; where it has one already, none need be given."""

    file = KeptFileField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].label = capfirst(_("file"))
            self.fields["file"].required = not self.instance.current_id

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if isinstance(upload, SpoiledUpload):
            raise forms.ValidationError(str(NoRoom()))
        return upload

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("file"):
            self.instance.file = cleaned["file"]
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        upload = self.files.get(self.add_prefix("file"))
        if upload is not None and "file" in self._errors:
            # The form that is shown again keeps only what the gate has taken.
            upload.is_refused = True
