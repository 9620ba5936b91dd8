"""Connects the history to every model of content."""

from django.apps import apps
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from ..models import Version
from ..versioned import VersionedModel, after_bulk_change, before_bulk_change
from .recording import begin, touch
from .snapshots import recorded_relations

Kind = Version.Kind
CHANGES = ("post_add", "post_remove", "post_clear")


def connect():
    """Connect the receivers; called once all models are there."""
    for model in versioned_models():
        pre_save.connect(before_save, sender=model)
        post_save.connect(after_save, sender=model)
        pre_delete.connect(before_delete, sender=model)
        post_delete.connect(after_delete, sender=model)
        before_bulk_change.connect(before_bulk, sender=model)
        after_bulk_change.connect(after_bulk, sender=model)
        for field in recorded_relations(model):
            m2m_changed.connect(
                RelationReceiver(field), sender=field.remote_field.through, weak=False
            )


def versioned_models():
    """Return every model whose records have a history."""
    return [model for model in apps.get_models() if issubclass(model, VersionedModel)]


def before_save(sender, instance, raw=False, **kwargs):
    # save() has counted already: 1 is the first change of a row, or a new one.
    if not raw and instance.version == 1 and not instance._state.adding:
        begin(sender, [instance.pk])


def after_save(sender, instance, created, raw=False, **kwargs):
    if not raw:
        touch(sender, [instance.pk], Kind.CREATED if created else Kind.CHANGED)


def before_delete(sender, instance, **kwargs):
    if instance.version == 0:
        begin(sender, [instance.pk])


def after_delete(sender, instance, **kwargs):
    touch(sender, [instance.pk], Kind.DELETED)


def before_bulk(sender, pks, **kwargs):
    begin(sender, pks)


def after_bulk(sender, pks, created=False, **kwargs):
    if pks is None:
        # Rows that were passed over for a conflict tell no key: look at all without a history.
        known = Version.objects.filter(content_type__model=sender._meta.model_name)
        known = known.filter(content_type__app_label=sender._meta.app_label)
        rows = sender._base_manager.exclude(pk__in=known.values("object_id"))
        pks = list(rows.values_list("pk", flat=True))
    touch(sender, pks, Kind.CREATED if created else Kind.CHANGED)


class RelationReceiver:
    """Counts a change of a many-to-many field, from either side, as one of its own record."""

    def __init__(self, field):
        self.field = field

    def __call__(self, sender, instance, action, reverse, pk_set, **kwargs):
        model = self.field.model
        pks = list(pk_set or ()) if reverse else [instance.pk]
        if action in ("pre_add", "pre_remove", "pre_clear"):
            if reverse and action == "pre_clear":
                pks = self._owners(instance)
                # The cleared rows can no longer be asked afterwards.
                instance._cleared = pks
            if reverse or instance.version == 0:
                begin(model, pks)
        elif action in CHANGES:
            if reverse and action == "post_clear":
                pks = instance.__dict__.pop("_cleared", [])
            self._count(model, pks, None if reverse else instance)

    def _owners(self, instance):
        rows = self.field.model._base_manager.filter(**{self.field.name: instance.pk})
        return list(rows.values_list("pk", flat=True))

    def _count(self, model, pks, instance):
        if not pks:
            return
        model._base_manager.filter(pk__in=pks).update(version=F("version") + 1)
        if instance is not None:
            instance.version += 1
        touch(model, pks, Kind.CHANGED)
