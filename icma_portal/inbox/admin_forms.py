"""The staff's form for a message: whose it is, how far it is, a note, an answer."""

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import ContactMessage

State = ContactMessage.State
BACKEND = "django.contrib.auth.backends.ModelBackend"


class StaffField(forms.ModelChoiceField):
    """Who may work on messages."""

    def __init__(self, **kwargs):
        super().__init__(queryset=get_user_model().objects.none(), required=False, **kwargs)

    def label_from_instance(self, user):
        return user.get_full_name() or user.get_username()


class StaffForm(forms.ModelForm):
    """What a colleague changed meanwhile is not overwritten: the form says so, to be sent again."""

    assigned_to = StaffField()
    note = forms.CharField(
        label=gettext_lazy("New note"),
        help_text=gettext_lazy("For colleagues only. It is kept with your name and the time."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = ContactMessage
        fields = ("state", "assigned_to")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        staff = get_user_model().objects.with_perm(
            "icma_portal.change_contactmessage", backend=BACKEND
        )
        self.fields["assigned_to"].queryset = staff.filter(is_staff=True).order_by("username")
        self.fields["assigned_to"].label = capfirst(_("assigned to"))
        self.initial["seen"] = self.instance.version
        self.fields["answer"].help_text = _(
            "It is mailed to %(email)s when you save. The visitor wrote from the page in "
            "%(language)s; greeting and signature are yours, the message is quoted below."
        ) % {"email": self.instance.email, "language": language_name(self.instance.language)}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") and cleaned.get("state") == State.SPAM:
            self.add_error("answer", _("What is marked as spam is not answered."))
        self._refuse_what_changed_meanwhile(cleaned)
        self._move_on(cleaned)
        return cleaned

    def _refuse_what_changed_meanwhile(self, cleaned):
        """Lock the message until it is saved; refuse to save over another version of it."""
        now = ContactMessage.objects.select_for_update().filter(pk=self.instance.pk).first()
        if now is None or cleaned.get("seen") == now.version:
            return
        told = _(
            "A colleague has worked on this message meanwhile. It is now: %(state)s, assigned to "
            "%(name)s. Nothing of what you typed is lost: look at it, and save again."
        )
        name = now.assigned_to.get_username() if now.assigned_to else "–"
        self.add_error(None, told % {"state": now.get_state_display(), "name": name})
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(now.version)

    def _move_on(self, cleaned):
        """Let the state follow what is done, unless the person chose another one."""
        if "state" in self.changed_data or "state" not in cleaned:
            return
        if cleaned.get("answer"):
            cleaned["state"] = State.ANSWERED
        elif cleaned.get("assigned_to") and cleaned["state"] == State.NEW:
            cleaned["state"] = State.IN_WORK


def language_name(code):
    """Return what a language is called in the reader's own, the code where it is none of ours."""
    return str(dict(settings.LANGUAGES).get(code, code))
