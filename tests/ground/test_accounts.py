"""Who gets in: second factors, locks, sessions, passwords, and the log of all of it."""

import re
import time

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from icma_portal.accounts import sessions
from icma_portal.accounts.models import AuditEntry
from tests.breadth import IS_LONG
from tests.factories import make_topic

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-river-42-stones"
LOGIN, SECOND, START = "/admin/login/", "/admin/second-factor/", "/admin/"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def li_wei():
    return User.objects.create_superuser("li.wei", "li.wei@portal.example", PASSWORD)


@pytest.fixture
def second_factor(settings):
    settings.STAFF_SECOND_FACTOR = True


def sign_in(client, password=PASSWORD, name="li.wei", **extra):
    return client.post(LOGIN, {"username": name, "password": password}, **extra)


def events(*kinds):
    found = AuditEntry.objects.order_by("pk")
    return [each.event for each in found if not kinds or each.event in kinds]


def code_of(device, shift=0):
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, shift):06d}"


def set_up(client):
    """Set a second factor up as a person does; return (device, recovery codes)."""
    sign_in(client)
    page = client.get(SECOND)
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text).group(1)
    device = TOTPDevice.objects.get()
    assert len(secret.replace(" ", "")) == 32
    done = client.post(SECOND, {"code": code_of(device)})
    return device, re.findall(r"<li><code>(\w+)</code></li>", done.text)


# Second factors


@pytest.mark.usefixtures("second_factor", "li_wei")
def test_password_alone_makes_nobody(client):
    topic = make_topic(state="draft")

    response = sign_in(client)

    assert response.headers["Location"] == SECOND
    assert client.get(START).status_code == 302
    assert client.get(topic.get_absolute_url()).status_code == 404


@pytest.mark.usefixtures("second_factor", "li_wei")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_factor_is_set_up_at_the_first_sign_in(client, language):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    device, codes = set_up(client)

    assert len(codes) == len(set(codes)) == 10
    assert client.get(START).status_code == 200
    device.refresh_from_db()
    assert device.confirmed
    assert events()[-1] == "factor_set"


@pytest.mark.usefixtures("second_factor", "li_wei")
def test_second_sign_in_asks_for_the_code_of_the_app(client):
    device, _codes = set_up(client)
    client.logout()
    sign_in(client)

    wrong = client.post(SECOND, {"code": "000000"})
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    before = client.get(START).status_code
    # The code of the next half minute: that of this one has been used.
    right = client.post(f"{SECOND}?next=/admin/auth/user/", {"code": code_of(device, 1)})

    assert (wrong.status_code, before) == (422, 302)
    assert right.headers["Location"] == "/admin/auth/user/"
    assert client.get(START).status_code == 200
    assert events("factor_refused", "factor_given") == ["factor_refused", "factor_given"]


@pytest.mark.usefixtures("second_factor", "li_wei")
def test_recovery_code_works_once(client):
    _device, codes = set_up(client)
    for expected in (200, 302):
        client.logout()
        sign_in(client)
        client.post(SECOND, {"code": codes[0].upper()})
        StaticToken.objects.first().device.throttle_reset()
        assert client.get(START).status_code == expected
    assert StaticToken.objects.count() == 9


@pytest.mark.usefixtures("second_factor", "li_wei")
def test_codes_cannot_be_tried_out(client):
    device, _codes = set_up(client)
    client.logout()
    sign_in(client)
    for _number in range(5):
        client.post(SECOND, {"code": "000000"})

    response = client.post(SECOND, {"code": code_of(device, 1)})

    assert response.status_code == 422
    assert client.get(START).status_code == 302


@pytest.mark.usefixtures("second_factor", "li_wei")
def test_next_step_leads_nowhere_else(client):
    device, _codes = set_up(client)
    client.logout()
    sign_in(client)

    response = client.post(f"{SECOND}?next=https://evil.example/", {"code": code_of(device, 1)})

    assert response.headers["Location"] == START


@pytest.mark.usefixtures("second_factor", "li_wei")
def test_administrator_takes_a_factor_away_and_ends_the_sessions(client, admin_client, settings):
    set_up(client)
    settings.STAFF_SECOND_FACTOR = False
    user = User.objects.get(username="li.wei")

    data = {"action": "take_second_factor_away", "_selected_action": [user.pk]}
    admin_client.post("/admin/auth/user/", data)

    assert not TOTPDevice.objects.exists()
    assert client.get(START).status_code == 302
    assert "factor_taken" in events()


def test_without_the_setting_a_password_is_enough(client, li_wei):
    assert sign_in(client).status_code == 302
    assert client.get(START).status_code == 200
    assert client.get(SECOND).headers["Location"] == START


# Locks


def test_ten_thousand_tries_reach_the_check_twenty_times_at_most(client, li_wei, monkeypatch):
    checked = []
    monkeypatch.setattr(User, "check_password", lambda self, raw: bool(checked.append(raw)))
    tries = 10_000 if IS_LONG else 60
    for number in range(tries):
        # A new address each time, then one address under names of all kinds.
        name = "li.wei" if number % 2 else f"somebody-{number}"
        address = f"10.0.{number // 250}.{number % 250}" if number % 2 else "10.9.9.9"
        response = sign_in(client, f"guess-{number}", name, REMOTE_ADDR=address)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "1800"
    assert 0 < len(checked) <= 20
    assert sign_in(client, REMOTE_ADDR="10.8.8.8").status_code == 429
    assert "locked" in events()


def test_own_sign_ins_do_not_buy_more_guesses_at_a_colleague(client, li_wei):
    User.objects.create_superuser("anna", "anna@portal.example", PASSWORD)
    answers = []
    for number in range(30):
        answers.append(sign_in(client, f"guess-{number}").status_code)
        sign_in(Client(), name="anna")

    assert answers[:9] == [200] * 9
    assert answers[10:] == [429] * 20


def test_own_slips_are_forgotten_with_the_right_password(client, li_wei):
    for _day in range(4):
        for number in range(4):
            sign_in(client, f"slip-{number}")
        assert sign_in(client).status_code == 302


def test_nobody_learns_which_accounts_there_are(client, li_wei):
    texts = []
    for name in ("li.wei", "nobody"):
        page = sign_in(client, "wrong", name).text
        texts.append(re.sub(r'value="[^"]*"', "", page))
    assert texts[0] == texts[1]
    assert events("refused") == ["refused", "refused"]


def test_locked_page_speaks_the_reader_s_language(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    for number in range(11):
        page = sign_in(client, f"guess-{number}")
    assert page.status_code == 429
    assert "30分钟后" in page.text


# Sessions


@pytest.mark.parametrize(
    ("key", "age", "status"),
    [
        (sessions.SEEN, 29 * 60, 200),
        (sessions.SEEN, 31 * 60, 302),
        (sessions.STARTED, 11 * 3600, 200),
        (sessions.STARTED, 12 * 3600 + 60, 302),
    ],
)
def test_session_ends_by_its_age(client, li_wei, key, age, status):
    client.force_login(li_wei)
    session = client.session
    session[key] = int(time.time()) - age
    session.save()

    assert client.get(START).status_code == status
    assert ("session_ended" in events()) == (status == 302)


def test_sign_of_life_is_not_written_at_every_page(client, li_wei, django_assert_num_queries):
    client.force_login(li_wei)
    client.get(START)
    before = client.session[sessions.SEEN]
    session = client.session
    session[sessions.SEEN] = before - 100
    session.save()
    client.get(START)
    assert client.session[sessions.SEEN] >= before


@pytest.mark.parametrize("change", ["group", "superuser", "inactive", "password"])
def test_session_ends_with_the_rights_that_it_began_with(client, li_wei, change):
    client.force_login(li_wei)
    assert client.get(START).status_code == 200
    if change == "group":
        li_wei.groups.add(Group.objects.get(name="Editor"))
    elif change == "password":
        li_wei.set_password("another-long-word-71")
        li_wei.save()
    else:
        setattr(li_wei, {"superuser": "is_superuser", "inactive": "is_active"}[change], False)
        li_wei.save()

    assert client.get(START).status_code == 302
    assert {"password": "password"}.get(change, "rights") in events()


def test_public_pages_start_no_session(client):
    client.get("/en/")
    assert not Session.objects.exists()
    assert not client.cookies


# Passwords


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("short-word1", False),
        ("x" * 129, False),
        ("password1234", False),
        ("icma-citylinks-2026", False),
        ("portal portal portal", False),
        ("四座城市共饮一江清水与风", True),
        ("correct horse battery", True),
        ("icma horse battery staple", True),
        ("x7" * 64, True),
    ],
)
def test_password_is_long_and_not_to_be_guessed(password, is_good):
    if is_good:
        validate_password(password, User(username="li.wei"))
    else:
        with pytest.raises(ValidationError):
            validate_password(password, User(username="li.wei"))


# The log


def test_log_cannot_be_changed(li_wei):
    entry = AuditEntry.objects.create(event="signed_in", user_name="li.wei")
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        AuditEntry.objects.update(user_name="nobody")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_auditentry SET user_name = 'nobody'")


def test_log_is_read_and_not_written_in_the_admin(admin_client):
    entry = AuditEntry.objects.create(event="refused", user_name="<b>x</b>")
    page = f"/admin/accounts/auditentry/{entry.pk}/change/"

    assert "&lt;b&gt;x" in admin_client.get("/admin/accounts/auditentry/").text
    assert admin_client.get(page).status_code == 200
    assert admin_client.post(page, {}).status_code == 403
    assert admin_client.get("/admin/accounts/auditentry/add/").status_code == 403


def test_publication_is_told_with_its_person(admin_client):
    topic = make_topic(state="draft")
    data = {"action": "publish", "_selected_action": [topic.pk]}
    admin_client.post("/admin/programs/topic/", data)

    entry = AuditEntry.objects.get(event="state", target=f"topic {topic.pk}")
    assert entry.user_name == "admin"
    assert entry.details == {"before": "draft", "after": "published"}


def test_hostile_name_does_no_harm(client):
    assert sign_in(client, "x", "a\x00b\n" + "长" * 400).status_code in (200, 400)
    assert client.post(LOGIN, {}).status_code == 200


# Rights over accounts


@pytest.fixture
def administrator(client):
    user = User.objects.create_user("administrator", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(user)
    return client


def test_administrator_is_no_superuser_and_makes_none(administrator, li_wei):
    other = User.objects.create_user("other", is_staff=True)
    page = administrator.get(f"/admin/auth/user/{other.pk}/change/")
    fields = page.context["adminform"].form.fields

    assert "groups" in fields
    assert not {"is_superuser", "user_permissions"} & set(fields)
    own = f"/admin/auth/user/{li_wei.pk}/"
    assert administrator.post(f"{own}change/", {"username": "mine"}).status_code == 403
    assert administrator.post(f"{own}password/", {"password1": "x"}).status_code == 403
    assert administrator.post(f"{own}delete/", {"post": "yes"}).status_code == 403
    chosen = {"_selected_action": [li_wei.pk], "post": "yes"}
    administrator.post("/admin/auth/user/", {"action": "delete_selected", **chosen})
    administrator.post("/admin/auth/user/", {"action": "take_second_factor_away", **chosen})
    assert User.objects.filter(username="li.wei", is_superuser=True).exists()
    assert "factor_taken" not in events()


def test_data_steward_deletes_and_does_not_publish(client):
    user = User.objects.create_user("steward", is_staff=True)
    user.groups.add(Group.objects.get(name="Data steward"))
    assert user.has_perm("programs.delete_topic")
    assert not user.has_perm("publishing.publish_content")
    assert not user.has_perm("auth.view_user")


def test_clients_behind_the_known_proxy_are_told_apart(settings, li_wei):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client = Client()
    for number in range(12):
        headers = {"HTTP_X_FORWARDED_FOR": f"1.1.1.{number}, 9.9.9.9"}
        response = sign_in(client, "wrong", f"n{number}", **headers)
    assert response.status_code == 429
    assert sign_in(client, HTTP_X_FORWARDED_FOR="9.9.9.9, 8.8.8.8").status_code == 302


@pytest.mark.parametrize("written", ["unknown", "1.2.3.4, 10.0.0.1:80", "x" * 300, "'", "1.2.3.4,"])
def test_what_is_no_address_harms_nothing(settings, li_wei, written):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client = Client(HTTP_X_FORWARDED_FOR=written, REMOTE_ADDR="10.0.0.9")

    assert sign_in(client, "wrong").status_code == 200
    assert AuditEntry.objects.get(event="refused").address == "10.0.0.9"
