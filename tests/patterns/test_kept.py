import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.expressions import all_expressions

from cadrestats.patterns.checked import _ANY, _taken_apart
from cadrestats.patterns.kept import Kept


def asked_of(file: Path, sources: str = "ab") -> list[str]:
    """The sources that have to be worked out when a run asks for them; what it gets is always right."""
    kept, worked_out = Kept(file), list[str]()

    def work_out(source: str) -> tuple[str, frozenset[int]]:
        worked_out.append(source)
        return source.upper(), frozenset({1})

    for source in (*sources, *sources):
        assert kept.value(source, lambda source=source: work_out(source)) == (source.upper(), {1})
    kept.write()
    return worked_out


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file in which ``a`` and ``b`` are kept."""
    file = tmp_path / "made" / "expressions"
    assert asked_of(file) == ["a", "b"]
    return file


def test_what_was_worked_out_once_is_not_again(file: Path) -> None:
    assert asked_of(file) == []
    assert asked_of(file, "bc") == ["c"]
    assert asked_of(file, "abc") == []


def test_the_file_is_the_users_alone(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["expressions"]


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data[:-1] + bytes([data[-1] ^ 1]), lambda _: b""]
)
def test_a_damaged_file_is_as_good_as_none(file: Path, damage: object) -> None:
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    assert asked_of(file) == ["a", "b"]
    assert asked_of(file) == []


@pytest.mark.parametrize("what", ["sys.version", "regex.__version__"])
def test_a_file_of_another_version_is_as_good_as_none(file: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from cadrestats.patterns import kept

    monkeypatch.setattr(what, "0.0")
    kept._depends_on.cache_clear()
    assert asked_of(file) == ["a", "b"]
    monkeypatch.undo()
    kept._depends_on.cache_clear()
    assert asked_of(file) == ["a", "b"]


@pytest.mark.skipif(os.name == "nt", reason="no owners and modes")
@pytest.mark.parametrize("mode", [0o644, 0o620, 0o602])
def test_a_file_that_others_may_read_or_write_is_not_believed(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert asked_of(file) == ["a", "b"]


@pytest.mark.skipif(os.name == "nt", reason="no owners and modes")
def test_a_file_of_another_user_is_not_believed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = os.geteuid()
    monkeypatch.setattr("os.geteuid", lambda: own + 1)
    assert asked_of(file) == ["a", "b"]


@pytest.mark.skipif(os.name == "nt", reason="no links and pipes")
def test_what_is_no_ordinary_file_is_not_read(file: Path) -> None:
    planted = file.with_name("planted")
    file.rename(planted)
    file.symlink_to(planted)
    assert asked_of(file) == ["a", "b"]
    assert not file.is_symlink()
    file.unlink()
    os.mkfifo(file)  # whoever opened it to read would wait for ever
    assert asked_of(file) == ["a", "b"]
    assert asked_of(file) == []


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    tmp_path.joinpath("no folder").write_text("")
    file = tmp_path / "no folder" / "expressions"
    assert asked_of(file) == asked_of(file) == ["a", "b"]


def test_what_is_no_plain_value_is_worked_out_in_each_run(file: Path) -> None:
    for _ in range(2):
        kept = Kept(file)
        assert kept.value("day", lambda: date(2024, 9, 9)) == date(2024, 9, 9)
        kept.write()
    assert asked_of(file) == []
    assert Kept(file).value("day", lambda: None) is None


def test_of_two_runs_at_a_time_one_wins(file: Path) -> None:
    one, other = Kept(file), Kept(file)
    assert (one.value("c", lambda: 3), other.value("d", lambda: 4)) == (3, 4)
    one.write()
    other.write()
    assert asked_of(file, "ab") == []
    assert Kept(file).value("d", lambda: 5) == 4
    assert Kept(file).value("c", lambda: 5) == 5


def test_every_expression_is_the_same_after_it_was_kept(tmp_path: Path) -> None:
    expressions = all_expressions()
    texts = [
        "全市现有离退休干部党支部12个、党员300余名，2023年“夕阳红”志愿服务队开展活动40场次。老党员王大明说。",
        "",
        "一二三",
    ]
    kept = Kept(tmp_path / "expressions")
    for name, one in expressions.items():
        kept.value(name, lambda one=one: _taken_apart(one)[1])
    kept.write()
    again = Kept(tmp_path / "expressions")
    for name, one in expressions.items():
        rebuilt = _taken_apart(_ANY)[0](*again.value(name, lambda name=name: pytest.fail(f"not kept: {name}")))
        assert (rebuilt.pattern, rebuilt.flags, rebuilt.groupindex) == (one.pattern, one.flags, one.groupindex)
        for text in texts:
            assert [m.regs for m in rebuilt.finditer(text)] == [m.regs for m in one.finditer(text)]


@pytest.mark.skipif(os.name == "nt", reason="the folder is elsewhere")
def test_a_second_run_reads_what_the_first_one_kept(tmp_path: Path) -> None:
    program = (
        "from cadrestats.patterns import kept, library, checked; import regex\n"
        "library(); found = checked.compiled(r'(?P<n>\\d+)个(?=\\L<verbs>)', verbs=('成立', '有'))\n"
        "print(found.search('12个成立')['n'], len(kept._kept()._former), kept._kept()._new)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    runs = [
        subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
        for _ in range(2)
    ]
    first, second = (re.fullmatch(r"12 (\d+) (True|False)\n", run.stdout) for run in runs)
    assert first and second and first[1] == second[1]
    assert (first[2], second[2]) == ("True", "False")
