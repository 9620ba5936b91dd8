"""Prepared revisions and links for readers, in the admin."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from icma_portal.bilingual.desk.rights import is_bound_to_languages
from icma_portal.bilingual.languages import LANGUAGES

from ..history.comparing import Names, differences
from ..history.restoring import Refused, state_now
from ..history.timeline import title_of
from ..models import PreviewLink, Revision
from ..reviews.authors import content_of
from ..versioned import ChangedMeanwhile
from .preview import preview
from .states import (
    changes_of,
    decide,
    keep,
    make_live,
    named_outside_history,
    open_revision,
    others_revision,
    put_again,
)

PREPARE = "_prepare"
OWN_REVISION = gettext_lazy("You have prepared this yourself: somebody else makes it live.")
WAITS = gettext_lazy(
    "%(name)s has prepared a revision of this record already. It is made live or discarded first."
)
MAX_DAYS = 60


class LinkForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("For whom"), max_length=200)
    days = forms.IntegerField(
        label=gettext_lazy("Valid for (days)"), min_value=1, max_value=MAX_DAYS, initial=14
    )


class RevisionAdminMixin:
    """An admin of Publishable records: changes prepared beside the live one, previews, links."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/revision/", wrap(self.revision_view), name=f"{name}_revision"),
            path(
                "<int:pk>/preview/<str:language>/", wrap(self.preview_view), name=f"{name}_preview"
            ),
            path("<int:pk>/links/", wrap(self.links_view), name=f"{name}_links"),
        ]
        return [*own, *super().get_urls()]

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        record = self._record_to_put_aside(request, object_id)
        if record is None:
            return super().changeform_view(request, object_id, *args, **kwargs)
        # For the forms: somebody else will decide on what they hold.
        request.is_put_aside = True
        with transaction.atomic():
            # Saved as always, with every check, looked at, and taken back.
            with transaction.atomic():
                before = state_now(self.model, record.pk)
                response = super().changeform_view(request, object_id, *args, **kwargs)
                after = state_now(self.model, record.pk)
                if PREPARE not in request.POST and _is_schedule_only(record, before, after):
                    return response
                files = named_outside_history(after)
                transaction.set_rollback(True)
            if response.status_code != 302:
                return response
            if waiting := others_revision(record, request.user):
                return self._not_kept(request, waiting)
            put_again(files)
            return self._kept(request, record, before, after)

    def _record_to_put_aside(self, request, object_id):
        """Return the record whose posted change is kept beside it; None to save it as always."""
        if request.method != "POST" or object_id is None:
            return None
        if PREPARE not in request.POST and not settings.REVIEW_BY_ANOTHER:
            return None
        record = self.get_object(request, object_id)
        if record is None or not self.has_change_permission(request, record):
            return None
        is_public = record.state == record.State.PUBLISHED
        return record if is_public or PREPARE in request.POST else None

    def _kept(self, request, record, before, after):
        # What the form said of its saving is not true any more.
        request._messages._queued_messages = []
        if before == after:
            messages.warning(request, _("Nothing was changed, so there is nothing to prepare."))
            return HttpResponseRedirect(request.path)
        keep(record, before, after, request.user)
        messages.success(
            request,
            _("The change of “%(record)s” was put aside. What is public stays as it is.")
            % {"record": record},
        )
        return HttpResponseRedirect(self._address("revision", record.pk))

    def _not_kept(self, request, waiting):
        """Answer whose change would take the place of a colleague's with all that was typed."""
        request._messages._queued_messages = []
        messages.error(request, WAITS % {"name": waiting.made_by})
        return self._typed_page(request)

    def revision_view(self, request, pk):
        """Compare the prepared revision with what is live, make it live or discard it (POST)."""
        record = self._record_of(request, pk)
        revision = open_revision(record)
        reasons, status = [], 200
        if request.method == "POST":
            if revision is None or not self._may_decide(request, record):
                raise PermissionDenied
            try:
                return self._decided(request, record, revision)
            except Refused as refusal:
                reasons, status = refusal.reasons, 422
            except ChangedMeanwhile:
                reasons, status = [_("Somebody else was quicker: look at it again.")], 409
        context = {
            **self._page_context(request, _("Prepared revision: %(record)s") % {"record": record}),
            "record": record,
            "revision": revision,
            "may_decide": revision is not None and self._may_decide(request, record),
            "reasons": reasons,
            "previews": self._previews(record),
            **(_shown(revision) if revision else {}),
        }
        return TemplateResponse(request, "admin/publishing/revision.html", context, status=status)

    def preview_view(self, request, pk, language):
        """Show the real page, with the prepared revision if there is one."""
        record = self._record_of(request, pk)
        if language not in LANGUAGES or not hasattr(record, "get_absolute_url"):
            raise Http404
        addresses = {each: self._address("preview", pk, each) for each in LANGUAGES}
        with translation.override(language):
            return preview(request, record, open_revision(record), addresses)

    def links_view(self, request, pk):
        """List the links for readers of a record, make new ones and revoke them (POST)."""
        record = self._record_of(request, pk)
        if not hasattr(record, "get_absolute_url"):
            raise Http404
        may_share = self.has_change_permission(request, record) and not is_bound_to_languages(
            request.user
        )
        form = LinkForm(request.POST if "make" in request.POST else None)
        links = PreviewLink.objects.filter(
            content_type=ContentType.objects.get_for_model(record), object_id=record.pk
        )
        if request.method == "POST":
            if not may_share:
                raise PermissionDenied
            if self._change_links(request, record, links, form):
                return HttpResponseRedirect(request.path)
        context = {
            **self._page_context(request, _("Links for readers: %(record)s") % {"record": record}),
            "record": record,
            "links": [(each, _addresses_of(request, each)) for each in links],
            "form": form,
            "may_share": may_share,
        }
        return TemplateResponse(request, "admin/publishing/links.html", context)

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        if record is not None and record.pk:
            context["revision"] = open_revision(record)
            context["revision_address"] = self._address("revision", record.pk)
            context["may_prepare"] = (
                self.has_change_permission(request, record)
                and record.state == record.State.PUBLISHED
            )
            if hasattr(record, "get_absolute_url"):
                context["previews"] = self._previews(record)
                context["links_address"] = self._address("links", record.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    def _decided(self, request, record, revision):
        if "discard" in request.POST:
            decide(revision, Revision.Decision.DISCARDED, request.user)
            messages.success(request, _("The prepared revision was discarded."))
        else:
            if settings.REVIEW_BY_ANOTHER and revision.made_by_id == request.user.pk:
                raise Refused([str(OWN_REVISION)])
            chosen = {tuple(each.rsplit(":", 1)) for each in request.POST.getlist("ours")}
            for note in make_live(revision, request.user, chosen):
                messages.warning(request, note)
            self.log_change(request, record, _("Made a prepared revision live."))
            messages.success(request, _("“%(record)s” was renewed.") % {"record": record})
        return HttpResponseRedirect(self._address("change", record.pk))

    def _change_links(self, request, record, links, form):
        revoked = request.POST.get("revoke", "")
        if revoked.isascii() and revoked.isdecimal() and len(revoked) < 19:
            links.filter(pk=revoked, revoked_at=None).update(revoked_at=timezone.now())
            return True
        if not form.is_valid():
            return False
        values = form.cleaned_data
        PreviewLink.objects.create(
            record=record,
            note=values["note"],
            made_by=request.user,
            expires_at=timezone.now() + timedelta(days=values["days"]),
        )
        return True

    def _may_decide(self, request, record):
        return self.has_publish_permission(request) and self.has_change_permission(request, record)

    def _record_of(self, request, pk):
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def _previews(self, record):
        if not hasattr(record, "get_absolute_url"):
            return []
        names = {"en": "English", "zh-hans": "中文"}
        return [(names[each], self._address("preview", record.pk, each)) for each in LANGUAGES]

    def _address(self, page, *args):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args)

    def _page_context(self, request, title):
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "list_address": self._address("changelist"),
            "media": self.media,
        }


def _is_schedule_only(record, before, after):
    """Return whether a saving changed no more than the state and the moments of ``record``."""
    key = (type(record), record.pk)
    own = (content_of(each.get(key) or {}) for each in (before, after))
    rows = ({**each, key: None} for each in (before, after))
    return next(own) == next(own) and next(rows) == next(rows)


def _shown(revision):
    """Return what the page of a revision shows: what it changes, and what clashes."""
    changes, fields, clashes = changes_of(revision)
    names, parts = Names(), []
    for change in changes:
        held = fields.get(change.key)
        found = differences(change.model, change.now, change.then, names)
        if held is not None and change.now is not None:
            found = [each for each in found if each.name in held]
        if found or change.then is None:
            parts.append(
                {
                    "kind": change.model._meta.verbose_name,
                    "title": title_of(change.model, change.pk, change.then or change.now),
                    "is_own": change.pk == revision.object_id
                    and change.model is revision.content_type.model_class(),
                    "is_new": change.then is None,
                    "differences": found,
                }
            )
    met, left = [], []
    for change, both in clashes:
        if not both:
            left.append(title_of(change.model, change.pk, change.now or change.then or {}))
        for each in differences(change.model, change.now, change.then, names):
            if each.name in both:
                met.append((f"{change.key}:{each.name}", each))
    return {"parts": parts, "clashes": met, "left": left}


def _addresses_of(request, link):
    if not link.is_open:
        return []
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(request.build_absolute_uri(reverse("preview", args=[link.token])))
    return found
