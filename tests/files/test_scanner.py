"""The virus scanner: a clamd that is made up here, and one that does not answer."""

import socket
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from icma_portal.files.gate.judging import judge
from icma_portal.files.gate.scanner import NoScanner, scan
from icma_portal.files.gate.verdicts import Refused

from .pdf_files import plain_pdf


class Clamd(threading.Thread):
    """Takes one file by INSTREAM and gives a prepared reply."""

    def __init__(self, listener, reply):
        super().__init__(daemon=True)
        self.listener, self.reply, self.taken = listener, reply, b""

    def run(self):
        connection, _address = self.listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := int.from_bytes(stream.read(4)):
                self.taken += stream.read(length)
            connection.sendall(self.reply)


@pytest.fixture
def clamd(settings, tmp_path):
    """Return a starter of a scanner with this reply."""
    listeners = []

    def start(reply):
        listener = socket.socket(socket.AF_UNIX)
        listeners.append(listener)
        listener.bind(str(tmp_path / "clamd"))
        listener.listen()
        settings.CLAMD_ADDRESS = f"unix://{tmp_path}/clamd"
        scanner = Clamd(listener, reply)
        scanner.start()
        return scanner

    yield start
    for listener in listeners:
        listener.close()


def pdf_upload():
    return ContentFile(plain_pdf(), name="a.pdf")


def test_a_clean_file_is_shown_to_the_scanner_wholly_and_taken(clamd):
    scanner, upload = clamd(b"stream: OK\0"), pdf_upload()

    judged = judge(upload, "pdf")
    scanner.join()

    assert judged.pages == 1
    assert scanner.taken == upload.read()


def test_a_virus_is_refused_by_its_name(clamd):
    clamd(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")

    with pytest.raises(Refused) as refused:
        judge(pdf_upload(), "pdf")

    assert str(refused.value) == "The virus scanner found Win.Test.EICAR_HDB-1 in this file."


@pytest.mark.parametrize(
    "reply", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0"]
)
def test_an_answer_that_is_no_judgment_lets_nothing_in(clamd, reply):
    clamd(reply)

    with pytest.raises(Refused, match="virus scanner cannot be reached"):
        judge(pdf_upload(), "pdf")


@pytest.mark.parametrize("address", ["unix:///nowhere/clamd", "tcp://127.0.0.1:1"])
def test_a_scanner_that_cannot_be_reached_lets_nothing_in(settings, address):
    settings.CLAMD_ADDRESS = address

    with pytest.raises(NoScanner):
        scan(pdf_upload())
    with pytest.raises(Refused, match="virus scanner cannot be reached"):
        judge(pdf_upload(), "pdf")


def test_without_a_scanner_nothing_is_asked():
    assert scan(pdf_upload()) is None


def test_an_address_that_means_nothing_is_named(settings):
    settings.CLAMD_ADDRESS = "clamd.example"

    with pytest.raises(ImproperlyConfigured, match="CLAMD_ADDRESS must be tcp"):
        scan(pdf_upload())
