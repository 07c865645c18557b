from pathlib import Path

import pytest

from tests.javascript.node import MISSING, find_node


@pytest.fixture(scope="session")
def node() -> Path:
    path = find_node()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    return path
