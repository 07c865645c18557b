"""What is taken away from the Elbow page, made when it is clicked: one row of `ELBOW_FILES` a file."""

from kseg_core import KMeansSettings, RgbImage
from kseg_core.csv_table import csv_table
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.figures.elbow import elbow_figure
from pages._ui.downloads import PhotoFile, offer_menu
from pages._ui.elbow.results import curve_steps
from pages._ui.photo import Photo

_Request = tuple[int, KMeansSettings]
"""The largest K of the curve, and how it is computed."""


def _csv(image: RgbImage, request: _Request) -> bytes:
    return csv_table(_curve(image, request).columns())


def _html(image: RgbImage, request: _Request) -> bytes:
    return elbow_figure(_curve(image, request)).to_html(include_plotlyjs=True).encode()


def _curve(image: RgbImage, request: _Request) -> ElbowCurve:
    *_, curve = curve_steps(image, *request)
    return curve


ELBOW_FILES = (
    PhotoFile("Table, CSV", "table", "-elbow.csv", "text/csv", _csv, "Every K with all its digits."),
    PhotoFile("Curve, HTML", "show_chart", "-elbow.html", "text/html", _html, "Opens in any browser."),
)


def offer_downloads(photo: Photo, curve: ElbowCurve, settings: KMeansSettings) -> None:
    """Draw a menu of files; nothing is computed before a click."""
    offer_menu(
        photo, ELBOW_FILES, (curve.k_values[-1], settings), stem=photo.stem, key="elbow_file", caption=""
    )
