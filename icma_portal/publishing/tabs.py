"""The states of a list as tabs with counts: what is a draft, what waits, what is public."""

from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import pgettext_lazy

STATE = "state__exact"
# Translators: the tab of a list that shows records of every state.
ALL = pgettext_lazy("tab of a list", "All")


class Tab(NamedTuple):
    """A state by which a list can be looked at: ``query`` is the address from its “?” on."""

    heading: str
    count: int
    query: str
    is_current: bool


class StateTabsMixin:
    """An admin of records with a ``state`` whose list has a tab for each of its choices."""

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        if not changelist.is_popup:
            changelist.tabs = self._tabs(request)
        return changelist

    def _tabs(self, request):
        """Return the Tabs; counts are of the whole list, as each tab shows it without a filter."""
        states = self.get_queryset(request).order_by().values_list("state")
        counts, current = dict(states.annotate(Count("pk"))), request.GET.get(STATE, "")
        tabs = [Tab(ALL, sum(counts.values()), "?", not current)]
        for state, label in self.opts.get_field("state").choices:
            tabs.append(Tab(label, counts.get(state, 0), f"?{STATE}={state}", state == current))
        return tabs
