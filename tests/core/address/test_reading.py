"""What an address says of a result, in every mode of every page, and what it cannot say."""

import numpy as np
import pytest

from kseg_core import KMeansSettings, RgbImage, SettingsError, segment
from kseg_core.address.names import Fit
from kseg_core.address.reading import read_address
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.framing import WHOLE, Framing
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.settings import MeasureSettings
from kseg_core.palette import rgb_tuples
from kseg_core.samples.gallery import DEFAULT_SAMPLE

STRIPES = np.repeat(np.array([[9, 9, 9], [90, 200, 9], [250, 9, 9]], np.uint8), [30, 20, 10], axis=0)
PHOTO = RgbImage(pixels=np.tile(STRIPES[:, None], (1, 40, 1)))
MEASURED = "?mode=Measure&closer_k=3&classes=leaf.00ff00.1&region=r.0.0.20.30&scale=2_mm_given&doubt=0.5"
SERIES = (
    "?mode=Series&series_fit=The+photo+in+the+sidebar&closer_k=4&position=2&classes=leaf.00ff00.1&specks=9"
)


@pytest.mark.parametrize(
    ("address", "settings"),
    [
        ("?mode=Look+closer&closer_k=4&space=HSV&seed=7&smoothing=1.5&accents=true&photo_name=a.jpg",
         KMeansSettings(k=4, color_space="HSV", seed=7, smoothing=1.5, weighting="keep accents")),
        ("?mode=Look+closer&attempts=3&locked=ff0000.ff0000.00ff00&swatch=most+vivid",
         KMeansSettings(k=5, locked=((255, 0, 0), (0, 255, 0)), swatch="most vivid")),
        ("?mode=Look+closer&engine=opencv&attempts=3&criteria=EPS&epsilon=1e-05&locked=ff0000&accents=true",
         KMeansSettings(k=5, engine="opencv", attempts=3, criteria="EPS", epsilon=1e-05)),
        ("https://example.org/kseg/?k=6&position=2&smoothing=3", KMeansSettings(k=6)),
        ("?compare=Color+spaces&spaces=CIELAB&one_k=4&space=HSV", KMeansSettings(k=4, color_space="CIELAB")),
        ("?mode=Look+closer&amp;closer_k=7", KMeansSettings(k=7)),
        ("?compare=Methods&methods=With+position&one_k=4", KMeansSettings(k=4, position_weight=1)),
        ("localhost:8501/explorer?explore_k=6&space=HSV", KMeansSettings(k=6, color_space="HSV")),
        ("mode=Several+photos&several_k=4&engine=opencv&position=1", KMeansSettings(k=4)),
        ("?mode=Series&series_fit=Each+photo+anew&several_k=4&smoothing=2&locked=ff0000",
         KMeansSettings(k=4, locked=((255, 0, 0),))),
        (SERIES, KMeansSettings(k=4)),
    ],
)  # fmt: skip
def test_an_address_says_what_clusters_are_found_with(address: str, settings: KMeansSettings) -> None:
    assert read_address(address).settings == settings


def test_a_view_of_several_results_needs_a_k() -> None:
    for address in ("", "/elbow?sample=Discs&space=HSV", "?k=3&k=4"):
        with pytest.raises(SettingsError, match="--k"):
            read_address(address)
    assert read_address("/elbow?space=HSV", k=7).settings == KMeansSettings(k=7, color_space="HSV")
    assert read_address("?k=3&k=4", k=7).settings == KMeansSettings(k=7)
    assert read_address("?mode=Look+closer&closer_k=4", k=7).settings == KMeansSettings(k=4)


@pytest.mark.parametrize(
    ("query", "edges"),
    [
        ("", EdgeRecipe(settings=CannySettings(0, 0), rule=ThresholdMethod.MEAN)),
        ("edge_rule=Mean+of+the+gradient,+tempered&edge_sigma=9&edge_of=Clusters",
         EdgeRecipe(settings=CannySettings(0, 0), rule=ThresholdMethod.MEAN, of_clusters=True)),
        ("edge_rule=Otsu+on+the+gradient&edge_thresholds=1&edge_thresholds=2&edge_auto_sigma=false&edge_sigma=0",
         EdgeRecipe(settings=CannySettings(0, 0, blur_sigma=0.0), rule=ThresholdMethod.OTSU)),
        ("edge_thresholds=90&edge_thresholds=30&edge_norm=L2&edge_aperture=5&edge_channels=Color+in+BGR+order",
         EdgeRecipe(
             settings=CannySettings(30, 90, aperture=5, l2_gradient=True, channels="Color in BGR order"))),
    ],
)  # fmt: skip
def test_an_address_says_how_edges_are_found(query: str, edges: EdgeRecipe) -> None:
    view = read_address(f"/edges?edge_k=4&{query}")
    assert (view.edges, view.settings) == (edges, KMeansSettings(k=4))
    assert view.recipe().edges == edges


def test_numbers_of_clusters_get_the_colors_of_the_photo_of_the_view() -> None:
    view = read_address(MEASURED + "&merged=0-2&recolored=1-0000ff&specks=5&crop=10-0-21-60")
    found = segment(PHOTO.frame(Framing(crop=(10, 0, 21, 60))), view.settings)
    recipe = view.recipe(PHOTO, "a.jpg")
    assert recipe.edits == PaletteEdits(merges=((0, 2),), replacements=((1, (0, 0, 255)),), specks=5)
    assert (recipe.colors, recipe.counts) == (rgb_tuples(found.palette), tuple(found.counts))
    assert (recipe.size, recipe.picture) == ((21, 60), "a.jpg")
    assert recipe.framing.crop == (10, 0, 21, 60)
    (leaf,) = recipe.measure.classes
    assert (leaf.name, leaf.clusters, recipe.measure.doubt) == ("leaf", (1,), 0.5)
    assert recipe.measure.region
    assert recipe.measure.scale.pixels_per_unit == 2
    assert view.needs_photo
    with pytest.raises(SettingsError, match="made on, which is needed"):
        view.recipe()
    with pytest.raises(SettingsError, match="cluster 9, and its photo has 3 clusters"):
        read_address("?mode=Look+closer&recolored=9-0000ff").recipe(PHOTO)


def test_look_closer_measures_nothing_and_needs_no_photo_without_edits() -> None:
    view = read_address(MEASURED.replace("Measure", "Look+closer") + "&merged=&turn=90")
    assert not view.needs_photo
    recipe = view.recipe()
    assert (recipe.measure, recipe.framing) == (MeasureSettings(), Framing(quarter_turns=1))


def test_a_region_holds_for_the_size_of_its_photo() -> None:
    view = read_address("?mode=Measure&region=r.0.0.20.30&turn=0")
    assert view.needs_photo
    assert view.recipe(PHOTO).size == (40, 60)


def test_a_series_keeps_what_it_wants_for_all_and_crops_only_its_own_photo() -> None:
    view = read_address(SERIES + "&region=r.0.0.20.30&series_region=false&series_objects=false&crop=0-0-9-60")
    assert (view.fit, view.finds_objects) == (Fit.PHOTO, False)
    recipe = view.recipe(PHOTO)
    assert (recipe.measure.region, recipe.framing, recipe.size) == ((), WHOLE, (9, 60))
    assert view.framed(PHOTO).frame(WHOLE) == PHOTO.frame(Framing(crop=(0, 0, 9, 60)))
    assert (recipe.edits.specks, recipe.measure.classes[0].clusters) == (9, (1,))
    together = read_address("?mode=Series&merged=0-1&specks=9")
    assert (together.fit, together.edits) == (Fit.TOGETHER, PaletteEdits(specks=9))
    with pytest.raises(SettingsError, match=r"recipe\.json in the ZIP"):
        read_address("?mode=Series&classes=leaf.00ff00.1")


def test_an_address_names_its_photo() -> None:
    assert read_address("?k=3").sample == DEFAULT_SAMPLE
    assert read_address("?k=3&sample=Discs").sample == "Discs"
    view = read_address(MEASURED + "&sample=Discs&photo=0123456789ab&photo_name=a.jpg")
    assert (view.sample, view.digest, view.photo_name) == ("", "0123456789ab", "a.jpg")
    with pytest.raises(SettingsError, match="another photo"):
        view.recipe(PHOTO)


def test_a_crop_in_percent_of_old_links_becomes_pixels_of_the_turned_photo() -> None:
    view = read_address("?mode=Look+closer&turn=90&crop_x=50&crop_x=10&crop_y=0&crop_y=100")
    assert view.recipe(PHOTO).framing == Framing(quarter_turns=1, crop=(6, 0, 24, 40))
    assert view.needs_photo
    whole = read_address("?mode=Look+closer&crop_x=0&crop_x=100")
    assert whole.recipe(PHOTO).framing == WHOLE


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "?mode=Look+closer&attempts=99",
            "attempts=99 cannot be chosen; it can be a whole number from 1 to 50",
        ),
        ("?mode=Look+closer&closer_k=3.5", "closer_k=3.5"),
        ("?mode=Look+closer&closer_k=inf", "closer_k=inf"),
        ("?mode=Look+closer&epsilon=nan", "epsilon=nan"),
        ("?mode=Look+closer&accents=yes", "accents=yes cannot be chosen; it can be true or false"),
        ("?mode=Measure&classes=leaf", "classes in the address"),
        ("?mode=Measure&region=r.1", "region in the address"),
        ("?mode=Measure&scale=0_mm_given", "scale in the address"),
        ("?mode=Look+closer&merged=0-x", "merged in the address"),
        ("?mode=Look+closer&recolored=0", "recolored in the address"),
        ("?mode=Look+closer&locked=red", "locked in the address"),
        ("?mode=Look+closer&crop=1-2", "crop=1-2"),
        ("?mode=Look+closer&turn=45", "turn=45"),
        ("?mode=Look+closer&crop_x=1", "percent"),
        ("?mode=Look+closer&sample=Nothing", "no sample “Nothing”"),
        ("?mode=Look+closer&photo=abc", "“abc” does not name a photo"),
        ("?mode=Draw", "mode=Draw"),
        ("?k=4&k=99", "k=99 cannot be chosen; it can be a whole number from 2 to 32"),
        ("?mode=Look+closer&crop=0", "crop=0"),
        ("?compare=Methods&methods=Median+cut", "Median cut, and only results of K-means"),
        ("?compare=Color+spaces", "RGB, HSV, CIELAB beside each other"),
        ("/edges?edge_rule=By+hand", "edge_thresholds"),
        ("/edges?edge_thresholds=1&edge_thresholds=-2", "edge_thresholds"),
        ("/explorer?explore_section=Selection", "Selection in the 3D Explorer"),
    ],
)
def test_what_cannot_be_done_is_said_by_its_name(address: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said.replace(".", r"\.")):
        read_address(address)
