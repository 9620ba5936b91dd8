"""Starts what is measured, each in one process that is pinned to one core."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from load import CORE_OF_SERVER, ask, memory

from deployment import MEMORY, ROOT, free_port, is_open, kill_group, manage, stop, wait_until

HERE = Path(__file__).resolve().parent
PINNED = ("taskset", "-c", str(CORE_OF_SERVER))
WAGTAIL = ("wagtail==7.0.10", "granian==2.8.0")
# As the proxy in front of it says.
BEHIND_TLS = {"X-Forwarded-Proto": "https"}
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
FACTS = """
import json
from django.utils.html import strip_tags
from partnerships.models import Partnership
found = Partnership.objects.published().filter(name_en__isnull=False).select_related("phase")
found = found.prefetch_related("countries", "topics")
def first(rows):
    return rows[0].slug if rows else ""
print(json.dumps([
    {"title": each.name_en, "slug": each.slug, "kind": each.kind,
     "phase": each.phase.slug if each.phase else "", "country": first(each.countries.all()),
     "topic": first(each.topics.all()), "starts_on": each.starts_on or "",
     "summary": strip_tags(each.summary_en or "")}
    for each in found]))
"""


class NeedsMissing(Exception):
    """Something that the benchmark cannot do without is not on this machine."""


@dataclass(frozen=True)
class Contestant:
    """A running server and what is asked of it."""

    port: int
    pid: int
    seconds_to_start: float
    name: str = ""
    path: str = "/"
    headers: dict = field(default_factory=dict)

    def named(self, name, path, headers=None):
        return replace(self, name=name, path=path, headers={**self.headers, **(headers or {})})

    def size(self):
        """Return the bytes of a reply; a 304 has none."""
        return len(ask(self.port, self.path, self.headers)[0])

    def memory(self):
        return memory(self.pid)


def portal_data(directory, records):
    """Return what is asked of the portal, and the environment of one with so many records.

    It is made once and kept in var/bench.
    """
    for program in ("wrk", "nginx", "taskset"):
        if shutil.which(program) is None:
            raise NeedsMissing(f"{program} is missing (Debian: wrk, nginx-light, util-linux).")
    home = ROOT / "var" / "bench" / f"{records}"
    environment, facts = environment_of(home), home / "records.json"
    if not facts.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        manage(environment, "prepare_site")
        manage(environment, "generate_records", str(records), "--in-production")
        facts.write_text(manage(environment, "shell", "-v0", "-c", FACTS), encoding="utf-8")
    else:
        # It may have been made by an earlier state of the portal.
        manage(environment, "migrate")
    shutil.copy(facts, directory)
    found = json.loads(facts.read_text(encoding="utf-8"))
    one = next(each for each in found if each["slug"].startswith("generated-"))
    return {**one, "environment": environment, "deep": max(1, records * 9 // 200)}


def environment_of(home):
    return {
        **os.environ,
        "ICMA_PORTAL_ENV": "production",
        "ICMA_PORTAL_VAR_DIR": str(home),
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{home}/portal.sqlite3"),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_ADDRESS": "http://127.0.0.1",
        "PYTHONPATH": f"{ROOT}:{HERE}",
    }


def portal(directory, stack, data, megabytes):
    """Start the portal on granian, with so many megabytes for finished pages."""
    environment = {**data["environment"], "PAGE_CACHE_MB": str(megabytes)}
    started = granian(stack, "icma_portal.wsgi:application", environment, ROOT)
    return replace(started, headers=BEHIND_TLS)


def stock(directory, stack, data, page, kind):
    """Start one of the contestants of ``contestants``."""
    environment = {**data["environment"], "BENCH_CONTESTANT": kind, "BENCH_PAGE": str(page)}
    environment["BENCH_HEADERS"] = json.dumps(list(data.get("headers", {}).items()))
    started = granian(stack, "contestants:application", environment, ROOT)
    return replace(started, headers=BEHIND_TLS)


def wagtail(directory, stack, data):
    """Start Wagtail with the same records, in an environment that is kept in var/bench."""
    home = ROOT / "var" / "bench" / "wagtail"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        install = [python, "-m", "pip", "install", "-q", *WAGTAIL]
        if subprocess.run(install, check=False).returncode:
            shutil.rmtree(home)
            raise NeedsMissing("Wagtail cannot be installed; --without-wagtail leaves it out.")
    # A copy, as it writes its migrations beside its models.
    site = Path(shutil.copytree(HERE / "wagtail_site", directory / "wagtail_site"))
    environment = {
        **os.environ,
        "BENCH_WAGTAIL": str(directory),
        "DJANGO_SETTINGS_MODULE": "settings",
        "PYTHONPATH": str(site),
    }
    fill = [python, "fill.py", directory / "records.json"]
    subprocess.run(fill, check=True, cwd=site, env=environment, stdout=subprocess.DEVNULL)
    target = "django.core.wsgi:get_wsgi_application"
    return granian(stack, target, environment, site, python.parent, "--factory")


def granian(stack, target, environment, directory, programs=None, *more):
    port = free_port()
    programs = programs or Path(sys.executable).parent
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    options += ["--workers", "1", "--blocking-threads", "4", "--log-level", "critical", *more]
    command = [*PINNED, programs / "granian", *options, target]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=directory, env=environment | MEMORY, start_new_session=True, **QUIET
    )
    stack.callback(kill_group, process)
    wait_until(lambda: is_open(port), pause=0.01)
    return Contestant(port, process.pid, time.perf_counter() - started)


def nginx_with(directory, stack, page):
    """Start nginx with one page as a file."""
    root, port = directory / "static", free_port()
    root.mkdir()
    shutil.copy(page, root / "page.html")
    configuration = directory / "nginx.conf"
    account = "user root;" if os.geteuid() == 0 else ""
    configuration.write_text(
        f"{account} worker_processes 1; pid {directory}/nginx.pid; error_log /dev/null;"
        " events {} http { access_log off; sendfile on; open_file_cache max=10;"
        f" server {{ listen 127.0.0.1:{port}; root {root}; keepalive_requests 1000000; }} }}"
    )
    started = time.perf_counter()
    command = [*PINNED, "nginx", "-c", str(configuration), "-g", "daemon off;"]
    process = subprocess.Popen(command)
    stack.callback(stop, process)
    wait_until(lambda: is_open(port), pause=0.01)
    return Contestant(port, process.pid, time.perf_counter() - started)


def shipped_nginx(directory, stack, portal):
    """Start nginx with the configuration of deploy/ in front of a portal, without TLS.

    One address may ask as often as it likes, which visitors may not.
    """
    home, port = Path(shutil.copytree(ROOT / "deploy/nginx", directory / "shipped")), free_port()
    changes = {
        "/etc/nginx/icma-portal": str(home),
        "/var/cache/nginx": str(directory / "cache"),
        "$scheme;": "https;",
        "rate=30r/s": "rate=1000000r/s",
        "burst=120": "burst=100000",
    }
    for path in home.iterdir():
        text = path.read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        path.write_text(text)
    (directory / "cache").mkdir()
    account = "user root;" if os.geteuid() == 0 else ""
    configuration = directory / "shipped.conf"
    configuration.write_text(
        f"{account} worker_processes 1; pid {directory}/shipped.pid; error_log /dev/null;"
        " events {} http { access_log off; sendfile on; tcp_nopush on;"
        f" include {home}/limits.conf;"
        f" upstream portal {{ server 127.0.0.1:{portal.port}; keepalive 32; }}"
        f" server {{ listen 127.0.0.1:{port}; keepalive_requests 1000000;"
        f" include {home}/portal.conf; }} }}"
    )
    started = time.perf_counter()
    command = [*PINNED, "nginx", "-c", str(configuration), "-g", "daemon off;"]
    stack.callback(stop, process := subprocess.Popen(command))
    wait_until(lambda: is_open(port), pause=0.01)
    # The name by which the portal knows itself.
    return Contestant(port, process.pid, time.perf_counter() - started)
