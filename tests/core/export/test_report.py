import json
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import cv2
import numpy as np
import pytest

from kseg_core.edits.connected import region_counts
from kseg_core.edits.edited import edit_result
from kseg_core.export.report import report_html, settings_json
from kseg_core.export.request import ExportRequest
from kseg_core.framing import Framing
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.measure.measured import ShareRanges
from kseg_core.reading.decode import decode_image
from kseg_core.wording import percent_range
from tests.core.export.photo_files import jpeg, png
from tests.core.export.requests import LINK, TITLE, export_request

NUMBERS = [
    *("Picture", "K", "Color space", "Engine", "Merged clusters", "Specks removed"),
    *("WCSS per pixel", "Variance explained", "PSNR"),
]


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
    request = export_request(jpeg(), measured=None)
    html = report_html(request)
    page = Page(html)
    assert page.links == [LINK]
    assert [source.split(";")[0] for source in page.sources] == ["data:image/jpeg", "data:image/png"]
    numbers = [text for text in page.text if text in NUMBERS]
    assert numbers == NUMBERS
    assert page.tags.count("tr") == 1 + request.edited.n_clusters + len(NUMBERS)
    assert {"script", "link", "iframe", "b"}.isdisjoint(page.tags)
    assert page.tags.count("title") == 1
    assert TITLE in page.text
    swatches = request.swatches
    assert set(swatches.hexes) <= set(page.text)
    assert set(swatches.names) <= set(page.text)
    assert "url(" not in html


def test_the_report_says_what_was_done_before_and_after_clustering() -> None:
    image = decode_image(jpeg())
    settings = KMeansSettings(k=4, smoothing=1.5, locked=((255, 0, 0),), position_weight=0.5)
    segmentation = segment(image, settings)
    edits = PaletteEdits(replacements=((0, (1, 2, 3)),))
    request = ExportRequest(
        image=image,
        segmentation=segmentation,
        edited=edit_result(image, segmentation, edits),
        title="x",
        stem="x",
    )
    text = Page(report_html(request)).text
    numbers = dict(pairwise(text))
    assert numbers["Smoothing"] == "σ 1.5 pixels"
    assert numbers["Locked colors"] == "1"
    assert numbers["Position weight"] == "0.5"
    assert numbers["Colors replaced"] == "1"
    assert KMeansSettings(**json.loads(settings_json(request))["settings"]) == settings


def test_the_report_of_a_measurement_has_scale_ranges_and_counts() -> None:
    request = export_request(jpeg())
    assert request.measured is not None
    assert request.measured.objects is not None
    shares = request.measured.areas.shares
    ranges = ShareRanges(low=shares - 0.01, high=shares + 0.02, doubtful=0.1)
    page = Page(report_html(replace(request, measured=replace(request.measured, ranges=ranges))))
    assert [source.split(";")[0] for source in page.sources[2:]] == ["data:image/jpeg"] * 2
    assert f"{request.measured.objects.n_objects:,} objects" in page.text
    assert "10 pixels per mm, given as pixels per unit" in page.text
    area = f"{request.measured.areas.pixels[1] / 100:,.5g}"
    row = page.text.index("two")
    assert page.text[row + 1 : row + 4] == [
        percent_range(shares[1], shares[1] - 0.01, shares[1] + 0.02),
        f"{request.measured.areas.pixels[1]:,}",
        area,
    ]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "", "data:text/html,x", '"><script>alert(1)</script>']
)
def test_a_report_links_to_nothing_but_web_pages(link: str) -> None:
    page = Page(report_html(export_request(jpeg(), link=link)))
    assert page.links == []
    assert "script" not in page.tags


def test_settings_json_says_what_was_asked_for_and_what_came_out() -> None:
    request = export_request(png(alpha=True))
    content = json.loads(settings_json(request))
    assert content["picture"]["name"] == TITLE
    assert content["picture"]["opaque_pixels"] == request.edited.n_pixels
    assert KMeansSettings(**content["settings"]) == request.edited.settings
    assert content["settings"]["engine"] == "fast"
    assert not {"init", "attempts", "criteria", "max_iter", "epsilon"} & content["settings"].keys()
    assert content["edits"]["merges"] == [[1, 2]]
    assert content["edits"]["specks"] == 4
    clusters = content["result"]["clusters"]
    assert [cluster["pixels"] for cluster in clusters] == request.edited.counts.tolist()
    assert [tuple(cluster["made_of"]) for cluster in clusters] == list(request.edited.members)
    assert content["result"]["wcss"] == request.edited.wcss
    assert content["link"] == LINK
    assert np.allclose([cluster["centroid"] for cluster in clusters], request.edited.centers)
    assert content["result"]["axes"] == ["R", "G", "B"]
    regions = region_counts(request.edited.labels, request.edited.n_clusters)
    assert [cluster["regions"] for cluster in clusters] == regions.tolist()
    assert content["result"]["connectivity"] == 4
    assert content["versions"]["opencv"] == cv2.__version__
    assert content["picture"]["crop"] is None
    assert request.measured is not None
    assert [row["class"] for row in content["measured"]] == ["largest", "two", "other"]
    assert [row["pixels"] for row in content["measured"]] == request.measured.areas.pixels.tolist()


def test_settings_json_says_where_a_crop_lies() -> None:
    image = decode_image(jpeg()).frame(Framing(quarter_turns=3, crop=(5, 7, 55, 43))).crop(1, 2, 40, 40)
    settings = KMeansSettings(k=2, position_weight=0.5, color_space="CIELAB")
    result = segment(image, settings)
    request = ExportRequest(image=image, segmentation=result, edited=result, title="x", stem="x")
    content = json.loads(settings_json(request))
    assert content["picture"]["turned"] == 270
    assert content["picture"]["crop"] == {"left": 6, "top": 9, "width": 39, "height": 38}
    assert content["result"]["axes"] == ["L*", "a*", "b*", "x", "y"]
    assert [len(cluster["centroid"]) for cluster in content["result"]["clusters"]] == [5, 5]
