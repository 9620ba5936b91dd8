"""Hears of what the security log tells, whoever does it: sign-ins, rights, states, files."""

from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from icma_portal.files.models import FileVersion
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.versioned import versions_written
from icma_portal.web.limits import client_address

from . import audit
from .sessions import begin, end_sessions

Event = audit.Event
RIGHTS = ("is_active", "is_staff", "is_superuser")
M2M = {"post_add": "added", "post_remove": "removed", "post_clear": "cleared"}


def connect():
    user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)
    user_login_failed.connect(refused)
    user_locked_out.connect(locked)
    pre_save.connect(remember_rights, sender=User)
    post_save.connect(tell_rights, sender=User)
    for model in (User, Group):
        pre_delete.connect(account_deleted, sender=model)
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(relations_changed, sender=through)
    versions_written.connect(states_changed)
    post_save.connect(file_stored, sender=FileVersion)


def signed_in(sender, request, user, **kwargs):
    begin(request)
    forget_slips(request, user)
    audit.record(Event.SIGNED_IN, request=request, user=user)


def forget_slips(request, user):
    """Forget the wrong passwords of an account from this address; those of others still count."""
    slips = AccessAttempt.objects.filter(username=user.get_username())
    slips.filter(ip_address=client_address(request) or None).delete()


def signed_out(sender, request, user, **kwargs):
    if user is not None:
        audit.record(Event.SIGNED_OUT, request=request, user=user)


def refused(sender, credentials, request=None, **kwargs):
    name = str(credentials.get("username") or "")
    audit.record(Event.REFUSED, request=request, name=name)


def locked(sender, request, username=None, **kwargs):
    audit.record(Event.LOCKED, request=request, name=str(username or ""))


def remember_rights(sender, instance, **kwargs):
    """Keep what the account may now, before it is saved."""
    stored = sender._base_manager.filter(pk=instance.pk).values("password", *RIGHTS).first()
    instance._stored_rights = stored


def tell_rights(sender, instance, created, **kwargs):
    before = instance.__dict__.pop("_stored_rights", None) or {}
    changed = {
        name: getattr(instance, name)
        for name in RIGHTS
        if before.get(name, False) != getattr(instance, name)
    }
    if changed:
        audit.record(Event.RIGHTS, target=instance.get_username(), **changed)
    if before and changed:
        end_sessions([instance.pk])
    if before and _is_other_password(before["password"], instance.password):
        audit.record(Event.PASSWORD, target=instance.get_username())


def account_deleted(sender, instance, **kwargs):
    """Tell of an account or a group that goes, and end the sessions of whom it concerns."""
    members = instance.user_set.all() if sender is Group else sender.objects.filter(pk=instance.pk)
    audit.record(Event.RIGHTS, target=str(instance), deleted=sender._meta.model_name)
    end_sessions(members.values_list("pk", flat=True))


def relations_changed(sender, instance, action, reverse, pk_set, model, **kwargs):
    """Tell of groups and rights that were given and taken; end the sessions of whom it concerns."""
    if action == "pre_clear":
        # Afterwards nobody knows any more who was in it.
        instance._cleared = _related_keys(sender, instance, model)
    if action not in M2M:
        return
    pks = instance.__dict__.pop("_cleared", ()) if action == "post_clear" else pk_set or ()
    named = sorted(str(each) for each in model._base_manager.filter(pk__in=pks))
    audit.record(Event.RIGHTS, target=str(instance), **{M2M[action]: named})
    if isinstance(instance, User):
        end_sessions([instance.pk])
    elif model is User:
        end_sessions(pks)


def _related_keys(through, instance, model):
    """Return the ids of the rows of ``model`` that a table between leads to from ``instance``."""
    names = {each.related_model: each.attname for each in through._meta.fields if each.is_relation}
    rows = through._base_manager.filter(**{names[type(instance)]: instance.pk})
    return list(rows.values_list(names[model], flat=True))


def states_changed(sender, written, **kwargs):
    """Tell of each record that became public or ceased to be: ``written`` holds (Version, last).

    What a program makes public when it makes it (the content that the portal starts with) is no
    act of a person.
    """
    found = []
    for version, last in written:
        before, after = _state(last), _state(version)
        is_act = last is not None or version.user_id is not None
        if is_act and before != after and Publishable.State.PUBLISHED in (before, after):
            target = f"{version.content_type.model} {version.object_id}"
            found.append((target, {"before": before, "after": after}))
    if found:
        audit.record_many(Event.STATE, found)


def file_stored(sender, instance, created, **kwargs):
    """Tell of what a person has stored; the portal's own fact sheets are none."""
    if created and instance.created_by is not None:
        details = {"sha256": instance.sha256, "size": instance.size}
        audit.record(Event.FILE, user=instance.created_by, target=instance.original_name, **details)


def _state(version):
    return (version.data or {}).get("state") if version is not None else None


def _is_other_password(before, after):
    """Return whether it was changed, not only hashed again by a stronger method at a sign-in."""
    if before == after:
        return False
    try:
        hasher = identify_hasher(before)
    except ValueError:
        # There was none before.
        return True
    return hasher.algorithm == get_hasher().algorithm and not hasher.must_update(before)
