"""What became of reports, remembered from one run to the next: an SQLite file in the user's own cache folder.

An entry is found by everything that its outcomes depend on: the bytes of the report, what its container and its name
tell of it, what is to be done, the program and its libraries, and the pattern files where the work knows patterns. So
nothing is ever out of date; what a changed file makes useless is never asked for again, and removed in time.

Entries are JSON with a check sum over key and value, never code: one that is damaged, or stands under another key than
its own, is as good as none. Several runs may use one file at a time. One that is no database is begun anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import monotonic

import platformdirs
from pydantic import TypeAdapter, ValidationError

from cadrestats.engines.outcomes import Extraction, Outcome, Work
from cadrestats.engines.stream import Task, Unusable
from cadrestats.reading.byline import day_of_file
from cadrestats.reading.formats import Article, kind_of

KEPT_DAYS = 60
"""How long entries stay that nobody can ask for any more, unless their program or patterns come back."""

_FILE = "reports.sqlite3"
_LIBRARIES = ("ftfy", "jieba", "opencc", "regex", "python-docx", "pypdfium2", "trafilatura")
_WRITE_EVERY = 1.0  # seconds
_TABLES = """
CREATE TABLE IF NOT EXISTS knowledge (id INTEGER PRIMARY KEY, digest BLOB UNIQUE NOT NULL, used TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outcomes (
    key BLOB PRIMARY KEY, knowledge INTEGER NOT NULL, proof BLOB NOT NULL, value BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS by_knowledge ON outcomes (knowledge);
"""
_ENTRY = TypeAdapter(tuple[Outcome, ...])


def folder() -> Path:
    """Where reports are remembered unless told otherwise."""
    return Path(platformdirs.user_cache_dir("cadrestats", appauthor=False))


class Cache:
    """Outcomes of former runs.

    Args:
        where: The folder that holds them; it is made where it is missing.
    """

    def __init__(self, where: Path) -> None:
        self.where = where

    @contextmanager
    def of(self, work: Work) -> Iterator[Memory]:
        """Open what is remembered of a kind of work.

        Args:
            work: The work.

        Raises:
            Unusable: The file cannot be opened or written.
        """
        try:
            self.where.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(self._database()) as database:
                memory = Memory(database, digest_of(work))
                try:
                    yield memory
                finally:
                    database.commit()  # a run that is broken off goes on from there the next time
        except (OSError, sqlite3.Error) as error:
            raise Unusable(
                f"the cache in {self.where} cannot be used ({error}); delete that folder, or leave out --cache"
            ) from error

    def _database(self) -> sqlite3.Connection:
        try:
            return _opened(self.where / _FILE)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, not writable, disk full
                raise
        for name in (_FILE, f"{_FILE}-wal", f"{_FILE}-shm"):  # no database, or a damaged one
            (self.where / name).unlink(missing_ok=True)
        return _opened(self.where / _FILE)


class Memory:
    """What is remembered of one kind of work.

    Args:
        database: The open database.
        digest: Of all but the report that outcomes of this work depend on.
    """

    def __init__(self, database: sqlite3.Connection, digest: bytes) -> None:
        self._database = database
        self._digest = digest
        self._written = monotonic()
        database.execute(
            "INSERT INTO knowledge (digest, used) VALUES (?, date('now')) "
            "ON CONFLICT (digest) DO UPDATE SET used = excluded.used",
            (digest,),
        )
        unused = "SELECT id FROM knowledge WHERE used < date('now', ?)"
        database.execute(f"DELETE FROM outcomes WHERE knowledge IN ({unused})", (f"-{KEPT_DAYS} days",))
        database.execute(f"DELETE FROM knowledge WHERE id IN ({unused})", (f"-{KEPT_DAYS} days",))
        (self._id,) = database.execute("SELECT id FROM knowledge WHERE digest = ?", (digest,)).fetchone()
        database.commit()

    def recalled(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Pass tasks on; of those that were done before the outcomes are known, the others have a key.

        Args:
            tasks: The tasks.
        """
        for task in tasks:
            if task.known is not None or task.part is None or (isinstance(task.part, Article) and task.part.problem):
                yield task
                continue
            key = self._key(task)
            known = self._entry(key, task.part.name)
            yield task._replace(known=known) if known is not None else task._replace(key=key)

    def remember(self, task: Task) -> None:
        """Remember the outcomes of a task that was done; failures, which may have passed by then, are not.

        Args:
            task: The task.
        """
        if not task.key or task.part is None or not task.known or any(one.failure is not None for one in task.known):
            return
        name = task.part.name
        if not all(one.report.startswith(name) for one in task.known):
            return
        nameless = tuple(_called(one, one.report.removeprefix(name), "") for one in task.known)
        value = zlib.compress(_ENTRY.dump_json(nameless, exclude_defaults=True), 1)
        self._database.execute(
            "INSERT OR REPLACE INTO outcomes (key, knowledge, proof, value) VALUES (?, ?, ?, ?)",
            (task.key, self._id, _proof(task.key, value), value),
        )
        if monotonic() - self._written > _WRITE_EVERY:  # soon, since other runs wait for their turn
            self._database.commit()
            self._written = monotonic()

    def _entry(self, key: bytes, name: str) -> tuple[Outcome, ...] | None:
        found = self._database.execute("SELECT proof, value FROM outcomes WHERE key = ?", (key,)).fetchone()
        if found is None or found[0] != _proof(key, found[1]):
            return None
        try:
            outcomes = _ENTRY.validate_json(zlib.decompress(found[1]))
        except (zlib.error, ValidationError):
            return None
        return tuple(_called(one, name + one.report, name + one.report) for one in outcomes)

    def _key(self, task: Task) -> bytes:
        """What the outcomes of a part depend on. Of its name that is the date and the kind, where it tells these."""
        part = task.part
        assert part is not None
        if isinstance(part, Article):
            kind, told, data = "", (part.title, part.published), part.data
        else:
            kind, told, data = kind_of(part), ("", ""), part.stream.getbuffer()  # type: ignore[attr-defined]
        words = repr((kind, *told, day_of_file(part.name)))
        digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass") + b"\0", key=self._digest, digest_size=20)
        digest.update(data)
        return digest.digest()


def _opened(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=60)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last entries, never the others
        database.executescript(_TABLES)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _proof(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, key=key, digest_size=16).digest()


def _called(outcome: Outcome, report: str, in_rows: str) -> Outcome:
    """The outcome under a name."""
    rows = {
        column: tuple(row.model_copy(update={"report": in_rows}) for row in getattr(outcome, column))
        for column in ("statistics", "accounts")
        if getattr(outcome, column)
    }
    return outcome.model_copy(update={"report": report, **rows})


def digest_of(work: Work) -> bytes:
    """A digest of all that the outcomes of a kind of work depend on besides the report.

    Args:
        work: The work.
    """
    from cadrestats import patterns

    package = Path(__file__).parents[1]
    program = [path for path in package.rglob("*") if path.suffix in (".py", ".csv")]
    digest = hashlib.blake2b(digest_size=32)
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    known = [*patterns.folder().rglob("*.toml")] if getattr(work, "knows_patterns", True) else []
    own = getattr(work, "own_patterns", None)
    for root, files in ((package, program), (patterns.folder(), known), (own, own.rglob("*.toml") if own else [])):
        for path in sorted(files):
            digest.update(f"{path.relative_to(root)}\n".encode() + hashlib.blake2b(path.read_bytes()).digest())
    lines = work.lines.__qualname__ if isinstance(work, Extraction) and work.lines else ""
    options = repr((type(work).__name__, getattr(work, "defaults", ""), lines))
    return hashlib.blake2b(options.encode(), key=digest.digest(), digest_size=32).digest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
