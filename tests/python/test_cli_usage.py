"""Messages, exit statuses and start-up of the command."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import scrm
from scrm.cli.parser import build_parser

COMMANDS = [
    "init", "import", "export", "migrate", "backup", "restore", "delete", "resolve", "links", "clusters", "review",
    "confirm", "reject", "unlink", "merge", "unmerge", "keep-apart", "why", "how", "search", "dedupe", "link",
    "evaluate", "model", "classify", "sentiment", "sample", "state-hash", "report", "verify", "audit",
]  # fmt: skip


def test_help_and_version_exit_zero(scrm_command):
    overview = scrm_command("--help")
    assert overview.status == 0
    for command in COMMANDS:
        assert re.search(rf"^\s+{command}\b", overview.out, re.M), command
    for unfinished in ("ingest", "parse"):
        assert not re.search(rf"^\s+{unfinished}\b", overview.out, re.M), unfinished
    version = scrm_command("--version")
    assert version.status == 0
    assert re.fullmatch(r"scrm \d+\.\d+\.\d+\S*\n", version.out)
    assert scrm_command("merge", "--help").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("init",),
        ("resolve", "--db", "x.db", "--threads", "abc"),
        ("resolve", "--db", "x.db", "--threads", "-1"),
        ("resolve", "--db", "x.db", "--threads", "0"),
        ("sample", "--customers", "-5", "--identities", "1", "-o", "d"),
        ("sample", "--customers", "ten", "--identities", "1", "-o", "d"),
        ("export", "customers", "--db", "x.db", "--format", "xml"),
        ("dedupe", "a.csv", "--id", "id", "-o", "o.csv", "--min-probability", "2"),
        ("evaluate", "--truth", "t.csv"),
        ("sample", "--customers", "99999999999999999999", "--identities", "1", "-o", "d"),
        ("sample", "--customers", "1", "--identities", "1", "--seed", "-1", "-o", "d"),
        ("review", "--db", "x.db", "--limit", "99999999999999999999"),
        ("review", "--db", "x.db", "--limit", "0"),
        ("search", "--db", "x.db", "--name", "x", "--limit", "0"),
        ("assessments", "--db", "x.db", "--limit", "0"),
        ("assessments", "--db", "x.db", "--since", "20250101"),
        ("assessments", "--db", "x.db", "--since", "2025-W01-1"),
        ("assessments", "--db", "x.db", "--until", "2025-01-01T00"),
        ("dedupe", "a.csv", "--id", "id", "-o", ""),
        ("dedupe", "a.csv", "--id", "id", "-o", "-", "--links-out", "-"),
        ("dedupe", "a.csv", "--id", "id", "-o", "o.csv", "--columns", "given_name"),
        ("dedupe", "a.csv", "--id", "id", "-o", "o.csv", "--columns", "=x"),
        ("dedupe", "a.csv", "--id", "id", "-o", "o.csv", "--min-probability", "nan"),
        ("search", "--db", "x.db"),
        ("search", "--db", "x.db", "--name", ""),
        ("search", "--db", "x.db", "--phone", "xyz"),
        ("search", "--db", "x.db", "--name", "x", "--email", "xyz"),
        ("search", "--db", "x.db", "--birth-date", "xyz"),
        ("model", "train", "-o", "m.json"),
        ("model", "train", "a.csv", "-o", "m.json"),
        ("model", "train", "a.csv", "--db", "x.db", "-o", "m.json"),
        ("confirm", b"vk:\xff", "C", "--db", "x.db"),
        ("search", "--name", b"\xff", "--db", "x.db"),
        ("resolve", "--db", b"\xff.db"),
        ("import", "sentiments", "a.csv", "--db", "x.db"),
        ("evaluate", "--truth", "t.csv", "--links", "l.csv", "--clusters", "c.csv"),
    ],
)
def test_wrong_usage_exits_two_and_ends_in_an_error_line(scrm_command, tmp_path, arguments):
    outcome = scrm_command(*arguments, cwd=tmp_path)
    assert outcome.status == 2
    assert re.match(r"scrm.*: error: ", outcome.err.rstrip("\n").splitlines()[-1])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("links",), ("clusters",), ("review",), ("resolve",), ("state-hash",), ("verify",), ("audit", "verify"),
        ("export", "customers"), ("why", "vk:1", "C1"), ("how", "C1"), ("search", "--name", "x"),
        ("merge", "A", "B"), ("unmerge", "M"), ("keep-apart", "A", "B"), ("confirm", "vk:1", "C"), ("migrate",),
        ("backup", "-o", "b.bin"), ("report", "-o", "r.html"), ("delete", "customers", "C1"),
        ("model", "train", "-o", "m.json"),
    ],
)  # fmt: skip
def test_a_database_that_is_not_there_is_one_line_and_nothing_is_made(scrm_command, tmp_path, arguments):
    outcome = scrm_command(*arguments, "--db", "absent.db", cwd=tmp_path)
    assert outcome.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", outcome.err)
    assert outcome.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("import", "customers", "absent.csv", "--db", "x.db"), "absent.csv"),
        (("import", "identities", ".", "--db", "x.db"), ""),
        (("restore", "absent.bin", "--db", "x.db"), ""),
        (("dedupe", "absent.csv", "--id", "id", "-o", "o.csv"), "absent.csv"),
        (("link", "absent.csv", "b.csv", "--id", "id", "-o", "o.csv"), "absent.csv"),
        (("model", "show", "absent.json"), "absent.json"),
        (("evaluate", "--truth", "absent.csv", "--links", "l.csv"), "absent.csv"),
    ],
)
def test_an_absent_input_is_one_line_that_names_it(scrm_command, tmp_path, arguments, named):
    outcome = scrm_command(*arguments, cwd=tmp_path)
    assert outcome.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", outcome.err)
    assert named in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_file_names_need_not_be_text(scrm_command, tmp_path):
    folder = str(tmp_path).encode()
    source, target = folder + b"/\xff.csv", folder + b"/\xfe.csv"
    with open(source, "w", encoding="utf-8") as out:
        out.write("customer_id,full_name\nC1,A\n")
    database = tmp_path / "bank.db"
    assert scrm_command("import", "customers", source, "--db", database).status == 0
    outcome = scrm_command("export", "customers", "--db", database, "-o", target)
    assert outcome.status == 0, outcome.err
    assert b"C1" in Path(target.decode("utf-8", "surrogateescape")).read_bytes()


def test_results_are_utf8_in_every_locale(scrm_command, tmp_path):
    database, source = tmp_path / "bank.db", tmp_path / "c.csv"
    source.write_text("customer_id,full_name\nC1,Щербакова Анна\n", encoding="utf-8")
    bare = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    assert scrm_command("import", "customers", source, "--db", database, env=bare).status == 0
    outcome = scrm_command("how", "C1", "--db", database, env=bare)
    assert outcome.status == 0, outcome.err
    assert "Щербакова" in outcome.out


def test_a_name_cannot_steer_the_terminal(scrm_command, tmp_path):
    database, source = tmp_path / "bank.db", tmp_path / "c.csv"
    source.write_text('customer_id,full_name\nC1,"Anna\x1b[2J\nKowalska \u202egnp"\n', encoding="utf-8")
    assert scrm_command("import", "customers", source, "--db", database).status == 0
    for command in (("how", "C1"), ("search", "--name", "Anna Kowalska")):
        out = scrm_command(*command, "--db", database).out
        assert "Kowalska" in out
        assert not set(out) & {"\x1b", "\u202e"}
        assert any("Anna" in line and "Kowalska" in line for line in out.splitlines())


def test_work_that_does_not_listen_is_left_behind(tmp_path):
    code = (
        "import importlib, sys, time, types\n"
        "cli, parser = map(importlib.import_module, ('scrm.cli.main', 'scrm.cli.parser'))\n"
        "def deaf(_):\n"
        "    print('ready', flush=True)\n"
        "    while True:\n"
        "        try: time.sleep(60)\n"
        "        except KeyboardInterrupt: pass\n"
        "cli._PATIENCE_SECONDS = 0.3\n"
        "parser.parse_arguments = lambda _: types.SimpleNamespace(run=deaf)\n"
        "sys.exit(cli.run_process(interrupts_held=False))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline() == b"ready\n"
    for _ in range(2):
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"scrm: interrupted\n")


def test_no_command_makes_folders(scrm_command, tmp_path):
    outcome = scrm_command("init", "--db", tmp_path / "absent" / "bank.db")
    assert outcome.status == 1
    assert not (tmp_path / "absent").exists()


def test_a_closed_pipe_is_no_error_message(sample_bank, tmp_path):
    database = tmp_path / "bank.db"
    for kind, file in (("customers", "customers.csv"),):
        subprocess.run(
            [sys.executable, "-m", "scrm", "import", kind, sample_bank / file, "--db", database],
            check=False,
            capture_output=True,
        )
    command = f"{sys.executable} -m scrm export customers --db {database} | head -n 1"
    finished = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert finished.stdout.startswith(b"customer_id")
    assert finished.stderr == b""


@pytest.mark.parametrize("report", ["", "--json"])
def test_refused_rows_are_told_of_where_nobody_reads_the_report(tmp_path, report):
    (tmp_path / "c.csv").write_text("customer_id,full_name\n,A\n1,B\n", encoding="utf-8")
    line = f"{sys.executable} -m scrm import customers c.csv --db bank.db {report} | true; exit ${{PIPESTATUS[0]}}"
    finished = subprocess.run(["bash", "-c", line], capture_output=True, check=False, cwd=tmp_path)
    assert finished.returncode == 3
    assert finished.stderr == b"scrm: 1 of 2 rows quarantined (no_id: 1)\n"


def test_a_full_output_is_exit_one(scrm_command, sample_bank, tmp_path):
    database = tmp_path / "bank.db"
    scrm_command("import", "customers", sample_bank / "customers.csv", "--db", database)
    for arguments in (["export", "customers", "--db", database], ["links", "--db", database]):
        with Path("/dev/full").open("wb") as full:
            finished = subprocess.run(
                [sys.executable, "-m", "scrm", *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert finished.returncode == 1
        assert re.fullmatch(rb"scrm: error: .+\n", finished.stderr)
    outcome = scrm_command("export", "customers", "--db", database, "-o", tmp_path / "no" / "such.csv")
    assert outcome.status == 1
    assert re.fullmatch(r"scrm: error: .+\n", outcome.err)


def test_a_full_stderr_undoes_no_work(tmp_path):
    (tmp_path / "c.csv").write_text("id,name\n1,Anna Kern\n2,Anna Kern\n", encoding="utf-8")
    line = f"{sys.executable} -m scrm dedupe c.csv --id id -o out.csv 2> /dev/full"
    finished = subprocess.run(["bash", "-c", line], capture_output=True, check=False, cwd=tmp_path)
    assert finished.returncode == 0
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    "command", [["state-hash"], ["links"], ["how", "C00000001"], ["export", "customers"], ["verify"]]
)
@pytest.mark.parametrize("closed", [">&-", "<&- >&-", "> /dev/full"])
def test_a_closed_output_is_exit_one_and_harms_no_database(scrm_command, sample_bank, tmp_path, command, closed):
    database = tmp_path / "bank.db"
    scrm_command("import", "customers", sample_bank / "customers.csv", "--db", database)
    before = scrm_command("state-hash", "--db", database).out
    line = f"{sys.executable} -m scrm {' '.join(command)} --db {database} {closed}"
    finished = subprocess.run(["bash", "-c", line], stderr=subprocess.PIPE, check=False)
    assert finished.returncode == 1
    assert re.fullmatch(rb"scrm: error: .+\n", finished.stderr)
    assert b"internal" not in finished.stderr
    assert scrm_command("state-hash", "--db", database).out == before
    assert scrm_command("verify", "--db", database).status == 0


def test_a_command_is_parsed_by_its_own_parser_as_by_that_of_all():
    whole = build_parser()
    commands = next(action for action in whole._actions if action.dest == "command").choices
    assert {"dedupe", "import", "model", "classify", "audit"} <= set(commands)
    for name, parser in commands.items():
        alone = next(action for action in build_parser(name)._actions if action.dest == "command").choices
        assert list(alone) == [name]
        assert alone[name].format_help() == parser.format_help()
    unknown = next(action for action in build_parser("dedup")._actions if action.dest == "command").choices
    assert list(unknown) == list(commands)


def test_the_command_imports_no_heavy_package():
    code = (
        "import sys; import scrm.cli.parser as p; p.build_parser(); import scrm; "
        "print(sorted({'numpy', 'pandas', 'pyarrow'} & set(sys.modules)))"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "[]"


def test_no_result_replaces_what_it_is_made_of(scrm_command, sample_bank, tmp_path):
    people = tmp_path / "c.csv"
    people.write_bytes((sample_bank / "customers.csv").read_bytes())
    other = tmp_path / "d.csv"
    other.write_text("customer_id,full_name,text\nz1,Anna Kern,hello\n", encoding="utf-8")
    alias = tmp_path / "alias.csv"
    alias.symlink_to(people)
    before = people.read_bytes()
    for arguments in (
        ("classify", people, "--text", "full_name", "-o", people),
        ("classify", people, "--text", "full_name", "-o", alias),
        ("aspects", people, "--text", "full_name", "-o", tmp_path / "." / "c.csv"),
        ("reposts", people, "--text", "full_name", "-o", people),
        ("dedupe", other, people, "--id", "customer_id", "-o", people),
        ("dedupe", people, "--id", "customer_id", "-o", tmp_path / "o.csv", "--links-out", people),
        ("link", other, people, "--id", "customer_id", "-o", people),
        ("threshold", "sample", people, "-o", people),
        ("model", "train", people, "--id", "customer_id", "-o", people),
        ("sentiment", "train", people, "--text", "full_name", "--label", "gender", "-o", people),
    ):
        outcome = scrm_command(*arguments)
        assert outcome.status == 2, arguments
        assert re.fullmatch(
            r"scrm.*: error: arguments .+ name one file, which would be overwritten", outcome.err.splitlines()[-1]
        )
        assert people.read_bytes() == before
    with people.open("rb") as stdin:
        finished = subprocess.run(
            [sys.executable, "-m", "scrm", "classify", "-", "--text", "full_name", "-o", str(people)],
            stdin=stdin, capture_output=True, check=False,
        )  # fmt: skip
    assert finished.returncode == 2
    assert people.read_bytes() == before
    # A model may take its own place.
    model = tmp_path / "m.json"
    scrm.identity.MatchModel.person().save(model)
    train = ("model", "train", people, "--id", "customer_id", "--model", model, "-o", model)
    assert scrm_command(*train).status == 0
    assert scrm_command("dedupe", people, "--id", "customer_id", "--model", model, "-o", model).status == 2
