"""Run the command line as `python -m`."""

import sys

from ._main import main

sys.exit(main())
