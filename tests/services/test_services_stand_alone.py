"""The services run without a window, a network, a database, a keyring or a decoder."""

import subprocess
import sys
from pathlib import Path

SERVICES = Path(__file__).parents[2] / "omniflash_desktop" / "services"
FOREIGN = ("PySide6", "qasync", "httpx", "sqlite3", "keyring", "av", "PIL", "obstore")


def test_importing_all_services_loads_none_of_the_worlds_libraries() -> None:
    modules = [
        f"omniflash_desktop.services.{file.stem}"
        for file in sorted(SERVICES.glob("*.py"))
        if file.stem != "__init__"
    ]
    assert len(modules) > 10
    program = "\n".join(
        [
            "import importlib, sys",
            f"for name in {modules!r}: importlib.import_module(name)",
            f"print([name for name in {FOREIGN!r} if name in sys.modules])",
        ]
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
