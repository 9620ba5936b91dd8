"""The files of a video: what the gate takes, how they are played, and who sees them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from icma_portal.publishing.models import Publishable
from publications.models import Publication, Video, VideoFile
from tests.factories import make_publication, pdf_bytes
from tests.files.media_files import captions, mp3, mp4

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
Kind = VideoFile.Kind
FILM = mp4(b"vide", b"soun")
WORDS = captions("00:01.000 --> 00:02.000\nWelcome")


@pytest.fixture
def webinar():
    video = Video.objects.create(
        slug="rivers", title_en="Rivers", title_zh_hans="河流", state="published"
    )
    return make_publication(kind=Publication.Kind.WEBINAR, recording=video)


def add(webinar, kind, data, language="en"):
    upload = ContentFile(data, name="any")
    return VideoFile.objects.create(
        video=webinar.recording, kind=kind, language=language, file=upload
    )


def page(client, webinar, language="en"):
    address = webinar.get_absolute_url().replace("/en/", f"/{language}/", 1)
    return client.get(address).content.decode()


def test_row_35_recording_is_played_on_the_page_with_captions_in_both_languages(client, webinar):
    film = add(webinar, Kind.RECORDING, FILM).get_absolute_url()
    track = add(webinar, Kind.CAPTIONS, WORDS).get_absolute_url()
    add(webinar, Kind.CAPTIONS, WORDS, "zh-hans")
    english, chinese = page(client, webinar), page(client, webinar, "zh-hans")

    assert '<video class="player" controls preload="none"' in english
    assert f'<source src="{film}" type="video/mp4">' in english
    assert f'src="{track}" srclang="en" label="English" default>' in english
    assert 'srclang="zh-Hans" label="Chinese">' in english
    assert 'srclang="zh-Hans" label="中文" default>' in chinese
    assert "another site" not in english
    assert "no copy of this document" not in english


def test_sound_slides_and_transcript_are_offered(client, webinar):
    add(webinar, Kind.RECORDING, mp3())
    slides, text = (
        add(webinar, Kind.SLIDES, pdf_bytes()),
        add(webinar, Kind.TRANSCRIPT, pdf_bytes()),
    )
    shown = page(client, webinar)

    assert '<audio class="player" controls' in shown
    assert "Slides in English" in shown
    assert "Transcript in English" in shown
    answers = [client.get(each.get_absolute_url()) for each in (slides, text)]
    assert [each.status_code for each in answers] == [200, 200]
    assert 'filename="rivers-slides-en.pdf"' in answers[0].headers["Content-Disposition"]


def test_part_of_a_recording_is_sent_to_be_played(client, webinar):
    film = add(webinar, Kind.RECORDING, FILM)
    part = client.get(film.get_absolute_url(), HTTP_RANGE="bytes=4-7")

    assert (part.status_code, part.getvalue()) == (206, FILM[4:8])
    assert part.headers["Content-Type"] == "video/mp4"
    assert part.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.CAPTIONS, pdf_bytes()),
        (Kind.RECORDING, WORDS),
        (Kind.SLIDES, FILM),
        (Kind.TRANSCRIPT, b"<html><script>alert(1)</script>"),
        ("", b"nothing"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_reason(webinar, kind, data):
    stored = VideoFile(video=webinar.recording, kind=kind, language="en")
    stored.file = ContentFile(data, name="any")

    with pytest.raises(ValidationError) as refused:
        stored.full_clean()

    assert "file" in refused.value.message_dict
    assert not VideoFile.objects.exists()


def test_kind_of_a_stored_file_cannot_be_changed_into_another(webinar):
    stored = add(webinar, Kind.SLIDES, pdf_bytes())

    stored.kind = Kind.TRANSCRIPT
    stored.full_clean()
    stored.kind = Kind.RECORDING
    with pytest.raises(ValidationError) as refused:
        stored.full_clean()

    assert list(refused.value.message_dict) == ["kind"]


def test_files_go_with_their_video(client, webinar):
    film = add(webinar, Kind.RECORDING, FILM)
    address = film.get_absolute_url()
    before = client.get(address).status_code
    Video.objects.update(state=Publishable.State.DRAFT)

    assert (before, client.get(address).status_code) == (200, 404)
    assert address not in page(client, webinar)
