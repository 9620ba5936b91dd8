"""The contact form."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import ContactMessage

# All control characters; in a longer text line breaks and tabs stay.
CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]")
CONTROL_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")


class LineField(forms.CharField):
    """One line of text: a line break in it would become a header of the mail."""

    def clean(self, value):
        return super().clean(CONTROL.sub(" ", value or "").strip())


class ContactForm(forms.ModelForm):
    """Bots fill in ``website``, which no person sees."""

    name = LineField(label=_("Your name"), max_length=120)
    subject = LineField(label=_("Subject"), max_length=200)
    website = forms.CharField(label=_("Leave this field empty"), required=False)

    class Meta:
        model = ContactMessage
        fields = ("name", "email", "subject", "message", "about")
        labels = {"email": _("Your email address"), "message": _("Message")}
        error_messages = {
            "email": {"invalid": _("Please give a valid email address, such as name@example.org.")}
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 8}),
            "about": forms.HiddenInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_message(self):
        return CONTROL_IN_TEXT.sub("", self.cleaned_data["message"])

    def clean_about(self):
        return CONTROL.sub(" ", self.cleaned_data["about"]).strip()

    @property
    def is_a_repetition(self):
        """Whether the same message came in the last hour: a button pressed twice, perhaps."""
        since = timezone.now() - timedelta(hours=1)
        same = {name: self.cleaned_data[name] for name in ("name", "email", "subject", "message")}
        return ContactMessage.objects.filter(created_at__gte=since, **same).exists()

    @property
    def is_from_a_bot(self):
        return bool(self.cleaned_data.get("website"))
