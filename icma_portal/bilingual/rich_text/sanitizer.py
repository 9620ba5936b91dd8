"""What may stand in rich text, whoever wrote it: the editor, Word, a content file, the shell."""

from .markup import guard, read_markup
from .office import with_real_lists
from .reading import blocks_of
from .tree import parse_tree
from .writing import stored_html


def parse(text):
    """Return the blocks of a text of any origin, under the policy of today; never raises."""
    return blocks_of(with_real_lists(parse_tree(read_markup(text or ""))))


def clean(text):
    """Return a text of any origin as it is stored; "" when it shows nothing.

    Idempotent. Visible text is kept, also of elements that rich text does not know; what no
    reader sees (scripts, styles, comments) and foreign pictures are left out.
    """
    return guard(stored_html(parse(text)))
