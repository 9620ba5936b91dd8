"""Rich text in a model and in a form: cleaned on every way into the database."""

from django import forms
from django.db import models
from modeltranslation.fields import TranslationField

from ..reader import is_blank
from .lookups import ShownTextContains
from .plain import to_plain_text
from .sanitizer import clean
from .widgets import RichTextWidget


class RichTextFormField(forms.CharField):
    """Takes HTML or plain text, gives it clean; a text that shows nothing is empty."""

    widget = RichTextWidget

    def to_python(self, value):
        text = super().to_python(value)
        return text if text in self.empty_values else clean(text) or self.empty_value

    def has_changed(self, initial, data):
        # The editor and the widget show a plain text as paragraphs; that alone is no change.
        return super().has_changed(clean(initial), clean(data))


class RichTextField(models.TextField):
    """A text column of sanitized HTML.

    ``full_clean``, ``save``, ``bulk_create`` and ``update`` all clean it; ``icontains`` looks at
    what is shown. To migrations it is the TextField that it is in the database.
    """

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def plain_text(self, value):
        """Return the words of a stored value."""
        return to_plain_text(value)

    def clean(self, value, model_instance):
        return super().clean(self._cleaned(value), model_instance)

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        # The base column of a translated field is only a shadow of the suffixed ones.
        if isinstance(self, TranslationField) and isinstance(value, str):
            value = self._cleaned(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(self._cleaned(value), connection)

    def formfield(self, **kwargs):
        # The admin would put its own text area in place of the editor.
        kwargs["widget"] = RichTextWidget
        return super().formfield(**{"form_class": RichTextFormField, **kwargs})

    def _cleaned(self, value):
        if not isinstance(value, str):
            return value
        text = clean(value)
        return text if not is_blank(text) else (None if self.null else "")


RichTextField.register_lookup(ShownTextContains)
