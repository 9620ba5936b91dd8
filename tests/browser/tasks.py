"""What readers come to do, told apart from how: by keyboard, or by mouse without scripts."""

MESSAGE = {
    "name": "Dewi",
    "email": "dewi@semarang.example",
    "subject": "Assessment",
    "message": "Where can I read it?",
}
LANGUAGE_NAMES = {"en": "English", "zh-hans": "简体中文"}


def facet(page, name):
    """Return the group of choices of a facet."""
    return page.locator("details.facet", has=page.locator(f"input[name={name}]"))


def choice(page, name, value):
    return page.locator(f"input[type=checkbox][name={name}][value={value}]")


def submit(page, field):
    """Return the button that sends the form of a field."""
    return page.locator("form", has=page.locator(field)).locator("button[type=submit]")


def link(page, path):
    """Return the links of the content to an address."""
    return page.locator(f'main a[href="{path}"]:visible')


def download(page, language):
    return page.locator(f'main a[href$="/download/{language}/"]:visible')


def summary(page):
    """Return the summary of what is wrong with a form."""
    return page.locator("main [role=alert]")


def error_of(page, field):
    """Return what a field says of its own error, by the id that describes the field."""
    described = page.locator(field).get_attribute("aria-describedby") or "none"
    return page.locator(", ".join(f"#{each}" for each in described.split()))
