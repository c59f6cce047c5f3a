"""An install of the release tree, moved away from where it was installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from installation import RELEASE, ROOT, run


@pytest.fixture(scope="session")
def moved_prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("install")
    run("cmake", "--install", RELEASE, "--prefix", folder / "first")
    (folder / "second place").mkdir()
    return Path(shutil.move(folder / "first", folder / "second place" / "scrm"))


@pytest.fixture(scope="session")
def build_consumer(moved_prefix: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """A function that builds the consumer project around a program and returns the build folder."""

    def build(service: Path) -> Path:
        folder = tmp_path_factory.mktemp("consumer")
        source = ROOT / "tests" / "install" / "consumer"
        options = [f"-DCMAKE_PREFIX_PATH={moved_prefix}", f"-DSERVICE_SOURCE={service}", "-DCMAKE_BUILD_TYPE=Release"]
        run("cmake", "-S", source, "-B", folder, "-G", "Ninja", *options)
        run("cmake", "--build", folder)
        return folder

    return build
