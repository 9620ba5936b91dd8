"""Translations to write and to review, for the staff's start page."""

from collections import Counter
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from icma_portal.web.start_page import Task, register_tasks

from ..models import TranslationImport, TranslationUnit
from .filters import visible_types
from .rights import languages_of, may_change

State = TranslationUnit.State


@register_tasks
def translations(user):
    """Give a Task for each language and state that is not settled, in the user's languages."""
    languages = languages_of(user)
    types = [pk for pk, model in visible_types(user).items() if may_change(user, model)]
    if not (languages and types and user.has_perm("bilingual.view_translationunit")):
        return
    units = TranslationUnit.objects.filter(content_type__in=types, target_language__in=languages)
    groups = units.order_by().values_list("target_language", "state").annotate(Count("pk"))
    counts = Counter({(language, state): count for language, state, count in groups})
    sentences = {
        State.MISSING: _("Translations into %(language)s that are missing"),
        State.STALE: _("Translations into %(language)s that are out of date"),
        State.CURRENT: _("Translations into %(language)s that nobody has reviewed"),
    }
    names = dict(TranslationUnit.Language.choices)
    for language in languages:
        for state, sentence in sentences.items():
            query = urlencode({"state": state.value, "into": language})
            address = f"{reverse('admin:bilingual_translationunit_changelist')}?{query}"
            text = sentence % {"language": names[language]}
            yield Task(text, counts[language, state], address)


@register_tasks
def imports(user):
    """Give a Task for files of translations that were read and not taken in yet."""
    if user.has_perm("bilingual.change_translationimport"):
        waiting = TranslationImport.objects.filter(taken_at=None, made_by=user).count()
        address = reverse("admin:bilingual_translationimport_changelist")
        yield Task(_("Your files of translations that have not been taken in"), waiting, address)
