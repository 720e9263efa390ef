"""A result file is replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replaced_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing so that whoever reads ``path`` sees the former content or all of the new.

    The content is collected in a hidden file in the same folder, since a file can only be moved in one
    step within a file system. Folders that are missing are made. A former file's permissions are kept, and
    a symbolic link goes on pointing where it did. What is not an ordinary file (``/dev/stdout``, a named
    pipe) cannot be replaced and is written to directly.

    Args:
        path: The result file.

    Yields:
        The stream to write bytes to.

    Raises:
        OSError: The folder or file cannot be written.
    """
    final = Path(os.path.realpath(path))
    if final.exists() and not final.is_file():
        with final.open("wb") as stream:  # IsADirectoryError where it is a folder
            yield stream
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{final.name}.", suffix=".part", dir=final.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())  # else a power cut could leave the new name on an empty file
        temporary.chmod(_mode(final))
        temporary.replace(final)
    except BaseException:  # Ctrl-C and SIGTERM too must not leave a half-written file behind
        temporary.unlink(missing_ok=True)
        raise


def _mode(final: Path) -> int:
    """The permissions of a former file, or those that any new file gets; ``mkstemp`` hides its file from others."""
    if final.exists():
        return final.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
