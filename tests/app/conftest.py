"""Pages without a browser, quickly."""

import functools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.components.v2 import manifest_scanner

from kseg_core.samples import gallery


@pytest.fixture(scope="session", autouse=True)
def packages_searched_once() -> Iterator[None]:
    """`AppTest` lets Streamlit search all installed packages for components before every run of a page."""
    with pytest.MonkeyPatch.context() as patch:
        once = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def samples_made_once() -> Iterator[None]:
    """Every run of a page reads or draws its sample, which takes up to 0.3 s."""
    with pytest.MonkeyPatch.context() as patch:
        once = tuple(replace(each, load=functools.cache(each.load)) for each in gallery.SAMPLES)
        patch.setattr(gallery, "SAMPLES", once)
        yield
