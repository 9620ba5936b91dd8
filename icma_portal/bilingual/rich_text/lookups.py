"""Search in rich text: what a reader sees is found, markup and addresses of links are not."""

import html
import re

from django.db.models.lookups import IContains, IRegex


class ShownTextContains(IContains):
    """``icontains`` of a rich text: the words between tags.

    It does not see a word across markup (a word half in bold) and may take the name of an
    entity (``amp``) for a word; the search index knows the plain text.
    """

    def as_sql(self, compiler, connection):
        if not isinstance(self.rhs, str):
            return super().as_sql(compiler, connection)
        words = re.escape(html.escape(self.rhs, quote=False))
        return IRegex(self.lhs, rf"(^|>)[^<]*{words}").as_sql(compiler, connection)
