"""Pictures: what may be uploaded, who may see them, and how they stand in a text."""

from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone, translation
from PIL import Image

from icma_portal.bilingual.rich_text.rendering import render
from icma_portal.files.gate.judging import judge_picture
from icma_portal.files.gate.verdicts import Refused
from icma_portal.files.models import Picture
from tests.factories import make_picture, picture_bytes
from tests.files.bad_files import png_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
GIF = picture_bytes(kind="GIF", mode="P")


@pytest.mark.parametrize(
    ("kind", "mode", "made"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
        ("PNG", "RGBA", "image/webp"),
        ("PNG", "P", "image/webp"),
        ("PNG", "I;16", "image/webp"),
        ("WEBP", "RGB", "image/webp"),
    ],
)
def test_a_picture_is_made_anew_for_the_web(kind, mode, made):
    buffer = BytesIO()
    Image.new(mode, (2000, 500)).save(buffer, kind)

    prepared = judge_picture(ContentFile(buffer.getvalue(), name="any"))

    with Image.open(BytesIO(prepared.content.read())) as image:
        assert (image.size, Image.MIME[image.format]) == ((1600, 400), made)
    assert (prepared.width, prepared.height, prepared.content_type) == (1600, 400, made)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_metadata_and_what_hides_behind_a_picture_are_dropped(kind):
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # to be turned by a quarter
    data = picture_bytes((40, 30), kind, exif=exif) + b"PK\x03\x04<script>alert(1)</script>"

    prepared = judge_picture(ContentFile(data, name="any"))

    with Image.open(BytesIO(prepared.content.read())) as image:
        assert dict(image.getexif()) == {}
    assert (prepared.width, prepared.height) == (30, 40)
    made = prepared.content.read()
    assert b"SecretCamera" not in made
    assert b"script" not in made


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<svg onload=alert(1)>", "Asked for: a picture"),
        (b"%PDF-1.4", "Asked for: a picture"),
        (GIF, "Asked for: a picture"),
        (picture_bytes(kind="BMP"), "Asked for: a picture"),
        (picture_bytes((400, 300))[:90], "damaged"),
        (picture_bytes((400, 300), "JPEG")[:700], "damaged"),
        (png_of(6400, 6400), "40 million pixels"),
        (png_of(13000, 13000), "40 million pixels"),
        (png_of(60000, 60000), "40 million pixels"),
        (picture_bytes() + b"x" * 20_000_001, "larger than 20 MB"),
    ],
    ids=range(11),
)
def test_a_bad_upload_is_refused_with_the_reason(data, reason):
    with pytest.raises(Refused, match=reason):
        judge_picture(ContentFile(data, name="photo.jpg"))


def test_the_refusal_is_in_the_language_of_the_editor_and_stores_nothing():
    picture = Picture(file=ContentFile(GIF, name="a.jpg"), alt_en="A", alt_zh_hans="甲")
    with pytest.raises(ValidationError) as refused:
        picture.full_clean()

    assert list(refused.value.message_dict) == ["file"]
    with pytest.raises(Refused):
        picture.save()
    assert not Picture.objects.exists()


def test_a_description_is_needed_in_both_languages_unless_it_is_decorative():
    picture = Picture(file=ContentFile(picture_bytes(), name="a.png"), alt_en="A")

    with pytest.raises(ValidationError) as refused:
        picture.full_clean()
    assert list(refused.value.message_dict) == ["alt_zh_hans"]

    picture.is_decorative = True
    picture.full_clean()


def test_a_picture_is_stored_once_under_a_name_that_says_nothing():
    picture = Picture(file=ContentFile(picture_bytes(), name="mayor.png"), is_decorative=True)
    picture.full_clean()
    picture.save()
    name = picture.file.name
    Picture.objects.get().save()

    assert Picture.objects.get().file.name == name
    assert "mayor" not in name
    assert name.endswith(".webp")
    assert picture.key not in name


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": "draft"},
        {"state": "in_review"},
        {"state": "archived"},
        {"published_at": timezone.now() + timezone.timedelta(days=1)},
        {
            "published_at": timezone.now() - timezone.timedelta(days=2),
            "expires_at": timezone.now() - timezone.timedelta(days=1),
        },
    ],
    ids=["draft", "in review", "archived", "later", "expired"],
)
def test_a_hidden_picture_leaks_neither_by_its_address_nor_in_a_text(client, staff, hidden):
    picture = make_picture(**hidden)
    html = f'<p>a</p><img data-picture="{picture.pk}">'

    response = client.get(picture.get_absolute_url())
    shown = render(html, "en", "x", user=AnonymousUser())

    assert response.status_code == 404
    assert shown == "<p>a</p>"
    client.force_login(staff)
    assert client.get(picture.get_absolute_url()).headers["Cache-Control"] == "private, no-store"
    assert picture.key in render(html, "en", "x", user=staff)


def test_a_published_picture_is_served_with_its_type_and_asked_for_anew(client):
    picture = make_picture()

    response = client.get(picture.get_absolute_url())
    again = client.get(picture.get_absolute_url(), headers={"If-None-Match": response["ETag"]})

    assert b"".join(response.streaming_content)[:4] == b"RIFF"
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert again.status_code == 304
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("key", ["0" * 32, "x", "..", "%2e%2e", "1"])
def test_an_unknown_picture_is_not_found(client, key):
    make_picture()

    assert client.get(f"/pictures/{key}/").status_code == 404


def test_a_text_describes_its_pictures_in_the_language_of_the_reader():
    picture = make_picture(alt_en='A "dam" <b>', alt_zh_hans="水坝", credit_en="© Wang")
    html = f'<img data-picture="{picture.pk}">'

    with translation.override("en"):
        english = render(html, "en", "x")
    with translation.override("zh-hans"):
        chinese = render(html, "zh-hans", "x")
        fallback = render(html, "en", "x")

    assert english == (
        f'<figure><img src="/pictures/{picture.key}/" width="40" height="30" loading="lazy" '
        'alt="A &quot;dam&quot; &lt;b&gt;"><figcaption>© Wang</figcaption></figure>'
    )
    assert 'alt="水坝">' in chinese
    assert '<figcaption lang="en">© Wang</figcaption>' in chinese
    assert 'alt="水坝" lang="zh-Hans">' in fallback


def test_a_description_in_the_other_language_is_marked():
    picture = make_picture(alt_zh_hans=None)

    with translation.override("zh-hans"):
        shown = render(f'<img data-picture="{picture.pk}">', "zh-hans", "x")

    assert f'alt="{picture.alt_en}" lang="en">' in shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_pictures_of_a_text_cost_one_query(django_assert_num_queries, number):
    pictures = [make_picture() for _each in range(number)]
    html = "".join(f'<img data-picture="{each.pk}">' for each in pictures)

    with django_assert_num_queries(1):
        shown = render(html, "en", "x")

    assert shown.count("<img ") == number
