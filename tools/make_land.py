"""Make the land outline of the maps: `python tools/make_land.py land-110m.json`.

The argument is the TopoJSON file of that name from the npm package world-atlas 2.0.2, made from
Natural Earth (public domain). Written is icma_portal/maps/land.json: rings of [east, north] in tenths
of a degree, `east` counted from the meridian in the middle of the maps, and cut at the edge.
"""

import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "icma_portal" / "maps" / "land.json"
# The middle of the maps lies in the Pacific, so that its two shores face each other.
MIDDLE = 150
# Antarctica is left out: no map of ours reaches so far.
SOUTHERN_LIMIT = -57
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


def unrolled(ring):
    """Return the ring around MIDDLE without a jump from one edge to the other."""
    east = [(longitude - MIDDLE + 180) % 360 - 180 for longitude, _latitude in ring]
    for index in range(1, len(east)):
        while east[index] - east[index - 1] > 180:
            east[index] -= 360
        while east[index] - east[index - 1] < -180:
            east[index] += 360
    return [(x, latitude) for x, (_longitude, latitude) in zip(east, ring, strict=True)]


def clipped(ring, limit, sign):
    """Return the part of the ring where sign * x <= sign * limit (Sutherland and Hodgman)."""
    kept = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside1, inside2 = sign * x1 <= sign * limit, sign * x2 <= sign * limit
        if inside1:
            kept.append((x1, y1))
        if inside1 != inside2:
            kept.append((limit, y1 + (y2 - y1) * (limit - x1) / (x2 - x1)))
    return kept


def pieces(ring):
    """Yield what of the ring lies on the map, also what was beyond its edges."""
    ring = unrolled(ring)
    for turn in (-360, 0, 360):
        moved = [(x + turn, y) for x, y in ring]
        piece = clipped(clipped(moved, 180, 1), -180, -1)
        if len(piece) > 2:
            yield piece


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
        if max(latitude for _longitude, latitude in ring) < SOUTHERN_LIMIT:
            continue
        for piece in pieces(ring):
            small = simplified(piece)
            # An island keeps the points that make it one, however small it is.
            shape = small if len(small) > 3 else piece
            rings.append([[round(x * 10), round(y * 10)] for x, y in shape])
    rings = [ring for ring in rings if max(y for _x, y in ring) > SOUTHERN_LIMIT * 10]
    words = json.dumps({"middle": MIDDLE, "rings": rings}, separators=(",", ":"))
    TARGET.write_text(words.replace("]],", "]],\n") + "\n")
    print(f"{len(rings)} rings, {sum(map(len, rings))} points, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
