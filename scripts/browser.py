"""Make sure that the browser tests find a Chromium; on Debian and Ubuntu install it when that is allowed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from browser import chromium


def main() -> int:
    """Return 0 when there is a browser; else say what to do and return 1."""
    if chromium.path():
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("planloop setup: installing Chromium for the browser tests", file=sys.stderr)
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        if chromium.path():
            return 0
    print(
        "planloop setup: the browser tests need Chromium or Chrome, and neither was found. Install one"
        " (on Debian: apt install chromium) and run this again.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
