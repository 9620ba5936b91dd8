"""Stop early, with one sentence, if the portal cannot be served on the environment's PORT.

`make run` asks this first: the set-up takes a minute, and a taken port is better known before it.
It runs before the set-up, so it uses the standard library only.
"""

import errno
import os
import socket
import sys

DEFAULT_PORT = "8000"
HIGHEST_PORT = 65535
SPARE_PORT = 8010


def main():
    """Return None when the port is free, else a sentence, which makes the exit code 1."""
    text = os.environ.get("PORT") or DEFAULT_PORT
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= HIGHEST_PORT):
        return f"PORT must be a number from 1 to {HIGHEST_PORT}, not {text!r}."
    return complaint_about(int(text))


def complaint_about(port):
    """Try to listen on a port of the loopback address; return a sentence if that fails."""
    with socket.socket() as listener:
        # The development server sets this too: a connection that is still closing is no obstacle.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is taken" if taken else f"cannot be used ({error.strerror})"
            spare = SPARE_PORT if port != SPARE_PORT else SPARE_PORT + 1
            return f"Port {port} {reason}; choose another one, for example `PORT={spare} make run`."
    return None


if __name__ == "__main__":
    sys.exit(main())
