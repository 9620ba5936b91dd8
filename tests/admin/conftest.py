import pytest
from django.contrib.auth.models import Group

LANGUAGES = {"en": "en", "zh-hans": "zh-CN,zh;q=0.9"}


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """A slow hash protects nobody here and took most of the time of these tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(params=LANGUAGES)
def interface(request, admin_client):
    """The admin in each language, as a browser of that language gets it."""
    admin_client.defaults["HTTP_ACCEPT_LANGUAGE"] = LANGUAGES[request.param]
    admin_client.language = request.param
    return admin_client


@pytest.fixture(
    params=["en", pytest.param("zh-hans", marks=pytest.mark.one_database)],
)
def swept_interface(request, admin_client):
    """As ``interface``, for sweeps over every model: in Chinese on one database only."""
    admin_client.defaults["HTTP_ACCEPT_LANGUAGE"] = LANGUAGES[request.param]
    admin_client.language = request.param
    return admin_client


@pytest.fixture
def member_of(client, django_user_model):
    """Return a function that signs in a member of staff of a group and gives the client."""

    def sign_in(group_name):
        user = django_user_model.objects.create_user(group_name, is_staff=True)
        user.groups.add(Group.objects.get(name=group_name))
        client.force_login(user)
        return client

    return sign_in
