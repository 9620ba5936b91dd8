"""The form by which one registers: no more than it takes to keep a place."""

from django.utils.translation import gettext_lazy as _

from china_center.models import EventRegistration
from icma_portal.web.visitor_forms import LineEmailField, LineField, VisitorForm


class RegistrationForm(VisitorForm):
    name = LineField(label=_("Your name"), max_length=120)
    email = LineEmailField(label=_("Your email address"))
    organization = LineField(label=_("Organization (optional)"), max_length=200, required=False)

    class Meta:
        model = EventRegistration
        fields = ("name", "email", "organization")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["organization"].widget.attrs["autocomplete"] = "organization"

    @property
    def person(self):
        """What is stored of the person."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}
