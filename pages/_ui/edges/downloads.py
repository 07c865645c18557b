"""What is taken away from the Edges page, made when it is clicked."""

from dataclasses import dataclass
from functools import partial

from kseg_core import KMeansSettings, RgbImage
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.export.edge_files import EDGE_FILES, EdgeFile, EdgeRequest, result_stem
from kseg_core.recipe import Recipe
from kseg_core.wording import size_text
from pages._ui.downloads import PhotoFile, offer_menu
from pages._ui.edges.controls import EdgeChoice
from pages._ui.edges.results import EdgeSource, get_edges
from pages._ui.frame.share import current_link
from pages._ui.photo import Photo
from pages._ui.results import get_segmentation, opencv_reads


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What files are made from: no pixels, because a download outlives the run of the page.

    `clusters` are the page's own, whether or not edges are found in them.
    """

    photo: Photo
    clusters: KMeansSettings
    edges: EdgeRecipe
    link: str


def offer_downloads(photo: Photo, choice: EdgeChoice) -> None:
    """Draw a menu of files; nothing is computed before a click."""
    asked = _Asked(
        photo=photo,
        clusters=choice.clusters,
        edges=choice.recipe,
        link=current_link(),
    )
    image = choice.source.image
    offer_menu(
        photo,
        [
            PhotoFile(file.label, file.icon, file.ending, file.mime, partial(_made, file), file.help)
            for file in EDGE_FILES
        ],
        asked,
        stem=result_stem(photo.stem, choice.source.clusters),
        key="edge_file",
        caption=f"At {size_text(image.width, image.height)}.",
    )


def _made(file: EdgeFile, image: RgbImage, asked: _Asked) -> bytes:
    photo, clusters = asked.photo, asked.clusters if asked.edges.of_clusters else None
    recipe = Recipe(
        settings=asked.clusters,
        framing=image.prepared.framing,
        edges=asked.edges,
        picture=photo.name,
        digest=image.digest,
    )
    reads_photo = clusters is None and opencv_reads(photo, image)
    request = EdgeRequest(
        image=image,
        edge_map=get_edges(EdgeSource(image=image, clusters=clusters), asked.edges.settings),
        clustered=None if clusters is None else get_segmentation(image, clusters),
        recipe=recipe,
        title=photo.name,
        stem=photo.stem,
        photo_file=photo.name if reads_photo else "",
        link=asked.link,
    )
    return file.make(request)
