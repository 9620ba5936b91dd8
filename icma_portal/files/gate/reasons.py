"""The sentences with which the gate refuses, in the language of the editor."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    # Before anything is read.
    "empty": _("This file is empty."),
    "too_large": _("This file is larger than %(most)d MB."),
    "name": _("The name of this file has characters that no name may have. Rename it."),
    "other_kind": _("This is %(found)s. Asked for: %(wanted)s."),
    # Where the child did not come back with an answer.
    "time": _(
        "This file takes too long to examine; it may be made to do harm. Export it anew from the "
        "program that it comes from."
    ),
    "memory": _(
        "This file needs too much memory to be opened; it may be made to do harm. Export it anew "
        "from the program that it comes from."
    ),
    "crash": _("This file cannot be examined safely; it is damaged, or made to do harm."),
    # The scanner.
    "virus": _("The virus scanner found %(virus)s in this file."),
    "no_scanner": _("The virus scanner cannot be reached. No file is taken until it answers."),
    # PDF.
    "not_a_pdf": _("This file is not a PDF: it does not begin as one."),
    "pdf_damaged": _("This PDF cannot be opened; it may be damaged."),
    "pdf_cut_off": _("This PDF has no end; it may not have been copied wholly."),
    "pdf_trailing": _("There is something behind the end of this PDF. Export it anew."),
    "also_archive": _("This file is an archive as well. Export it anew."),
    "pdf_password": _(
        "This PDF opens only with a password. Readers would need it, too: save it without one."
    ),
    "pdf_no_page": _("This PDF has no pages."),
    "pdf_too_many_pages": _("This PDF has %(count)d pages; at most %(most)d are taken."),
    "pdf_script": _("This PDF contains JavaScript. Print it to a new PDF."),
    "pdf_launch": _("This PDF would start a program. Print it to a new PDF."),
    "pdf_action": _(
        "This PDF would do something by itself, as when it is opened or a page is turned. Print it "
        "to a new PDF."
    ),
    "pdf_link": _("This PDF has a link that is none to a web page. Take it out."),
    "pdf_attachment": _("This PDF carries another file. Take it out, and add it by itself."),
    "pdf_media": _("This PDF contains film, sound or 3D. Take it out, and add it by itself."),
    "pdf_xfa": _("This PDF is a form of the kind XFA, which most programs cannot show."),
    # Pictures.
    "not_an_image": _("This file is not a picture in JPEG, PNG or WebP."),
    "image_pixels": _("This picture has more than 40 million pixels."),
    "image_damaged": _("This picture cannot be opened; it may be damaged."),
    # Office files.
    "not_office": _("This archive is not an Office file."),
    "office_damaged": _("This Office file cannot be opened; it may be damaged."),
    "office_other_kind": _("This Office file is of another kind than its content says."),
    "office_password": _("This Office file is protected by a password. Save it without one."),
    "office_too_large": _("This Office file unpacks to far more than it should."),
    "office_name": _("This Office file has a part whose name is not allowed."),
    "office_macro": _("This Office file contains macros. Save it as .xlsx or .docx."),
    "office_embedded": _("This Office file carries another file. Take it out."),
    "office_link": _(
        "This Office file fetches something from elsewhere: a template, a picture, data or the "
        "values of another file. Put the values themselves in their place."
    ),
    "office_entities": _("This Office file has definitions that no Office program writes."),
    # Captions.
    "not_captions": _("This file is not WebVTT: its first line must begin with WEBVTT."),
    "captions_encoding": _("These captions are not text in UTF-8."),
    "captions_empty": _("There are no captions in this file."),
    "captions_style": _("These captions contain a style sheet. Take it out."),
    "captions_timing": _("A caption has no time, or one that cannot be: “%(line)s”."),
    "captions_tag": _("A caption contains markup that captions do not have: <%(tag)s>."),
    # Audio and video.
    "media_damaged": _("This recording is damaged, or there is something else in the file."),
    "media_other_kind": _("This recording is of a kind that browsers cannot play."),
    "media_no_track": _("There is neither sound nor picture in this recording."),
    "media_link": _("This recording refers to another file. Export it anew as one file."),
    "media_attachment": _("This recording carries another file. Export it without."),
}

# What a file may be, as the editor is told what was asked for.
KINDS = {
    "pdf": _("a PDF"),
    "image": _("a picture (JPEG, PNG or WebP)"),
    "spreadsheet": _("a spreadsheet (XLSX)"),
    "text": _("a Word file (DOCX)"),
    "captions": _("captions (WebVTT)"),
    "audio": _("a sound recording (MP3, M4A or Ogg)"),
    "video": _("a film (MP4, WebM or Ogg)"),
}

# What else a file may turn out to be.
OTHERS = {
    "svg": _("an SVG drawing"),
    "html": _("a web page"),
    "gif": _("a picture in GIF"),
    "tiff": _("a picture in TIFF"),
    "heic": _("a picture in HEIC or AVIF"),
    "archive": _("an archive"),
    "old_office": _("an Office file of the old kind, or one with a password"),
    "slides": _("a presentation"),
    "program": _("a program"),
    "quicktime": _("a film in QuickTime"),
    "postscript": _("a PostScript file"),
    "rtf": _("a text in RTF"),
    "plain": _("a plain text"),
    "mp4": _("a film or sound recording"),
    "webm": _("a film or sound recording"),
    "ogg": _("a film or sound recording"),
    "mp3": _("a sound recording"),
    "unknown": _("something unknown"),
}


def sentence(code, **words):
    """Return the reason of this code in the active language."""
    return str(REASONS[code]) % words
