"""The words of the editor, for its toolbar and its dialogs."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def editor_labels():
    """Return the words of the editor in the active language, by the keys that its modules use."""
    return {**_toolbar_labels(), **_table_labels(), **_dialog_labels()}


def _toolbar_labels():
    return {
        "toolbar": _("Text formatting"),
        # Translators: a text style, in the toolbar of the editor.
        "bold": pgettext("text style", "Bold"),
        # Translators: a text style; Chinese shows it as emphasis dots.
        "italic": pgettext("text style", "Emphasis"),
        "heading2": _("Heading"),
        "heading3": _("Smaller heading"),
        "heading4": _("Smallest heading"),
        "bulletList": _("List with bullets"),
        "orderedList": _("Numbered list"),
        "blockquote": _("Quotation"),
        # Translators: in the toolbar of the editor: a hyperlink.
        "link": pgettext("editor", "Link"),
        "footnote": pgettext("editor", "Footnote"),
        "picture": pgettext("editor", "Picture"),
        "table": pgettext("editor", "Table"),
        "clear": _("Clear formatting"),
        "undo": _("Undo"),
        "redo": _("Redo"),
    }


def _table_labels():
    return {
        "tableTools": _("Table tools"),
        "addRow": _("Add a row"),
        "deleteRow": _("Delete the row"),
        "addColumn": _("Add a column"),
        "deleteColumn": _("Delete the column"),
        "headerRow": _("Header row on or off"),
        "headerColumn": _("Header column on or off"),
        "deleteTable": _("Delete the table"),
    }


def _dialog_labels():
    return {
        "insert": pgettext("editor", "Insert"),
        "apply": pgettext("editor", "Apply"),
        "cancel": _("Cancel"),
        "removeLink": _("Remove the link"),
        "address": pgettext("of a link", "Address"),
        "addressHelp": _("https://…, mailto:… or a path of this site that begins with /en/ or #"),
        "addressRefused": _(
            "Rich text links to https:// and http:// addresses, to mailto: and within this site."
        ),
        "noteText": _("Text of the footnote"),
        "searchPictures": _("Search the pictures by their description"),
        "noPictures": _("No picture found. Pictures are uploaded under “Pictures” first."),
        "loadFailed": _("The pictures could not be loaded. Try again."),
        "pictureMissing": _("This picture does not exist or may not be shown."),
    }
