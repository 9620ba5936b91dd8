"""Find the browser of this machine for the browser tests and the screenshots.

`python tools/find_chromium.py` prints its path. With --install it first tries Debian's packages,
as root; without a browser it prints a box that cannot be overlooked and ends with exit code 1.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")
START_SECONDS = 30

# Headless, as root in a container, and without a word to any host but the one under test.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

NOTICE = (
    "NO CHROMIUM: THE BROWSER TESTS DO NOT RUN.",
    "Install Debian's packages `chromium fonts-noto-cjk`,",
    "or name a browser: CHROMIUM=/path/to/chrome make test",
)


def find():
    """Return the path of the first browser that starts, or None. The variable CHROMIUM wins."""
    for name in filter(None, (os.environ.get("CHROMIUM"), *NAMES)):
        path = shutil.which(name)
        if path and starts(path):
            return path
    return None


def starts(path):
    """Tell whether a browser can be run. Ubuntu has a chromium-browser that only advises a snap."""
    try:
        answer = subprocess.run(
            [path, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=START_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def install():
    """Try to install Chromium and a Chinese font with apt-get, where that is possible."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' '.join(PACKAGES)} …", file=sys.stderr, flush=True)
    for command in (["update", "-qq"], ["install", "-y", "-qq", *PACKAGES]):
        subprocess.run(
            ["apt-get", *command],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env=environment,
            check=False,
        )


def boxed(lines):
    """Return lines in a frame of asterisks."""
    width = max(map(len, lines))
    edge = "*" * (width + 4)
    return "\n".join([edge, *(f"* {line:<{width}} *" for line in lines), edge])


def main(arguments):
    """Print the path of the browser, or the notice; return the exit code."""
    path = find()
    if path is None and "--install" in arguments:
        install()
        path = find()
    if path is None:
        print(boxed(NOTICE), file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
