"""The forms by which visitors write: a message, and a request for assistance."""

from datetime import timedelta

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from china_center.models import TrainingProgram
from icma_portal.bilingual.languages import HTML_TAGS
from icma_portal.bilingual.marking import note
from icma_portal.bilingual.models import sort_key_column
from icma_portal.bilingual.reader import read, text_of
from icma_portal.files.gate.judging import judge
from icma_portal.files.gate.verdicts import Refused
from icma_portal.files.keeping import KeptFileField, KeptFileInput
from icma_portal.files.refusals import NoRoom
from icma_portal.files.uploads import SpoiledUpload
from icma_portal.web.visitor_forms import LineEmailField, LineField, TextField, VisitorForm
from programs.models import Topic

from .models import Attachment, ContactMessage

Kind = ContactMessage.Kind
KINDS_OF_FILES = ("pdf", "image", "text", "spreadsheet")
MOST_MEGABYTES = 10
MEGABYTE = 1000 * 1000


class RecordSelect(forms.Select):
    """A list of records: a name that there is in the other language only says so, and the page."""

    request = None

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        if record := getattr(value, "instance", None):
            reading = read(record, "name")
            note(self.request, reading)
            if reading.is_fallback:
                option["attrs"]["lang"] = HTML_TAGS[reading.language]
        return option


class RecordField(forms.ModelChoiceField):
    """A choice among records, named in the reader's language."""

    widget = RecordSelect

    def __init__(self, **kwargs):
        super().__init__(queryset=None, required=False, **kwargs)

    def label_from_instance(self, record):
        return text_of(record, "name")


class VisitorFileInput(KeptFileInput):
    template_name = "inbox/kept_file_input.html"


class VisitorFileField(KeptFileField):
    widget = VisitorFileInput


class MessageForm(VisitorForm):
    """What both forms have in common."""

    name = LineField(label=_("Your name"), max_length=120)
    email = LineEmailField(label=_("Your email address"))
    message = TextField(label=_("Message"), max_length=5000)

    class Meta:
        model = ContactMessage
        fields = ("name", "email", "message")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def save(self, commit=True):
        """Store the message, new and in the language of the page."""
        self.instance.language = get_language()
        self.instance.submission = self.submission(*self._meta.fields)
        return super().save(commit)

    @property
    def is_a_repetition(self):
        """Whether the same words came in the last hour: a form that was sent once more, perhaps."""
        since = timezone.now() - timedelta(hours=1)
        same = {name: self.cleaned_data[name] for name in self._meta.fields if name != "about"}
        return ContactMessage.objects.filter(created_at__gte=since, **same).exists()


class ContactForm(MessageForm):
    kind = forms.ChoiceField(
        label=_("What it is about"),
        choices=[
            (Kind.CONTACT, _("Question, correction or wish")),
            (Kind.PARTNERSHIP, _("Partnership of cities")),
        ],
        required=False,
    )
    subject = LineField(label=_("Subject"), max_length=200)
    about = LineField(max_length=300, required=False, widget=forms.HiddenInput)

    class Meta(MessageForm.Meta):
        fields = ("kind", *MessageForm.Meta.fields, "subject", "about")

    def clean_kind(self):
        return self.cleaned_data["kind"] or Kind.CONTACT


class AssistanceForm(MessageForm):
    """A wish for help in city management; with a training chosen, an enquiry about it.

    Who asks decides which topics and trainings can be chosen.
    """

    level = forms.ChoiceField(
        label=_("You write for a"),
        choices=[("", _("Please choose")), *ContactMessage.Level.choices],
    )
    organization = LineField(
        label=_("Name of the ministry, government or organization"), max_length=200
    )
    topic = RecordField(label=_("Topic (optional)"), empty_label=_("None of these"))
    training = RecordField(label=_("Training program (optional)"), empty_label=_("None of these"))
    message = TextField(label=_("What you wish for"), max_length=5000)
    attachment = VisitorFileField(label=_("File (optional)"), required=False)

    class Meta(MessageForm.Meta):
        fields = ("level", "organization", "topic", "training", *MessageForm.Meta.fields)

    field_order = ("level", "organization", "name", "email", "topic", "training", "message")

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].widget.attrs["autocomplete"] = "organization"
        told = gettext(
            "PDF, Word, Excel or a picture, at most %(most)d MB. Only staff will see it."
        )
        self.fields["attachment"].help_text = told % {"most": MOST_MEGABYTES}
        user = getattr(request, "user", None)
        for name, model in (("topic", Topic), ("training", TrainingProgram)):
            records = model.objects.visible_to(user).order_by(sort_key_column())
            self.fields[name].queryset = records
            self.fields[name].widget.request = request
        self.put_aside = None

    def clean_attachment(self):
        """Let the gate judge the file, and put it aside."""
        upload = self.cleaned_data["attachment"]
        if not upload:
            return None
        if isinstance(upload, SpoiledUpload):
            raise forms.ValidationError(str(NoRoom()))
        if upload.size > MOST_MEGABYTES * MEGABYTE:
            told = _("This file is larger than %(most)d MB.")
            raise forms.ValidationError(told, params={"most": MOST_MEGABYTES})
        try:
            self.put_aside = Attachment.put_aside(judge(upload, *KINDS_OF_FILES), upload.name)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return upload

    def save(self, commit=True):
        training = self.cleaned_data["training"]
        self.instance.kind = Kind.TRAINING if training else Kind.ASSISTANCE
        message = super().save(commit)
        if self.put_aside is not None:
            self.put_aside.message = message
            self.put_aside.save()
        return message

    def _post_clean(self):
        super()._post_clean()
        upload = self.files.get(self.add_prefix("attachment"))
        if isinstance(upload, UploadedFile) and "attachment" in self._errors:
            # The form that is shown again keeps only what the gate has taken.
            upload.is_refused = True
