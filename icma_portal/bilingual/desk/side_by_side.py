"""The page with the source on one side and its translation on the other."""

import copy

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from icma_portal.publishing.models import Version

from ..glossary_forms import REASON, reminder
from ..tracking import editing
from .forms import TranslationForm, beside, label_of
from .rights import languages_of, may_write
from .writing import ChangedSince, decide, version_of, write

TEMPLATE = "admin/bilingual/translationunit/side_by_side.html"
SAVE, NEXT = "save", "next"
DECISIONS = ("confirm", "same", "review", "lead")
FILTERS = "_changelist_filters"
# Beyond this nobody pages from one translation to the next.
LONGEST_LIST = 5000


class SideBySide:
    """One request for the form of ``unit``; ``response()`` answers it."""

    def __init__(self, model_admin, request, unit):
        self.model_admin, self.request, self.unit = model_admin, request, unit
        self.record = unit.record
        self.user = request.user
        self.may_write = model_admin.has_change_permission(request, unit) and may_write(
            self.user, type(self.record), unit.target_language
        )

    def response(self):
        if self.request.method != "POST":
            return self._page(self._form())
        decision = self.request.POST.get("decision", SAVE)
        if not self.may_write or (decision == "lead" and not self._may_lead()):
            raise PermissionDenied
        form = self._form(self.request.POST)
        if decision not in (SAVE, NEXT, *DECISIONS):
            form.add_error(None, _("The desk does not know this button."))
        if not form.is_valid():
            return self._page(form, status=400)
        return self._stored(form, decision)

    def _may_lead(self):
        return self.unit.source_language in languages_of(self.user)

    def _form(self, data=None):
        return TranslationForm(
            self.unit, self.record, self.request, self.model_admin.admin_site, data
        )

    def _stored(self, form, decision):
        # Before the list loses the translation that is about to be settled.
        following = self._neighbors()["next"]
        values = form.cleaned_data
        options = {"user": self.user, "seen": values["seen"]}
        try:
            with editing(origin=Version.Origin.DESK):
                reminders = self._take(decision, values, options)
        except ChangedSince as change:
            return self._conflict(change)
        except ValidationError as error:
            form.refuse(error)
            return self._page(form, status=422)
        self._tell(reminders)
        return HttpResponseRedirect(self._address_after(decision, following))

    def _take(self, decision, values, options):
        if decision in DECISIONS:
            decide(self.unit, decision, **options)
            return []
        options["reason"] = values[REASON]
        self.unit, reminders = write(self.unit, values["translation"], **options)
        return reminders

    def _conflict(self, change):
        """Show what stands now beside what was typed, which a second saving stores knowingly."""
        self.unit, self.record = change.unit, change.record
        data = self.request.POST.copy()
        data["seen"] = version_of(self.unit)
        form = self._form(data)
        form.add_error(
            None,
            _(
                "Nothing was saved: the source or the translation was changed by somebody else "
                "since you opened this page. Both are shown as they are now; your own text is "
                "still in the form. Compare, then save again."
            ),
        )
        return self._page(form, status=409, is_conflict=True)

    def _tell(self, reminders):
        label = label_of(self.unit)
        change = [{"changed": {"fields": [str(label)]}}]
        self.model_admin.log_change(self.request, self.record, change)
        text = _("“%(field)s” of “%(record)s” was saved.")
        values = {"field": label, "record": self.record}
        messages.success(self.request, text % values)
        for each in reminders:
            messages.warning(self.request, reminder(type(self.record), self.unit.field, each))

    def _address_after(self, decision, following):
        if decision == SAVE:
            return self._address("change", self.unit.pk)
        if following:
            return self._address("change", following)
        messages.info(self.request, _("That was the last one of this list."))
        return self._address("changelist")

    def _address(self, page, *args):
        address = reverse(f"admin:bilingual_translationunit_{page}", args=args)
        filters = self.request.GET.get(FILTERS, "")
        if not filters:
            return address
        if page == "changelist":
            return f"{address}?{filters}"
        query = QueryDict(mutable=True)
        query[FILTERS] = filters
        return f"{address}?{query.urlencode()}"

    def _neighbors(self):
        """Return the keys before and after this unit in the list that it was opened from."""
        keys = self._keys_of_list()
        found = {"previous": None, "next": None, "position": None, "count": len(keys)}
        if self.unit.pk in keys:
            index = keys.index(self.unit.pk)
            found["position"] = index + 1
            found["previous"] = keys[index - 1] if index else None
            found["next"] = keys[index + 1] if index + 1 < len(keys) else None
        elif keys:
            found["next"] = keys[0]
        return found

    def _keys_of_list(self):
        request = copy.copy(self.request)
        request.GET = QueryDict(self.request.GET.get(FILTERS, ""))
        try:
            changelist = self.model_admin.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return []
        return list(changelist.queryset.values_list("pk", flat=True)[:LONGEST_LIST])

    def _page(self, form, *, status=200, is_conflict=False):
        near = self._neighbors()
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            **beside(self.unit, self.record, self.user),
            "opts": self.model_admin.opts,
            "title": label_of(self.unit),
            "unit": self.unit,
            "record": self.record,
            "record_address": self._record_address(),
            "list_address": self._address("changelist"),
            "form": form,
            "reason": form[REASON] if form.asks_reason else None,
            "may_write": self.may_write,
            "may_lead": self.may_write and self._may_lead(),
            "is_conflict": is_conflict,
            "near": near,
            "media": self.model_admin.media + form.media,
        }
        for name in ("previous", "next"):
            key = near[name]
            context[f"{name}_address"] = self._address("change", key) if key else None
        return TemplateResponse(self.request, TEMPLATE, context, status=status)

    def _record_address(self):
        """Return where the whole record is edited; None for rows within another record."""
        options = self.record._meta
        name = f"admin:{options.app_label}_{options.model_name}_change"
        try:
            return reverse(name, args=[self.record.pk])
        except NoReverseMatch:
            return None
