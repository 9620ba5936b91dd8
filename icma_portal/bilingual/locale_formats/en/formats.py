"""English formats where Django's own differ from CLDR."""

USE_THOUSAND_SEPARATOR = False
