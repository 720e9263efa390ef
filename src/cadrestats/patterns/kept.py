"""What takes long to work out of a text and always comes out the same, kept from one run to the next.

That is the code of compiled expressions, and what can be told of their matches. All of it stands in one file in the
user's own cache folder. It is safe to read because of four things:

- It holds plain values (``marshal``), never pickles: nothing in it is called when it is read.
- It is read only if it is an ordinary file that belongs to the user alone: whoever could have written it could as well
  have changed the program. One planted in a shared folder, or another user's under ``sudo``, is as good as none.
- It begins with a digest of all that follows and of what the values depend on besides their sources: Python, ``regex``
  and this package's own code. A file that is damaged or of another version is as good as none; and an entry, found by
  the whole text that it was made of, is never out of date.
- It is written beside and put in place in one step. Of several runs that write at a time the last one wins, and what it
  lacks is worked out, and kept, by the next run that needs it.

Where the folder cannot be written, nothing is kept.
"""

from __future__ import annotations

import atexit
import hashlib
import marshal
import os
import stat
import sys
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import regex

_FILE = "expressions"
_DIGEST = 32
#: With more entries than this, which own pattern files may make in time, those are left out that a run did not need.
_MANY = 1 << 13
#: Opened so, a symbolic link is none of ours, and a named pipe keeps nobody waiting.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

Value = TypeVar("Value")


class Kept:
    """Values that are kept in a file.

    Args:
        file: The file.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._asked: dict[str, bytes] = {}
        self._new = False

    @cached_property
    def _former(self) -> dict[str, bytes]:
        try:
            content = _content(self._file)
        except OSError:
            return {}
        data = content[_DIGEST:]
        if content[:_DIGEST] != _digest(data):
            return {}
        former: dict[str, bytes] = marshal.loads(zlib.decompress(data))
        return former

    def value(self, source: str, work_out: Callable[[], Value]) -> Value:
        """What was worked out of a source before, or now.

        Args:
            source: All that the value depends on, and what kind of value it is.
            work_out: Works it out. Strings, bytes, numbers, None, and tuples, lists, sets and dictionaries of them are
                kept; a value of another kind is worked out in each run.
        """
        if (known := self._former.get(source)) is not None:
            self._asked[source] = known
            return marshal.loads(known)  # type: ignore[no-any-return]
        value = work_out()
        with suppress(ValueError):  # it is of another kind
            self._former[source] = self._asked[source] = marshal.dumps(value)  # type: ignore[arg-type]
            self._new = True
        return value

    def write(self) -> None:
        """Write the file, if there is anything new and the folder can be written."""
        if not self._new:
            return
        self._new = False
        data = zlib.compress(marshal.dumps(self._former if len(self._former) <= _MANY else self._asked), 1)
        with suppress(OSError):  # nothing is lost but time
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{self._file.name}.", dir=self._file.parent)  # of mode 600
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_digest(data) + data)
                Path(name).replace(self._file)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise


def _content(file: Path) -> bytes:
    """The bytes of a file that belongs to the user alone.

    Raises:
        OSError: There is none.
    """
    with os.fdopen(os.open(file, _FLAGS), "rb") as stream:
        found = os.fstat(stream.fileno())
        owners = hasattr(os, "geteuid")  # elsewhere the cache folder lies in the user's profile, closed to others
        if not stat.S_ISREG(found.st_mode) or (owners and (found.st_uid != os.geteuid() or found.st_mode & 0o077)):
            raise PermissionError(f"{file} may be somebody else's")
        return stream.read()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(_depends_on() + data).digest()


@cache
def _depends_on() -> bytes:
    """What values depend on besides their sources."""
    code = b"\0".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    versions = f"{sys.version}|{sys.byteorder}|{sys.maxsize}|{regex.__version__}"
    return hashlib.sha256(versions.encode() + code).digest()


@cache
def _kept() -> Kept:
    """What is kept in the user's cache folder; it is written when the program ends."""
    import platformdirs

    found = Kept(Path(platformdirs.user_cache_dir("cadrestats", appauthor=False)) / _FILE)
    atexit.register(found.write)
    return found


def kept(source: str, work_out: Callable[[], Value]) -> Value:
    """What was worked out of a source in this run or a former one, or now; see ``Kept.value``."""
    return _kept().value(source, work_out)
