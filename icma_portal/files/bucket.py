"""The private storage in an S3-compatible bucket, for portals on more than one machine.

An object appears in a bucket only when it is whole, so nothing stands aside there; one that no
row names is removed by the sweep.
"""

from storages.backends.s3 import S3Storage

from .storage import CHUNK, Kept


class BucketStorage(S3Storage):
    """Objects that nobody can read without the portal."""

    def settle(self, name):
        """Do nothing: what is in the bucket is in its place."""

    def span(self, name, start, stop):
        """Return the bytes of an object from ``start`` up to ``stop``, in pieces."""
        asked = self.bucket.Object(name).get(Range=f"bytes={start}-{stop - 1}")
        return asked["Body"].iter_chunks(CHUNK)

    def accel_address(self, name):
        """Return None: nginx cannot find an object by itself."""

    def kept(self):
        """Yield all that is stored, as Kept."""
        for each in self.bucket.objects.all():
            yield Kept(each.key, each.last_modified)
