"""Every number of the page of figures is that of the list to which its bar leads."""

import pytest

from icma_portal.charts.bars import LENGTH, bar_chart

pytestmark = pytest.mark.django_db


def test_bars_stand_in_proportion():
    chart = bar_chart("Title", [("a", 4, "/a/"), ("b", 0, "/b/"), ("c", 1, "/c/")])

    assert [(bar.label, bar.width) for bar in chart.bars] == [("a", LENGTH), ("c", LENGTH / 4)]
    assert bar_chart("Title", []).bars == ()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_bar_counts_what_its_list_shows(client, language):
    context = client.get(f"/{language}/figures/").context
    checked = 0
    for chart in (*context["partnership_charts"], *context["publication_charts"]):
        for bar in chart.bars:
            listed = client.get(bar.address).context["paginator"].count
            assert listed == bar.count, bar
            checked += 1

    assert checked >= 50


def test_what_is_stated_names_its_source(client):
    page = client.get("/en/figures/").content.decode()
    stated = page[page.index('id="stated"') : page.index('id="counted"')]

    assert stated.count('class="figure-value"') == stated.count('class="figure-label"') > 5
    assert stated.count('class="citation"') >= stated.count('class="figure-value"')
