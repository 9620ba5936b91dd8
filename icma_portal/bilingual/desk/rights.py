"""Who may write a translation: the right to change the record, and the language."""

from django.contrib.auth import get_permission_codename

from ..languages import LANGUAGES
from ..models import LanguageProfile

ALL_LANGUAGES = "bilingual.write_all_languages"


def languages_of(user):
    """Return the languages in which ``user`` may write."""
    if not user.is_active:
        return ()
    if user.has_perm(ALL_LANGUAGES):
        return LANGUAGES
    # Kept on the user, so that one request asks once.
    if not hasattr(user, "_languages_to_write"):
        profile = LanguageProfile.objects.filter(user=user).first()
        user._languages_to_write = profile.languages if profile else ()
    return user._languages_to_write


def is_bound_to_languages(user):
    """Return whether ``user`` may change texts of certain languages only, and nothing else."""
    return not user.has_perm(ALL_LANGUAGES)


def may_change(user, model):
    """Return whether ``user`` may change records of ``model`` at all."""
    codename = get_permission_codename("change", model._meta)
    return user.has_perm(f"{model._meta.app_label}.{codename}")


def may_see(user, model):
    codename = get_permission_codename("view", model._meta)
    return may_change(user, model) or user.has_perm(f"{model._meta.app_label}.{codename}")


def may_write(user, model, language):
    """Return whether ``user`` may write texts of ``model`` in ``language``."""
    return language in languages_of(user) and may_change(user, model)
