"""The command as its users meet it: what it writes where, and how it ends."""

from __future__ import annotations

import csv
import io
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadrestats.models import Statistic
from cadrestats.output import tables

REPORT = "株洲市老干部工作综述\n2023年2月15日\n截至目前，全市建成离退休干部党支部12个。老干部志愿者近300名。\n"
COMMAND = [sys.executable, "-m", "cadrestats"]
QUIET_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR"}}

Ran = subprocess.CompletedProcess[bytes]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, content: str | bytes = REPORT) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content.encode() if isinstance(content, str) else content)


def run(*words: str, **environment: str) -> Ran:
    env = {**QUIET_ENVIRONMENT, **environment}
    return subprocess.run([*COMMAND, *words], check=False, capture_output=True, env=env, timeout=120)


def extract(*words: str, **environment: str) -> Ran:
    return run("extract", *words, **environment)


def table(content: bytes, encoding: str = "utf-8") -> list[tuple[str, str]]:
    """Report and figure of each row."""
    rows = csv.DictReader(io.StringIO(content.decode(encoding), newline=""))
    return [(row["report"], row["figure"]) for row in rows]


ROWS = [("a.txt", "12个"), ("a.txt", "近300名")]


def test_without_arguments_data_raw_becomes_data_out_statistics_csv() -> None:
    put("data/raw/a.txt")
    ran = extract()
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stdout == b""
    written = Path("data/out/statistics.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfreport,title,published,")
    assert table(written, "utf-8-sig") == ROWS


def test_a_dash_is_stdout_which_has_no_mark_and_nothing_but_the_table() -> None:
    put("a.txt")
    ran = extract("a.txt", "-o", "-")
    assert (ran.returncode, ran.stdout[:13]) == (0, b"report,title,")
    assert table(ran.stdout) == ROWS
    assert ran.stdout.splitlines()[0].decode() == ",".join(Statistic.model_fields)


def test_the_summary_stands_on_stderr() -> None:
    put("a.txt")
    ran = extract("a.txt", "-o", "out.csv")
    assert ran.stderr.decode().splitlines() == [
        "1 report read, 2 statistics written to out.csv",
        "statistics: party 1, volunteering 1",
    ]


def test_quiet_says_nothing() -> None:
    put("a.txt")
    ran = extract("a.txt", "-q", "-o", "out.csv")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")


def test_verbose_tells_of_each_report_and_each_repair() -> None:
    garbled = REPORT.encode("gbk").decode("latin-1")
    put("a.txt", REPORT)
    put("b.txt", garbled)
    ran = extract("a.txt", "b.txt", "-v", "-o", "out.csv")
    lines = ran.stderr.decode().splitlines()
    assert lines[0] == "a.txt: statistics 2, repairs 0"
    assert lines[1].startswith("b.txt: statistics 2, repairs ")
    assert any(line.startswith("  line 1, ") and line.endswith("株洲市老干部工作综述") for line in lines)


def test_quiet_and_verbose_exclude_each_other() -> None:
    ran = extract("-q", "-v")
    assert ran.returncode == 2
    assert "--quiet and --verbose exclude each other" in ran.stderr.decode()


def test_an_encoding_can_be_asked_for() -> None:
    put("a.txt")
    assert extract("a.txt", "-o", "out.csv", "--encoding", "gb18030").returncode == 0
    assert table(Path("out.csv").read_bytes(), "gb18030") == ROWS


def test_an_encoding_that_lacks_a_character_is_wrong_usage() -> None:
    put("a.txt")
    ran = extract("a.txt", "-o", "out.csv", "--encoding", "latin-1")
    message = "cadrestats: latin-1 has no '株' (U+682A, in a.txt); utf-8 and gb18030 have all\n"
    assert (ran.returncode, ran.stderr.decode()) == (2, message)
    assert sorted(os.listdir()) == ["a.txt"]  # noqa: PTH208


@pytest.mark.parametrize("name", ["no-such", "base64"])
def test_an_encoding_that_is_none_is_wrong_usage(name: str) -> None:
    ran = extract("--encoding", name)
    assert ran.returncode == 2
    assert f"'{name}' is no text encoding; utf-8, utf-8-sig and gb18030 are" in " ".join(ran.stderr.decode().split())


@pytest.mark.parametrize("form", ["tsv", "xlsx", "parquet", "jsonl", "sqlite"])
def test_the_suffix_tells_the_format(form: str) -> None:
    put("a.txt")
    assert extract("a.txt", "-o", f"out.{form}").returncode == 0
    assert [(row.report, row.figure) for row in tables.read(Path(f"out.{form}"))] == ROWS


def test_the_option_tells_the_format_and_the_name_of_the_file() -> None:
    put("data/raw/a.txt")
    assert extract("--format", "jsonl").returncode == 0
    assert [(row.report, row.figure) for row in tables.read(Path("data/out/statistics.jsonl"))] == ROWS


@pytest.mark.parametrize("form", ["xlsx", "parquet", "sqlite"])
def test_bytes_that_are_no_text_go_through_a_pipe(form: str) -> None:
    put("a.txt")
    Path("piped").write_bytes(extract("a.txt", "-o", "-", "--format", form).stdout)
    assert [(row.report, row.figure) for row in tables.read(Path("piped"), form)] == ROWS


def test_columns_can_have_chinese_names() -> None:
    put("a.txt")
    written = extract("a.txt", "-o", "-", "--header", "zh").stdout.decode().splitlines()
    assert written[0].startswith("报道,标题,发布日期,省份,城市,区县,层级,主体,年份,时期,指标,统计对象,数值,")
    assert written[1].startswith("a.txt,株洲市老干部工作综述,2023-02-15,湖南省,株洲市,")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "xls"], "'xls' is no format of tables; csv, tsv, xlsx, parquet, jsonl, sqlite are"),
        (["--header", "fr"], "'fr' is no language of the header; en and zh are"),
        (["-o", "a.xls"], "cadrestats: a.xls: no table ends in .xls; .csv, .tsv, .xlsx, "),
        (
            ["-o", "a.parquet", "--header", "zh"],
            "columns have Chinese names in csv, tsv and xlsx; programs that read parquet",
        ),
        (["-o", "a.jsonl", "--encoding", "gbk"], "an encoding is chosen for csv and tsv alone, jsonl has its own"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(words: list[str], told: str) -> None:
    put("data/raw/a.txt")
    ran = extract(*words)
    assert (ran.returncode, sorted(os.listdir())) == (2, ["data"])  # noqa: PTH208
    assert told in " ".join(ran.stderr.decode().split())


def test_bytes_that_are_no_text_are_refused_at_a_terminal_alone() -> None:
    put("a.txt")
    ours, theirs = pty.openpty()
    command = [*COMMAND, "extract", "a.txt", "-o", "-", "--format", "xlsx"]
    ran = subprocess.run(command, check=False, stdout=theirs, stderr=subprocess.PIPE, env=QUIET_ENVIRONMENT)
    os.close(theirs)
    os.close(ours)
    told = "cadrestats: xlsx is no text that a terminal could show; -o FILE or a pipe takes it\n"
    assert (ran.returncode, ran.stderr.decode()) == (2, told)


@pytest.mark.parametrize("given", ["2023", "2023-06", "2023-06-15"])
def test_a_date_and_a_place_can_be_supplied(given: str) -> None:
    put("a.txt", "离退休干部党支部有12个。")
    place = ("--province", "湖南省", "--city", "怀化市", "--district", "溆浦县")
    ran = extract("a.txt", "-o", "-", "--published", given, *place)
    (row,) = csv.DictReader(io.StringIO(ran.stdout.decode()))
    supplied = ("published", "province", "city", "district", "year")
    assert [row[column] for column in supplied] == [given, "湖南省", "怀化市", "溆浦县", "2023"]
    assert (row["place_from"], row["year_from"]) == ("option", "option")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("--city", "怀化"), ["湖南省", "怀化市", ""]),
        (("--district", "xupu"), ["湖南省", "怀化市", "溆浦县"]),
        (("--city", "深圳市", "--district", "南山区"), ["广东省", "深圳市", "南山区"]),
        (("--province", "350000"), ["福建省", "", ""]),
    ],
)
def test_a_place_is_given_by_any_of_its_names(words: tuple[str, ...], place: list[str]) -> None:
    put("a.txt", "离退休干部党支部有12个。")
    (row,) = csv.DictReader(io.StringIO(extract("a.txt", "-o", "-", *words).stdout.decode()))
    assert [row[column] for column in ("province", "city", "district")] == place


@pytest.mark.parametrize("command", ["extract", "review"])
def test_a_place_that_is_none_is_wrong_usage(command: str) -> None:
    put("a.txt", "离退休干部党支部有12个。")
    ran = run(command, "a.txt", "-o", "out.html" if command == "review" else "out.csv", "--district", "南山区")
    told = (
        "cadrestats: '南山区' may be hegang/nanshan (黑龙江省 鹤岗市 南山区), shenzhen/nanshan (广东省 深圳市 南山区)\n"
    )
    assert (ran.returncode, ran.stderr.decode()) == (2, told)
    assert sorted(path.name for path in Path().iterdir()) == ["a.txt"]


@pytest.mark.parametrize("given", ["20230615", "2023-6", "2023-02-30", "2023-13", "23", "2023-W01-1", "昨天"])
def test_a_date_that_is_none_is_wrong_usage(given: str) -> None:
    ran = extract("--published", given)
    assert ran.returncode == 2
    message = " ".join(ran.stderr.decode().split())
    assert f"'{given}' is no date like 2023-06-15, 2023-06 or 2023" in message


def test_an_option_that_does_not_exist_is_wrong_usage() -> None:
    assert extract("--colour").returncode == 2


def test_reports_that_cannot_be_read_are_named_and_the_others_written() -> None:
    put("in/a.txt")
    put("in/b.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    put("c.doc", b"\xd0\xcf\x11\xe0")
    ran = extract("in", "c.doc", "gone", "-o", "out.csv")
    lines = ran.stderr.decode().splitlines()
    assert ran.returncode == 1
    assert table(Path("out.csv").read_bytes(), "utf-8-sig") == ROWS
    assert lines[0] == "1 report read, 2 statistics written to out.csv"
    assert lines[2] == "3 reports could not be read:"
    assert lines[3].startswith("  c.doc: .doc files are not read, only .txt, .md, .html, ")
    assert lines[4] == "  gone: no such file or folder"
    assert lines[5].startswith("  b.txt: This is a PNG image, not a text")


def test_quiet_still_names_what_failed() -> None:
    put("a.txt")
    ran = extract("a.txt", "gone", "-q", "-o", "out.csv")
    message = "1 report could not be read:\n  gone: no such file or folder\n"
    assert (ran.returncode, ran.stderr.decode()) == (1, message)


def test_an_output_that_cannot_be_written_is_wrong_usage() -> None:
    put("a.txt")
    Path("out").mkdir()
    ran = extract("a.txt", "-o", "out")
    assert (ran.returncode, ran.stderr.decode()) == (2, "cadrestats: out cannot be written: Is a directory\n")


def test_text_from_a_file_cannot_steer_the_terminal() -> None:
    ran = extract("\x1b[2Jgone", "-o", "out.csv")
    assert "  \ufffd[2Jgone: no such file or folder" in ran.stderr.decode().splitlines()


def test_a_reader_that_has_seen_enough_ends_the_run_quietly() -> None:
    put("a.txt", REPORT + "".join(f"第{n}批老干部志愿者{n}名。\n" for n in range(100, 1600)))
    with subprocess.Popen(
        [*COMMAND, "extract", "a.txt", "-o", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(7) == b"report,"
        running.stdout.close()
        assert (running.stderr.read(), running.wait(60)) == (b"", 0)


def test_two_runs_give_identical_bytes() -> None:
    for name in ("b", "a", "c/a"):
        put(f"in/{name}.txt")
    extract("in", "-o", "one.csv", PYTHONHASHSEED="1")
    extract("in", "-o", "two.csv", PYTHONHASHSEED="2")
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()
    assert len(table(Path("one.csv").read_bytes(), "utf-8-sig")) == 6


@pytest.fixture
def half_way() -> Iterator[subprocess.Popen[bytes]]:
    """A run that has begun to write and waits for its second report, which is a pipe that nobody fills."""
    put("a.txt")
    put("out.csv", "former")
    os.mkfifo("waiting.txt")
    with subprocess.Popen(
        [*COMMAND, "extract", "a.txt", "waiting.txt", "-o", "out.csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        deadline = time.monotonic() + 60
        while not list(Path().glob(".out.csv.*.part")):
            assert running.poll() is None, "the run ended by itself"
            assert time.monotonic() < deadline, "the run never began to write"
            time.sleep(0.01)
        yield running
        running.kill()


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_ended_half_way_leaves_the_former_output_and_nothing_else(
    half_way: subprocess.Popen[bytes], sent: signal.Signals, status: int
) -> None:
    half_way.send_signal(sent)
    assert half_way.wait(60) == status
    assert half_way.stderr is not None
    assert half_way.stderr.read() == b""
    assert Path("out.csv").read_text(encoding="utf-8") == "former"
    assert sorted(os.listdir()) == ["a.txt", "out.csv", "waiting.txt"]  # noqa: PTH208


def test_a_run_that_is_killed_half_way_leaves_the_former_output(half_way: subprocess.Popen[bytes]) -> None:
    half_way.kill()
    assert half_way.wait(60) == -signal.SIGKILL
    assert Path("out.csv").read_text(encoding="utf-8") == "former"


def at_a_terminal(*words: str, **environment: str) -> str:
    """What a run shows on stderr where that is a terminal."""
    ours, theirs = pty.openpty()
    env = {**QUIET_ENVIRONMENT, "TERM": "xterm-256color", **environment}
    with subprocess.Popen([*COMMAND, "extract", *words], stdout=subprocess.DEVNULL, stderr=theirs, env=env) as running:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # how Linux says that nobody holds the other end any more
                break
            if not part:
                break
            shown += part
        assert running.wait(60) == 0
    os.close(ours)
    return shown.decode()


def test_a_progress_bar_is_shown_at_a_terminal_and_nowhere_else() -> None:
    put("a.txt")
    put("b.txt")
    assert "2/2" in at_a_terminal("a.txt", "b.txt", "-o", "out.csv")
    assert at_a_terminal("a.txt", "b.txt", "-o", "out.csv", "-q") == ""
    assert "2/2" not in extract("a.txt", "b.txt", "-o", "out.csv").stderr.decode()


def test_no_color_is_respected() -> None:
    put("a.txt")
    coloured = "\x1b[38;5;"
    assert coloured in at_a_terminal("a.txt", "-o", "out.csv")
    assert coloured not in at_a_terminal("a.txt", "-o", "out.csv", NO_COLOR="1")


PLANTED_FAULT = """
import cadrestats.pipeline

def read(*_):
    raise RuntimeError("planted")

cadrestats.pipeline.read = read
"""


def test_a_fault_shows_its_traceback_only_when_asked() -> None:
    put("a.txt")
    put("broken/sitecustomize.py", PLANTED_FAULT)
    quiet = extract("a.txt", "-o", "out.csv", PYTHONPATH="broken")
    loud = extract("a.txt", "-o", "out.csv", "--debug", PYTHONPATH="broken")
    assert (quiet.returncode, loud.returncode) == (1, 1)
    assert quiet.stderr.decode().splitlines() == [
        "0 reports read, 0 statistics written to out.csv",
        "1 report could not be read:",
        "  a.txt: a fault of cadrestats itself (RuntimeError: planted); --debug shows where",
    ]
    assert loud.stderr.decode().startswith("Traceback (most recent call last):\n")
    assert "RuntimeError: planted\n" in loud.stderr.decode()


@pytest.mark.parametrize("words", [["--help"], ["extract", "--help"], ["--version"]])
def test_help_answers_without_loading_what_takes_long(words: list[str]) -> None:
    seen = (
        "import sys; from cadrestats.cli import main; sys.argv[1:] = {words!r}\n"
        "try: main()\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "heavy = {{'pandas', 'numpy', 'jieba', 'ftfy', 'regex', 'rich', 'cadrestats.models'}} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", seen.format(words=words)], check=True, capture_output=True)
    assert ran.stderr.decode() == "[]\n"


def test_the_package_is_imported_without_loading_what_takes_long() -> None:
    seen = "import sys, cadrestats; print(sorted({'pandas', 'jieba', 'ftfy', 'pydantic', 'typer'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", seen], check=True, capture_output=True).stdout == b"[]\n"


def test_pandas_is_not_loaded_to_write_a_table() -> None:
    put("a.txt")
    seen = (
        "import sys; from cadrestats.cli import main; sys.argv[1:] = ['extract', 'a.txt', '-o', 'out.csv', '-q']\n"
        "try: main()\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "print('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", seen], check=True, capture_output=True).stdout == b"False\n"


def test_help_gives_examples_and_the_exit_status() -> None:
    shown = run("extract", "--help").stdout.decode()
    examples = [line for line in shown.splitlines() if line.startswith("    cadrestats extract")]
    assert examples[0] == "    cadrestats extract"
    assert len(examples) == 10
    assert "Exit status: 0; 1 where some reports could not be read" in shown


def test_the_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    assert run("--version").stdout.decode() == f"cadrestats {version('cadrestats')}\n"


def repair(*words: str, stdin: bytes = b"") -> Ran:
    command = [*COMMAND, "repair", *words]
    return subprocess.run(command, input=stdin, check=False, capture_output=True, env=QUIET_ENVIRONMENT, timeout=120)


GARBLED = REPORT.encode("gbk").decode("latin-1")


def test_repair_writes_the_repaired_text() -> None:
    put("a.txt", GARBLED)
    ran = repair("a.txt")
    assert (ran.returncode, ran.stdout.decode(), ran.stderr) == (0, REPORT, b"")


@pytest.mark.parametrize("words", [(), ("-",)])
def test_repair_reads_stdin(words: tuple[str, ...]) -> None:
    ran = repair(*words, stdin=GARBLED.encode())
    assert (ran.returncode, ran.stdout.decode(), ran.stderr) == (0, REPORT, b"")


def test_start_and_end_of_rows_cut_their_figures_out_of_the_repaired_text() -> None:
    put("a.txt", GARBLED)
    text = repair("a.txt").stdout.decode()
    rows = list(csv.DictReader(io.StringIO(extract("a.txt", "-o", "-").stdout.decode())))
    assert [text[int(row["start"]) : int(row["end"])] for row in rows] == ["12个", "近300名"]


def test_several_repaired_texts_stand_under_their_names() -> None:
    put("in/a.txt", "甲\n")
    put("in/b.csv", "正文\n乙\n丙\n")
    assert repair("in").stdout.decode() == "==> a.txt <==\n甲\n\n==> b.csv#1 <==\n乙\n\n==> b.csv#2 <==\n丙\n"


def test_repair_names_what_cannot_be_read() -> None:
    put("a.txt")
    ran = repair("a.txt", "gone.txt")
    assert (ran.returncode, ran.stdout.decode()) == (1, REPORT)
    assert ran.stderr.decode() == "gone.txt: no such file or folder\n"


def test_repair_explains_what_it_did() -> None:
    put("a.txt", REPORT.replace("综述", "综述".encode("gbk").decode("latin-1") + "ÀÏ¸É²¿"))
    ran = repair("a.txt", "--explain")
    assert (ran.returncode, ran.stdout.decode()) == (
        0,
        "report,line,rule,from,to\na.txt,1,gbk-as-latin1,×ÛÊöÀÏ¸É²¿,综述老干部\n",
    )


def test_repair_lets_its_reader_end() -> None:
    put("a.txt", "老干部工作。\n" * 100_000)
    with subprocess.Popen([*COMMAND, "repair", "a.txt"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(3) == "老".encode()
        running.stdout.close()
        assert (running.stderr.read(), running.wait(60)) == (b"", 0)


def test_extract_reads_stdin_of_any_kind() -> None:
    from tests.reading.formats import written

    ran = subprocess.run(
        [*COMMAND, "extract", "-", "-o", "-"], input=written.word(), check=True, capture_output=True, timeout=120
    )
    rows = table(ran.stdout)
    assert (len(rows), rows[0]) == (14, ("stdin", "126个"))


def test_a_column_of_texts_can_be_named() -> None:
    put("a.csv", "编号,摘录\n1,离退休干部党支部有12个。\n")
    assert extract("a.csv", "-o", "out.csv").returncode == 1
    assert table(extract("a.csv", "-o", "-", "--text-column", "摘录").stdout) == [("a.csv#1", "12个")]


def test_the_help_of_repair_gives_examples() -> None:
    shown = run("repair", "--help").stdout.decode()
    assert [line.strip() for line in shown.splitlines() if line.startswith("    ") and "cadrestats repair" in line] == [
        "cadrestats repair 通讯.txt",
        "cadrestats repair 通讯.pdf | grep -o '党支部[0-9]*个'",
        "pbpaste | cadrestats repair",
        "cadrestats repair reports --explain",
    ]
