"""Make the land outline of the maps: `python tools/make_land.py land-110m.json`.

The argument is the TopoJSON file of that name from the npm package world-atlas 2.0.2, made from
Natural Earth (public domain). Written is icma_portal/maps/land.json: rings of [longitude, latitude]
in tenths of a degree.
"""

import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "icma_portal" / "maps" / "land.json"
# Antarctica is left out: no map of ours reaches so far.
SOUTHERN_LIMIT = -60
TOLERANCE = 0.25


def arcs_of(topology):
    """Return the arcs of a quantized topology as lists of (longitude, latitude)."""
    (scale_x, scale_y) = topology["transform"]["scale"]
    (shift_x, shift_y) = topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for delta_x, delta_y in deltas:
            x, y = x + delta_x, y + delta_y
            arc.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(arc)
    return arcs


def rings_of(topology):
    """Yield every outer ring of the land; lakes (inner rings) are too small to show."""
    arcs = arcs_of(topology)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            ring = []
            for number in polygon[0]:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring += arc[1:] if ring else arc
            yield ring


def simplified(points):
    """Return the line with fewer points, none moved by more than TOLERANCE degrees.

    The algorithm is that of Ramer, Douglas and Peucker.
    """
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    far, index = 0, 0
    for each, (x, y) in enumerate(points[1:-1], start=1):
        if length:
            distance = abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
        else:
            distance = ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
        if distance > far:
            far, index = distance, each
    if far <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: index + 1])[:-1] + simplified(points[index:])


def main(arguments):
    """Write the outline; return the exit code."""
    topology = json.loads(Path(arguments[0]).read_text())
    rings = []
    for ring in rings_of(topology):
        if min(latitude for _longitude, latitude in ring) < SOUTHERN_LIMIT:
            continue
        small = simplified(ring)
        # An island keeps the points that make it one, however small it is.
        shape = small if len(small) > 3 else ring
        rings.append([[round(x * 10), round(y * 10)] for x, y in shape])
    words = json.dumps(rings, separators=(",", ":"))
    TARGET.write_text(words.replace("]],", "]],\n") + "\n")
    print(f"{len(rings)} rings, {sum(map(len, rings))} points, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
