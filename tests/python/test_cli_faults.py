"""What goes wrong around a command: kills, Ctrl-C, full disks, foreign and damaged files, lost connections."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import scrm

ONE_ERROR = re.compile(r"scrm: error: .+\n")


# The command as a wheel installs it.
COMMAND = Path(scrm.__file__).parents[1] / "bin" / "scrm"
# Before the first instruction of a program the signal itself ends the process, silently; a shell calls that 130 too.
ENDED_BY_CTRL_C = (130, -signal.SIGINT)


def start(*arguments, **kwargs):
    return subprocess.Popen(
        [COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **kwargs,
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, sample_bank, scrm_command):
    """State hash and links of an import and a resolve that nothing disturbed."""
    database = tmp_path_factory.mktemp("calm") / "bank.db"
    for kind, name in (("customers", "customers.csv"), ("identities", "identities.jsonl")):
        assert scrm_command("import", kind, sample_bank / name, "--db", database).status == 0
    imported = scrm_command("state-hash", "--db", database).out
    assert scrm_command("resolve", "--db", database).status == 0
    return imported, scrm_command("state-hash", "--db", database).out


def steps(sample_bank, database):
    return [
        ("import", "customers", sample_bank / "customers.csv", "--db", database),
        ("import", "identities", sample_bank / "identities.jsonl", "--db", database),
        ("resolve", "--db", database),
    ]


def calm_duration(scrm_command, make_database, sample_bank, kind):
    database = make_database(kind)
    durations = []
    for step in steps(sample_bank, database):
        began = time.monotonic()
        assert scrm_command(*step).status == 0
        durations.append(time.monotonic() - began)
    return durations


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize(("name", "status"), [("SIGKILL", -9), ("SIGINT", 130)])
def test_interrupted_anywhere_and_run_again_ends_as_undisturbed(
    scrm_command, make_database, sample_bank, undisturbed, kind, name, status
):
    durations = calm_duration(scrm_command, make_database, sample_bank, kind)
    choose = random.Random(f"{kind}{name}")
    for _ in range(3):
        database = make_database(kind)
        for step, duration in zip(steps(sample_bank, database), durations, strict=True):
            process = start(*step)
            time.sleep(choose.uniform(0.0, 1.0) * duration)
            process.send_signal(getattr(signal, name))
            asked = time.monotonic()
            _, err = process.communicate(timeout=30)
            assert time.monotonic() - asked < 5
            assert process.returncode in ((0, status) if status < 0 else (0, *ENDED_BY_CTRL_C)), err
            assert len(err.splitlines()) <= 1, err
            assert b"Traceback" not in err
            assert scrm_command(*step).status == 0
        assert scrm_command("state-hash", "--db", database).out == undisturbed[1]
        assert scrm_command("verify", "--db", database).status == 0
        assert scrm_command("audit", "verify", "--db", database).status == 0


@pytest.mark.parametrize("command", [("--version",), ("state-hash", "--db", "bank.db"), ("nonsense",)])
def test_ctrl_c_at_any_instant_of_a_short_command_is_one_line(tmp_path, scrm_command, command):
    assert scrm_command("init", "--db", tmp_path / "bank.db").status == 0
    finished = {"--version": 0, "state-hash": 0, "nonsense": 2}[command[0]]
    choose = random.Random(command[0])
    seen = set()
    for _ in range(40):
        process = start(*command, cwd=tmp_path)
        time.sleep(choose.uniform(0.0, 0.15))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        seen.add(process.returncode)
        assert process.returncode in (finished, *ENDED_BY_CTRL_C), err
        assert process.returncode == finished == 2 or err in (b"", b"scrm: interrupted\n"), err
        assert b"Traceback" not in err
    # What only prints a text is done before it would listen.
    assert (130 in seen) == (command[0] == "state-hash")


# What the interpreter itself was doing when Ctrl-C came; the launcher's command goes on after it.
WITHIN = {
    # The import that holds a module lock finds it as it left it (KeyError, CPython issue 106176).
    "an import": (
        "import importlib._bootstrap as bootstrap\n"
        "def own(lock, thread):\n"
        "    lock.__dict__['own'] = thread\n"
        "    if thread and not signalled:\n"
        "        signalled.append(True)\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "signalled = [True]\n"
        "bootstrap._ModuleLock.owner = property(lambda lock: lock.own, own)\n"
        "sys.modules.pop('threading', None)\n"
        "def run(arguments):\n"
        "    signalled.clear()\n"
        "    import wave\n"
    ),
    # An exception in there is told and forgotten.
    "a finalizer": (
        "class Finalized:\n"
        "    def __del__(self): signal.raise_signal(signal.SIGINT)\n"
        "def run(arguments):\n"
        "    Finalized()\n"
        "    time.sleep(2)\n"
    ),
}


@pytest.mark.parametrize("where", WITHIN)
def test_ctrl_c_within_the_interpreter_is_one_line(where):
    program = (
        "import signal, sys, time\n"
        "from scrm.cli import parser\n"
        f"{WITHIN[where]}"
        "answer = type('Arguments', (), {'run': staticmethod(run)})\n"
        "parser.parse_arguments = lambda argv: answer\n"
        "sys.exit(sys.modules['scrm.cli.main'].run_process(interrupts_held=False))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (130, b"scrm: interrupted\n")


def test_ctrl_c_for_a_program_that_calls_the_command_does_not_end_it_later():
    program = (
        "import signal, sys, time\n"
        "import scrm.cli\n"
        "from scrm.cli import parser\n"
        "def run(arguments): signal.raise_signal(signal.SIGINT)\n"
        "parser.parse_arguments = lambda argv: type('Arguments', (), {'run': staticmethod(run)})\n"
        "assert scrm.cli.main(['x']) == 130\n"
        "assert signal.getsignal(signal.SIGINT) is signal.default_int_handler\n"
        "assert sys.unraisablehook is sys.__unraisablehook__\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"scrm: interrupted\n")


def test_the_command_leaves_ctrl_c_alone_that_is_not_for_it(tmp_path):
    """A shell's background job ignores it; whoever blocked it for its children wants it blocked."""
    for name, prepare in {
        "ignored": lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        "blocked": lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}),
    }.items():
        process = start(
            "sample", "--customers", 20_000, "--identities", 0, "--seed", 1, "-o", tmp_path / name, preexec_fn=prepare
        )
        for _ in range(10):
            time.sleep(0.02)
            process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b""), name


def test_two_processes_on_one_sqlite_file_take_turns(scrm_command, make_database, sample_bank, undisturbed):
    database = make_database("sqlite")
    scrm_command("init", "--db", database)
    both = [start(*step) for step in steps(sample_bank, database)[:2]]
    for process in both:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert scrm_command("state-hash", "--db", database).out == undisturbed[0]


def test_waiting_for_another_process_can_be_interrupted(scrm_command, make_database, sample_bank):
    database = make_database("sqlite")
    scrm_command("init", "--db", database)
    hold = f"import scrm; crm = scrm.open({database!r}); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        for step in [*steps(sample_bank, database), ("verify", "--db", database)]:
            process = start(*step)
            time.sleep(0.7)
            process.send_signal(signal.SIGINT)
            asked = time.monotonic()
            _, err = process.communicate(timeout=30)
            assert (process.returncode, err) == (130, b"scrm: interrupted\n")
            assert time.monotonic() - asked < 2
        holder.stdin.close()
    assert scrm_command("verify", "--db", database).status == 0


def _count(database: str, rows: str) -> int:
    asked = ["psql", "-X", "-A", "-t", "-d", database, "-c", f"select count(*) from {rows}"]
    return int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_waiting_for_a_lock_of_the_server_can_be_interrupted(scrm_command, make_database, tmp_path, lines_file):
    database = make_database("postgresql")
    customers = tmp_path / "c.csv"
    customers.write_text("customer_id,full_name\n1,Anna Li\n2,Anna Li\n3,Ivan Ott\n", encoding="utf-8")
    identities = lines_file({"network": "vk", "network_user_id": "7", "display_name": "Anna Li"})
    for step in (
        ("import", "customers", customers),
        ("import", "identities", identities),
        ("resolve",),
    ):
        assert scrm_command(*step, "--db", database).status == 0
    merge = scrm_command("merge", "1", "2", "--json", "--db", database).json()["merge_id"]
    before = scrm_command("state-hash", "--db", database).out
    lock = (
        "begin; lock table scrm_customer, scrm_identity, scrm_link, scrm_decision, scrm_interaction "
        "in access exclusive mode; select pg_sleep(120)"
    )
    holder = subprocess.Popen(["psql", "-X", "-q", "-d", database, "-c", lock], stderr=subprocess.DEVNULL)
    try:
        held = (
            "pg_locks l join pg_database d on d.oid = l.database "
            "where d.datname = current_database() and l.mode = 'AccessExclusiveLock' and l.granted"
        )
        _until(lambda: _count(database, held) >= 5)
        waiting = {
            command: start(*command, "--db", database)
            for command in (
                ("confirm", "vk:7", "1"),
                ("reject", "vk:7", "1"),
                ("unlink", "vk:7", "1"),
                ("merge", "1", "3"),
                ("unmerge", merge),
                ("keep-apart", "1", "3"),
                ("delete", "customers", "1"),
                ("delete", "identities", "vk:7"),
                ("review",),
                ("how", "1"),
                ("links",),
                ("import", "customers", customers),
                ("verify",),
            )
        }
        blocked = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        _until(lambda: _count(database, blocked) >= len(waiting))
        for command, process in waiting.items():
            assert process.poll() is None, command
            process.send_signal(signal.SIGINT)
        for command, process in waiting.items():
            _, err = process.communicate(timeout=30)
            assert (process.returncode, err) == (130, b"scrm: interrupted\n"), command
        # A statement that was left behind would wait for the lock after its command has gone.
        _until(lambda: _count(database, blocked) == 0)
    finally:
        holder.kill()
        holder.wait()
    end = (
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid()"
    )
    subprocess.run(["psql", "-X", "-q", "-d", database, "-c", end], check=True, capture_output=True)
    assert scrm_command("state-hash", "--db", database).out == before
    assert scrm_command("verify", "--db", database).status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "--truth", "-", "--clusters", "c.csv"),
        ("evaluate", "--truth", "c.csv", "--clusters", "-"),
        ("model", "show", "-"),
        ("model", "import-splink", "-", "-o", "m.json"),
        ("dedupe", "c.csv", "--id", "id", "--model", "-", "-o", "o.csv"),
        ("threshold", "accuracy", "--pairs", "-"),
        ("threshold", "sample", "-", "-o", "o.csv"),
        ("sentiment", "train", "-", "--text", "t", "--label", "l", "-o", "m.bin"),
        ("classify", "-", "--text", "t", "-o", "o.csv"),
    ],
    ids=" ".join,
)
def test_waiting_for_a_pipe_can_be_interrupted(tmp_path, arguments):
    (tmp_path / "c.csv").write_text("record_id,cluster_id\na,1\n", encoding="utf-8")
    with start(*arguments, stdin=subprocess.PIPE, cwd=tmp_path) as process:
        time.sleep(1)
        assert process.poll() is None, process.stderr.read()
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        assert process.wait(timeout=30) == 130
        assert time.monotonic() - asked < 5
        process.stdin.close()
    assert [path.name for path in tmp_path.iterdir()] == ["c.csv"]


def test_a_small_file_comes_through_a_pipe(scrm_command, tmp_path):
    truth, found = tmp_path / "t.csv", tmp_path / "c.csv"
    truth.write_text("record_id,cluster_id\na,1\nb,1\nc,2\n", encoding="utf-8")
    found.write_text("record_id,cluster_id\na,x\nb,x\nc,y\n", encoding="utf-8")
    plain = scrm_command("evaluate", "--truth", truth, "--clusters", found)
    assert plain.status == 0, plain.err
    piped = scrm_command("evaluate", "--truth", "-", "--clusters", found, stdin=truth.read_bytes())
    assert (piped.status, piped.out) == (0, plain.out), piped.err


def test_a_full_disk_is_an_error_and_resumes_when_there_is_room(scrm_command, make_database, sample_bank, undisturbed):
    database = make_database("sqlite")
    scrm_command("init", "--db", database)
    before = scrm_command("state-hash", "--db", database).out
    limit = 300_000

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    steps_left = steps(sample_bank, database)[:2]
    outcome = scrm_command(*steps_left[0], preexec_fn=little_room)
    assert outcome.status == 1
    assert ONE_ERROR.fullmatch(outcome.err)
    assert scrm_command("verify", "--db", database).status == 0
    assert re.fullmatch(r"[0-9a-f]{64}\n", before)
    for step in steps_left:
        assert scrm_command(*step).status == 0
    assert scrm_command("state-hash", "--db", database).out == undisturbed[0]


def newer_schema(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version = 9999")


def other_application(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table t (x)")
        connection.execute("pragma application_id = 77")
        connection.commit()


def no_database(path):
    path.write_bytes(b"this is a letter, not a database\n" * 200)


@pytest.mark.parametrize("spoil", [newer_schema, other_application, no_database])
@pytest.mark.parametrize("command", [("init",), ("state-hash",), ("resolve",), ("verify",), ("migrate",)])
def test_a_foreign_file_is_refused_and_stays_byte_identical(scrm_command, tmp_path, spoil, command):
    path = tmp_path / "bank.db"
    if spoil is newer_schema:
        assert scrm_command("init", "--db", path).status == 0
    spoil(path)
    before = path.read_bytes()
    outcome = scrm_command(*command, "--db", path)
    assert outcome.status == 1
    assert ONE_ERROR.fullmatch(outcome.err)
    if spoil is newer_schema:
        assert "9999" in outcome.err
    assert path.read_bytes() == before


def test_a_fresh_database_says_what_it_is(scrm_command, tmp_path):
    path = tmp_path / "bank.db"
    assert scrm_command("init", "--db", path).status == 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma user_version").fetchone()[0] > 0
        assert connection.execute("pragma application_id").fetchone()[0] != 0
    assert scrm_command("init", "--db", path).status == 0
    assert scrm_command("migrate", "--db", path).status == 0


def test_a_damaged_file_is_found(scrm_command, make_database, sample_bank):
    database = make_database("sqlite")
    for step in steps(sample_bank, database):
        assert scrm_command(*step).status == 0
    size = os.path.getsize(database)
    choose = random.Random(5)
    with open(database, "r+b") as file:
        for _ in range(200):
            file.seek(choose.randrange(8192, size - 64))
            file.write(choose.randbytes(64))
    outcome = scrm_command("verify", "--db", database)
    assert outcome.status == 1
    assert ONE_ERROR.fullmatch(outcome.err)


def test_a_cut_postgresql_connection_is_survived_or_said(scrm_command, make_database, sample_bank, undisturbed):
    database = make_database("postgresql")
    scrm_command("init", "--db", database)
    cut = (
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid()"
    )
    for step in steps(sample_bank, database):
        process = start(*step)
        for _ in range(3):
            time.sleep(0.15)
            subprocess.run(["psql", "-X", "-q", "-d", database, "-c", cut], check=True, capture_output=True)
        _, err = process.communicate(timeout=60)
        assert process.returncode in (0, 1), err
        if process.returncode == 1:
            assert ONE_ERROR.fullmatch(err.decode())
        assert scrm_command(*step).status == 0
    assert scrm_command("state-hash", "--db", database).out == undisturbed[1]


def test_a_password_is_never_shown(scrm_command):
    outcome = scrm_command("state-hash", "--db", "postgresql://user:hunter2@127.0.0.1:1/bank")
    assert outcome.status == 1
    assert ONE_ERROR.fullmatch(outcome.err)
    assert "hunter2" not in outcome.err + outcome.out
