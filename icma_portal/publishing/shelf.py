"""The records that a page shows of what may be thousands."""

MOST_SHOWN = 60


class Shelf(list):
    """The first records of a queryset; ``total`` says how many there are in all."""

    def __init__(self, queryset):
        super().__init__(queryset[: MOST_SHOWN + 1])
        self.total = queryset.count() if len(self) > MOST_SHOWN else len(self)
        del self[MOST_SHOWN:]

    @property
    def is_cut(self):
        return self.total > len(self)
