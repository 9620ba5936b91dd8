"""The rules of ``test_source_rules.py``: each takes a source text and returns its offences."""

import ast
import re
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from icma_portal.bilingual.models import translated_fields

APPS = ("icma_portal", "programs", "partnerships", "publications", "china_center")
OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]
TRANSLATED = {name for model in OURS for name in translated_fields(model)}
MODELS = {model.__name__: model for model in OURS}

# What takes names of columns, as texts or as keywords, and the expressions among it.
QUERY_METHODS = {
    "values",
    "values_list",
    "only",
    "defer",
    "order_by",
    "filter",
    "exclude",
    "annotate",
    "alias",
    "aggregate",
    "distinct",
    "update",
    "update_or_create",
    "get_or_create",
    "bulk_update",
    "bulk_create",
    "earliest",
    "latest",
    "dates",
    "datetimes",
    "in_bulk",
    "select_for_update",
    "complex_filter",
}
EXPRESSIONS = {
    "F",
    "Q",
    "OuterRef",
    "Prefetch",
    "Count",
    "Max",
    "Min",
    "Sum",
    "Avg",
    "Lower",
    "Upper",
    "Left",
    "Right",
    "Substr",
    "Length",
    "Trim",
    "Coalesce",
    "Concat",
    "Collate",
    "NullIf",
    "Greatest",
    "Least",
    "StringAgg",
    "ArrayAgg",
    "GroupConcat",
    "When",
    "Index",
    "UniqueConstraint",
    "OrderBy",
}
# The name of an index and the condition of a constraint are keywords too, and no columns.
NAMED_THINGS = {"Index", "UniqueConstraint"}
SAFE_NAMES = {"mark_safe", "SafeString", "SafeText", "SafeData", "html_safe", "__html__"}
FORMATTERS = {"format_html": 1, "format_html_join": 2}

QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
TAG = re.compile(r"{{(.*?)}}|{%(.*?)%}")
COMMENT = re.compile(r"{#.*?#}|{% comment.*?%}.*?{% endcomment %}", re.DOTALL)
UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off\b")
LOOKUP = re.compile(r"[A-Za-z_][\w.]*\.(\w+)")


def query_offences(source):
    """Return (line, text) of each translated field that a query names without its language.

    A path is judged by its model where the call starts from one (``Source.objects``), and by the
    names in it otherwise.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in QUERY_METHODS | EXPRESSIONS:
            model = model_of(node.func) if called(node) in QUERY_METHODS else None
            texts = named_columns(node)
            found += [(node.lineno, text) for text in texts if is_bare(text, model)]
    return found


def queries_in(source):
    """Return how many calls ``query_offences`` looks at."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return sum(called(node) in QUERY_METHODS | EXPRESSIONS for node in calls)


def called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def named_columns(call):
    """Return the names that a call is given: texts, lists of texts, keywords and keys of dicts."""
    texts = [text for arg in call.args for text in strings_in(arg)]
    named = {"name", "condition"} if called(call) in NAMED_THINGS else set()
    for keyword in call.keywords:
        if keyword.arg in named:
            continue
        if keyword.arg is None:
            texts += strings_in(keyword.value)
        elif keyword.arg not in {"default", "output_field", "to_attr", "queryset", "flat"}:
            texts += [keyword.arg, *strings_in_containers(keyword)]
    return texts


def strings_in_containers(keyword):
    """Return the texts of ``fields=["name"]``; the value of ``name="x"`` is no column."""
    return strings_in(keyword.value) if keyword.arg in {"fields", "field_name", "order_by"} else []


def strings_in(node):
    """Return the texts of a constant, a list, a starred list, or the keys of a dict."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Starred):
        return strings_in(node.value)
    if isinstance(node, ast.Dict):
        return [text for key in node.keys if key is not None for text in strings_in(key)]
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [text for each in node.elts for text in strings_in(each)]
    return []


def model_of(node):
    """Return the model from which a chain of calls starts; None when the source does not say."""
    while not isinstance(node, ast.Name):
        node = getattr(node, "value", getattr(node, "func", None))
        if node is None:
            return None
    return MODELS.get(node.id)


def is_bare(text, model):
    """Return whether a path names a translated field without its language."""
    parts = text.lstrip("-+^=@").split("__")
    if not set(parts) & TRANSLATED:
        return False
    return True if model is None else is_bare_on(model, parts)


def is_bare_on(model, parts):
    for part in parts:
        if part in translated_fields(model):
            return True
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            # An annotation or a query name: judged by the names alone.
            return True
        if field.related_model is None:
            return False
        model = field.related_model
    return False


def attribute_offences(source, generic):
    """Return (line, name) where Python reads an attribute that is a translated field.

    ``generic`` are the names that too many other things carry for this to mean anything.
    """
    names = TRANSLATED - generic
    return [
        (node.lineno, node.attr)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in names
    ]


def safe_offences(source):
    """Return (line, name) where Python declares a text to be safe HTML."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            found += [(node.lineno, each.name) for each in node.names if each.name in SAFE_NAMES]
        elif isinstance(node, ast.Attribute) and node.attr in SAFE_NAMES:
            found.append((node.lineno, node.attr))
        elif isinstance(node, ast.FunctionDef) and node.name in SAFE_NAMES:
            found.append((node.lineno, node.name))
        elif isinstance(node, ast.keyword) and declares_safe(node):
            found.append((node.value.lineno, node.arg))
    return found


def declares_safe(keyword):
    value = getattr(keyword.value, "value", None)
    return (keyword.arg, value) in {("is_safe", True), ("autoescape", False)}


def format_offences(source):
    """Return (line, name) of each ``format_html`` whose pattern is not a constant.

    A pattern put together from data is HTML that nobody escapes, and without arguments there is
    nothing to escape.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in FORMATTERS:
            patterns = FORMATTERS[called(node)]
            fixed = [arg for arg in node.args[:patterns] if is_fixed(arg)]
            if len(fixed) < patterns or len(node.args) + len(node.keywords) == patterns:
                found.append((node.lineno, called(node)))
    return found


def is_fixed(node):
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    return isinstance(node, ast.Name) and node.id.isupper()


def template_offences(source, plain):
    """Return (line, lookup) where a template reads a translated field past the reader.

    ``plain`` are the lookups, as the end of a path (``source.title``), that are no translated
    field.
    """
    found = []
    for match in TAG.finditer(without_comments(source)):
        inside = QUOTED.sub("''", match[1] or match[2])
        for lookup in LOOKUP.finditer(inside):
            is_ours = lookup[1] in TRANSLATED and ".".join(lookup[0].split(".")[-2:]) not in plain
            if is_ours:
                found.append((line_of(source, match.start()), lookup[0]))
    return found


def unescaped_offences(source):
    """Return (line, text) where a template turns escaping off."""
    shown = without_comments(source)
    return [(line_of(source, each.start()), each[0]) for each in UNESCAPED.finditer(shown)]


@cache
def without_comments(source):
    """Return a template with its comments blanked, every line in its place."""
    return COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)


def line_of(source, position):
    return source.count("\n", 0, position) + 1
