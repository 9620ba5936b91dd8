"""（暂译） follows a Chinese name that is only our own rendering, wherever it is printed."""

import pytest

from partnerships.models import Membership
from programs.official_names import official_name
from tests.factories import make_organization, make_partnership

pytestmark = pytest.mark.django_db

NOTE = '<small class="name-note">（暂译）</small>'


@pytest.fixture
def working():
    return make_organization(
        name_en="Rivers Institute", name_zh_hans="河流学会", chinese_name_status="working"
    )


def test_note_follows_the_name_in_chinese_only(working):
    official = make_organization(name_zh_hans="水利部", chinese_name_status="verified")

    assert official_name(working, "en") == ("Rivers Institute", "")
    assert official_name(working, "zh-hans")[0] == "河流学会"
    assert official_name(working, "zh-hans")[1] != ""
    assert official_name(official, "zh-hans") == ("水利部", "")


def test_a_name_shown_in_english_has_no_note_in_chinese():
    untranslated = make_organization(name_en="Rivers", name_zh_hans=None)

    assert official_name(untranslated, "zh-hans") == ("Rivers", "")


@pytest.mark.parametrize("path", ["organizations/{slug}/", "organizations/?q=河流学会"])
def test_pages_of_organizations_print_the_note(client, working, path):
    chinese = client.get(f"/zh-hans/{path.format(slug=working.slug)}").text
    english = client.get(f"/en/{path.format(slug=working.slug)}").text

    assert f"河流学会{NOTE}" in chinese
    assert "Rivers Institute" in english
    assert "暂译" not in english
    assert "name-note" not in english


def test_a_member_of_a_partnership_has_the_note_in_lists_and_on_its_page(client, working):
    partnership = make_partnership(name_zh_hans="河流结对")
    Membership.objects.create(partnership=partnership, organization=working, order=1, role="peer")

    card = client.get("/zh-hans/partnerships/?q=河流结对").text
    page = client.get(f"/zh-hans/partnerships/{partnership.slug}/").text

    assert f'<span class="pair-name">河流学会{NOTE}</span>' in card
    assert f"河流学会{NOTE}</a>" in page
