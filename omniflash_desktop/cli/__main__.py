"""`python -m omniflash_desktop.cli`: the same as `omniflash`."""

from omniflash_desktop.app.command_line import run

if __name__ == "__main__":
    run()
