"""Names of organizations as the glossary's checks use them, and as a page prints them."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from icma_portal.bilingual.glossary import GlossaryTerm, owner_of
from icma_portal.bilingual.languages import CHINESE, ENGLISH
from icma_portal.bilingual.reader import read, text_of
from icma_portal.bilingual.truncation import language_of


def official_name(organization, language=None):
    """Return (name, note): the note is empty unless the Chinese name is only our rendering.

    For a plain text both are simply joined: 地方治理中心（暂译）.
    """
    language = language or get_language()
    name = text_of(organization, "name", language)
    if read(organization, "name", language).is_fallback:
        return name, ""
    # Translators: follows the Chinese name of an organization that has no official one: （暂译）
    return name, _("(our translation)") if organization.name_needs_note(language) else ""


def organization_terms():
    """Return a GlossaryTerm for each organization with names in both languages: one query."""
    from .models import Organization

    names = ("slug", "name_en", "name_zh_hans", "acronym", "aliases", "chinese_name_status")
    rows = Organization.objects.only(*names)
    return [_term(each) for each in rows if each.name_en and each.name_zh_hans]


def _term(organization):
    aliases = [each.strip() for each in organization.aliases.split(";") if each.strip()]
    acronym = [organization.acronym] if organization.acronym else []
    return GlossaryTerm(
        key=f"organizations/{organization.slug}",
        english=(organization.name_en, *_in(ENGLISH, aliases), *acronym),
        # An acronym may stand in a Chinese text as it is.
        chinese=(organization.name_zh_hans, *_in(CHINESE, aliases), *acronym),
        status=organization.chinese_name_status,
        matches_case=True,
        owner=owner_of(organization),
    )


def _in(language, texts):
    return [each for each in texts if language_of(each) == language]
