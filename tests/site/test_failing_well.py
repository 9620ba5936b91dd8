"""Health, numbered requests, and what is answered without a database."""

import json
import logging

import pytest
from django.db import OperationalError, connection

from icma_portal.web.errors import server_error
from icma_portal.web.logs import JsonFormatter, Refusal, RequestNumber
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


def away(execute, sql, params, many, context):
    raise OperationalError("the database system is shutting down at 10.0.0.7")


@pytest.fixture
def no_database():
    with connection.execute_wrapper(away):
        yield


@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/en/partnerships/", "en", "Nothing is lost"),
        ("/zh-hans/partnerships/", "zh-Hans", "内容不会丢失"),
        ("/en/search/?q=water", "en", "Nothing is lost"),
        ("/zh-hans/publications/export.csv", "zh-Hans", "内容不会丢失"),
    ],
)
def test_without_a_database_pages_ask_to_come_back(client, path, language, words):
    client.raise_request_exception = False

    response = client.get(path)

    if response.status_code == 404:
        pytest.fail("the address is gone")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.headers["Content-Language"] == language
    assert words in response.text
    assert "10.0.0.7" not in response.text
    assert "no-store" in response.headers["Cache-Control"]


def test_member_of_staff_gets_the_same(admin_client):
    admin_client.raise_request_exception = False
    with connection.execute_wrapper(away):
        response = admin_client.get("/admin/")
    assert response.status_code == 503
    assert admin_client.get("/admin/").status_code == 200


def test_other_faults_stay_faults(rf):
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        assert server_error(rf.get("/en/")).status_code == 500


@pytest.mark.usefixtures("no_database")
def test_living_is_not_being_ready(client):
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "failing": ["database", "migrations"]}


def test_ready_when_all_is_there(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["failing"]) == (200, [])
    assert not response.cookies


def test_full_or_locked_folder_is_told(client, settings, monkeypatch):
    monkeypatch.setattr("icma_portal.web.health.os.access", lambda path, mode: False)
    assert client.get("/readyz").json()["failing"] == ["files"]


@pytest.mark.parametrize(
    ("given", "is_kept"), [("edge-0123456789", True), ("short", False), ("x\r\ny" * 9, False)]
)
def test_number_of_a_request_is_that_of_the_proxy_or_a_new_one(client, given, is_kept):
    number = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (number == given) == is_kept


def test_logs_are_lines_of_json_without_a_person(client, caplog):
    topic = make_topic(name_en="Water")
    with caplog.at_level(logging.INFO, "icma_portal.requests"):
        client.get(f"{topic.get_absolute_url()}?name=Li+Wei", REMOTE_ADDR="10.1.2.3")
    record = caplog.records[-1]
    RequestNumber().filter(record)

    line = JsonFormatter().format(record)

    assert "\n" not in line
    assert json.loads(line)["view"] == "topics:detail"
    assert json.loads(line)["status"] == 200
    assert not any(word in line for word in ("Li", "Wei", "10.1.2.3", "water"))


def test_trace_is_one_line(caplog):
    try:
        raise ValueError("wrong\nline")
    except ValueError:
        logging.getLogger("icma_portal").exception("it broke")
    line = JsonFormatter().format(caplog.records[-1])
    assert "\n" not in line
    assert "ValueError" in json.loads(line)["trace"]


def test_a_refused_request_is_a_warning_without_a_trace(client, caplog):
    client.get("/en/", headers={"host": "a b"})
    [refused] = [each for each in caplog.records if each.name == "django.security.DisallowedHost"]
    refused.levelname, refused.exc_info = "ERROR", (ValueError, ValueError("no host"), None)
    assert Refusal().filter(refused)

    line = json.loads(JsonFormatter().format(refused))
    assert (line["level"], "trace" in line) == ("WARNING", False)
