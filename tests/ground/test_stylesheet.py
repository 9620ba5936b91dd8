"""One style sheet holds all the small ones, whenever static files are looked for."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from icma_portal.web.stylesheet import NAME, PARTS, stylesheet

# What the staff site alone uses.
FOR_STAFF = {
    *("admin", "admin_files", "admin_identity", "desk", "focal_point", "history"),
    *("replace", "rich_text_editor"),
}


def test_every_file_of_the_design_is_in_it():
    files = {each.stem for each in (settings.BASE_DIR / "static" / "css").glob("*.css")}

    assert set(PARTS) | FOR_STAFF == files
    assert not set(PARTS) & FOR_STAFF


def test_the_layers_are_named_first():
    text = stylesheet()

    assert text.index("@layer reset, base, layout") < text.index("@layer reset {")
    assert "url(" not in text


def test_it_is_found_and_renewed(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    path = Path(finders.find(NAME))
    path.write_text("old")

    assert Path(finders.find(NAME)).read_text("utf-8") == stylesheet()
    assert finders.find(NAME, find_all=True) == [str(path)]
    assert len(list((tmp_path / "made" / "css").iterdir())) == 1


def test_it_is_collected():
    collected = [path for finder in finders.get_finders() for path, _storage in finder.list([])]

    assert collected.count(NAME) == 1
