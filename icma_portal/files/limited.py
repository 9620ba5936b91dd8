"""Runs a function over foreign bytes in a child process that has little memory, CPU and time.

The children are forked from a clean server process (``forkserver``) that has never seen foreign
bytes, so that one starts in milliseconds and threads of the portal are not copied. What a child
answers is JSON and plain bytes, never a pickle: a child that was taken over can say what it likes,
but cannot make the portal run anything.
"""

import json
import logging
import multiprocessing
import os
import pkgutil
import resource
import select
import signal
import tempfile
import time
import traceback
from contextlib import contextmanager
from multiprocessing.reduction import DupFd
from pathlib import Path
from shutil import copyfileobj
from typing import NamedTuple

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024
LONGEST_ANSWER = 64 * MEGABYTE
LONGEST_TRACE = 4000
# The length of the JSON before the bytes of an answer.
PREFIX = 8
# What the server process imports once, before it forks.
PRELOADED = [
    "__main__",
    "icma_portal.files.gate.inspectors",
    "icma_portal.files.reading.pages",
]

logger = logging.getLogger(__name__)
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(PRELOADED)


class Limits(NamedTuple):
    """What a child may use: bytes beyond those it starts with, seconds of CPU, seconds in all."""

    memory: int = 150 * MEGABYTE
    cpu: int = 4
    wall: float = 20


class Answer(NamedTuple):
    """What a child found: facts that came as JSON, and the bytes that it made."""

    facts: dict
    data: bytes


class ChildFailed(Exception):
    """The child ended without an answer; ``kind`` is "time", "memory" or "crash"."""

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = kind


GATE_LIMITS = Limits()


def run_limited(function, file, *arguments, limits=GATE_LIMITS):
    """Return the Answer of ``function(file, *arguments)``, run in a child; raise ChildFailed.

    ``function`` is named as "package.module:function", so that only children import it; it needs
    no Django and returns (facts, bytes). It is given a binary file; afterwards ``file`` stands at
    its start.
    """
    reader, writer = _context.Pipe(duplex=False)
    with reader, real_file(file) as source:
        work = (function, _Handed(source.fileno()), writer, arguments, limits)
        child = _context.Process(target=_work, args=work, daemon=True)
        child.start()
        writer.close()
        try:
            answer = _read_answer(reader.fileno(), time.monotonic() + limits.wall)
        finally:
            # It has said all that it had to say, or its time is over.
            child.join(0.5)
            child.kill()
            child.join()
    return _understood(function, answer, child.exitcode)


@contextmanager
def real_file(file):
    """Give ``file`` as one that the system knows, at its start: itself, or a copy."""
    file.seek(0)
    try:
        try:
            file.fileno()
        except (AttributeError, OSError):
            with tempfile.TemporaryFile() as copy:
                copyfileobj(file, copy, CHUNK)
                copy.flush()
                copy.seek(0)
                yield copy
        else:
            yield file
    finally:
        file.seek(0)


class _Handed:
    """An open file on its way into a child."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def __getstate__(self):
        return DupFd(self.descriptor)

    def __setstate__(self, duplicate):
        self.descriptor = duplicate.detach()


def _read_answer(descriptor, deadline):
    """Return all that the child writes before the deadline; None when it writes on."""
    pieces, length = [], 0
    while select.select([descriptor], [], [], max(deadline - time.monotonic(), 0))[0]:
        piece = os.read(descriptor, CHUNK)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        length += len(piece)
        if length > LONGEST_ANSWER:
            return b""
    return None


def _understood(function, answer, exit_code):
    """Return the Answer in what a child wrote; raise ChildFailed with the kind of its end."""
    if answer is None or exit_code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ChildFailed("time")
    end = PREFIX + int.from_bytes(answer[:PREFIX])
    try:
        facts = json.loads(answer[PREFIX:end])
    except ValueError as error:
        logger.warning("%s: the child ended with %s", function, exit_code)
        raise ChildFailed("crash") from error
    if "failed" in facts:
        logger.warning("%s: %s", function, facts.get("trace", facts["failed"]))
        raise ChildFailed(facts["failed"])
    return Answer(facts, answer[end:])


# In the child --------------------------------------------------------------------------------


def _work(function, handed, writer, arguments, limits):
    """Do the work of one child and write its answer."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        work = pkgutil.resolve_name(function)
        with os.fdopen(handed.descriptor, "rb") as file:
            _confine(limits)
            facts, data = work(file, *arguments)
    except MemoryError:
        facts, data = {"failed": "memory"}, b""
    except Exception:
        facts, data = {"failed": "crash", "trace": traceback.format_exc()[-LONGEST_TRACE:]}, b""
    words = json.dumps(facts).encode()
    answer = memoryview(len(words).to_bytes(PREFIX) + words + data)
    while answer:
        answer = answer[os.write(writer.fileno(), answer) :]
    # Without the libraries' own ends, which have nothing to save here.
    os._exit(0)


def _confine(limits):
    """Set the limits of this process; what it writes besides its answer is nothing."""
    room = _address_space() + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space():
    """Return the bytes of memory that this process has mapped."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        # A system without /proc: about what interpreter and libraries take.
        return 400 * MEGABYTE
    return pages * resource.getpagesize()
