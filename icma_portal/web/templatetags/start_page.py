"""Template tag of the staff's start page."""

from django import template

from icma_portal.web.start_page import tasks_for

register = template.Library()


@register.simple_tag(takes_context=True)
def awaiting(context):
    """Return the Tasks of the person who is signed in."""
    return tasks_for(context["request"].user)
