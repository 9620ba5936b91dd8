"""The editor of rich text in the admin: a text area, and modules that make an editor of it."""

import json

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse

from .labels import editor_labels
from .sanitizer import clean

# Loaded by their hashed addresses, so that no module has to know the name of another one.
MODULES = {
    "core": "django_prose_editor/editor.js",
    "marks": "js/rich_text/marks.js",
    "pasting": "js/rich_text/pasting.js",
    "dialogs": "js/rich_text/dialogs.js",
    "toolbar": "js/rich_text/toolbar.js",
}


class RichTextWidget(forms.Textarea):
    """Without JavaScript it is a text area that holds the HTML."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 10, "data-rich-text": "", **(attrs or {})})
        self.attrs["class"] = f"vLargeTextField {self.attrs.get('class', '')}".strip()

    @property
    def media(self):
        script = ConfiguredScript("js/rich_text/start.js", type="module")
        return forms.Media(css={"all": ["css/rich_text_editor.css"]}, js=[script])

    def format_value(self, value):
        # A plain text of old becomes the paragraphs that the editor would read it as.
        return clean(value) if value else value

    def use_required_attribute(self, initial):
        # The browser could not show its message on a text area behind the editor.
        return False


class ConfiguredScript(Script):
    """The starting module with its configuration, in the language of the page."""

    def __str__(self):
        config = {
            "modules": {name: static(path) for name, path in MODULES.items()},
            "labels": editor_labels(),
            "pictures": _address("admin:files_picture_choices"),
            "preview": _address("admin:files_picture_preview", 0),
        }
        text = json.dumps(config, ensure_ascii=False)
        self.attributes = {**self.attributes, "data-rich-text-config": text}
        return super().__str__()


def _address(name, *args):
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
