"""From a copy without .git to the source archive, from that to the wheel: package, extension, stubs and command."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from installation import ROOT, run
from source_tree import project_files


def copy_of_the_tree(target: Path) -> None:
    for name in project_files():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)


@pytest.fixture(scope="session")
def source_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    copy_of_the_tree(folder / "copy")
    assert not (folder / "copy" / ".git").exists()
    program = "import sys; from scikit_build_core.build import build_sdist; print(build_sdist(sys.argv[1]))"
    run(sys.executable, "-c", program, folder, cwd=folder / "copy")
    return next(folder.glob("scrm-*.tar.gz"))


@pytest.fixture(scope="session")
def wheel(source_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("tar", "-xzf", source_archive, "-C", folder)
    copy = next(path for path in folder.iterdir() if path.is_dir())
    # Without isolation pip fetches nothing. Folder, compiler and flags are those of the release tree, and pybind11 is
    # at the same place relative to it, so that ccache knows every file.
    (copy / ".venv").symlink_to(sys.prefix)
    pybind11 = (
        copy / ".venv" / Path(run(sys.executable, "-m", "pybind11", "--cmakedir").strip()).relative_to(sys.prefix)
    )
    settings = {
        "build-dir": "build/release",
        "cmake.define.SCRM_WERROR": "ON",
        "cmake.define.pybind11_DIR": str(pybind11),
    }
    run(
        *(sys.executable, "-m", "pip", "wheel", ".", "--no-build-isolation", "--no-deps", "--quiet", "-w", folder),
        *(f"--config-settings={name}={value}" for name, value in settings.items()),
        cwd=copy,
        CXX="/usr/bin/g++",
        CCACHE_BASEDIR=str(copy),
        CMAKE_CXX_COMPILER_LAUNCHER=shutil.which("ccache") or "",
    )
    return next(folder.glob("scrm-*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment, in a folder with spaces, that holds the wheel and nothing else."""
    environment = tmp_path_factory.mktemp("environment") / "of a bank"
    run(sys.executable, "-m", "venv", "--without-pip", environment)
    python = environment / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    return environment / "bin"


def test_source_archive_holds_what_a_build_needs(source_archive: Path) -> None:
    with tarfile.open(source_archive) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"CMakeLists.txt", "LICENSE", "README.md", "include/scrm/scrm.hpp", "src/core/error.cpp"} <= names
    assert {"PKG-INFO", "bindings/python/scrm/py.typed"} <= names
    assert not [name for name in names if name.startswith(("build/", ".venv/", "tests/", ".git/"))]


def test_wheel_holds_the_package_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    [command] = [name for name in names if ".data/scripts/" in name]
    assert command.endswith("/scrm")
    assert {name.split("/")[0] for name in names if ".dist-info" not in name and name != command} == {"scrm"}
    assert [name for name in names if re.fullmatch(r"scrm/_scrm\..*\.so", name)]
    for needed in ("scrm/__init__.py", "scrm/_version.py", "scrm/py.typed", "scrm/_scrm.pyi", "scrm/cli/main.py"):
        assert needed in names
    assert "scrm/report/echarts/LICENSE" in names
    assert not [name for name in names if name.endswith((".cpp", ".hpp", ".a", ".cmake"))]


def test_installed_command_runs(installed: Path, tmp_path: Path) -> None:
    version = re.search(r"project\(scrm\s+VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
    assert version
    clean = {"PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": ""}
    assert run(installed / "scrm", "--version", cwd=tmp_path, **clean) == f"scrm {version.group(1)}\n"
    run(installed / "scrm", "init", "--db", tmp_path / "bank.db", cwd=tmp_path, **clean)
    assert run(installed / "scrm", "verify", "--db", tmp_path / "bank.db", cwd=tmp_path, **clean)


def test_command_is_found_through_a_link_and_beside_no_interpreter(installed: Path, tmp_path: Path) -> None:
    clean = {"PYTHONPATH": "", "PATH": "/usr/bin:/bin"}
    (tmp_path / "linked").symlink_to(installed / "scrm")
    # A module of that name where the user stands is not the command's.
    (tmp_path / "scrm.py").write_text("raise SystemExit('the wrong module')", encoding="utf-8")
    assert run(tmp_path / "linked", "--version", cwd=tmp_path, **clean).startswith("scrm ")
    shutil.copy2(installed / "scrm", tmp_path / "alone")
    assert run(tmp_path / "alone", "--version", cwd=tmp_path, PATH=f"{installed}:/usr/bin:/bin").startswith("scrm ")
    for path in ("/nowhere", "/usr/bin:/bin"):
        lost = subprocess.run(
            [tmp_path / "alone", "--version"], cwd=tmp_path, env={"PATH": path}, capture_output=True, text=True
        )
        assert lost.returncode == 1
        assert re.fullmatch(r"scrm: error: .+\n", lost.stderr), lost.stderr


def test_ctrl_c_at_any_instant_of_the_start_is_one_line(installed: Path, tmp_path: Path) -> None:
    """Also while Python itself starts; a process that was asked in time ends 130, one that was done ends 0."""
    database = tmp_path / "bank.db"
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    subprocess.run([installed / "scrm", "init", "--db", database], env=environment, check=True)
    choose = random.Random(1)
    seen = set()
    for _ in range(60):
        with subprocess.Popen(
            [installed / "scrm", "resolve", "--db", database],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            time.sleep(choose.uniform(0.0, 0.1))
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        seen.add(process.returncode)
        # By the signal itself, silently: before the first instruction of the command.
        assert (process.returncode, err) in ((0, b""), (130, b"scrm: interrupted\n"), (-signal.SIGINT, b"")), err
    assert 130 in seen


def test_command_starts_at_once(installed: Path, tmp_path: Path) -> None:
    """What --version imports decides how soon it starts; benchmarks/cli/start.py has the time."""
    shown = subprocess.run(
        [installed / "python", "-X", "importtime", "-m", "scrm", "--version"],
        cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()[1:]}
    assert "scrm.cli.parser" in imported
    assert not imported & {"scrm._scrm", "typing", "json", "datetime", "subprocess", "shutil", "pathlib"}, imported
    assert len(imported) <= 110, sorted(imported)


def test_command_line_imports_nothing_heavy(installed: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from scrm.cli.parser import parse_arguments; parse_arguments(['state-hash', '--db', 'x']);"
        "import scrm; scrm.Crm;"
        "print(sorted({'numpy', 'pandas', 'pyarrow', 'polars', 'asyncio'} & set(sys.modules)))"
    )
    assert run(installed / "python", "-c", program, cwd=tmp_path, PYTHONPATH="").strip() == "[]"
