"""Uploads on a server whose disk is full: the file is lost, the rest of the form is not."""

from contextlib import suppress
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .storage import NO_ROOM


class SpoiledUpload(UploadedFile):
    """Stands for a file for which there was no room: its name and size, without its bytes."""


class SparingUploadHandler(TemporaryFileUploadHandler):
    """Writes uploads to the disk; a full disk spoils the file instead of the whole request."""

    is_spoiled = False
    file = None

    def new_file(self, *args, **kwargs):
        self.is_spoiled = False
        self._guarded(super().new_file, *args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        if not self.is_spoiled:
            self._guarded(super().receive_data_chunk, raw_data, start)

    def file_complete(self, file_size):
        done = None if self.is_spoiled else self._guarded(super().file_complete, file_size)
        if not self.is_spoiled:
            return done
        return SpoiledUpload(BytesIO(), self.file_name, self.content_type, file_size)

    def _guarded(self, step, *args, **kwargs):
        try:
            return step(*args, **kwargs)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            self.is_spoiled = True
            if self.file is not None:
                with suppress(OSError):
                    # What is still unwritten has no room either; the file goes when it is closed.
                    self.file.close()
            return None
