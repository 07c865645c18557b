import dataclasses
import io
import json
import zipfile
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from kseg_core.edits.edited import edit_result
from kseg_core.export import bundle
from kseg_core.export.archive import archive_steps, write_archive
from kseg_core.export.bundle import PALETTES, FileKind, bundle_files
from kseg_core.export.taken import TakeAway, report_file, settings_json, swatches_of
from kseg_core.export.working_file import opencv_reads_alike
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.reading.decode import decode_image
from tests.core.export.photo_files import jpeg, png
from tests.core.export.script_runs import Run, differing_pixels, rgba
from tests.core.pictures import patches

TITLE = "a<b>\"&'c</title>.jpg"
LINK = "https://example.org/?k=5&space=RGB"
NUMBERS = [
    *("Picture", "K", "Color space", "Engine", "Merged clusters", "Specks removed"),
    *("WCSS per pixel", "Variance explained", "PSNR"),
]
SECRETS = (b"Secret Camera", b"Exif", b"GPS")


def take_away(data: bytes, edits: PaletteEdits | None = None, **changes: object) -> TakeAway:
    image = decode_image(data)
    segmentation = segment(image, KMeansSettings(k=5))
    edited = edit_result(image, segmentation, edits or PaletteEdits(merges=((1, 2),), specks=4))
    taken = TakeAway(
        image=image,
        segmentation=segmentation,
        edited=edited,
        title=TITLE,
        stem="photo",
        link=LINK,
        picked=(0, 2),
    )
    return dataclasses.replace(taken, **changes)


@pytest.fixture(scope="module")
def everything() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write_archive(bundle_files(take_away(png(alpha=True)))))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_is_in_the_archive(everything: dict[str, bytes]) -> None:
    stem = "photo-k4"
    assert [name for name in everything if "/" not in name] == [
        f"{stem}.png",
        f"{stem}.jpg",
        f"{stem}.webp",
        f"{stem}-cut-out.png",
        f"{stem}.svg",
        f"{stem}-labels.png",
        f"{stem}-labels.npy",
        f"{stem}-replay.py",
        f"{stem}-tutorial.py",
        "photo-working.png",
        f"{stem}-settings.json",
        f"{stem}-report.html",
    ]
    assert len([name for name in everything if name.startswith("masks/")]) == 4
    assert sorted(Path(name).suffix for name in everything if name.startswith("palette/")) == sorted(
        [".aco", ".ase", ".css", ".csv", ".gpl", ".json", ".png", ".svg", ".txt"]
    )


def test_the_files_of_the_archive_agree_with_each_other(everything: dict[str, bytes], tmp_path: Path) -> None:
    taken = take_away(png(alpha=True))
    labels, colors = taken.edited.labels, taken.edited.palette
    result = rgba(everything["photo-k4.png"])
    assert np.array_equal(result, rgba(everything["photo-k4.webp"]))
    assert np.array_equal(np.load(io.BytesIO(everything["photo-k4-labels.npy"])), labels)
    masks = [np.asarray(Image.open(io.BytesIO(everything[name]))) for name in everything if "masks/" in name]
    assert np.array_equal(np.sum(masks, axis=0) == 1, result[..., 3] == 255)
    ElementTree.fromstring(everything["photo-k4.svg"])
    replay = Run(
        about="replay",
        script=everything["photo-k4-replay.py"].decode(),
        file=everything["photo-working.png"],
        suffix=".png",
        labels=labels,
        colors=colors,
    )
    plain = taken.segmentation
    opencv = segment(taken.image, KMeansSettings(k=5, engine="opencv"))
    assert plain.n_clusters == opencv.n_clusters
    tutorial = dataclasses.replace(
        replay,
        about="tutorial",
        script=everything["photo-k4-tutorial.py"].decode(),
        labels=opencv.labels,
        colors=opencv.palette,
    )
    assert differing_pixels([replay, tutorial], tmp_path) == {"replay": 0, "tutorial": 0}
    assert "photo-working.png" in replay.script


def test_settings_json_says_what_was_asked_for_and_what_came_out(everything: dict[str, bytes]) -> None:
    taken = take_away(png(alpha=True))
    content = json.loads(everything["photo-k4-settings.json"])
    assert content["picture"]["name"] == TITLE
    assert content["picture"]["opaque_pixels"] == taken.edited.n_pixels
    assert KMeansSettings(**content["settings"]) == taken.edited.settings
    assert content["settings"]["engine"] == "fast"
    assert not {"init", "attempts", "criteria", "max_iter", "epsilon"} & content["settings"].keys()
    assert content["edits"]["merges"] == [[1, 2]]
    assert content["edits"]["specks"] == 4
    clusters = content["result"]["clusters"]
    assert [cluster["pixels"] for cluster in clusters] == taken.edited.counts.tolist()
    assert [tuple(cluster["made_of"]) for cluster in clusters] == list(taken.edited.members)
    assert content["result"]["wcss"] == taken.edited.wcss
    assert content["link"] == LINK


def test_nothing_carries_the_exif_of_the_upload() -> None:
    data = jpeg(orientation=3)
    assert all(secret in data for secret in SECRETS[:2])
    image = decode_image(data)
    assert opencv_reads_alike(data, image)
    taken = take_away(data, photo_file="it's.jpg")
    names = []
    for name, content in bundle_files(taken):
        names.append(name)
        assert not any(secret in content for secret in SECRETS)
        if name.endswith((".png", ".jpg", ".webp")):
            with Image.open(io.BytesIO(content)) as picture:
                assert not picture.getexif()
                assert {"exif", "xmp", "icc_profile", "comment", "dpi"}.isdisjoint(picture.info)
    assert "photo-working.png" not in names
    replay = dict(bundle_files(dataclasses.replace(taken, picked=())))["photo-k4-replay.py"].decode()
    assert '"it\'s.jpg"' in replay


class Page(HTMLParser):
    """What a report consists of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.sources += [value or "" for name, value in attrs if name == "src"]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_report_shows_photo_result_palette_numbers_and_link() -> None:
    taken = take_away(jpeg())
    html = report_file(taken)
    page = Page(html)
    assert page.links == [LINK]
    assert [source.split(";")[0] for source in page.sources] == ["data:image/jpeg", "data:image/png"]
    told = [text for text in page.text if text in NUMBERS]
    assert told == NUMBERS
    assert page.tags.count("tr") == 1 + taken.edited.n_clusters + len(NUMBERS)
    assert {"script", "link", "iframe", "b"}.isdisjoint(page.tags)
    assert page.tags.count("title") == 1
    assert TITLE in page.text
    swatches = swatches_of(taken.edited, TITLE)
    assert set(swatches.hexes) <= set(page.text)
    assert set(swatches.names) <= set(page.text)
    assert "url(" not in html


def test_the_report_says_what_was_done_before_and_after_clustering() -> None:
    image = decode_image(jpeg())
    settings = KMeansSettings(k=4, smoothing=1.5, locked=((255, 0, 0),), position_weight=0.5)
    segmentation = segment(image, settings)
    edits = PaletteEdits(replacements=((0, (1, 2, 3)),))
    taken = TakeAway(
        image=image,
        segmentation=segmentation,
        edited=edit_result(image, segmentation, edits),
        title="x",
        stem="x",
    )
    text = Page(report_file(taken)).text
    told = dict(pairwise(text))
    assert told["Smoothing"] == "σ 1.5 pixels"
    assert told["Locked colors"] == "1"
    assert told["Position weight"] == "0.5"
    assert told["Colors replaced"] == "1"
    assert KMeansSettings(**json.loads(settings_json(taken))["settings"]) == settings


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "", "data:text/html,x", '"><script>alert(1)</script>']
)
def test_a_report_links_to_nothing_but_web_pages(link: str) -> None:
    page = Page(report_file(take_away(jpeg(), link=link)))
    assert page.links == []
    assert "script" not in page.tags


def test_colors_of_the_same_name_are_told_apart() -> None:
    image = patches([(250, 0, 0), (240, 0, 0), (0, 0, 250)], sigma=0)
    edited = edit_result(image, segment(image, KMeansSettings(k=3)), PaletteEdits())
    names = swatches_of(edited, "x").names
    assert len(set(names)) == 3
    assert sorted(names) == ["blue", "red", "red 2"]


def test_an_archive_is_made_one_file_at_a_time() -> None:
    log = []

    def files():
        for name in ("a.png", "b.txt", "c.bin"):
            log.append(f"make {name}")
            yield name, bytes(1000)

    archive = io.BytesIO()
    log.extend(f"put {name}" for name in archive_steps(files(), archive))
    assert log == [f"{what} {name}" for name in ("a.png", "b.txt", "c.bin") for what in ("make", "put")]
    with zipfile.ZipFile(archive) as read:
        assert [(entry.filename, entry.compress_type) for entry in read.infolist()] == [
            ("a.png", zipfile.ZIP_STORED),
            ("b.txt", zipfile.ZIP_DEFLATED),
            ("c.bin", zipfile.ZIP_DEFLATED),
        ]
        assert {entry.date_time for entry in read.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.getvalue() == write_archive(files())


def test_kinds_of_files_have_names_of_their_own() -> None:
    kinds = [kind for kind in vars(bundle).values() if isinstance(kind, FileKind)]
    endings = [kind.ending for kind in (*kinds, *PALETTES.values())]
    assert len(kinds) == 12
    assert len(set(endings)) == len(endings)
