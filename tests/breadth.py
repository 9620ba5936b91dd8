"""A share of a sweep's cases in ``make test``, all of them in ``make test-long``."""

import os

from hypothesis import HealthCheck, Phase, settings

IS_LONG = bool(os.environ.get("ICMA_PORTAL_LONG"))


def share(cases, number, of):
    """Return every ``of``-th case from ``number`` on, so that ``of`` shares make the whole.

    All cases when the run is a long one.
    """
    return list(cases) if IS_LONG else list(cases)[number % of :: of]


def generated(examples, **options):
    """Return settings for tests by generated examples: the same ones in each short run."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=not IS_LONG,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        **options,
    )
