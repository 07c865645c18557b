import json

from kseg_core import KMeansSettings
from kseg_core.canny.edge_paths import contours_of_paths, edge_paths
from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import CannySettings
from kseg_core.export.contours import contours_json
from kseg_core.reading.decode import decode_image
from tests.core.export.photo_files import jpeg


def test_the_contours_come_with_all_that_made_them() -> None:
    image = decode_image(jpeg()).crop(5, 7, 60, 50)
    settings, clusters = CannySettings(20, 60), KMeansSettings(k=3)
    paths = edge_paths(detect_edges(image, settings))
    text = contours_json(image, paths, settings, name="a.jpg", clusters=clusters, link="https://example.org/")
    content = json.loads(text)
    assert content["contours"] == json.loads(json.dumps(contours_of_paths(paths)))
    assert content["picture"]["crop"] == {"left": 5, "top": 7, "width": 55, "height": 43}
    assert (content["settings"]["low"], content["settings"]["high"]) == (20, 60)
    assert content["settings"]["sigma"] == settings.sigma_for(image)
    assert KMeansSettings(**content["clusters"]) == clusters
    assert content["link"] == "https://example.org/"
