"""What import-linter cannot say of the structure: app.py is no package."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APP_LINES = 60


def test_app_is_short_and_knows_the_pages_frame_only():
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    modules = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
    names = {
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert names | {module.split(".")[0] for module in modules if module} <= {"streamlit", "pages"}
    assert len(source.splitlines()) <= APP_LINES
