"""Generated records: the same for the same seed, whole for readers, and gone without a trace."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from icma_portal.bilingual.models import TranslationUnit
from icma_portal.content.generating import PREFIX, generated
from icma_portal.search.models import SearchEntry
from partnerships.models import City, Membership, Partnership

pytestmark = pytest.mark.django_db
NUMBER = 60


def generate(*arguments, **options):
    call_command("generate_records", *arguments, stdout=StringIO(), stderr=StringIO(), **options)


def rows():
    """Return what the generated partnerships are, without the keys of this database."""
    names = ("slug", "name_en", "name_zh_hans", "sort_key_zh", "kind", "starts_on", "state")
    found = generated(Partnership).order_by("slug")
    return [
        (
            *(getattr(each, name) for name in names),
            sorted(each.topics.values_list("slug", flat=True)),
            sorted(each.countries.values_list("slug", flat=True)),
            list(each.memberships.order_by("order").values_list("city__slug", "role")),
        )
        for each in found
    ]


def test_readers_find_them_in_both_languages(client):
    generate(NUMBER)
    both = generated(Partnership).published().filter(name_en__isnull=False)
    shown = both.filter(name_zh_hans__isnull=False).first()

    assert generated(Partnership).count() == NUMBER
    for language, name in (("en", shown.name_en), ("zh-hans", shown.name_zh_hans)):
        page = client.get(f"/{language}/partnerships/{shown.slug}/").content.decode()
        assert name in page
        found = client.get(f"/{language}/search/", {"q": name}).content.decode()
        assert shown.slug in found
        listed = client.get(f"/{language}/partnerships/", {"q": name}).content.decode()
        assert shown.slug in listed


def test_drafts_and_what_lies_ahead_are_among_them_and_hidden(client):
    generate(200, records_only=True)
    everything = generated(Partnership)
    hidden = everything.exclude(pk__in=everything.published())

    assert {"draft", "published"} <= set(hidden.values_list("state", flat=True))
    assert client.get(f"/en/partnerships/{hidden[0].slug}/").status_code == 404


def test_the_countries_are_those_of_the_cities():
    generate(NUMBER, records_only=True)

    for partnership in generated(Partnership)[:20]:
        before = set(partnership.countries.all())
        partnership.update_countries()
        assert set(partnership.countries.all()) == before
    roles = Membership.objects.filter(partnership__slug=f"{PREFIX}0").order_by("order")
    assert [each.role for each in roles][:2] == ["resource", "partner"]


def test_one_seed_gives_the_same_records_and_another_gives_others():
    generate(NUMBER, records_only=True)
    first = rows()
    generate(remove=True)
    generate(NUMBER, records_only=True)
    again = rows()
    generate(remove=True)
    generate(NUMBER, seed=2, records_only=True)

    assert first == again
    assert first != rows()


def test_removing_leaves_the_content_as_it_was():
    counted = (Partnership, City, Membership, TranslationUnit, SearchEntry)
    before = [each.objects.count() for each in counted]
    generate(NUMBER)
    assert [each.objects.count() for each in counted] != before

    generate(remove=True)
    assert [each.objects.count() for each in counted] == before


def test_a_second_time_and_a_portal_for_readers_are_refused(settings):
    generate(5, records_only=True)
    with pytest.raises(CommandError, match="--remove"):
        generate(5)
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="--in-production"):
        generate(5)
    with pytest.raises(CommandError, match="whole number"):
        generate(0, in_production=True)
