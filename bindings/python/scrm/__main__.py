"""``python -m scrm``: the command line."""

import sys

from scrm.cli import main

sys.exit(main())
