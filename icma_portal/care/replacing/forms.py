"""What a person says to find and replace, and what they have seen and ticked."""

import json

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from icma_portal.bilingual.languages import CHINESE, ENGLISH
from icma_portal.bilingual.rich_text.markup import NO_CHARACTER

from .targets import narrowed
from .wanted import Wanted

FIND_LENGTH, REPLACEMENT_LENGTH, REASON_LENGTH = 200, 1000, 500
BOTH = ""
# What the page carries: what is ticked, the versions shown, the record before the first one shown,
# and the last one shown, from which the person goes on.
CHOSEN, SEEN, AFTER, GO_ON = "record", "seen", "after", "go_on"


def one_line(text):
    """Refuse what no text of the portal may hold, and what a line cannot."""
    if NO_CHARACTER.search(text) or any(each in text for each in "\n\r\t\v\f\u2028\u2029"):
        raise ValidationError(
            _("Type one line of text: this holds line breaks or characters that no text may hold.")
        )


class Text(forms.CharField):
    """A text that is taken letter by letter, white space at its ends included."""

    default_validators = [one_line]

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"})
        super().__init__(strip=False, widget=widget, **kwargs)


class ReplaceForm(forms.Form):
    """Asks what to find and where; offers the kinds of records that the person may change."""

    find = Text(
        label=_("Find"),
        max_length=FIND_LENGTH,
        help_text=_("Found letter by letter: no character has a special meaning."),
    )
    replacement = Text(
        label=_("Replace with"),
        max_length=REPLACEMENT_LENGTH,
        required=False,
        help_text=_("Put in exactly as you type it. Empty: what is found is taken out."),
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=[
            (BOTH, pgettext_lazy("choice of languages", "Both, and texts without a language")),
            (ENGLISH, "English"),
            (CHINESE, "中文"),
        ],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Texts without a language: notes, other names, authors."),
    )
    match_case = forms.BooleanField(
        label=_("Match case"),
        required=False,
        initial=True,
        help_text=_("“City” does not find “city”."),
    )
    whole_words = forms.BooleanField(
        label=_("Whole words only"),
        required=False,
        help_text=_(
            "“City” does not find “Cityscape”. For Latin letters and digits; Chinese does not part "
            "its words."
        ),
    )
    same_widths = forms.BooleanField(
        label=_("Full-width and half-width forms count as the same"),
        required=False,
        help_text=_(
            "“ICMA(2014)” also finds “ＩＣＭＡ（２０１４）”. Only for finding: the replacement "
            "and all other text keep the forms that they have."
        ),
    )
    is_minor = forms.BooleanField(
        label=_("Minor edit"),
        required=False,
        help_text=_("The meaning stays the same, so that translations do not go out of date."),
    )
    reason = forms.CharField(
        label=_("Reason to overrule the glossary"),
        required=False,
        max_length=REASON_LENGTH,
        validators=[one_line],
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Only needed where the glossary refuses a text; kept with each of them."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of records"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all kinds. The rows within a record belong to it."),
    )

    def __init__(self, data=None, *, request, targets, **kwargs):
        super().__init__(data, **kwargs)
        self._targets = targets
        self.groups = grouped_choices(request, {target.root for target in targets})
        self.fields["kinds"].choices = self.groups

    def clean(self):
        cleaned = super().clean()
        find, replacement = cleaned.get("find"), cleaned.get("replacement")
        if find and find == replacement:
            self.add_error("replacement", _("This is the text to find: nothing would change."))
        return cleaned

    def kinds_in_groups(self):
        """Return (heading, [(name, label, is ticked)]) for the page."""
        ticked = self["kinds"].value() or ()
        return [
            (heading, [(key, label, key in ticked) for key, label in kinds])
            for heading, kinds in self.groups
        ]

    def wanted(self):
        values = {name: self.cleaned_data[name] for name in Wanted._fields}
        return Wanted(**values)

    def targets(self):
        """Return the Targets of the chosen kinds and language, in the order of the choice."""
        order = [key for _name, kinds in self.groups for key, _label in kinds]
        chosen = set(self.cleaned_data["kinds"] or order)
        roots = {target.root for target in self._targets if _label_of(target.root) in chosen}
        found = narrowed(self._targets, roots, self.cleaned_data["language"])
        return sorted(found, key=lambda target: order.index(_label_of(target.root)))


def grouped_choices(request, roots):
    """Return (heading, [(name, label)]) of the kinds, as the start page groups them."""
    groups = []
    for group in admin.site.get_app_list(request):
        models = [entry["model"] for entry in group["models"] if entry["model"] in roots]
        if models:
            kinds = [(_label_of(each), capfirst(each._meta.verbose_name_plural)) for each in models]
            groups.append((group["name"], kinds))
    return groups


def chosen_in(data, targets):
    """Return {key of a record: {key: version}} of what was ticked; nothing beyond ``targets``."""
    try:
        seen = json.loads(data.get(SEEN) or "{}")
    except ValueError:
        return {}
    roots = {_label_of(target.root) for target in targets}
    models = {target.model._meta.label_lower for target in targets} | roots
    found = {}
    for key in data.getlist(CHOSEN):
        versions = seen.get(key) if isinstance(seen, dict) else None
        if not isinstance(versions, dict) or not _is_of(key, roots) or key not in versions:
            continue
        if all(_is_of(each, models) for each in versions):
            found[key] = versions
    return found


def place_in(data, found):
    """Return how many of the records ``found`` the person has been through already."""
    after = data.get(GO_ON) or data.get(AFTER, "")
    label, _dot, pk = after.rpartition(".")
    labels = list(dict.fromkeys(_label_of(model) for model, _pk in found))
    if not _is_of(after, labels):
        return 0
    rank = labels.index(label)
    return sum((labels.index(_label_of(each)), key) <= (rank, int(pk)) for each, key in found)


def _is_of(key, labels):
    label, _dot, pk = key.rpartition(".")
    return label in labels and pk.isascii() and pk.isdecimal() and len(pk) < 19


def _label_of(model):
    return model._meta.label_lower
