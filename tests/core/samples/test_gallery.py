import inspect
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from skimage import data

from kseg_core.errors import SettingsError
from kseg_core.samples.gallery import DEFAULT_SAMPLE, MADE_HERE, SAMPLES, Sample, load_sample

SYNTHETIC = "kseg_core/samples"
PHOTOS = {
    "Coffee": (data.coffee, ("Rachel Michetti", "Pikolo Espresso Bar", "CC0")),
    "Astronaut": (data.astronaut, ("Eileen Collins", "NASA", "public domain")),
    "Cat": (data.chelsea, ("Stefan van der Walt", "CC0")),
    "Rocket": (data.rocket, ("DSCOVR", "SpaceX", "public domain")),
    "Tissue": (data.immunohistochemistry, ("(CMMI)", "o known copyright restrictions")),
    "Retina": (data.retina, ("Mikael Häggström", "CC0")),
    "Galaxies": (data.hubble_deep_field, ("eXtreme Deep Field", "NASA", "public domain")),
    "Camera": (data.camera, ("Lav Varshney", "CC0")),
}


def credited_in(readme: str) -> dict[str, str]:
    """The rows of the README's table of credits: sample and credit."""
    table = readme.split("| sample | credit |\n|---|---|\n")[1].split("\n\n")[0]
    return dict(row.strip("| ").split(" | ") for row in table.splitlines())


def test_the_gallery_has_photos_and_pictures_made_here_under_distinct_names():
    names = [sample.name for sample in SAMPLES]
    assert len(set(names)) == len(names)
    assert [sample.name for sample in SAMPLES if sample.credit != MADE_HERE] == list(PHOTOS)
    assert DEFAULT_SAMPLE in names


def test_the_readme_credits_every_photo_and_names_what_is_made_here():
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    photos = [sample for sample in SAMPLES if sample.credit != MADE_HERE]
    assert credited_in(readme) == {
        photo.name: f"[{photo.credit}]({photo.url})" if photo.url else photo.credit for photo in photos
    }
    *others, last = (sample.name for sample in SAMPLES if sample.credit == MADE_HERE)
    assert f"{', '.join(others)} and {last} are made by arithmetic in `{SYNTHETIC}`" in readme


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_says_who_made_it_and_what_to_look_for(sample: Sample):
    assert 1 <= len(sample.name) <= 12
    assert sample.name.replace(" ", "").isalnum()
    assert sample.name.isascii()
    assert sample.about.endswith(".")
    assert sample.credit.endswith(".")
    assert sample.truth == "" or sample.truth.endswith(".")
    assert sample.url == "" or sample.url.startswith("http")


@pytest.mark.parametrize("name", PHOTOS)
def test_a_photo_is_credited_as_its_source_documents_it(name: str):
    function, words = PHOTOS[name]
    sample = next(sample for sample in SAMPLES if sample.name == name)
    documented = inspect.getdoc(function) or ""
    for word in words:
        assert word in documented
        assert word in sample.credit
    assert "scikit-image" in sample.credit
    assert sample.url in documented


@pytest.mark.parametrize("name", [name for name in PHOTOS if name != "Rocket"])
def test_load_sample_gives_the_pixels_of_the_photo(name: str):
    expected = PHOTOS[name][0]()
    image = load_sample(name)
    if expected.ndim == 2:
        assert np.array_equal(image.pixels, np.dstack([expected] * 3))
    else:
        assert np.array_equal(image.pixels, expected)


def test_load_sample_converts_the_rocket_from_its_adobe_rgb_profile():
    image = load_sample("Rocket")
    raw = PHOTOS["Rocket"][0]().astype(int)
    assert image.notes == ("colors converted from Adobe RGB (1998) to sRGB, those outside sRGB clipped",)
    # Adobe RGB holds more saturated colors, so in sRGB the blue sky moves away from gray.
    sky = (slice(0, 100), slice(0, 100))
    assert np.ptp(image.pixels[sky].mean(axis=(0, 1))) > np.ptp(raw[sky].mean(axis=(0, 1))) + 3


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_load_sample_is_opaque_and_the_same_at_every_call(sample: Sample):
    first, second = load_sample(sample.name), load_sample(sample.name)
    assert first.digest == second.digest
    assert first.alpha is None
    assert first.pixels.flags.c_contiguous
    assert min(first.width, first.height) >= 300


@pytest.mark.parametrize("name", ["", "coffee", "Coffee ", "../Coffee", "<b>"])
def test_load_sample_names_the_choices_for_an_unknown_name(name: str):
    with pytest.raises(SettingsError, match="Coffee, Astronaut") as caught:
        load_sample(name)
    assert "<" not in str(caught.value)


def test_photos_need_neither_network_nor_scipy_and_nothing_that_downloads():
    program = (
        "import socket, sys\n"
        "sys.modules['pooch'] = None\n"
        "def refuse(*_, **__): raise AssertionError('network')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from kseg_core.samples.gallery import load_sample\n"
        "assert 'skimage' not in sys.modules\n"
        "for name in sys.argv[1:]: load_sample(name)\n"
        "assert 'scipy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program, *PHOTOS], check=True, cwd=Path(__file__).parents[3])
