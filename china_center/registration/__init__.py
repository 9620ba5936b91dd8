"""Registration for events: places, the waiting list, mails, and what staff see of it."""
