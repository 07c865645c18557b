"""``python -m kseg_core.batch``."""

import sys

from kseg_core.batch.command import main

if __name__ == "__main__":  # Each worker process imports this module again.
    sys.exit(main())
