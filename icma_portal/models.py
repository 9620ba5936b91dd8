"""Messages that visitors leave."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import bracketed


class ContactMessage(models.Model):
    """A message of the contact form, kept whether or not a mail could be sent."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        ANSWERED = "answered", _("Answered")
        SPAM = "spam", _("Spam")

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"))
    subject = models.CharField(_("subject"), max_length=200)
    message = models.TextField(_("message"), max_length=5000)
    language = models.CharField(_("language"), max_length=10)
    about = models.CharField(_("about the page"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)

    class Meta:
        verbose_name = _("contact message")
        verbose_name_plural = _("contact messages")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return bracketed(self.subject, self.name)
