"""Public pages of training: the programs with facets, and one program with its sessions."""

from django.db.models import Prefetch

from icma_portal.asking.questions import Question
from icma_portal.bilingual.models import sort_key_column
from icma_portal.publishing.shelf import related_to
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.search.views import FacetedListView
from icma_portal.web.kept import snapshot_of
from partnerships.models import City

from .filters import TrainingFilterSet
from .models import Certificate, TrainingBase, TrainingProgram, TrainingSession


@Question
def training_of_list(user, pks):
    """Return the training programs with these keys that ``user`` may see, as lists show them."""
    return TrainingProgram.objects.visible_to(user).filter(pk__in=pks).prefetch_related("audiences")


class TrainingListView(FacetedListView):
    """Training programs by audience, language, place and term; the bases stand below."""

    model = TrainingProgram
    question = training_of_list
    filterset_class = TrainingFilterSet
    context_object_name = "training"
    card_template = "china_center/parts/training_card.html"
    layouts = ("list",)

    def get_context_data(self, **kwargs):
        bases = TrainingBase.objects.visible_to(self.request.user).order_by(sort_key_column(), "pk")
        return super().get_context_data(
            training_bases=bases.select_related("city", "agreement").prefetch_related("sources"),
            **kwargs,
        )


@Question
def training_of_page(user, slug):
    """Return the training program at ``slug`` with what its page shows to ``user``."""
    sessions = TrainingSession.objects.prefetch_related(
        Prefetch("city", City.objects.visible_to(user))
    )
    return (
        TrainingProgram.objects.visible_to(user)
        .filter(slug=slug)
        .select_related("agreement", "accreditation", "center")
        .prefetch_related("audiences", "sources", Prefetch("sessions", sessions))
    )


class TrainingDetailView(VisibleDetailView):
    model = TrainingProgram
    context_object_name = "training"
    question = training_of_page
    materials = related_to(TrainingProgram, "materials")

    def get_context_data(self, **kwargs):
        training = self.object
        # Only whether there are any: who holds them is theirs to tell.
        certificates = Certificate.objects.in_force().filter(session__program=training)
        kept = snapshot_of(self.request)
        return super().get_context_data(
            materials=self.materials.shelf(self.request, pk=training.pk),
            has_certificates=kept.one_of("certificates", training.pk, certificates.exists),
            **kwargs,
        )
