"""What a reader sees of a record on its page finds it: read from the page, not from the index."""

import html
import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from icma_portal.bilingual.languages import CHINESE, LANGUAGES, column
from icma_portal.bilingual.reader import is_blank, is_rich
from icma_portal.bilingual.registry import translated_fields
from icma_portal.publishing.models import Publishable
from icma_portal.search.declarations import searched_models
from icma_portal.search.searching import PAGE_SIZE, search
from tests.breadth import IS_LONG, generated

pytestmark = pytest.mark.django_db
EXAMPLES = 1_000 if IS_LONG else 30
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
HAN_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
# The address of a page on the web is no word of it.
WORD = re.compile(r"(?<![\w./@-])[A-Za-z]{2,}(?![\w./@-])")


def squeezed(text):
    return "".join(text.split())


def text_of_page(client, record, language):
    with override(language):
        response = client.get(record.get_absolute_url().partition("#")[0])
    assert response.status_code == 200
    main = re.search(r"<main\b.*</main>", response.text, re.DOTALL)
    return squeezed(html.unescape(TAGS.sub("", main[0])))


def own_texts(record, language):
    """Yield the texts of the record's own translated fields in a language, without markup."""
    for name in translated_fields(type(record)):
        stored = record._meta.get_field(column(name, language))
        text = getattr(record, stored.name)
        if not is_blank(text):
            yield stored.plain_text(text) if is_rich(stored) else text


def found_by(typed):
    """Yield (kind, id) of all hits, page by page."""
    first = search(typed)
    for number in range(1, first.total // PAGE_SIZE + 2):
        result = first if number == 1 else search(typed, page=number)
        yield from ((each.kind, each.object_id) for each in result.entries)


@generated(EXAMPLES)
@given(st.data())
def test_what_a_page_shows_of_a_record_finds_it(client, data):
    model = data.draw(st.sampled_from(list(searched_models())))
    records = model._default_manager.order_by("pk")
    records = records.visible_to(None) if issubclass(model, Publishable) else records
    record = data.draw(st.sampled_from(list(records)))
    language = data.draw(st.sampled_from(LANGUAGES))
    page = text_of_page(client, record, language)
    shown = [text for text in own_texts(record, language) if squeezed(text) in page]
    assert shown, (model, record.pk, language)
    text = data.draw(st.sampled_from(shown))
    words = (HAN_PAIR if language == CHINESE else WORD).findall(text)
    if not words:
        return
    typed = data.draw(st.sampled_from(words))

    assert (model._meta.model_name, record.pk) in set(found_by(typed)), typed
