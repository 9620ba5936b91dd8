"""Lead pictures: cut around the focal point in fixed sizes, gated by record and picture."""

import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from china_center.models import Event
from icma_portal.files.cuts import WIDTHS, box, make_cut, widths_for
from icma_portal.files.models import Rendition
from partnerships.models import City
from programs.models import Program
from tests.factories import make_city, make_partnership, make_picture, picture_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def photograph(left="red", right="blue", size=(1600, 900)):
    """Return a JPEG whose halves have two colors."""
    image = Image.new("RGB", size, left)
    image.paste(right, (size[0] // 2, 0, *size))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


@pytest.fixture
def city():
    picture = make_picture(photograph(), alt_en="A <dam>", alt_zh_hans="水坝", credit_en="© Li")
    return make_city(lead_picture=picture)


def address(city, name="960.avif"):
    return f"/pictures/city/{city.slug}/{name}"


@pytest.mark.parametrize(
    ("size", "focal", "part"),
    [
        ((1600, 900), (50, 50), (0, 0, 1600, 900)),
        ((1600, 1600), (50, 0), (0, 0, 1600, 900)),
        ((1600, 1600), (50, 100), (0, 700, 1600, 1600)),
        ((1600, 1600), (0, 60), (0, 510, 1600, 1410)),
        ((3200, 900), (75, 50), (1600, 0, 3200, 900)),
        ((3, 2000), (50, 50), (0, 1000, 3, 1001)),
    ],
)
def test_the_cut_lies_around_the_focal_point_and_within_the_picture(size, focal, part):
    assert box(*size, *focal) == part


def test_a_picture_is_offered_in_the_widths_that_it_fills():
    assert widths_for(1600, 900) == [480, 960, 1600]
    assert widths_for(1600, 400) == [480]
    assert widths_for(40, 30) == [480]


@pytest.mark.parametrize(
    ("extension", "kind"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")]
)
def test_cut_has_its_size_and_format(extension, kind):
    cut = make_cut(BytesIO(photograph(size=(1000, 1000))), 480, extension, (100, 50))

    with Image.open(BytesIO(cut)) as image:
        assert (image.format, image.size) == (kind, (480, 270))


@pytest.mark.parametrize(
    ("extension", "kind"), [("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")]
)
def test_a_cut_is_made_once_and_then_kept(client, city, extension, kind, monkeypatch):
    first = client.get(address(city, f"480.{extension}"))
    monkeypatch.setattr("icma_portal.files.renditions.make_cut", None)
    second = client.get(address(city, f"480.{extension}"))
    again = client.get(
        address(city, f"480.{extension}"), headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.headers["Content-Type"] == kind
    assert first.content == second.content
    assert again.status_code == 304
    assert first.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in first.headers
    assert Rendition.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["481.avif", "0.avif", "99999999999999999999.avif", "960.png", "960.svg", "1600.gif"]
)
def test_other_sizes_and_formats_are_not_found_and_not_made(client, city, name):
    assert client.get(address(city, name)).status_code == 404
    assert not Rendition.objects.exists()


def test_a_size_that_the_picture_does_not_fill_is_not_offered(client):
    city = make_city(lead_picture=make_picture(picture_bytes((600, 400))))

    assert client.get(address(city, "480.webp")).status_code == 200
    assert client.get(address(city, "960.webp")).status_code == 404


@pytest.mark.parametrize("state", ["draft", "in_review", "archived"])
@pytest.mark.parametrize("hidden", ["record", "picture"])
def test_a_cut_is_seen_by_those_who_see_both_record_and_picture(client, staff, city, hidden, state):
    client.get(address(city))
    record = city if hidden == "record" else city.lead_picture
    record.state = state
    record.save()
    page = client.get(f"/en/cities/{city.slug}/")
    anonymous = client.get(address(city))
    client.force_login(staff)
    response = client.get(address(city))

    assert anonymous.status_code == 404
    assert "lead-picture" not in page.content.decode()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_new_focal_point_makes_new_cuts_and_forgets_the_old(
    client, city, django_capture_on_commit_callbacks
):
    city.lead_picture = make_picture(photograph(size=(1600, 400)), focal_x=0)
    city.save()
    red = client.get(address(city, "480.jpg"))
    kept = Rendition.objects.get()
    city.lead_picture.focal_x = 100
    city.lead_picture.save()

    with django_capture_on_commit_callbacks(execute=True):
        blue = client.get(address(city, "480.jpg"))

    assert [pixel(each.content) for each in (red, blue)] == ["red", "blue"]
    assert Rendition.objects.get() != kept
    assert not kept.file.storage.exists(kept.file.name)


def pixel(data):
    with Image.open(BytesIO(data)) as image:
        red, _green, blue = image.getpixel((240, 135))
    return "red" if red > blue else "blue"


def test_page_names_every_size_and_format_with_the_words_of_its_language(client, city):
    english = client.get(f"/en/cities/{city.slug}/").content.decode()
    chinese = client.get(f"/zh-hans/cities/{city.slug}/").content.decode()

    for extension in ("avif", "webp", "jpg"):
        srcset = ", ".join(f"{address(city, f'{w}.{extension}')} {w}w" for w in WIDTHS)
        assert f'srcset="{srcset}"' in english
    image = re.search(r'<figure class="lead-picture">.*?<img ([^>]*)>', english, re.DOTALL)[1]
    assert 'width="1600" height="900"' in image
    assert 'alt="A &lt;dam&gt;"' in image
    assert 'fetchpriority="high"' in image
    assert 'loading="lazy"' not in image
    assert 'alt="水坝"' in chinese
    assert '<figcaption><span lang="en">© Li</span></figcaption>' in chinese


@pytest.mark.parametrize("kind", ["partnership", "program"])
def test_other_records_show_theirs(client, kind):
    picture = make_picture(photograph())
    if kind == "program":
        record = Program.objects.get(slug="citylinks")
        record.lead_picture = picture
        record.save()
    else:
        record = make_partnership([make_city()], lead_picture=picture)

    page = client.get(record.get_absolute_url()).content.decode()

    assert f"/pictures/{kind}/{record.slug}/960.avif" in page
    assert client.get(f"/pictures/{kind}/{record.slug}/960.avif").status_code == 200


def test_pictures_of_events_wait_until_they_are_near_but_for_the_first(client):
    picture = make_picture(photograph())
    Event.objects.update(lead_picture=picture)
    events = Event.objects.published().filter(parent=None, center__isnull=False).count()

    page = client.get("/en/china-center/").content.decode()
    images = re.findall(r"<img [^>]*/pictures/event/[^>]*>", page)

    assert len(images) == events > 1
    assert ['loading="lazy"' in each for each in images] == [False, *[True] * (events - 1)]


def test_pages_without_a_picture_show_none_and_ask_for_none(client):
    page = client.get("/en/cities/durban/").content.decode()

    assert City.objects.get(slug="durban").lead_picture is None
    assert "<picture>" not in page


def test_staff_set_the_focal_point_by_numbers_or_on_the_picture(client, staff):
    picture = make_picture(photograph())
    client.force_login(staff)

    page = client.get(f"/admin/files/picture/{picture.pk}/change/").content.decode()

    assert re.search(r'<input type="number" name="focal_x" value="50"', page)
    assert 'src="/static/js/focal_point.js" type="module"' in page
    assert 'class="picture-shown"' in page


def test_a_focal_point_outside_of_the_picture_is_refused():
    picture = make_picture(focal_y=101)

    with pytest.raises(ValidationError) as refused:
        picture.full_clean()

    assert list(refused.value.message_dict) == ["focal_y"]
