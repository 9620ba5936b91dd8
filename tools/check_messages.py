"""Tell whether the Chinese catalog is complete: `python tools/check_messages.py`.

Collects the messages anew with xgettext, compares, and puts the catalog back as it was. Without
Debian's gettext on the machine the catalog is still searched for messages that lack a sure
translation or have the punctuation of another language.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

from chinese_typography import english_faults, faults

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "icma_portal" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"

# The same as in the Makefile's target "messages".
COLLECT = ("makemessages", "-l", "zh_Hans", "--no-obsolete", "--add-location", "file")
IGNORE = ("-i", ".venv", "-i", "var", "-i", "tests", "-i", "tools")


def main():
    """Print what is wrong with the catalog; return the exit code."""
    if not CATALOG.exists():
        print(f"{CATALOG.relative_to(ROOT)} is missing: run `make messages`.", file=sys.stderr)
        return 1
    catalog = parsed(CATALOG)
    complaints = untranslated(catalog) + mistyped(catalog)
    if shutil.which("xgettext"):
        complaints += differences()
    else:
        print("No gettext on this machine: not checked whether the catalog lacks a message.")
    complaints.append(f"Complaints about the Chinese catalog: {len(complaints)}")
    print("\n".join(complaints))
    return 1 if len(complaints) > 1 else 0


def parsed(path):
    """Return a catalog as Babel reads it."""
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def untranslated(catalog):
    """Return a line for each message that has no translation or a doubtful one."""
    return [
        f"{'doubtful' if message.fuzzy else 'not translated'}: {message.id!r}"
        for message in catalog
        if message.id and (message.fuzzy or not message.string or not all(message.string))
    ]


def mistyped(catalog):
    """Return a line for each message whose punctuation is not that of its language."""
    lines = []
    for message in filter(lambda each: each.id, catalog):
        for text in texts(message.id):
            lines += [f"{fault} in {text!r}" for fault in english_faults(text)]
        for text in texts(message.string):
            lines += [f"{fault} in {text!r}" for fault in faults(text)]
    return lines


def texts(message):
    """Return the forms of a message, of which there are several only with a plural."""
    return [message or ""] if isinstance(message, str) else [each or "" for each in message]


def differences():
    """Return a line for each message that only the code has, or only the catalog."""
    before = keys(CATALOG)
    content = CATALOG.read_bytes()
    command = [sys.executable, "manage.py", *COLLECT, *IGNORE, "-v", "0"]
    try:
        subprocess.run(command, cwd=ROOT, check=True)
        after = keys(CATALOG)
    finally:
        CATALOG.write_bytes(content)
    return [f"not in the catalog: {key!r}" for key in sorted(after - before)] + [
        f"no longer used: {key!r}" for key in sorted(before - after)
    ]


def keys(path):
    """Return what tells messages apart: pairs of the context, which may be "", and the English."""
    return {(message.context or "", str(message.id)) for message in parsed(path) if message.id}


if __name__ == "__main__":
    sys.exit(main())
