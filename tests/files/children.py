"""What children do in the tests; like the inspectors, without Django."""

import os
import sys
import time

import icma_portal.files.gate.inspectors  # noqa: F401 -- to see what comes with them


def work(file, what):
    """Do something in a child."""
    if what == "memory":
        bytearray(200_000_000)
    elif what == "cpu":
        while True:
            pass
    elif what == "sleep":
        time.sleep(60)
    elif what == "abort":
        os.abort()
    elif what == "leave":
        os._exit(0)
    elif what == "write":
        with open("/tmp/written-by-a-child", "wb") as written:
            written.write(b"x")
    elif what == "modules":
        what = [name for name in sys.modules if name.split(".")[0] == "django"]
    return {"said": what}, file.read()
