"""``python -m omniflash_desktop.sandbox``."""

from omniflash_desktop.sandbox.command import main

if __name__ == "__main__":
    raise SystemExit(main())
