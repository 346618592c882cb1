"""The accessibility rules of axe-core, run inside a page."""

from functools import cache
from pathlib import Path
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SCRIPT = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _source() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def violations(page: Any) -> list[str]:
    """Return what the page breaks, one line for each rule and element."""
    if not page.evaluate("() => 'axe' in window"):
        # As the debugger does it, past the content security policy, which stays in force for the page.
        page.evaluate(_source())
    found = page.evaluate(
        "(rules) => axe.run({runOnly: rules, resultTypes: ['violations']}).then((result) => result.violations)",
        RULES,
    )
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'].replace(chr(10), ' ')[:300]}"
        for rule in found
        for node in rule["nodes"]
    ]
