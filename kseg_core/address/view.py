"""The result that the address of a page shows, and the recipe of that result."""

from dataclasses import dataclass, field, replace

from kseg_core.address.names import Fit
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.errors import SettingsError
from kseg_core.framing import WHOLE, Framing, Percents
from kseg_core.image import RgbImage
from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.measure.settings import MeasureSettings
from kseg_core.recipe import Recipe, found_recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedView:
    """The result that an address shows. Edits and classes name clusters of the photo that it was made on.

    Attributes
    ----------
    settings : KMeansSettings
    edits : PaletteEdits
    measure : MeasureSettings
    edges : EdgeRecipe or None
        None = it is no view of edges.
    framing : Framing
        How its photo is turned and cropped.
    percents : Percents or None
        Of an old address: the crop, in percent of the turned photo.
    sample : str
        Name of its photo in the gallery; empty if it is a visitor's own.
    digest : str
        Otherwise the first digits of the SHA-256 of the file, and
    photo_name : str
        the name of the file, if the address was made to be shared.
    fit : Fit or None
        What the clusters of a series are found on; None = it is no series.
    finds_objects : bool
        Whether objects are counted, where there are classes.
    passed_over : tuple of str
        Parameters of the address that decide neither pixels nor numbers, or are not known.
    """

    settings: KMeansSettings
    edits: PaletteEdits = NO_EDITS
    measure: MeasureSettings = field(default_factory=MeasureSettings)
    edges: EdgeRecipe | None = None
    framing: Framing = WHOLE
    percents: Percents | None = None
    sample: str = ""
    digest: str = ""
    photo_name: str = ""
    fit: Fit | None = None
    finds_objects: bool = True
    passed_over: tuple[str, ...] = ()

    @property
    def needs_photo(self) -> bool:
        """Whether there is no recipe without the photo that the view was made on.

        Clusters are named by its colors, a region and an old crop hold for its size.
        """
        return self.percents is not None or bool(self.measure.region) or self._highest >= 0

    @property
    def _highest(self) -> int:
        """The highest number of a cluster that is named, -1 if none is."""
        classified = [number for each in self.measure.classes for number in each.clusters]
        return max(*classified, self.edits.highest, -1)

    def recipe(self, photo: RgbImage | None = None, name: str = "") -> Recipe:
        """The recipe of the result.

        Parameters
        ----------
        photo : RgbImage, optional
            What the view was made on, neither turned nor cropped. Its clusters are found, because edits and
            classes go to the clusters of other photos by color.
        name : str
            Of that photo, for people.

        Raises
        ------
        SettingsError
            If the photo is needed and not given, is another one, or has fewer clusters than are named.
        """
        if photo is None:
            if self.needs_photo:
                raise SettingsError(
                    "This address names clusters or a part of the photo that it was made on, which is needed."
                )
            recipe = Recipe(
                settings=self.settings,
                edits=self.edits,
                framing=self.framing,
                measure=self.measure,
                edges=self.edges,
            )
        else:
            recipe = self._found_on(photo, name)
        # The other photos of a series are not cropped with this one.
        return recipe if self.fit is None else replace(recipe, framing=WHOLE)

    def _found_on(self, photo: RgbImage, name: str) -> Recipe:
        if not photo.digest.startswith(self.digest):
            raise SettingsError("This address was made on another photo.")
        framed = self.framed(photo)
        found = segment(framed, self.settings)
        if self._highest >= found.n_clusters:
            raise SettingsError(
                f"The address names cluster {self._highest}, and its photo has {found.n_clusters} clusters, "
                "which are numbered from 0."
            )
        return found_recipe(
            framed, found, edits=self.edits, measure=self.measure, edges=self.edges, picture=name
        )

    def framed(self, photo: RgbImage) -> RgbImage:
        """The photo that the view was made on, turned and cropped as there.

        Raises
        ------
        SettingsError
            If the crop reaches outside.
        """
        framing, size = self.framing, (photo.width, photo.height)
        if self.percents is not None:
            framing = framing.cropped_to_percents(self.percents, *size).fitted(*size)
        return photo.frame(framing)
