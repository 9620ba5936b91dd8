"""What of a record is found, declared by each app beside its models (``search.py``).

A path leads to a text through relations (``memberships__city__name``). What the public may not
see on the way (drafts, facts for editors, people without consent) is passed over, and every model
on the way is followed: when one of its rows changes, the records that show it are indexed anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import override

from icma_portal.bilingual.languages import ENGLISH, columns
from icma_portal.bilingual.registry import translated_fields


class Passage(NamedTuple):
    """A page of a document that belongs to a record; ``address`` without the site's language."""

    text: str
    language: str
    page: int | None = None
    address: str = ""


@dataclass(frozen=True, eq=False)
class Searched:
    """How records of one model are found. All texts are paths; ``title`` names the record.

    Weights: the title; then ``names`` (plain fields, separated by semicolons) and ``keywords``;
    then ``lead``; then ``body`` and passages. ``has_sounds``: the name is found by its pinyin.
    ``facets`` maps a facet to the paths of its values. ``within`` are relations to records that
    must be public for this one to be. ``passages`` gives Passages of a record; it may look at
    what ``passage_relations`` lead to, given those rows that the public may see.
    """

    model: type
    title: str = "name"
    names: tuple = ()
    has_sounds: bool = False
    keywords: tuple = ()
    lead: tuple = ()
    body: tuple = ()
    facets: dict = field(default_factory=dict)
    date: str = ""
    within: tuple = ()
    passages: Callable | None = None
    passage_relations: tuple = ()

    @property
    def kind(self):
        return self.model._meta.model_name

    @property
    def label(self):
        """What readers call the kind, in the active language."""
        return self.model._meta.verbose_name

    @property
    def plural_label(self):
        return self.model._meta.verbose_name_plural

    @property
    def paths(self):
        values = [path for paths in self.facets.values() for path in paths]
        return (*self.keywords, *self.lead, *self.body, *values)

    @property
    def prefixes(self):
        """The relations that the texts come through, as Django's lookups, shorter ones first.

        Among them those to what a row on the way belongs to: with it the row is public, or not.
        """
        relations = [path.rpartition("__")[0] for path in self.paths]
        relations += [*self.within, *self.passage_relations]
        found = {part for each in relations for part in _parts(each)}
        found |= {f"{each}__{owner}" for each in found for owner in self._owners(each)}
        return sorted(found, key=lambda each: (each.count("__"), each))

    def _owners(self, prefix):
        """Yield the lookups to what the rows of a relation belong to, and that in its turn."""
        model, path = model_at(self.model, prefix), []
        while model is not self.model and (owner := getattr(model, "belongs_to", "")):
            path.append(owner)
            model = model._meta.get_field(owner).related_model
            yield "__".join(path)


class RoofPage(NamedTuple):
    """A page that shows no record: its URL name, and its texts in the active language."""

    name: str
    title: object
    text: object = ""

    def address(self):
        """Return the path of the page without the language that it begins with."""
        with override(ENGLISH):
            return reverse(self.name).removeprefix(f"/{ENGLISH}")


class FacetLabel(NamedTuple):
    """A filter of the results: its label, and ``labels(user)``, which maps value → label."""

    label: object
    labels: Callable


_searched, _pages, _facets = {}, {}, {}


def register(*declared):
    """Let records be found; called from the ``ready()`` of their app."""
    for each in declared:
        _searched[each.model] = each
    followed.cache_clear()


def register_pages(*pages):
    _pages.update({page.name: page for page in pages})


def register_facet(name, label, labels):
    _facets[name] = FacetLabel(label, labels)


def searched_models():
    """Return model → its Searched, in the order of registration."""
    return _searched


def declaration_of(kind):
    """Return the Searched of a kind; None for one that is not known."""
    return next((each for each in _searched.values() if each.kind == kind), None)


def roof_pages():
    return _pages


def facet_labels():
    """Return facet name → FacetLabel, in the order in which the results page offers them."""
    return _facets


class Step(NamedTuple):
    """How a record of another model shows in a searched one: from ``source`` by ``relation``."""

    declared: Searched
    # The lookup from the searched record to the related one, and what lies before its last step.
    prefix: str
    base: str
    source: type
    relation: object

    def shows_new(self):
        """Return whether a row can show from its beginning: when it is the row that points."""
        return self.relation.one_to_many or self.relation.one_to_one

    def shows(self, changed):
        """Return whether the searched record may say something else when these fields change.

        Texts that no path reads do not matter; all else may decide what is public.
        """
        if self.prefix in self.declared.passage_relations:
            return True
        texts, read = _texts_of(self.relation.related_model), self._read()
        return any(texts.get(name, name) in read or name not in texts for name in changed)

    def _read(self):
        paths = (path.rpartition("__") for path in self.declared.paths)
        return {name for prefix, _separator, name in paths if prefix == self.prefix}


@cache
def _texts_of(model):
    """Return column → field for the translated texts of a model."""
    return {name: field for field in translated_fields(model) for name in (field, *columns(field))}


@cache
def followed():
    """Return related model → the Steps by which it shows in searched records."""
    steps = {}
    for declared in _searched.values():
        for prefix in declared.prefixes:
            base, _separator, last = prefix.rpartition("__")
            source = model_at(declared.model, base)
            relation = source._meta.get_field(last)
            step = Step(declared, prefix, base, source, relation)
            steps.setdefault(relation.related_model, []).append(step)
    return steps


def followed_throughs():
    """Return through model of a many-to-many relation → the Steps over it."""
    found = {}
    for steps in followed().values():
        for step in steps:
            through = getattr(getattr(step.relation, "remote_field", None), "through", None)
            through = getattr(step.relation, "through", None) or through
            if through is not None:
                found.setdefault(through, []).append(step)
    return found


def _parts(relation):
    """Return a lookup of relations with all that lead to it: a, a__b, a__b__c."""
    steps = relation.split("__") if relation else []
    return ["__".join(steps[: end + 1]) for end in range(len(steps))]


def model_at(model, path):
    """Return the model that a path of relations leads to; the model itself for no path."""
    for step in filter(None, path.split("__")):
        model = model._meta.get_field(step).related_model
    return model
