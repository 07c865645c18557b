"""Take it away: the files are those of the result as it is looked at, and the code is shown."""

import io
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, RgbImage, Segmentation, decode_image, segment
from kseg_core.edits.edited import edit_result
from kseg_core.encoding.pictures import encode_label_map
from kseg_core.export.bundle import CUT_OUT, PNG, bundle_files
from kseg_core.export.palettes.formats import PALETTE_FORMATS
from kseg_core.export.result_files import encode_cut_out
from kseg_core.export.taken import TakeAway, replay_file, tutorial_file
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.samples.gallery import load_sample
from pages._ui.detail import files as closer_files
from pages._ui.detail import view as closer_view
from pages._ui.detail.files import Wanted
from tests.app.test_detail import SAMPLE, look
from tests.app.visit import noise, png

EDITS = PaletteEdits(merges=((1, 3),), replacements=((0, (1, 2, 3)),), specks=5)
ADDRESS = {"merged": "1-3", "recolored": "0-010203", "specks": "5", "picked": "1"}


@pytest.fixture(scope="module")
def image() -> RgbImage:
    return load_sample(SAMPLE)


@pytest.fixture(scope="module")
def plain(image: RgbImage) -> Segmentation:
    return segment(image, KMeansSettings(k=4))


@pytest.fixture(scope="module")
def edited(image: RgbImage, plain: Segmentation) -> Segmentation:
    return edit_result(image, plain, EDITS)


def offered(at: AppTest) -> dict[str, str]:
    """The labels of the buttons for files that can be clicked, by the files' names."""
    buttons = [button.proto for button in at.get("download_button")]
    return {button.id.split("-")[-1]: button.label for button in buttons if not button.disabled}


def opened(at: AppTest) -> AppTest:
    at.button(key="closer_take").click().run()
    assert not at.exception
    assert not at.error
    return at


def test_every_file_is_made_of_the_edited_result_and_carries_the_link(
    monkeypatch: pytest.MonkeyPatch, image: RgbImage, plain: Segmentation, edited: Segmentation
):
    asked: list[Wanted] = []
    monkeypatch.setattr(closer_view, "take_away", asked.append)
    opened(look(**ADDRESS))
    (wanted,) = asked
    picked = (edited.members.index((1, 3)),)
    made = closer_files.file_when_clicked(wanted, PNG)()
    assert made == encode_label_map(edited.labels, edited.palette).data
    made = closer_files.file_when_clicked(wanted, CUT_OUT)()
    assert made == encode_cut_out(image, edited.labels, picked).data
    taken = TakeAway(
        image=image,
        segmentation=plain,
        edited=edited,
        title=SAMPLE,
        stem=SAMPLE,
        link=wanted.link,
        picked=picked,
    )
    with zipfile.ZipFile(io.BytesIO(closer_files.archive_when_clicked(wanted)())) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(bundle_files(taken))
        report = archive.read(f"{SAMPLE}-k3-report.html").decode()
    assert all(f"{name}={value}" in report for name, value in ADDRESS.items())
    assert decode_image(closer_files.working_when_clicked(wanted)()).pixels.tolist() == image.pixels.tolist()


def test_the_code_is_shown_with_the_picture_that_it_reads(
    image: RgbImage, plain: Segmentation, edited: Segmentation
):
    taken = TakeAway(image=image, segmentation=plain, edited=edited, title=SAMPLE, stem=SAMPLE)
    at = opened(look(**ADDRESS))
    assert at.code[0].value == replay_file(taken).strip()
    assert "Working PNG" in offered(at).values()
    assert "Cut-out of the picked, PNG" in offered(at).values()
    assert "On the working PNG it makes the very pixels" in "".join(each.value for each in at.caption)
    at.session_state["take_code"] = "Tutorial"
    opened(at)
    assert at.code[0].value == tutorial_file(taken).strip()
    assert "It knows no merged, replaced or locked colors" in "".join(each.value for each in at.caption)


def test_without_picks_there_is_no_cut_out_and_palettes_come_in_every_format():
    at = opened(look())
    assert "Cut-out of the picked, PNG" not in offered(at).values()
    choice = at.selectbox(key="take_palette")
    assert choice.options == [each.name for each in PALETTE_FORMATS]


@pytest.mark.parametrize("reads_alike", [True, False])
def test_scripts_read_the_own_file_where_opencv_reads_it_alike(reads_alike: bool):
    at = look()
    at.file_uploader[0].upload("mine.png", png(noise(20, 30))).run()
    if not reads_alike:
        at.slider(key="crop_x").set_range(0, 50).run()
    opened(at)
    assert ("else 'mine.png'" in at.code[0].value) == reads_alike
    assert ("else 'mine-working.png'" in at.code[0].value) != reads_alike
    assert ("Working PNG" in offered(at).values()) != reads_alike
    said = "".join(each.value for each in at.caption)
    assert (r"instead of mine.png. It was cropped here" in said) != reads_alike
