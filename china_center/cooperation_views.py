"""Public pages of the corporate partnership program and of the EcoPartnerships."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from icma_portal.publishing.parity import languages_of
from icma_portal.web.page_cache.declaring import same_for_all

from .models import Center, CorporatePartner
from .views import SLUG, visible_memberships, visible_partners


@same_for_all()
@require_safe
def corporate_partners(request):
    """List the companies by scope, with what they sponsor; say so where none is named."""
    center = _center(request)
    partners = visible_partners(request.user)
    by_scope = groupby(partners, key=CorporatePartner.get_scope_display)
    context = {
        "center": center,
        "goal": center.goals.filter(slug="goal-corporate-partners").first(),
        "page_languages": languages_of(center),
        "scopes": [(scope, list(companies)) for scope, companies in by_scope],
    }
    return render(request, "china_center/corporate_partners.html", context)


@same_for_all()
@require_safe
def ecopartnerships(request):
    """Show the networks that accepted the Center, and the pledges of cities within them."""
    center = _center(request)
    context = {
        "center": center,
        "page_languages": languages_of(center),
        "memberships": visible_memberships(center, request.user),
    }
    return render(request, "china_center/ecopartnerships.html", context)


def _center(request):
    return get_object_or_404(Center.objects.visible_to(request.user), slug=SLUG)
