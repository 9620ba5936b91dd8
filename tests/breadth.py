"""A share of a sweep's cases in ``make test``, all of them in ``make test-long``."""

import os

IS_LONG = bool(os.environ.get("ICMA_PORTAL_LONG"))


def share(cases, number, of):
    """Return every ``of``-th case from ``number`` on, so that ``of`` shares make the whole.

    All cases when the run is a long one.
    """
    return list(cases) if IS_LONG else list(cases)[number % of :: of]
