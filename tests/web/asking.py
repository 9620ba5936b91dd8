"""Ask a WSGI application as a server would."""

from io import BytesIO
from typing import NamedTuple
from urllib.parse import quote


class Reply(NamedTuple):
    status: int
    headers: dict
    body: bytes


def ask(application, address, method="GET", **environ):
    """Return the Reply to a request; ``environ`` adds or takes away (None) what WSGI brings."""
    path, _, query = address.partition("?")
    given = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": quote(query, safe="%&=+"),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "192.0.2.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        **environ,
    }
    begun = []
    body = application(
        {name: value for name, value in given.items() if value is not None},
        lambda status, headers, exc_info=None: begun.append((status, headers)),
    )
    try:
        content = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    [(status, headers)] = begun
    return Reply(int(status[:3]), dict(headers), content)
