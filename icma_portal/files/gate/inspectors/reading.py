"""Reading of binary files where less than asked for is an error."""


def read_exactly(file, count):
    """Return ``count`` bytes; raise EOFError where the file ends before."""
    data = file.read(count)
    if len(data) < count:
        raise EOFError
    return data
