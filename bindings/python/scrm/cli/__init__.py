"""The ``scrm`` command: thin argparse over the C++ services."""

from scrm.cli.main import main

__all__ = ["main"]
