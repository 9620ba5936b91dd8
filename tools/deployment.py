"""The portal as deploy/ says: nginx, two processes on granian, the database of DATABASE_URL.

Of the shipped configuration only paths, ports, name and account are changed.
"""

import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "portal.example.org"
UNIT = (ROOT / "deploy/systemd/icma-portal@.service").read_text()
# How a process of the portal asks for memory.
MEMORY = dict(re.findall(r"(MALLOC_\w+)=(\w+)", UNIT))
MAKE_CERTIFICATE = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
CERTIFICATE_FILES = ("-keyout", "privkey.pem", "-out", "fullchain.pem")
SECONDS_TO_START = 90


class Deployment:
    """The running whole: ``nginx``, ``processes`` by port, and the directory that it lives in."""

    def __init__(self, directory, stack):
        self.directory, self.stack = directory, stack
        self.ports = [free_port(), free_port()]
        self.http, self.https = free_port(), free_port()
        self.environment = {
            **os.environ,
            **MEMORY,
            "ICMA_PORTAL_ENV": "production",
            "ICMA_PORTAL_VAR_DIR": str(directory / "var"),
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": NAME,
            "SITE_ADDRESS": f"https://{NAME}",
            "FILES_ACCEL_PREFIX": "/stored/",
        }
        self.processes = {}
        self.asked = 0

    def start(self):
        self.manage("prepare_site")
        for port in self.ports:
            self.start_process(port)
        configuration = self.write_nginx()
        command = ["nginx", "-c", str(configuration), "-g", "daemon off;"]
        nginx = subprocess.Popen(command)
        self.stack.callback(stop, nginx)
        wait_until(lambda: self.ask("/healthz").status == 200)

    def manage(self, *arguments):
        manage(self.environment, *arguments)

    def start_process(self, port):
        command = re.search(r"^ExecStart=\S+/granian (.*)$", UNIT, re.MULTILINE).group(1)
        words = command.replace("%i", str(port)).split()
        granian = Path(sys.executable).parent / "granian"
        with self._log(port).open("ab") as log:
            process = subprocess.Popen(
                [granian, *words],
                cwd=ROOT,
                env=self.environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        self.processes[port] = process
        self.stack.callback(kill_group, process)
        wait_until(lambda: is_open(port))

    def _log(self, port):
        return self.directory / f"{port}.log"

    def log_of(self, port):
        """Return what the process on ``port`` has written."""
        return self._log(port).read_text(errors="replace")

    def write_nginx(self):
        """Write the shipped configuration with this machine's paths and ports; return its path."""
        shutil.copytree(ROOT / "deploy/nginx", self.directory / "nginx")
        changes = {
            "/etc/nginx/icma-portal": str(self.directory / "nginx"),
            "/srv/icma-portal/var": str(self.directory / "var"),
            "/var/cache/nginx": str(self.directory / "cache"),
            "/etc/ssl/icma-portal": str(self.directory),
            "127.0.0.1:8001": f"127.0.0.1:{self.ports[0]}",
            "127.0.0.1:8002": f"127.0.0.1:{self.ports[1]}",
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen [::]:80;": "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "https://$host$request_uri": f"https://$host:{self.https}$request_uri",
        }
        for path in (self.directory / "nginx").iterdir():
            text = path.read_text()
            for old, new in changes.items():
                text = text.replace(old, new)
            path.write_text(text)
        (self.directory / "cache").mkdir()
        subprocess.run(
            [*MAKE_CERTIFICATE, *CERTIFICATE_FILES, "-subj", f"/CN={NAME}"],
            check=True,
            cwd=self.directory,
            stderr=subprocess.DEVNULL,
        )
        names = ("limits", "upstream-machine", "portal-server")
        account = "user root;" if os.geteuid() == 0 else ""
        configuration = self.directory / "nginx.conf"
        configuration.write_text(
            f"{account} worker_processes 2; pid {self.directory}/nginx.pid;"
            f" error_log {self.directory}/error.log; events {{ worker_connections 4096; }}"
            " http { include /etc/nginx/mime.types; access_log off;"
            + "".join(f" include {self.directory}/nginx/{name}.conf;" for name in names)
            + " }"
        )
        return configuration

    def ask(self, path, method="GET", body=None, port=None, visitor=None, **headers):
        """Return the Reply of nginx over TLS, or of the process on ``port``.

        Each request comes from an address of its own, unless ``visitor`` says from which.
        """
        self.asked += 1
        visitor = visitor or f"127.1.{self.asked // 250}.{self.asked % 250 + 1}"
        headers = {"Host": NAME, **{key.replace("_", "-"): each for key, each in headers.items()}}
        if port:
            headers["X-Forwarded-Proto"] = "https"
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        else:
            # The certificate was made a minute ago by this very program.
            context = ssl._create_unverified_context()  # noqa: S323
            connection = http.client.HTTPSConnection(
                "127.0.0.1", self.https, timeout=30, context=context, source_address=(visitor, 0)
            )
        with closing(connection):
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            return Reply(response.status, dict(response.getheaders()), response.read())

    def ask_without_tls(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=30)
        with closing(connection):
            connection.request("GET", path, headers={"Host": NAME})
            response = connection.getresponse()
            return Reply(response.status, dict(response.getheaders()), response.read())


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.headers = {key.lower(): value for key, value in headers.items()}

    @property
    def text(self):
        return self.body.decode()


def manage(environment, *arguments):
    """Run a command of the portal; return what it printed, its complaints left out."""
    command = [sys.executable, ROOT / "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def is_open(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_so, seconds=SECONDS_TO_START, pause=0.1):
    until = time.monotonic() + seconds
    while True:
        try:
            if is_so():
                return
        except OSError:
            pass
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(pause)


def from_address(number, port, network=2):
    """Connect from an address of its own, so that no limit of one address is met."""
    own = f"127.{network}.{number // 250 % 250}.{number % 250 + 1}"
    return socket.create_connection(("127.0.0.1", port), source_address=(own, 0))


def over_tls(connection):
    # The certificate was made a minute ago by this very program.
    context = ssl._create_unverified_context()  # noqa: S323
    return context.wrap_socket(connection, server_hostname=NAME)


def kill_group(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def stop(process):
    process.terminate()
    process.wait(10)
