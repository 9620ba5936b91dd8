"""The page of the admin: what to find and replace, what it would change, what was done."""

import json
from typing import NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from .changing import replace
from .finding import found_in
from .forms import AFTER, GO_ON, ReplaceForm, chosen_in, place_in
from .planning import Planner
from .targets import targets_for

# So many records are looked through, and changed, at a time; fewer where they hold many places.
SHOWN, PLACES = 50, 500


class Preview(NamedTuple):
    """What replacing would do to the records of one page, and where these stand among all."""

    plans: list
    after: str
    first: int
    records: int
    places: int

    @property
    def last(self):
        return self.first + len(self.plans) - 1

    @property
    def has_more(self):
        return self.last < self.records

    @property
    def last_key(self):
        return self.plans[-1].key if self.plans else ""

    @property
    def may_replace(self):
        return any(not plan.reasons for plan in self.plans)

    @property
    def seen(self):
        """Return the versions of all that is shown, as the page carries them."""
        return json.dumps({plan.key: plan.seen for plan in self.plans})


def replace_view(request):
    """Ask what to replace (GET), show what it would do (POST), do it (POST with ``replace``)."""
    targets = targets_for(request)
    if not targets:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = ReplaceForm(data, request=request, targets=targets)
    context = {
        **admin.site.each_context(request),
        "title": _("Find and replace"),
        "form": form,
        "limit": SHOWN,
    }
    if data is None or not form.is_valid():
        return _response(request, context, 200 if data is None else 422)
    # The answer goes with the page: what was looked through, whatever is typed above meanwhile.
    context["kept"] = ReplaceForm(data, request=request, targets=targets, auto_id=False)
    context["wanted"] = form.wanted()
    chosen_targets = form.targets()
    planner = Planner(request, form.wanted(), chosen_targets, form.cleaned_data["reason"])
    if "replace" not in data:
        context["preview"] = _preview(planner, data)
        return _response(request, context)
    chosen = chosen_in(data, chosen_targets)
    if not chosen:
        context["preview"] = _preview(planner, data)
        context["reasons"] = [_("Nothing was ticked, so nothing was changed.")]
        return _response(request, context, 422)
    context["report"] = replace(planner, chosen, is_minor=form.cleaned_data["is_minor"])
    context["go_on"] = data.get("last", "") if "has_more" in data else ""
    return _response(request, context)


def _preview(planner, data):
    """Return the Preview of the records after those that were looked through."""
    found = found_in(planner.targets, planner.wanted)
    begin = place_in(data, found)
    plans = [planner.plan(record) for record in _records(_page_of(found, begin))]
    after = data.get(GO_ON) or data.get(AFTER, "")
    return Preview(plans, after, begin + 1, len(found), sum(found.values()))


def _page_of(found, begin):
    """Return the (model, key) of the records to show: one at least, if there are any."""
    page, places = [], 0
    for key, count in list(found.items())[begin : begin + SHOWN]:
        places += count
        if page and places > PLACES:
            break
        page.append(key)
    return page


def _records(page):
    """Return the records of the page in its order; those deleted meanwhile are left out."""
    by_model = {}
    for model, pk in page:
        by_model.setdefault(model, []).append(pk)
    found = {model: model._base_manager.in_bulk(pks) for model, pks in by_model.items()}
    return [found[model][pk] for model, pk in page if pk in found[model]]


def _response(request, context, status=200):
    return TemplateResponse(request, "admin/care/replace.html", context, status=status)
