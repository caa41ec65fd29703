"""`python -m omniflash_desktop.cli`: the same as `omniflash`."""

import sys

from omniflash_desktop.app.command_line import main

if __name__ == "__main__":
    sys.exit(main())
