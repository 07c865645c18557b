"""The lines of an edge map as JSON for programs."""

import json
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.edge_paths import contours_of_paths
from kseg_core.canny.settings import CannySettings
from kseg_core.export.record import picture_record, settings_record, versions_record
from kseg_core.image import RgbImage
from kseg_core.kmeans.settings import KMeansSettings


def contours_json(
    image: RgbImage,
    paths: list[NDArray[np.int32]],
    settings: CannySettings,
    *,
    name: str,
    clusters: KMeansSettings | None,
    link: str,
) -> str:
    """The picture, the settings, the link to the view, and the lines in pixels of the picture, as JSON.

    Parameters
    ----------
    image : RgbImage
    paths : list of ndarray of int32, shape (N, 2)
        From `edge_paths`.
    settings : CannySettings
    name : str
        Of the picture, for people.
    clusters : KMeansSettings or None
        What the picture was segmented with before, if the edges are those of the clusters.
    link : str
        Address of the view.
    """
    content = {
        "picture": picture_record(image, name),
        "clusters": clusters and settings_record(clusters),
        "settings": asdict(settings) | {"sigma": settings.sigma_for(image)},
        "link": link,
        "versions": versions_record(),
        "contours": contours_of_paths(paths),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
