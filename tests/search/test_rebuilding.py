"""Makes the index anew and compares it with the records: nothing that is wrong goes unseen."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from icma_portal.asking.statements import run
from icma_portal.search import rebuilding
from icma_portal.search.engines import engine
from icma_portal.search.indexing import remove
from icma_portal.search.models import SearchEntry, SearchRebuild, SearchWord
from icma_portal.search.rebuilding import batches, differences, rebuild
from programs.models import Project
from publications.models import Publication
from tests.factories import make_project

from .test_following import WORD, found

pytestmark = pytest.mark.django_db


def sql(text, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)


@pytest.fixture
def only_projects(monkeypatch):
    """Let rebuilding look at projects only: all the content takes seconds."""

    def project_batches(done=None):
        return [each for each in batches(done) if each[0] is Project]

    monkeypatch.setattr(rebuilding, "batches", project_batches)
    monkeypatch.setattr(rebuilding, "BATCH", 1)


def test_rebuild_mends_what_was_changed_past_the_portal(only_projects):
    project, lost, gone = make_project(name_en="One"), make_project(name_en=WORD), make_project()
    sql("UPDATE programs_project SET name_en = 'Qqqq' WHERE id = %s", project.pk)
    content_type = ContentType.objects.get_for_model(lost)
    remove(SearchEntry.objects.filter(content_type=content_type, object_id=lost.pk))
    SearchEntry.objects.filter(content_type=content_type, object_id=gone.pk).update(object_id=10**9)
    names = [
        f"programs.Project {project.pk}: says something else, has other names, has other tokens,"
        " has words that are not proposed",
        f"programs.Project {lost.pk}: not in the index",
        f"programs.Project {gone.pk}: not in the index",
        f"programs.project {10**9}: in the index, but gone",
    ]
    assert list(differences()) == names
    with pytest.raises(CommandError, match="differs in 4 places"):
        call_command("rebuild_search", check=True, verbosity=0)

    call_command("rebuild_search", verbosity=0)

    assert list(differences()) == []
    assert found("Qqqq") == [("project", project.pk)]
    assert found() == [("project", lost.pk)]


def test_interrupted_rebuild_goes_on_where_it_stopped(only_projects):
    for _number in range(4):
        make_project()
    total, looked_at = len(rebuilding.batches()), []

    def stopping(found):
        for number, each in enumerate(found):
            if number == 3:
                raise KeyboardInterrupt
            yield each

    with pytest.raises(KeyboardInterrupt):
        rebuild(stopping)

    rebuild(lambda found: looked_at.extend(found) or found)
    assert len(looked_at) == total - 3
    assert not SearchRebuild.objects.exists()


def test_readers_find_everything_while_all_is_written_anew(only_projects):
    make_project(name_en=WORD)
    SearchEntry.objects.update(digest="0" * 64)
    asked = []

    def reading(found_batches):
        for each in found_batches:
            yield each
            asked.append(found())

    rebuild(reading)

    assert len(asked) == Project.objects.count()
    assert all(each == asked[0] != [] for each in asked)


@pytest.fixture
def only_one_sheet(monkeypatch):
    """Let rebuilding look at one publication that has pages of a document."""
    publication = Publication.objects.get(slug="factsheet-portmore-townsville")
    monkeypatch.setattr(rebuilding, "batches", lambda done=None: [(Publication, [publication.pk])])
    return SearchEntry.objects.get(kind="publication", object_id=publication.pk)


def lose_passage(entry):
    entry.passages.first().delete()


def lose_tokens_of_passage(entry):
    run(engine().deleting([], [entry.passages.first().pk]))


def change_tokens_of_passage(entry):
    passage = entry.passages.first()
    run(engine().writing([], [(passage.pk, {"a": [], "d": [["wrong"]]})]))


def change_tokens(entry):
    run(engine().writing([(entry.pk, {"a": [["wrong"]], "b": [], "c": [], "d": []})], []))


DAMAGES = {
    "has other tokens": [
        lambda entry: run(engine().deleting([entry.pk], [])),
        change_tokens,
    ],
    "has other names": [lambda entry: entry.names.first().delete()],
    "has other values": [lambda entry: entry.values.update(value="elsewhere")],
    "has other passages": [
        lambda entry: entry.passages.update(text="Other."),
        lambda entry: entry.passages.update(page=7),
        lose_passage,
    ],
    "has passages with other tokens": [lose_tokens_of_passage, change_tokens_of_passage],
    "has words that are not proposed": [
        lambda entry: SearchWord.objects.filter(word="townsville").delete()
    ],
    "says something else": [
        lambda entry: SearchEntry.objects.filter(pk=entry.pk).update(title_zh_hans="别的"),
        lambda entry: SearchEntry.objects.filter(pk=entry.pk).update(visible_from=None),
    ],
    "tokens without it": [
        lambda entry: run(
            engine().writing([(10**9, {"a": [["w"]], "b": [], "c": [], "d": []})], [])
        ),
        lambda entry: run(engine().writing([], [(10**9, {"a": [["w"]], "d": []})])),
    ],
}


@pytest.mark.parametrize(
    ("reason", "damage"), [(reason, each) for reason, all_ in DAMAGES.items() for each in all_]
)
def test_every_damage_is_told_and_mended(only_one_sheet, reason, damage):
    assert list(differences()) == []
    damage(only_one_sheet)
    assert reason in "; ".join(differences())

    rebuild()

    assert list(differences()) == []


@pytest.mark.parametrize(
    "change", [{"title_en": "Other"}, {"page": "nowhere"}, {"digest": "0" * 64}, {"texts": []}]
)
def test_pages_of_the_roof_are_compared_too(only_one_sheet, change):
    SearchEntry.objects.filter(page="about").update(**change)
    assert any(each.startswith("page ") for each in differences())

    rebuild()

    assert list(differences()) == []


def test_check_looks_also_at_what_an_interrupted_rebuild_has_done(only_projects):
    project = make_project()
    content_type = ContentType.objects.get_for_model(project)
    SearchRebuild.objects.create(model="programs.Project", last_id=10**9)
    remove(SearchEntry.objects.filter(content_type=content_type, object_id=project.pk))

    assert list(differences()) == [f"programs.Project {project.pk}: not in the index"]
