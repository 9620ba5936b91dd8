"""Detail pages of what can be published."""

from django.views.generic import DetailView

from .parity import languages_of


class VisibleDetailView(DetailView):
    """A page that answers 404 for what the visitor may not see, as for what does not exist."""

    # For the page cache: it knows none.
    page_parameters = ()

    def get_queryset(self):
        return self.model._default_manager.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_languages=languages_of(self.object), **kwargs)
