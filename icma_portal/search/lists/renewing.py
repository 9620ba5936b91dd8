"""What is kept of many records in bitmaps, after some of them have changed."""

# Of more records that have moved, the orders are read anew as a whole.
MOST_MOVED = 30


def without(groups, keys):
    """Return value → keys without some of the keys; what nothing has any more is left out."""
    left = {
        value: having - keys if having.intersect(keys) else having
        for value, having in groups.items()
    }
    return {value: having for value, having in left.items() if having}


def add(groups, read):
    """Add value → keys to groups whose bitmaps others share; what nothing has is left out."""
    for value, keys in read.items():
        if keys:
            groups[value] = groups[value] | keys if value in groups else keys


def orders_after(orders, leaving, entering, values, sorter_of):
    """Return the Orders by their names after some keys have left and others entered.

    ``sorter_of(name)`` returns what has the database sort by that order. None are left where more
    than MOST_MOVED have moved: they are read anew when they are asked for.
    """
    if len(leaving | entering) > MOST_MOVED:
        return {}
    return {
        name: order.renewed(leaving, entering, values, sorter_of(name))
        for name, order in orders.items()
    }
