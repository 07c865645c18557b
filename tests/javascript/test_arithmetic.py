"""The arithmetic of the page's scripts, tested by Node.js: ``*.test.js`` beside this file."""

import os
from pathlib import Path

import numpy as np
import pytest

from kseg_core.cloud.packed import pack_arrays
from kseg_core.cloud.view_data import deltas
from tests.javascript.node import run_node

HERE = Path(__file__).parent


def test_the_arithmetic_of_the_scripts(tmp_path: Path, node: Path, monkeypatch: pytest.MonkeyPatch):
    packed = tmp_path / "packed"
    packed.write_bytes(
        pack_arrays(
            {"title": "Größe"},
            {
                "bytes": np.array([1, 2, 255], np.uint8),
                "steps": np.array([-32768, 0, 32767], np.int16),
                "floats": np.array([[0.5, 1.5, 2.5], [3.5, 4.5, -5.5]], np.float32),
                "nothing": np.zeros(0),
                "colors": deltas(np.array([[250, 0, 7], [3, 255, 7], [0, 1, 6]], np.uint8)),
                "places": deltas(np.array([[65535], [0], [40000]], np.uint16)),
                "counts": deltas(np.array([[2**32 - 1], [1], [3_000_000_000]], np.uint32)),
            },
        )
    )
    monkeypatch.setenv("KSEG_PACKED", os.fspath(packed))
    ran = run_node(node, "--test", "--test-isolation=none", *map(os.fspath, sorted(HERE.glob("*.test.js"))))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "fail 0" in ran.stdout
