"""What every form for visitors has: fields that cannot become headers, and sieves for bots.

No riddle is asked, for none reaches every reader. A bot fills in the field that no person sees,
sends within a moment, or sends a form that it was never shown; what remains is slowed by address.
"""

import hashlib
import re
import secrets

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

# All control characters; in a longer text line breaks and tabs stay.
CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]")
CONTROL_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")
DAY = 24 * 60 * 60
TOO_QUICK = _(
    "The form came back within a moment, as programs send it. Nothing is lost: please read it "
    "through and send it once more."
)
TOO_OLD = _(
    "The form was opened more than a day ago, or not here. Nothing is lost: please send it once "
    "more."
)
SLOWED = _("Many messages have come from your network. Please wait an hour.")


def one_line(text):
    """Return a text without anything that could end a line of a mail's head."""
    return CONTROL.sub(" ", text or "").strip()


class LineField(forms.CharField):
    """One line of text: a line break in it would become a header of the mail."""

    def clean(self, value):
        return super().clean(one_line(value))


class LineEmailField(forms.EmailField):
    """An address of one line."""

    default_error_messages = {
        "invalid": _("Please give a valid email address, such as name@example.org.")
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 254, **kwargs})
        self.widget.attrs["autocomplete"] = "email"

    def clean(self, value):
        # Django's own check takes some of them within quotation marks.
        if CONTROL.search((value or "").strip()):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().clean(value)


class TextField(forms.CharField):
    """A longer text, without control characters other than line breaks and tabs."""

    widget = forms.Textarea(attrs={"rows": 8})

    def clean(self, value):
        return super().clean(CONTROL_IN_TEXT.sub("", value or ""))


class VisitorForm(forms.ModelForm):
    """Bots fill in ``website``, which no person sees; ``opened`` says when the form was shown."""

    website = forms.CharField(label=_("Leave this field empty"), required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened"] = self._new_stamp()

    def clean(self):
        cleaned = super().clean()
        problem = None if self.is_from_a_bot else self._problem_of_stamp()
        if problem:
            self.add_error(None, problem)
            # Shown again, the form begins its time anew.
            self.data = self.data.copy()
            self.data[self.add_prefix("opened")] = self._new_stamp()
        return cleaned

    @property
    def is_from_a_bot(self):
        return bool(self.cleaned_data.get("website"))

    def submission(self, *names):
        """Return a digest of this showing of the form and of what was put in these fields."""
        parts = [self.cleaned_data["opened"], *(str(self.cleaned_data[name]) for name in names)]
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    def _problem_of_stamp(self):
        signer, stamp = self._signer(), self.cleaned_data.get("opened", "")
        try:
            signer.unsign(stamp, max_age=DAY)
        except signing.BadSignature:
            return TOO_OLD
        if not settings.VISITOR_FORM_SECONDS:
            return None
        try:
            signer.unsign(stamp, max_age=settings.VISITOR_FORM_SECONDS)
        except signing.SignatureExpired:
            return None
        return TOO_QUICK

    def _new_stamp(self):
        return self._signer().sign(secrets.token_hex(8))

    def _signer(self):
        return signing.TimestampSigner(salt=f"icma_portal.web.visitor_forms.{type(self).__name__}")


def status_of(request, form, limit):
    """Return the status with which the form is shown; None where it is good and to be taken.

    ``limit`` is the Limit of such forms, which this counts up.
    """
    if request.method != "POST":
        return 200
    if not form.is_valid():
        return 400
    if limit.is_reached(request):
        form.add_error(None, SLOWED)
        return 429
    limit.count(request)
    return None


def unkept(response):
    """Keep a page with a form, and perhaps with what somebody typed, out of all caches."""
    response.headers["Cache-Control"] = "private, no-store"
    if response.status_code == 429:
        response.headers["Retry-After"] = "3600"
    return response
