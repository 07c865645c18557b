"""Take it away: the files are those of the result as it is looked at, and the code is shown."""

import io
import zipfile
from dataclasses import replace

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, RgbImage, Segmentation, segment
from kseg_core.edits.edited import edit_result
from kseg_core.export.export_file import ExportFile, ExportGroup
from kseg_core.export.request import ExportRequest
from kseg_core.export.table import EXPORT_FILES, export_zip
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.samples.gallery import load_sample
from pages._ui.detail import view as detail_view
from pages._ui.detail.export_files import RequestOf, file_when_clicked, zip_when_clicked
from pages._ui.photo import Photo
from tests.app.test_detail import SAMPLE, look
from tests.app.visit import noise, png, visit
from tests.core.reading.picture_files import save

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


@pytest.fixture(scope="module")
def request_of_it(image: RgbImage, plain: Segmentation, edited: Segmentation) -> ExportRequest:
    picked = (edited.members.index((1, 3)),)
    return ExportRequest(
        image=image, segmentation=plain, edited=edited, title=SAMPLE, stem=SAMPLE, picked=picked
    )


def script(label: str, request: ExportRequest) -> str:
    (file,) = [file for file in EXPORT_FILES if file.label == label]
    return file.make(request).decode().strip()


def offered(at: AppTest) -> dict[str, str]:
    """The labels of the buttons for files that can be clicked, by the buttons' names."""
    buttons = [button.proto for button in at.get("download_button")]
    return {button.id: button.label for button in buttons if not button.disabled}


def is_offered(at: AppTest, file: ExportFile) -> bool:
    if file.choice:
        menus = [menu for menu in at.selectbox if menu.key == f"take_{file.choice.lower()}"]
        return any(file.label in menu.options for menu in menus)
    return any(f"-take{file.ending}" in name for name in offered(at))


def opened(at: AppTest) -> AppTest:
    at.button(key="detail_take").click().run()
    assert not at.exception
    assert not at.error
    return at


def test_every_file_is_made_of_the_edited_result_and_carries_the_link(
    monkeypatch: pytest.MonkeyPatch, request_of_it: ExportRequest
):
    asked: list[tuple[Photo, RequestOf]] = []
    monkeypatch.setattr(detail_view, "export_dialog", lambda *given: asked.append(given))
    opened(look(**ADDRESS))
    ((photo, request_of),) = asked
    expected = replace(request_of_it, link=request_of(request_of_it.image).link)
    for file in EXPORT_FILES:
        if file.why_not(expected):
            continue
        made = file_when_clicked(photo, request_of, file)
        assert made() == made() == file.make(expected), file.ending
    zipped = zip_when_clicked(photo, request_of)()
    assert zipped == export_zip(expected)
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        report = archive.read(f"{SAMPLE}-k3-report.html").decode()
    assert all(f"{name}={value}" in report for name, value in ADDRESS.items())


def test_the_dialog_offers_every_file_of_the_table():
    at = look(**ADDRESS)
    seen = set()
    for tab in [file.label for file in EXPORT_FILES if file.group is ExportGroup.SCRIPTS]:
        at.session_state["take_code"] = tab
        opened(at)
        seen |= {file.ending for file in EXPORT_FILES if is_offered(at, file)}
        assert {"Palette", "Everything, ZIP"} <= set(offered(at).values())
    measured = visit(mode="Measure", sample=SAMPLE, classes="one.ff0000.0")
    measured.button(key="measure_take").click().run()
    assert not measured.exception
    seen |= {file.ending for file in EXPORT_FILES if is_offered(measured, file)}
    assert {file.ending for file in EXPORT_FILES} - seen == {"-cut-objects.png"}


def test_what_there_is_no_file_of_cannot_be_clicked_and_is_named():
    at = opened(look())
    without = [file for file in EXPORT_FILES if file.ending == "-cut-out.png"]
    assert not any(is_offered(at, file) for file in without)
    said = "".join(each.value for each in at.caption)
    assert f"Without: {without[0].label}; Measurements." in said
    assert "Name a class in *Measure* first." in said


def test_the_code_is_shown_with_the_picture_that_it_reads(request_of_it: ExportRequest):
    at = opened(look(**ADDRESS))
    assert at.code[0].value == script("Replay", request_of_it)
    assert "Working PNG" in offered(at).values()
    assert "On the working PNG it makes the very pixels" in "".join(each.value for each in at.caption)
    at.session_state["take_code"] = "Tutorial"
    opened(at)
    assert at.code[0].value == script("Tutorial", request_of_it)
    assert "It knows no merged, replaced or locked colors" in "".join(each.value for each in at.caption)


@pytest.mark.parametrize("reads_alike", [True, False])
def test_scripts_read_the_own_file_where_opencv_reads_it_alike(reads_alike: bool):
    at = look()
    pixels = noise(20, 30)
    data = png(pixels) if reads_alike else save(Image.fromarray(pixels).convert("CMYK"), "TIFF")
    at.file_uploader[0].upload("mine.png", data).run()
    at.session_state["framing_asked"] = {"crop": ["1-2-15-10"]}
    at.run()
    opened(at)
    assert ("else 'mine.png'" in at.code[0].value) == reads_alike
    assert ("else 'mine-working.png'" in at.code[0].value) != reads_alike
    assert ("Working PNG" in offered(at).values()) != reads_alike
    said = "".join(each.value for each in at.caption)
    assert (r"instead of mine.png, which OpenCV reads in another way" in said) != reads_alike
    assert ("picture[2:12, 1:16])  # cropped to 15 × 10 pixels" in at.code[0].value) == reads_alike
