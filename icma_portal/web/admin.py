"""Admin pages that answer any address without an error, and relations that one searches."""

from contextlib import nullcontext

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import FieldDoesNotExist, FieldError, ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# Texts of Django's admin that its own Chinese catalog lacks, so that ours collects them.
MISSING_IN_DJANGO = (
    # Translators: hidden heading of a column of links in the admin's list of models.
    gettext_noop("Change or view list link"),
)
# What the databases and the ORM raise on years, numbers and texts that no column can hold.
QUERY_ERRORS = (ArithmeticError, DatabaseError, FieldError, RecursionError, TypeError, ValueError)
MAX_SEARCH_LENGTH = 200
MAX_SEARCH_WORDS = 10
LARGEST_ID = 2**63 - 1


class SafeChangeListMixin:
    """Change lists and add forms that never answer 500 to what stands in their query.

    A query that cannot be understood leads to the clean list (``?e=1``) with a message.
    """

    def changelist_view(self, request, extra_context=None):
        # The stock list takes a second bad query for a broken database and says so.
        if ERROR_FLAG in request.GET and len(request.GET) > 1:
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)

    def get_changelist_instance(self, request):
        try:
            with savepoint():
                changelist = super().get_changelist_instance(request)
                # The rows are read here, where a refusal of the database can be answered.
                len(changelist.result_list)
        except (IncorrectLookupParameters, *QUERY_ERRORS) as error:
            if not set(request.GET) - {ERROR_FLAG}:
                raise
            text = _("The address asked for something that this list does not know.")
            self.message_user(request, text, messages.WARNING, fail_silently=True)
            raise IncorrectLookupParameters(error) from error
        return changelist

    def get_object(self, request, object_id, from_field=None):
        # The stock form takes an empty ?_to_field= for the name of a field.
        return super().get_object(request, object_id, from_field or None)

    def get_search_results(self, request, queryset, search_term):
        words = " ".join(search_words(search_term))
        return super().get_search_results(request, queryset, words)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {
            name: value for name, value in initial.items() if fits_field(self.opts, name, value)
        }


class _NoStrangeKeys:
    """Of what was sent, show only what can be a key: the stock field asks the database for all."""

    def optgroups(self, name, value, attr=None):
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [each for each in value if is_key(key, each)], attr)


class SearchedSelect(_NoStrangeKeys, AutocompleteSelect):
    pass


class SearchedSelectMultiple(_NoStrangeKeys, AutocompleteSelectMultiple):
    pass


class SearchedRelationsMixin:
    """Every relation to a model whose admin can be searched is an autocomplete field.

    For admins and inlines alike, so that no form ever lists a whole table.
    """

    def get_autocomplete_fields(self, request):
        relations = [*self.opts.fields, *self.opts.many_to_many]
        return [field.name for field in relations if self._is_searchable(field.remote_field)]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        self._choose_widget(SearchedSelect, db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        self._choose_widget(SearchedSelectMultiple, db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _choose_widget(self, widget, db_field, request, kwargs):
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = widget(db_field, self.admin_site, using=kwargs.get("using"))

    def _is_searchable(self, relation):
        if relation is None or not self.admin_site.is_registered(relation.model):
            return False
        return bool(self.admin_site.get_model_admin(relation.model).search_fields)


class ReadOnlyAdmin(SafeChangeListMixin, admin.ModelAdmin):
    """Records that are looked at only."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def is_key(field, value):
    """Return whether ``value``, as a form sends it, can be a key of the primary key ``field``."""
    try:
        return abs(int(field.to_python(value))) <= LARGEST_ID
    except (ValidationError, TypeError, ValueError, OverflowError):
        return False


def search_words(text):
    """Return the words to search for, no more than the databases can take at once."""
    # SQLite refuses expressions of a depth that some hundred words reach.
    return text[:MAX_SEARCH_LENGTH].split()[:MAX_SEARCH_WORDS]


def savepoint():
    """Return a savepoint inside a transaction, elsewhere nothing.

    A refused query must not spoil the transaction around it; but outside of one,
    ``atomic()`` would take SQLite's only write lock for a mere reading.
    """
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def fits_field(opts, name, value):
    """Return whether ``value``, from the address, can stand in the form field ``name``."""
    try:
        field = opts.get_field(name)
    except FieldDoesNotExist:
        return False
    # Django splits the ids of several related records; moments break its widget in two.
    if isinstance(field, models.DateTimeField) or not field.concrete:
        return False
    if field.is_relation:
        return all(is_id(each) for each in (value if isinstance(value, list) else [value]))
    try:
        field.to_python(value)
    except (ValidationError, *QUERY_ERRORS):
        return False
    return True


def is_id(text):
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST_ID
