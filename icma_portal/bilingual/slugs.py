"""ASCII names for addresses, also for records without an English name."""

from itertools import count

from django.utils.text import slugify

from .pinyin import lazy_pinyin


def slug_of(text):
    """Return ``text`` as an ASCII slug, Chinese as pinyin; empty when nothing can be spelled."""
    return slugify(" ".join(lazy_pinyin(text)))


def free_slug(model, texts, pk=None):
    """Return a slug that no record of ``model`` but ``pk`` has, from the first usable text.

    Without any it is made from the name of the model. ``-2``, ``-3`` keep it unique.
    """
    length = model._meta.get_field("slug").max_length
    usable = (slug for slug in map(slug_of, texts) if slug)
    base = next(usable, None) or slugify(model._meta.verbose_name_raw) or model._meta.model_name
    others = model._base_manager.exclude(pk=pk)
    for number in count(1):
        suffix = f"-{number}" if number > 1 else ""
        slug = base[: length - len(suffix)].strip("-") + suffix
        if not others.filter(slug=slug).exists():
            return slug
