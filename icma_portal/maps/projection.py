"""From the globe to the sheet: the Equal Earth projection, in the units of our maps.

Equal Earth keeps areas true, so that no continent looks larger than another. Source: B. Šavrič,
T. Patterson and B. Jenny, “The Equal Earth map projection”, International Journal of Geographical
Information Science 33 (2019).
"""

from math import asin, cos, radians, sin, sqrt

# The polynomial of the paper.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = sqrt(3) / 2
HALF_WIDTH = 2.7066297

# One map is 1,000 units wide. What lies beyond the limits has no land that we show.
WIDTH = 1000
SCALE = WIDTH / 2 / HALF_WIDTH
# The meridian in the middle of the world: the two shores of the Pacific face each other.
MIDDLE = 150
NORTHERN_LIMIT, SOUTHERN_LIMIT = 84, -57


def east_of(middle, longitude):
    """Return how many degrees east of the ``middle`` a longitude lies, from -180 to 180."""
    return (float(longitude) - middle + 180) % 360 - 180


def project(east, latitude):
    """Return (x, y) of a point: units, from the upper left corner of the map.

    ``east`` is counted from the meridian in the middle, both are degrees.
    """
    theta = asin(M * sin(radians(float(latitude))))
    square = theta * theta
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = radians(east) * cos(theta) / (M * slope)
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return WIDTH / 2 + x * SCALE, TOP - y * SCALE


TOP = 0.0
TOP = -project(0, NORTHERN_LIMIT)[1]
HEIGHT = project(0, SOUTHERN_LIMIT)[1]
