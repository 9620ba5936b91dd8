"""Detail pages of what can be published."""

from django.http import Http404
from django.views.generic import DetailView

from .parity import languages_of


class VisibleDetailView(DetailView):
    """A page that answers 404 for what the visitor may not see, as for what does not exist."""

    # For the page cache: it knows none.
    page_parameters = ()
    # The asking.Question for the record at a slug; without one, get_queryset() is asked.
    question = None

    def get_object(self, queryset=None):
        if self.question is None:
            return super().get_object(queryset)
        record = self.question.record(self.request.user, slug=self.kwargs["slug"])
        if record is None:
            raise Http404(f"no {self.model._meta.model_name} {self.kwargs['slug']!r}")
        return record

    def get_queryset(self):
        return self.model._default_manager.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(page_languages=languages_of(self.object), **kwargs)
