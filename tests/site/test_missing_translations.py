"""With one field of one record missing in one language, its page marks that text, and only it."""

import re
from collections import Counter
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from icma_portal.bilingual.languages import HTML_TAGS, LANGUAGES, column, other_language
from icma_portal.bilingual.models import translated_fields
from icma_portal.bilingual.reader import Reading, is_blank, plain_text, text_of
from partnerships.filters import CityFilterSet, PartnershipFilterSet
from partnerships.models import Benefit, City, CityInterest, ContactPoint, Partnership
from programs.filters import ProjectFilterSet
from programs.models import (
    Contributor,
    Country,
    CountryGroup,
    CountryGroupMembership,
    Paragraph,
    Person,
    Project,
    Topic,
)
from publications.filters import PublicationFilterSet
from publications.models import Publication
from tests.factories import make_picture, make_source
from tests.source_rules import OURS

from .page_text import pieces
from .pages import PAGES, address

pytestmark = pytest.mark.django_db
# No page prints these, with the reason.
NOT_SHOWN = {
    ("TermArea", "name"): "the glossary is for staff",
    ("Person", "job_title"): "kept for editors; pages name persons, with consent, and no more",
    ("Initiative", "owner_name"): "an initiative is named on pages and has no page of its own",
    ("InitiativeFact", "text"): "an initiative is named on pages and has no page of its own",
    ("TrainingProgram", "curriculum"): "no source tells one; test_training.py has its own",
    ("CorporatePartner", "privileges"): "no company is named; test_cooperation.py has its own",
}
# Beyond PAGES: what no record there has.
MORE_PATHS = (
    "cities/arequipa/",
    "china-center/agreements/framework-agreement-cupl/",
    "china-center/agreements/agreement-cupl-2014/",
    "china-center/events/ecopartnerships-signing-2012/",
)
# The link in the notice itself.
LINK_OF_THE_NOTICE = ("text", "a")
TRIES = 12


class Site:
    """The pages in one language, as a visitor gets them with no text missing."""

    def __init__(self, language):
        self.language = language
        self.client = Client()
        urls = [address(name, language) for name in PAGES]
        urls += [f"/{language}/{path}" for path in MORE_PATHS]
        self.pages = {url: self.get(url) for url in urls}

    def get(self, url):
        """Return the Pieces of a page, each with its text squeezed."""
        response = self.client.get(url)
        assert response.status_code == 200, url
        found = pieces(response.content.decode())
        return [each._replace(text=squeezed(each.text)) for each in found]

    def pages_with(self, text):
        return [
            url
            for url, page in self.pages.items()
            if text[:60] in "".join(each.text for each in page)
        ]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def words(record, field, language):
    """Return the words that a page prints of a field, without white space; "" for none."""
    text = getattr(record, column(field, language))
    if is_blank(text):
        return ""
    return squeezed(plain_text(record, field, Reading(text, language, False)))


@contextmanager
def missing(record, field, language):
    """Take one text out of the database for a while."""
    with transaction.atomic():
        rows = type(record)._base_manager.filter(pk=record.pk)
        assert rows.update(**{column(field, language): None}) == 1
        yield
        transaction.set_rollback(True)


def shown_without(site, model, field):
    """Return (url, page, text in the other language) of a page that shows the field of a record.

    The page is as it is without the text. None when no page shows the field of any record.
    """
    tries = 0
    for record in model._base_manager.order_by("pk"):
        own = words(record, field, site.language)
        other = words(record, field, other_language(site.language))
        for url in site.pages_with(own) if own and other else ():
            with missing(record, field, site.language):
                page = site.get(url)
            if page != site.pages[url]:
                return url, page, other
            tries += 1
            if tries == TRIES:
                return None
    return None


def faults(before, page, other, tag):
    """Return what is wrong with the marks of a page on which only ``other`` has come in."""
    counts = [Counter(each for each in side if each.lang == tag) for side in (page, before)]
    added = counts[0] - counts[1]
    marked = [each for each in added if each[:2] != LINK_OF_THE_NOTICE or len(each.text) > 7]
    found = []
    if not any(belongs(each, other) for each in marked):
        found.append("the text is not marked")
    found += [f"marked besides: {each}" for each in marked if not belongs(each, other)]
    if times(other, page, tag) > times(other, before, tag):
        found.append("the text stands somewhere unmarked")
    if sum(each.lang == tag and each[:2] == LINK_OF_THE_NOTICE for each in added.elements()) < 1:
        found.append("no link to the other language")
    return found


def belongs(piece, other):
    """Return whether a marked piece holds the text: in the head among others, or cut."""
    if piece.tag in ("title", "meta"):
        return other[:40] in piece.text or piece.text[:40] in other
    return piece.text in other


def times(text, page, tag):
    """Return how often a text stands on a page without a mark."""
    return sum(text in each.text for each in page if each.lang != tag)


@pytest.fixture
def rows_that_the_content_lacks(private_files):
    """One public row of every kind that ICMA's public sources say nothing about."""
    city = City.objects.get(slug="durban")
    partnership = Partnership.objects.get(slug="durban-southeast-florida")
    project = Project.objects.get(slug=PAGES["projects:detail"][0][0])
    person = Person.objects.create(
        slug="a-person",
        name_en="Jane Example",
        name_zh_hans="简·示例",
        has_consented=True,
        state="published",
    )
    Contributor.objects.create(project=project, kind="practitioner", person=person)
    text = {"text_en": "About sewers of old towns", "text_zh_hans": "关于老城排水"}
    CityInterest.objects.create(
        city=city, kind="need", topic=Topic.objects.first(), is_public=True, **text
    )
    benefit = {"text_en": "It learned of dunes", "text_zh_hans": "学到了沙丘知识"}
    Benefit.objects.create(membership=partnership.memberships.first(), **benefit)
    office = {"office_en": "Office of the Mayor", "office_zh_hans": "市长办公室"}
    ContactPoint.objects.create(partnership=partnership, is_public=True, **office)
    CountryGroupMembership.objects.create(
        group=CountryGroup.objects.first(),
        country=Country.objects.get(slug="south-africa"),
        source=make_source(),
    )
    picture = make_picture(credit_en="Photo by Example", credit_zh_hans="示例摄影")
    paragraph = Paragraph.objects.filter(section__slug="our-global-reach").first()
    for language in LANGUAGES:
        name = column("text", language)
        html = f'{getattr(paragraph, name)}<img data-picture="{picture.pk}">'
        setattr(paragraph, name, html)
    paragraph.save()


@pytest.mark.one_database
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("rows_that_the_content_lacks")
def test_a_missing_text_is_marked_and_nothing_else(language):
    site, tag = Site(language), HTML_TAGS[other_language(language)]
    hidden, wrong, visited = set(), [], 0
    for model in OURS:
        for field in translated_fields(model):
            shown = shown_without(site, model, field)
            if shown is None:
                hidden.add((model.__name__, field))
                continue
            url, page, other = shown
            visited += 1
            wrong += [
                f"{model.__name__}.{field} on {url}: {fault}"
                for fault in faults(site.pages[url], page, other, tag)
            ]

    assert wrong == []
    assert hidden == set(NOT_SHOWN)
    assert visited == sum(len(translated_fields(model)) for model in OURS) - len(NOT_SHOWN)
    assert visited >= 70


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("filterset", "model", "field"),
    [
        (PartnershipFilterSet, Partnership, "name"),
        (CityFilterSet, City, "name"),
        (ProjectFilterSet, Project, "name"),
        (PublicationFilterSet, Publication, "title"),
    ],
)
def test_search_finds_every_record_by_the_name_that_is_shown(filterset, model, field, language):
    user = AnonymousUser()
    every_other = [pk for pk in model.objects.values_list("pk", flat=True) if pk % 2]
    model.objects.filter(pk__in=every_other).update(**{column(field, language): None})
    lost, visited = [], 0
    with translation.override(language):
        for record in model.objects.visible_to(user):
            query = QueryDict(mutable=True)
            query["q"] = text_of(record, field)
            found = filterset(query, model.objects.visible_to(user), user=user).qs
            visited += 1
            if record not in found:
                lost.append(query["q"])

    assert lost == []
    assert visited > 1
    assert every_other


def test_the_sweep_finds_what_is_not_marked_or_marked_too_much():
    before = pieces('<html lang="en"><p>Water</p></html>')
    link = '<a lang="zh-Hans">简体中文</a>'

    def faults_of(body):
        return faults(before, pieces(f'<html lang="en">{link}{body}</html>'), "水", "zh-Hans")

    assert faults_of('<p lang="zh-Hans">水</p>') == []
    assert faults_of("<p>水</p>") == [
        "the text is not marked",
        "the text stands somewhere unmarked",
    ]
    assert len(faults_of('<p lang="zh-Hans">水</p><p title="水"></p>')) == 1
    assert len(faults_of('<div lang="zh-Hans">水<p>Source</p></div>')) == 1
