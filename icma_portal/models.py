"""Messages that visitors leave."""

from .inbox.models import Attachment, ContactMessage, MessageEntry

__all__ = ["Attachment", "ContactMessage", "MessageEntry"]
