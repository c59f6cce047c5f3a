"""``python -m scrm``: the command line."""

import sys

from scrm.cli import main

if __name__ == "__main__":
    sys.exit(main())
