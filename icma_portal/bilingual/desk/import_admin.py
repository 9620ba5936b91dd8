"""Files of translations in the admin: upload, comparison, taking in. Imported by the roof."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from icma_portal.bulk.tables import FileFault
from icma_portal.web.admin import SafeChangeListMixin

from ..languages import portal_language
from ..models import TranslationImport
from ..words import word_diff
from .exchange.reading import read_file
from .exchange.taking_in import EMPTY, REFUSED, SAME, STORED, AlreadyTaken, preview, take_in

FOLDER = "admin/bilingual/translationimport"
OUTCOMES = {
    # Translators: what becomes of a translation in an uploaded file.
    STORED: pgettext_lazy("translation in a file", "New text"),
    SAME: pgettext_lazy("translation in a file", "Unchanged"),
    EMPTY: pgettext_lazy("translation in a file", "Empty, left as it is"),
    REFUSED: pgettext_lazy("translation in a file", "Refused"),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLIFF 2.0 or CSV as the desk exported it, at most 10 MB, not packed."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlf,.xliff,.xml,.csv"}),
    )

    def clean_file(self):
        try:
            self.found = read_file(self.cleaned_data["file"])
        except FileFault as fault:
            raise forms.ValidationError(str(fault)) from fault
        return self.cleaned_data["file"]


@admin.register(TranslationImport)
class TranslationImportAdmin(SafeChangeListMixin, admin.ModelAdmin):
    list_display = ["file_name", "format", "made_by", "made_at", "taken_at"]
    list_select_related = ["made_by"]
    actions = None

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
        if is_sent and form.is_valid():
            return self._keep(request, form.found)
        context = self._context(request, _("Upload translations"), form=form)
        status = 400 if is_sent else 200
        return TemplateResponse(request, f"{FOLDER}/upload.html", context, status=status)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        found = self.get_object(request, unquote(object_id))
        if found is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        if request.method == "POST":
            return self._take(request, found)
        results = [self._shown(each) for each in found.results]
        counts = [
            (code, label, sum(each["outcome"] == code for each in results))
            for code, label in OUTCOMES.items()
        ]
        context = self._context(
            request,
            found.file_name,
            found=found,
            results=results,
            counts=counts,
            stored=counts[0][2],
            may_take=self._may_take(request, found),
        )
        return TemplateResponse(request, f"{FOLDER}/results.html", context)

    def _keep(self, request, found):
        """Store an uploaded file with what taking it in would give."""
        found.made_by = request.user
        found.results = preview(found.rows, request.user)
        found.save()
        self.log_addition(request, found, [{"added": {}}])
        return HttpResponseRedirect(self._address(found))

    def _may_take(self, request, found):
        """The rights of the one who takes in decide: so it is the one who saw the comparison."""
        is_theirs = found.made_by_id == request.user.pk
        return not found.taken_at and is_theirs and self.has_add_permission(request)

    def _take(self, request, found):
        if not found.taken_at and not self._may_take(request, found):
            raise PermissionDenied
        try:
            found = take_in(found.pk, request.user)
        except AlreadyTaken:
            text = _("This file was taken in before; nothing was changed now.")
            self.message_user(request, text, messages.WARNING)
        else:
            number = sum(each["outcome"] == STORED for each in found.results)
            text = ngettext(
                "%(number)d translation was stored.",
                "%(number)d translations were stored.",
                number,
            )
            self.message_user(request, text % {"number": number}, messages.SUCCESS)
        return HttpResponseRedirect(self._address(found))

    def _shown(self, result):
        """Return a stored result with its words in the reader's language."""
        language = portal_language(get_language())
        return {
            **result,
            "record": result.get("record", {}).get(language, ""),
            "field": result.get("field", {}).get(language, ""),
            "reasons": [each[language] for each in result["reasons"]],
            "shown": OUTCOMES[result["outcome"]],
            "pieces": word_diff(result.get("old", ""), result["new"]),
        }

    def _address(self, found):
        return reverse("admin:bilingual_translationimport_change", args=[found.pk])

    def _context(self, request, title, **more):
        site = self.admin_site.each_context(request)
        return {**site, "opts": self.opts, "title": title, "media": self.media, **more}
