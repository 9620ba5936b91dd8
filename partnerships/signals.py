"""Keeps what follows from the members of a partnership."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .models import City, Membership, Partnership


@receiver([post_save, post_delete], sender=Membership)
def update_countries_of_partnership(sender, instance, **kwargs):
    # On a cascade the partnership may be gone already.
    partnership = Partnership.objects.filter(pk=instance.partnership_id).first()
    if partnership is not None:
        partnership.update_countries()


@receiver(post_save, sender=City)
def update_countries_of_city(sender, instance, created, **kwargs):
    if not created:
        for partnership in Partnership.objects.filter(cities=instance):
            partnership.update_countries()
