import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from icma_portal.content.loader import DATA, ContentError, load, read_entries
from partnerships.models import Partnership
from programs.models import Country, Topic

pytestmark = pytest.mark.django_db

WATER = """
- model: programs.Topic
  defaults: {state: published}
  records:
    - {key: rivers, name_en: Rivers, name_zh_hans: 河流}
    - {key: floods, name_en: Floods, name_zh_hans: 洪涝, parent: rivers}
"""


@pytest.fixture
def files(tmp_path):
    """Write content files: files(**{"10_topics": text}); returns their directory."""

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def load_from(directory):
    return load(read_entries(directory))


def test_second_load_of_the_real_content_changes_nothing():
    report = load(read_entries())

    assert report.created == report.updated == []
    assert report.edited_by_staff == report.deleted_by_staff == []
    assert len(report.unchanged) == len(read_entries()) > 200


def test_records_are_made_with_their_references(files):
    report = load_from(files(topics=WATER))

    floods = Topic.objects.get(slug="floods")
    assert report.created == ["programs.Topic rivers", "programs.Topic floods"]
    assert (floods.name_en, floods.name_zh_hans, floods.parent.slug) == ("Floods", "洪涝", "rivers")
    assert floods.is_published


def test_a_changed_file_updates_its_record_only(files):
    load_from(files(topics=WATER))
    report = load_from(files(topics=WATER.replace("洪涝", "洪水")))

    assert report.updated == ["programs.Topic floods"]
    assert report.unchanged == ["programs.Topic rivers"]
    assert Topic.objects.get(slug="floods").name_zh_hans == "洪水"


def test_a_record_that_staff_edited_is_left_alone_and_reported(files):
    load_from(files(topics=WATER))
    floods = Topic.objects.get(slug="floods")
    floods.name_zh_hans = "水灾"
    floods.save()

    report = load_from(files(topics=WATER.replace("洪涝", "洪水")))

    assert report.edited_by_staff == ["programs.Topic floods"]
    assert Topic.objects.get(slug="floods").name_zh_hans == "水灾"


def test_an_edited_child_row_counts_as_an_edit():
    partnership = Partnership.objects.get(slug="shimla-boulder")
    fact = partnership.facts.first()
    fact.text_zh_hans = "改写"
    fact.save()

    report = load(read_entries())

    assert report.edited_by_staff == ["partnerships.Partnership shimla-boulder"]


def test_a_record_that_staff_deleted_is_not_made_again(files):
    load_from(files(topics=WATER))
    Topic.objects.get(slug="floods").delete()

    report = load_from(files(topics=WATER))

    assert report.deleted_by_staff == ["programs.Topic floods"]
    assert not Topic.objects.filter(slug="floods").exists()


def test_a_record_that_staff_made_is_not_overwritten(files):
    Topic.objects.create(slug="rivers", name_en="Our rivers")

    report = load_from(files(topics=WATER))

    assert report.edited_by_staff == ["programs.Topic rivers"]
    assert Topic.objects.get(slug="rivers").name_en == "Our rivers"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("- {key: bad, name_en: Bad, parent: nowhere}", "no programs.Topic with the key 'nowhere'"),
        ("- {key: bad, name_en: Bad, colour: red}", "Topic has no field 'colour'"),
        ("- {key: bad, name: Bad}", "'name' needs a language suffix"),
        (
            "- {key: bad, name_en: Bad, state: secret}",
            "state: Value 'secret' is not a valid choice.",
        ),
        ("- {name_en: Bad}", "a record of programs.Topic has no key"),
        ("- {key: rivers, name_en: Again}", "this key stands twice"),
    ],
)
def test_a_bad_record_stops_the_load_and_leaves_everything_as_it_was(files, bad, reason):
    before = Topic.objects.count()
    directory = files(
        **{"10_good": WATER, "20_bad": f"- model: programs.Topic\n  records:\n    {bad}"}
    )

    with pytest.raises(ContentError, match=r"20_bad\.yaml") as error:
        load_from(directory)

    assert reason in str(error.value)
    assert Topic.objects.count() == before


def test_a_bad_date_is_named_with_file_record_and_field(files):
    directory = files(
        phases="""
- model: programs.ProgramPhase
  records:
    - {key: bad-phase, program: citylinks, name_en: Bad, starts_on: "2014-02-30"}
"""
    )

    with pytest.raises(ContentError) as error:
        load_from(directory)

    assert "phases.yaml: programs.ProgramPhase bad-phase: starts_on:" in str(error.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- model: [", "not readable as YAML"),
        ("- model: programs.Nothing\n  records: []", "there is no model 'programs.Nothing'"),
        ("- records: []", "a block has model, defaults and records"),
        ("- just text", "a block has model, defaults and records"),
    ],
)
def test_a_file_that_is_no_content_is_refused(files, text, reason):
    with pytest.raises(ContentError, match=r"broken\.yaml") as error:
        load_from(files(broken=text))

    assert reason in str(error.value)


def test_command_says_what_it_did_and_fails_in_one_sentence(files):
    out = StringIO()
    call_command("load_content", stdout=out)

    assert "0 created, 0 updated" in out.getvalue()

    with pytest.raises(CommandError, match=r"Nothing was loaded\. broken\.yaml"):
        call_command("load_content", directory=files(broken="- nonsense"))


def test_row_of_an_unknown_country_code_leaves_the_real_database_as_it_was(tmp_path):
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "20_countries.yaml").read_text(encoding="utf-8")
    assert "iso_code: ZW" in text
    (tmp_path / "20_countries.yaml").write_text(
        text.replace("iso_code: ZW", "iso_code: zw"), encoding="utf-8"
    )

    with pytest.raises(ContentError, match=r"programs\.Country zimbabwe"):
        load_from(tmp_path)

    assert Country.objects.get(slug="zimbabwe").iso_code == "ZW"
