"""Tables of records in the admin: export of a list, upload, comparison, taking in, report."""

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from icma_portal.accounts import audit
from icma_portal.bilingual.admin import BilingualAdmin
from icma_portal.bilingual.languages import in_every_language, portal_language
from icma_portal.bilingual.words import word_diff
from icma_portal.web.admin import SafeChangeListMixin

from .cells import KEY, VERSION, cell_of, columns_of, holds, label_of, told_columns
from .models import BulkImport
from .progress import answer_to
from .resources import ASIDE, CHANGED, NEW, REFUSED, SAME
from .tables import MAX_ROWS, FileFault, read_table, write_csv, write_workbook
from .taking_in import AlreadyTaken, OtherOutcome, preview, take_in

FOLDER = "admin/bulk"
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OUTCOMES = {
    # Translators: what becomes of a row in an uploaded table.
    NEW: pgettext_lazy("row of a table", "New record"),
    CHANGED: pgettext_lazy("row of a table", "Changed"),
    ASIDE: pgettext_lazy("row of a table", "Put aside for somebody else to decide"),
    SAME: pgettext_lazy("row of a table", "Unchanged"),
    REFUSED: pgettext_lazy("row of a table", "Refused"),
}
STORED = (NEW, CHANGED, ASIDE)
# A list with more rows is shown in part; the report has all of them.
MOST_SHOWN = 200


def open_kinds(request):
    """Return the ModelAdmins of which the person may take tables in, by the name of their model."""
    found = {}
    for model, model_admin in admin.site._registry.items():
        if isinstance(model_admin, BilingualAdmin) and model_admin.has_change_permission(request):
            found[model._meta.label_lower] = model_admin
    return found


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of records"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (XLSX) as a list exported it, at most 10 MB and 2,000 records."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, kinds, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["kind"].choices = sorted(
            ((label, capfirst(each.opts.verbose_name_plural)) for label, each in kinds.items()),
            key=lambda choice: str(choice[1]),
        )

    def clean(self):
        cleaned = super().clean()
        if {"kind", "file"} <= set(cleaned):
            try:
                self.table = read_table(cleaned["file"])
                self._check_columns(self.kinds[cleaned["kind"]].model)
            except FileFault as fault:
                self.add_error("file", str(fault))
        return cleaned

    def _check_columns(self, model):
        missing = [each for each in (KEY, VERSION) if each not in self.table.headers]
        if missing:
            text = _("The file has no column “%(names)s”. Keep the first line as it was exported.")
            raise FileFault(text % {"names": ", ".join(missing)})
        known = {each.name for each in model._meta.get_fields()}
        unknown = [each for each in self.table.headers if each not in known]
        if unknown:
            text = _("These records have no column “%(name)s”.")
            raise FileFault(text % {"name": unknown[0][:80]})


@admin.register(BulkImport)
class BulkImportAdmin(SafeChangeListMixin, admin.ModelAdmin):
    list_display = ["file_name", "content_type", "made_by", "made_at", "taken_at"]
    list_select_related = ["made_by", "content_type"]
    actions = None

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path(
                "export/<str:app_label>/<str:model_name>/",
                wrap(self.export_view),
                name="bulk_bulkimport_export",
            ),
            path("<int:pk>/report/", wrap(self.report_view), name="bulk_bulkimport_report"),
        ]
        return [*own, *super().get_urls()]

    def export_view(self, request, app_label, model_name):
        """Return a list, under the filters of the address, as a file that can be taken in again."""
        model_admin = _admin_of(f"{app_label}.{model_name}")
        if model_admin is None:
            raise Http404
        # Whose form has no input, the table would have no column.
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        query = request.GET.copy()
        chosen = query.pop("as", [XLSX])[-1]
        if chosen not in TYPES:
            return HttpResponseBadRequest(_("Choose CSV or Excel."))
        request.GET = query
        try:
            records = model_admin.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            text = _("The address asked for something that this list does not know.")
            return HttpResponseBadRequest(text)
        content = _file_of(model_admin, request, records[:MAX_ROWS], chosen)
        audit.record(audit.Event.EXPORT, request=request, target=request.get_full_path())
        name = f"{model_name}-{timezone.localdate():%Y-%m-%d}.{chosen}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        headers["Cache-Control"] = "no-store"
        return HttpResponse(content, content_type=TYPES[chosen], headers=headers)

    def add_view(self, request, form_url="", extra_context=None):
        kinds = open_kinds(request)
        if not self.has_add_permission(request) or not kinds:
            raise PermissionDenied
        is_sent = request.method == "POST"
        given = {"kind": request.GET.get("kind")}
        form = UploadForm(kinds, *((request.POST, request.FILES) if is_sent else ()), initial=given)
        if is_sent and form.is_valid():
            return self._keep(request, form)
        context = self._context(request, _("Upload a table"), form=form)
        status = 422 if is_sent else 200
        return TemplateResponse(request, f"{FOLDER}/upload.html", context, status=status)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        found = self.get_object(request, unquote(object_id))
        if found is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        self._require_view(request, found)
        if request.method == "POST":
            return self._take(request, found)
        results = [_shown(each, at, found) for at, each in enumerate(found.results, start=2)]
        counts = [
            (code, label, sum(each["outcome"] == code for each in results))
            for code, label in OUTCOMES.items()
        ]
        # What needs a look first: what is refused, then what changes.
        order = {REFUSED: 0, NEW: 1, CHANGED: 1, ASIDE: 1, SAME: 2}
        results.sort(key=lambda each: (order[each["outcome"]], each["row"]))
        context = self._context(
            request,
            found.file_name,
            found=found,
            kind=capfirst(found.content_type.model_class()._meta.verbose_name_plural),
            results=results[:MOST_SHOWN],
            left=max(len(results) - MOST_SHOWN, 0),
            counts=[each for each in counts if each[2]],
            stored=sum(each["outcome"] in STORED for each in results),
            refused=sum(each["outcome"] == REFUSED for each in results),
            may_take=self._may_take(request, found),
            is_other="other" in request.GET,
            report_address=reverse("admin:bulk_bulkimport_report", args=[found.pk]),
        )
        status = 409 if context["is_other"] and not found.taken_at else 200
        return TemplateResponse(request, f"{FOLDER}/results.html", context, status=status)

    def report_view(self, request, pk):
        """Return what became of each row as CSV, in the reader's language."""
        found = self.get_object(request, str(pk))
        if found is None:
            raise Http404
        self._require_view(request, found)
        titles = (_("Row"), KEY, _("Record"), _("Outcome"), _("Column"), _("Before"), _("After"))
        lines = [[str(each) for each in (*titles, _("Reason"))]]
        for at, result in enumerate(found.results, start=2):
            lines += _report_lines(_shown(result, at, found))
        audit.record(audit.Event.EXPORT, request=request, target=request.get_full_path())
        headers = {"Content-Disposition": f'attachment; filename="report-{pk}.csv"'}
        headers["Cache-Control"] = "no-store"
        return HttpResponse(write_csv(lines), content_type=TYPES[CSV], headers=headers)

    def _keep(self, request, form):
        """Store an uploaded table with what taking it in would give."""
        model_admin, table = form.kinds[form.cleaned_data["kind"]], form.table
        found = BulkImport(
            file_name=form.cleaned_data["file"].name[-200:],
            content_type=ContentType.objects.get_for_model(model_admin.model),
            headers=table.headers,
            rows=table.rows,
            note=table.note,
            made_by=request.user,
        )

        def work(tell):
            found.results = preview(found, model_admin, request, tell)
            found.save()
            self.log_addition(request, found, [{"added": {}}])
            return HttpResponseRedirect(_address(found))

        return self._answer(request, work, found, _("The table is compared"))

    def _take(self, request, found):
        model_admin = _admin_of(found.content_type.model_class()._meta.label_lower)
        if not found.taken_at and not self._may_take(request, found):
            raise PermissionDenied

        def work(tell):
            try:
                take_in(found.pk, model_admin, request, tell)
            except AlreadyTaken:
                pass
            except OtherOutcome:
                return HttpResponseRedirect(f"{_address(found)}?other")
            return HttpResponseRedirect(_address(found))

        return self._answer(request, work, found, _("The records are stored"))

    def _answer(self, request, work, found, title):
        context = self._context(request, title, found=found)
        return answer_to(work, len(found.rows), f"{FOLDER}/running.html", context, request)

    def _may_take(self, request, found):
        """The rights of the one who takes in decide: so it is the one who saw the comparison."""
        is_theirs = found.made_by_id == request.user.pk
        label = found.content_type.model_class()._meta.label_lower
        is_open = label in open_kinds(request)
        return not found.taken_at and is_theirs and is_open and self.has_add_permission(request)

    def _require_view(self, request, found):
        """A comparison shows what the records hold: who may not see these, may not see it."""
        model_admin = _admin_of(found.content_type.model_class()._meta.label_lower)
        if not self.has_view_permission(request, found) or not (
            model_admin.has_view_or_change_permission(request)
        ):
            raise PermissionDenied

    def _context(self, request, title, **more):
        site = self.admin_site.each_context(request)
        return {**site, "opts": self.opts, "title": title, "media": self.media, **more}


def _admin_of(label):
    for model, model_admin in admin.site._registry.items():
        if model._meta.label_lower == label and isinstance(model_admin, BilingualAdmin):
            return model_admin
    return None


def _address(found):
    return reverse("admin:bulk_bulkimport_change", args=[found.pk])


def _file_of(model_admin, request, records, chosen):
    """Return records as a file (bytes)."""
    model, language = model_admin.model, portal_language(get_language())
    names = [*told_columns(model), *columns_of(model_admin, request)]
    fields = [model._meta.get_field(name) for name in names]
    one = [each.name for each in fields if each.is_relation and not each.many_to_many]
    many = [each.name for each in fields if each.many_to_many]
    records = records.select_related(*one) if one else records
    lines = [names]
    for record in records.prefetch_related(*many):
        lines.append([cell_of(record, name) for name in names])
    if chosen == CSV:
        return write_csv(lines)
    titles = [str(each) for each in (_("Column"), _("Name"), _("What it holds"))]
    about = [titles] + [
        [name, label_of(model, name)[language], _holds(model, name)[language]] for name in names
    ]
    title = str(capfirst(model._meta.verbose_name_plural))
    return write_workbook(title, lines, str(_("About this table")), about)


def _holds(model, name):
    told = {
        KEY: _("The number of the record. Leave it empty for a new one."),
        VERSION: _("Tells whether somebody changed the record since. Leave it as it is."),
        "state": _("For information: nothing is published by a table."),
    }
    return in_every_language(told[name]) if name in told else holds(model, name)


def _shown(result, row, found):
    """Return a stored result with its words in the reader's language."""
    language = portal_language(get_language())
    model = found.content_type.model_class()
    return {
        "row": row,
        "id": result["id"],
        "record": result["record"].get(language, ""),
        "outcome": result["outcome"],
        "shown": OUTCOMES[result["outcome"]],
        "errors": [
            (
                label_of(model, name)[language] if name else "",
                result.get("typed", {}).get(name, ""),
                [each[language] for each in reasons],
            )
            for name, reasons in result["errors"].items()
        ],
        "changes": [
            (label_of(model, name)[language], old, new, word_diff(old, new))
            for name, old, new in result["changes"]
        ],
    }


def _report_lines(result):
    start = [str(result["row"]), result["id"], result["record"], str(result["shown"])]
    lines = [[*start, name, old, new, ""] for name, old, new, _pieces in result["changes"]]
    for name, text, reasons in result["errors"]:
        lines.append([*start, name, text, "", " ".join(reasons)])
    return lines or [[*start, "", "", "", ""]]
