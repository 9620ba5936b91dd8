"""What a password must be: long and not to be guessed; no rule about the kinds of characters.

NIST SP 800-63B, section 5.1.1.2: length, a list of common ones, and the words of the context.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MAX_LENGTH = 128
# What everybody who comes here knows, and therefore tries.
CONTEXT = ("icma", "citylinks", "chinacenter", "portal", "municipal", "partnership")
# So much must be left when the words of the context are taken out.
LEFT = 8


class MaximumLengthValidator:
    """Refuses what only a machine would send: hashing a megabyte takes the server's time."""

    def validate(self, password, user=None):
        if len(password) > MAX_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        text = ngettext(
            "A password has at most %(count)d character.",
            "A password has at most %(count)d characters.",
            MAX_LENGTH,
        )
        return text % {"count": MAX_LENGTH}


class ContextValidator:
    """Refuses passwords that consist of little more than the words of this portal."""

    def validate(self, password, user=None):
        left = "".join(each for each in password.casefold() if each.isalnum())
        for word in CONTEXT:
            left = left.replace(word, "")
        if len(left) < LEFT and left != "".join(e for e in password.casefold() if e.isalnum()):
            raise ValidationError(self.get_help_text(), code="password_of_the_context")

    def get_help_text(self):
        return _("A password is not made of the names of ICMA, its programs and this portal.")
