"""The picture beside a link to a page: of the right size, and only of what anybody may see."""

import re
from io import BytesIO

import pytest
from PIL import Image

from icma_portal.share import FONTS, SECTIONS
from icma_portal.web.share_image import CLOSING, ShareImage, _fitted, _width, draw, pieces
from tests.factories import make_partnership

from .pages import PAGES, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
IMAGE = re.compile(r'<meta property="og:image" content="https://portal\.example([^"]+)">')
LIMIT = 60_000


def sizes(data):
    with Image.open(BytesIO(data)) as image:
        image.load()
        return image.format, image.size


@pytest.mark.one_database
def test_every_page_names_a_picture_that_is_there(client):
    paths = {IMAGE.search(client.get(url).content.decode()).group(1) for _n, _l, url in addresses()}

    for path in paths:
        response = client.get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png"), path
        assert sizes(response.content) == ("PNG", (1200, 630))
        assert len(response.content) < LIMIT
    # The pages of the roof share one picture in each language; fact sheets and the reading page
    # have that of their record; the Center’s own pages share one, the forms that of the home page.
    assert len(paths) >= 2 * (len(PAGES) - 16)


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_what_is_not_public_is_as_if_it_did_not_exist(admin_client, state):
    hidden = make_partnership(state=state)
    response = admin_client.get(f"/en/share/partnerships/{hidden.slug}.png")
    missing = admin_client.get("/en/share/partnerships/nothing.png")

    assert response.status_code == missing.status_code == 404
    assert response.content.replace(hidden.slug.encode(), b"") == missing.content.replace(
        b"nothing", b""
    ) or len(response.content) == pytest.approx(len(missing.content), abs=200)
    assert hidden.name_en.encode() not in response.content


@pytest.mark.parametrize("path", ["nothing.png", "china_center/x.png", "home/x.png"])
def test_unknown_sections_are_missing(client, path):
    assert client.get(f"/en/share/{path}").status_code == 404


def test_a_reader_who_has_the_picture_is_not_sent_it_again(client):
    first = client.get("/zh-hans/share/partnerships/shimla-boulder.png")
    again = client.get(
        "/zh-hans/share/partnerships/shimla-boulder.png", headers={"If-None-Match": first["ETag"]}
    )

    assert again.status_code == 304
    assert again.content == b""
    assert first["Cache-Control"] == "public, max-age=86400"
    assert client.head("/en/share/home.png").status_code == 200


def test_the_languages_have_pictures_of_their_own(client):
    english, chinese = (
        client.get(f"/{language}/share/partnerships/shimla-boulder.png")
        for language in ("en", "zh-hans")
    )

    assert english["ETag"] != chinese["ETag"]
    assert english.content != chinese.content


@pytest.mark.parametrize(
    "title",
    ["", "x" * 500, "城市" * 300, "word " * 200, "\u202e\u0000\ufffd🤦 </svg>", "，。！？" * 40],
)
def test_any_title_gives_a_picture(title):
    data = draw(ShareImage(title, "Kicker", "Site", ("One", "二", "Three")), FONTS)

    assert sizes(data) == ("PNG", (1200, 630))


@pytest.mark.parametrize("title", ["x" * 500, "城市互鉴，" * 60, "several words " * 30])
def test_a_long_title_is_cut_within_its_lines(title):
    size, lines = _fitted(title, FONTS.bold)

    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(_width(line, FONTS.bold, size) <= 1040 for line in lines)
    assert not any(line[0] in CLOSING for line in lines)


def test_pieces_keep_marks_with_their_characters():
    assert list(pieces("德班，ICMA works。")) == ["德", "班，", "ICMA ", "works。"]


def test_every_section_of_the_portal_has_pictures():
    namespaces = {name.partition(":")[0] for name in PAGES if ":" in name}

    assert namespaces - {"fact_sheets"} == set(SECTIONS)
