"""The one kind of file column: private, opaque in name, in its place only after the commit."""

from functools import partial

from django.db import models, transaction

from .storage import opaque_name


class PrivateFileField(models.FileField):
    """A file whose bytes go to their place when the row that names them has been committed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "upload_to": opaque_name})

    def pre_save(self, model_instance, add):
        file = super().pre_save(model_instance, add)
        if file:
            # Robust: the row is there already, and the file is read from aside until it is swept.
            settle = partial(file.storage.settle, file.name)
            transaction.on_commit(settle, using=model_instance._state.db, robust=True)
        return file

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["upload_to"]
        return name, path, args, kwargs
