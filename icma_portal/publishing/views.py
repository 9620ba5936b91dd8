"""Detail pages of what can be published."""

from django.views.generic import DetailView


class VisibleDetailView(DetailView):
    """A page that answers 404 for what the visitor may not see, as for what does not exist."""

    def get_queryset(self):
        return self.model._default_manager.visible_to(self.request.user)
