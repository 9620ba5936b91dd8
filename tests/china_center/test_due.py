"""Staff are reminded of agreements that end and of promises that fall due."""

import datetime

import pytest
from django.contrib.auth.models import Permission, User

from china_center.due import ending, owing
from china_center.models import Agreement, Commitment
from icma_portal.bilingual.partial_dates import PartialDate
from icma_portal.web.start_page import tasks_for
from tests.factories import make_organization

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 15)


def make_agreement(slug, **dates):
    dates = {name: PartialDate(value) for name, value in dates.items()}
    return Agreement.objects.create(slug=slug, kind="mou", name_en=slug, **dates)


@pytest.mark.parametrize(
    ("end", "is_soon"),
    [
        ("2025", False),
        ("2026", True),
        ("2026-02", False),
        ("2026-03", True),
        ("2026-03-14", False),
        ("2026-03-15", True),
        ("2026-06-13", True),
        ("2026-06-14", False),
        ("2027", False),
    ],
)
def test_an_end_is_ahead_as_far_as_its_date_is_known(end, is_soon):
    agreement = make_agreement("ends", ends_on=end)
    make_agreement("ended", ends_on=end, terminated_on="2025")

    assert list(ending(TODAY)) == ([agreement] if is_soon else [])


@pytest.mark.parametrize(
    ("state", "due", "is_owed"),
    [
        ("promised", "2014", True),
        ("under_way", "2026-06", True),
        ("promised", "2026-07", False),
        ("fulfilled", "2014", False),
        ("dropped", "2026-04", False),
    ],
)
def test_open_promises_are_owed_once_their_day_comes_near(state, due, is_owed):
    agreement = make_agreement("owes")
    for text in ("One", "Two"):
        Commitment.objects.create(
            agreement=agreement, text_en=text, state=state, due_on=PartialDate(due)
        )

    assert list(owing(TODAY)) == ([agreement] if is_owed else [])


def test_the_start_page_reminds_those_who_keep_the_ledger(client):
    agreement = make_agreement("owes", ends_on="2999")
    Commitment.objects.create(
        agreement=agreement, party=make_organization(), text_en="x", due_on=PartialDate("2015")
    )
    make_agreement("other")
    keeper = User.objects.create_user("keeper", is_staff=True)
    keeper.user_permissions.add(Permission.objects.get(codename="change_agreement"))
    keeper = User.objects.get(pk=keeper.pk)
    client.force_login(keeper)

    task = next(each for each in tasks_for(keeper) if "promises" in each.sentence)
    listed = client.get(task.address).context["cl"].result_list

    assert task.count == 1
    assert list(listed) == [agreement]
    assert tasks_for(User.objects.create_user("other", is_staff=True)) == []
