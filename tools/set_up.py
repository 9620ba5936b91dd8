"""Make .venv hold what requirements files ask for: `python3 tools/set_up.py FILE...`.

It uses the standard library only, because it runs before anything is installed. A stamp inside
.venv records the checksum of what was installed, so a second run neither starts pip nor needs the
network.
"""

import sys

MINIMUM_PYTHON = (3, 11)

if sys.version_info < MINIMUM_PYTHON:
    sys.exit(
        "The portal needs Python 3.11 or newer; {} is Python {}.{}. Install a newer one, for "
        "example with `apt-get install python3.11 python3.11-venv`.".format(
            sys.executable, *sys.version_info[:2]
        )
    )

import hashlib
import importlib.util
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"

NO_ENSUREPIP = (
    "This Python cannot make a virtual environment, because its ensurepip is missing. On Debian "
    "and Ubuntu, run `apt-get install python3-venv` as root, then try again."
)


class SetUpError(Exception):
    """The environment could not be made; the message says what to do about it."""


def main(arguments):
    """Install each requirements file that is named; return the exit code."""
    names = arguments or ["requirements.txt"]
    try:
        make_venv()
        for name in names:
            install(ROOT / name)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def make_venv():
    """Create .venv unless one works already. Raise SetUpError if this Python has no ensurepip."""
    if venv_works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(NO_ENSUREPIP)
    print("Making the virtual environment .venv …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode:
        raise SetUpError(NO_ENSUREPIP)


def venv_works():
    """Tell whether .venv has a Python that starts, is new enough and has pip.

    An upgrade of the system's Python leaves a .venv whose links lead nowhere.
    """
    question = f"import pip, sys; sys.exit(sys.version_info < {MINIMUM_PYTHON})"
    try:
        answer = subprocess.run([VENV_PYTHON, "-c", question], capture_output=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0


def install(requirements):
    """Run pip for a requirements file unless its stamp matches. Raise SetUpError if pip fails.

    What is installed is what its lock names, and only with the bytes whose hashes stand there.
    """
    lock = requirements.with_suffix(".lock")
    included = included_files(requirements)
    locks = [each.with_suffix(".lock") for each in included]
    checksums = {path.name: checksum(path) for path in (*included, *locks)}
    if all(stamped(name) == value for name, value in checksums.items()):
        return
    print(f"Installing {requirements.name} into .venv …", flush=True)
    options = ("--quiet", "--no-input", "--require-hashes")
    command = [VENV_PYTHON, "-m", "pip", "install", *options, "-r", lock]
    if subprocess.run(command, env=pip_environment(), check=False).returncode:
        raise SetUpError(
            f"pip could not install {requirements.name}; its own message is above. The first "
            "set-up needs the package index, later ones do not."
        )
    STAMPS.mkdir(exist_ok=True)
    for name, value in checksums.items():
        (STAMPS / name).write_text(value)


def included_files(requirements):
    """Return a requirements file and those that it includes with `-r`, the included ones first."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    files = []
    for line in lines:
        if line.startswith("-r "):
            files += included_files(requirements.parent / line[3:].strip())
    return [*files, requirements]


def checksum(requirements):
    """Return what decides whether to install again: the lines of a file and the Python version."""
    version = subprocess.run([VENV_PYTHON, "-V"], capture_output=True, check=True).stdout
    return hashlib.sha256(version + requirements.read_bytes()).hexdigest()


def stamped(name):
    """Return the checksum noted after the last installation of this file, or None."""
    stamp = STAMPS / name
    return stamp.read_text() if stamp.exists() else None


def pip_environment():
    """Return the environment for pip, which must not seek its cache in a home that is missing."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    # pip warns when root uses it; in a virtual environment of its own that is no mistake.
    environment["PIP_ROOT_USER_ACTION"] = "ignore"
    if not os.environ.get("HOME"):
        environment["PIP_NO_CACHE_DIR"] = "1"
    return environment


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
