"""The inbox: a queue of what visitors wrote, with whose it is, notes and answers."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from icma_portal.files.serving import file_response
from icma_portal.publishing.tabs import StateTabsMixin
from icma_portal.web.admin import LARGEST_ID, SafeChangeListMixin

from .admin_forms import StaffForm, language_name
from .mail import send_answer
from .models import Attachment, ContactMessage, MessageEntry

Kind = MessageEntry.Kind


class AssignedFilter(admin.SimpleListFilter):
    title = gettext_lazy("assigned to")
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        return [("me", _("me, and still open")), ("nobody", _("nobody, and still open"))]

    def queryset(self, request, queryset):
        users = {"me": request.user, "nobody": None}
        if self.value() not in users:
            return queryset
        is_open = {"state__in": (ContactMessage.State.NEW, ContactMessage.State.IN_WORK)}
        return queryset.filter(assigned_to=users[self.value()], **is_open)


class UnsentFilter(admin.SimpleListFilter):
    title = gettext_lazy("answer not mailed")
    parameter_name = "unsent"

    def lookups(self, request, model_admin):
        return [("1", _("Yes"))]

    def queryset(self, request, queryset):
        if self.value() != "1":
            return queryset
        unsent = MessageEntry.objects.filter(kind=Kind.ANSWER, mailed_at=None)
        return queryset.filter(pk__in=unsent.values("message"))


@admin.register(ContactMessage)
class ContactMessageAdmin(StateTabsMixin, SafeChangeListMixin, admin.ModelAdmin):
    """What visitors wrote stays as they wrote it; staff add to it."""

    form = StaffForm
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("kind", "heading", "sender", "told_language", "created_at"),
                    *("request", "about", "shown_message", "file"),
                ]
            },
        ),
        (gettext_lazy("Work"), {"fields": ["state", "assigned_to", "course", "note"]}),
        (gettext_lazy("Answer"), {"fields": ["answer", "seen"]}),
    ]
    actions = ["mail_again"]
    list_display = ["heading", "kind", "sender", "told_language", "assignee", "state", "created_at"]
    list_filter = ["kind", AssignedFilter, UnsentFilter, "language", "state"]
    list_select_related = ["assigned_to", "topic", "training"]
    search_fields = ["subject", "name", "email", "organization", "message"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.attachment_view)
        name = "icma_portal_contactmessage_attachment"
        return [path("<int:pk>/attachment/", view, name=name), *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        return [*self.fieldsets[0][1]["fields"], "course"]

    def get_fieldsets(self, request, obj=None):
        """Leave out what only those may see who may work on the message: the fields to fill in."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return [self.fieldsets[0], (_("Work"), {"fields": ["state", "assigned_to", "course"]})]

    def has_add_permission(self, request):
        return False

    @transaction.atomic
    def save_model(self, request, message, form, change):
        """Store state and assignment with what was added; mail an answer once it is stored."""
        message.version = form.cleaned_data["seen"] + 1
        super().save_model(request, message, form, change)
        self._add(request, message, Kind.NOTE, form.cleaned_data["note"])
        if answer := self._add(request, message, Kind.ANSWER, form.cleaned_data["answer"]):
            transaction.on_commit(partial(self._mail, request, [answer]))

    @admin.action(description=gettext_lazy("Mail lost answers once more"), permissions=["change"])
    def mail_again(self, request, queryset):
        answers = MessageEntry.objects.filter(kind=Kind.ANSWER, mailed_at=None)
        self._mail(request, list(answers.filter(message__in=queryset).order_by("pk")))

    def attachment_view(self, request, pk):
        """Send the file that came with a message, never to be opened in the browser."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if pk > LARGEST_ID:
            raise Http404
        attachment = get_object_or_404(Attachment, message=pk)
        extension = attachment.file.name.rpartition(".")[2]
        names = (f"attachment-{pk}.{extension}", attachment.name or f"attachment-{pk}.{extension}")
        return file_response(request, attachment, names, is_public=False)

    def _add(self, request, message, kind, text):
        if not text:
            return None
        return MessageEntry.objects.create(
            message=message,
            kind=kind,
            text=text,
            author=request.user,
            author_name=request.user.get_username(),
        )

    def _mail(self, request, answers):
        """Mail answers, each under a lock, so that two who do so at once send it once."""
        sent = 0
        for answer in answers:
            with transaction.atomic():
                locked = MessageEntry.objects.select_for_update().filter(pk=answer.pk).first()
                sent += bool(locked and send_answer(locked))
        if sent:
            told = ngettext("%(count)d answer was mailed.", "%(count)d answers were mailed.", sent)
            self.message_user(request, told % {"count": sent})
        if sent < len(answers):
            lost = _(
                "The mail server did not take an answer. It is stored; choose the message in the "
                "list and “Mail lost answers once more” later."
            )
            self.message_user(request, lost, messages.ERROR)

    # What is shown ------------------------------------------------------------

    @admin.display(description=gettext_lazy("subject"))
    def heading(self, message):
        return message.heading

    @admin.display(description=gettext_lazy("from whom"), ordering="name")
    def sender(self, message):
        parts = [message.name, message.organization, message.email]
        return format_html_join(", ", "{}", ((each,) for each in parts if each))

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def told_language(self, message):
        return language_name(message.language)

    @admin.display(description=gettext_lazy("assigned to"), ordering="assigned_to__username")
    def assignee(self, message):
        return message.assigned_to

    @admin.display(description=gettext_lazy("request"))
    def request(self, message):
        parts = [message.get_level_display(), message.topic, message.training]
        return format_html_join(", ", "{}", ((each,) for each in parts if each))

    @admin.display(description=gettext_lazy("message"))
    def shown_message(self, message):
        return format_html('<div class="typed">{}</div>', message.message)

    @admin.display(description=gettext_lazy("file"))
    def file(self, message):
        attachment = Attachment.objects.filter(message=message).first()
        if attachment is None:
            return "–"
        address = reverse("admin:icma_portal_contactmessage_attachment", args=[message.pk])
        return format_html('<a href="{}">{}</a>', address, attachment.name or _("file"))

    @admin.display(description=gettext_lazy("notes and answers"))
    def course(self, message):
        return render_to_string("admin/inbox/course.html", {"entries": message.entries.all()})
