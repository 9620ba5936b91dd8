"""The load on a server, what it took, and what the server spent on it."""

import http.client
import os
import re
import subprocess
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

CORE_OF_SERVER, CORE_OF_LOAD = 0, 1
CONNECTIONS = 8
UNITS = {"us": 0.001, "ms": 1, "s": 1000}
LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)\s*$", re.MULTILINE)
SPEED = re.compile(r"^Requests/sec:\s+([\d.]+)$", re.MULTILINE)
TOTAL = re.compile(r"^\s+(\d+) requests in", re.MULTILINE)
WRONG = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")


class Round(NamedTuple):
    """Requests a second, milliseconds, and seconds of the server's CPU for each request."""

    per_second: float
    p50: float
    p99: float
    cpu: float


def rounds_of(contestant, seconds):
    """Return the Round of a load of ``seconds``; raise AssertionError for a wrong reply."""
    contestant.size()
    words = ["taskset", "-c", str(CORE_OF_LOAD), "wrk", "-t1", f"-c{CONNECTIONS}", "--latency"]
    headers = [each for pair in contestant.headers.items() for each in ("-H", ": ".join(pair))]
    address = f"http://127.0.0.1:{contestant.port}{contestant.path}"
    command = [*words, *headers, address]
    subprocess.run([*command, "-d1"], check=True, capture_output=True)
    before = processor_time(contestant.pid)
    done = subprocess.run([*command, f"-d{seconds}"], check=True, capture_output=True, text=True)
    spent = processor_time(contestant.pid) - before
    if wrong := WRONG.search(done.stdout):
        raise AssertionError(f"{contestant.name}: {wrong.group()}")
    latency = {
        name: float(value) * UNITS[unit] for name, value, unit in LATENCY.findall(done.stdout)
    }
    total = int(TOTAL.search(done.stdout).group(1))
    speed = float(SPEED.search(done.stdout).group(1))
    return Round(speed, latency["50"], latency["99"], spent / total)


def ask(port, path, headers):
    """Return the body and the headers of a reply; of a 304 where ``headers`` bring a tag."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with closing(connection):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != (304 if "If-None-Match" in headers else 200):
            raise AssertionError(f"{path}: {response.status}")
        return body, {name.lower(): value for name, value in response.getheaders()}


def family(pid):
    """Return the ids of a process and of all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def processor_time(pid):
    """Return the seconds of CPU that a process and those below it have taken."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid):
    """Return the proportional share of memory, in MB, of a process and those below it."""
    total = 0
    for each in family(pid):
        text = Path(f"/proc/{each}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE).group(1))
    return total / 1000
