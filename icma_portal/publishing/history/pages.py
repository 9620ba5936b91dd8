"""The pages of the history in the admin: what happened, an earlier state beside today's, and
what was deleted."""

import hashlib
import json

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth import get_permission_codename
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from icma_portal.bilingual.desk.rights import is_bound_to_languages

from ..models import Version
from ..versioned import ChangedMeanwhile
from .comparing import Names, differences
from .restoring import Refused, bring_back, changes_between, moment_of, state_at, state_now
from .timeline import edits_of, title_of, versions_of

Kind = Version.Kind
DELETED_SHOWN = 200
CHANGED_MEANWHILE = gettext_lazy(
    "Nothing was changed: somebody else has saved this record since you opened the page. Below is "
    "how it differs now."
)
# What the act of publishing decides stays as it is when an earlier text comes back.
PUBLICATION = ("state", "published_at", "expires_at")


def history_page(model_admin, request, record):
    page = request.GET.get("p", "1")
    page = int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 else 1
    edits, has_older = edits_of(type(record), record.pk, page or 1)
    context = {
        **_context(model_admin, request, _("History: %(record)s") % {"record": record}),
        "record": record,
        "edits": edits,
        "newer": page - 1,
        "older": page + 1 if has_older else 0,
    }
    return TemplateResponse(request, "admin/publishing/history.html", context)


def compare_page(model_admin, request, record, number):
    """Show an earlier state beside today's; bring back of it what was chosen (POST)."""
    model = type(record)
    version = versions_of(model, record.pk).filter(pk=number).first()
    if version is None:
        raise Http404
    now = state_now(model, record.pk)
    changes = changes_between(now, state_at(model, record.pk, moment_of(version)))
    may_revert = model_admin.has_change_permission(request, record) and not is_bound_to_languages(
        request.user
    )
    reasons, status = [], 200
    if request.method == "POST":
        if not may_revert:
            raise PermissionDenied
        try:
            if request.POST.get("stamp") != stamp(now):
                raise ChangedMeanwhile(record)
            return _brought_back(model_admin, request, record, version, changes)
        except ChangedMeanwhile:
            reasons, status = [CHANGED_MEANWHILE], 409
            now = state_now(model, record.pk)
            changes = changes_between(now, state_at(model, record.pk, moment_of(version)))
        except Refused as refusal:
            reasons, status = refusal.reasons, 422
    context = {
        **_context(model_admin, request, _("Earlier version: %(record)s") % {"record": record}),
        "record": record,
        "version": version,
        "parts": _parts(changes, model),
        "stamp": stamp(now),
        "may_revert": may_revert,
        "reasons": reasons,
    }
    return TemplateResponse(request, "admin/publishing/compare.html", context, status=status)


def deleted_page(model_admin, request):
    """List the deleted records of a kind, newest first, each with the way back."""
    model = model_admin.model
    rows = [(each, title_of(model, each.object_id, last)) for each, last in _deleted(model)]
    context = {
        **_context(model_admin, request, _("Deleted records")),
        "rows": rows,
        "may_restore": model_admin.has_add_permission(request),
    }
    return TemplateResponse(request, "admin/publishing/deleted.html", context)


def restore_page(model_admin, request, number):
    """Show what a deleted record held, and restore it with its rows (POST)."""
    model = model_admin.model
    found = [pair for pair in _deleted(model) if pair[0].pk == number]
    if not found:
        raise Http404
    version, data = found[0]
    title = title_of(model, version.object_id, data)
    # The moment before the edit in which it went.
    first = Version.objects.filter(edit=version.edit).order_by("pk").first()
    then = state_at(model, version.object_id, first.pk - 1)
    reasons = []
    if request.method == "POST":
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        try:
            return _restored(model_admin, request, then, version, title)
        except Refused as refusal:
            reasons = refusal.reasons
    context = {
        **_context(model_admin, request, _("Restore: %(record)s") % {"record": title}),
        "version": version,
        "parts": _parts(changes_between({}, then), model),
        "may_restore": model_admin.has_add_permission(request),
        "reasons": reasons,
    }
    status = 422 if reasons else 200
    return TemplateResponse(request, "admin/publishing/restore.html", context, status=status)


def stamp(state):
    """Return what names a state of a record with its rows, as a page showed it."""
    text = json.dumps(
        [[model._meta.label, pk, data] for (model, pk), data in state.items()], sort_keys=True
    )
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def _brought_back(model_admin, request, record, version, changes):
    chosen, fields = _chosen(request, changes)
    _require_rights(request.user, chosen, type(record))
    if not chosen:
        messages.warning(request, _("Nothing was chosen, so nothing was changed."))
        return HttpResponseRedirect(request.path)
    notes = bring_back(
        chosen, fields=fields, kept=PUBLICATION, user=request.user, origin=Version.Origin.ADMIN
    )
    text = _("“%(record)s” was brought back to version %(number)s.")
    values = {"record": record, "number": version.number}
    _log(request, record, record.pk, CHANGE, text % values)
    messages.success(request, text % values)
    for note in notes:
        messages.warning(request, note)
    return HttpResponseRedirect(_address(model_admin, "change", record.pk))


@transaction.atomic
def _restored(model_admin, request, then, version, title):
    changes = changes_between({}, then)
    _require_rights(request.user, changes, model_admin.model)
    notes = bring_back(
        changes,
        kept=PUBLICATION,
        kind=Kind.RESTORED,
        user=request.user,
        origin=Version.Origin.ADMIN,
    )
    text = _("“%(record)s” was restored.") % {"record": title}
    _log(request, model_admin.model, version.object_id, ADDITION, text)
    messages.success(request, text)
    for note in notes:
        messages.warning(request, note)
    return HttpResponseRedirect(_address(model_admin, "change", version.object_id))


def _chosen(request, changes):
    """Return the Changes to carry out, and their fields; all of them for the button “all”."""
    if "all" in request.POST:
        return changes, None
    ticked = set(request.POST.getlist("part"))
    fields = {
        change.key: [name for name in (change.then or {}) if f"{change.key}:{name}" in ticked]
        for change in changes
    }
    chosen = []
    for change in changes:
        is_whole = change.now is None or change.then is None
        if is_whole and change.key in ticked:
            fields[change.key] = list(change.then or ())
            chosen.append(change)
        elif not is_whole and fields[change.key]:
            chosen.append(change)
    return chosen, fields


def _require_rights(user, changes, root):
    """Raise PermissionDenied unless ``user`` may do to each row what a change does."""
    for change in changes:
        verb = "add" if change.now is None else "delete" if change.then is None else "change"
        options = change.model._meta
        codename = get_permission_codename(verb, options)
        if not user.has_perm(f"{options.app_label}.{codename}"):
            raise PermissionDenied


def _parts(changes, root):
    """Return what the pages show of each Change."""
    names, parts = Names(), []
    for change in changes:
        skipped = PUBLICATION
        found = differences(change.model, change.now, change.then, names, skipped)
        if not found and change.now is not None and change.then is not None:
            continue
        parts.append(
            {
                "key": change.key,
                "kind": change.model._meta.verbose_name,
                "title": title_of(change.model, change.pk, change.then or change.now),
                "is_own": change.model is root,
                "is_gone": change.now is None,
                "is_new": change.then is None,
                "differences": found,
            }
        )
    return sorted(parts, key=lambda part: not part["is_own"])


def _deleted(model):
    """Return (deletion, last data) of the records of ``model`` that are gone, newest first."""
    versions = Version.objects.filter(content_type=ContentType.objects.get_for_model(model))
    newest = versions.order_by().values("object_id").annotate(newest=Max("pk")).values("newest")
    gone = Version.objects.filter(pk__in=newest, kind=Kind.DELETED).order_by("-pk")
    gone = list(gone.select_related("user")[:DELETED_SHOWN])
    held = versions.filter(object_id__in=[each.object_id for each in gone]).exclude(data=None)
    last = {each.object_id: each.data for each in held.order_by("pk")}
    return [(each, last[each.object_id]) for each in gone if each.object_id in last]


def _log(request, record, pk, flag, text):
    LogEntry.objects.create(
        user_id=request.user.pk,
        content_type=ContentType.objects.get_for_model(record),
        object_id=str(pk),
        object_repr=text[:200],
        action_flag=flag,
        change_message=text,
    )


def _address(model_admin, page, *args):
    options = model_admin.opts
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)


def _context(model_admin, request, title):
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "list_address": _address(model_admin, "changelist"),
        "media": model_admin.media,
    }
