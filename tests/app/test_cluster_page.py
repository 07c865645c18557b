"""The Cluster page: what stands side by side, and its numbers, as the core computes them."""

from dataclasses import replace

import numpy as np
import pytest

from kseg_core import KMeansSettings, RgbImage, Segmentation, segment
from kseg_core.kmeans.metrics import explained_variance, psnr, rgb_wcss_per_pixel, wcss_per_pixel
from kseg_core.methods import mean_shift
from kseg_core.methods.method import Method, segment_by
from kseg_core.samples.gallery import load_sample
from kseg_core.wording import percent
from tests.app.visit import captions, cards, component_data, hexes, noise, pictures, png, titles, visit


def expected_numbers(result: Segmentation) -> dict[str, str]:
    return {
        "WCSS per pixel": f"{wcss_per_pixel(result):,.1f}",
        "Variance explained": f"{100 * explained_variance(result):.1f} %",
        "PSNR": f"{psnr(result):.1f} dB",
    }


def shown_colors(picture) -> set[str]:
    return {
        f"#{bytes(color).hex()}"
        for color in np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0)
    }


def test_first_visit_compares_three_values_of_k_of_the_coffee():
    at = visit()
    assert not at.exception
    assert not at.error
    assert titles(at) == ["Original", "K = 3", "K = 5", "K = 7"]
    shown = cards(at)
    image = load_sample("Coffee")
    for k, card in zip((3, 5, 7), shown, strict=True):
        result = segment(image, KMeansSettings(k=k))
        assert card.hexes == hexes(result)
        assert card.shares == [percent(share) for share in result.shares]
        numbers = dict(card.numbers)
        assert numbers.pop("Time").endswith(" s")
        assert numbers == expected_numbers(result)


def test_pictures_show_exactly_the_colors_of_their_cards():
    at = visit()
    original, *results = pictures(at)
    assert original.size == (600, 400)
    for picture, card in zip(results, cards(at), strict=True):
        assert picture.size == (600, 400)
        assert shown_colors(picture) == set(card.hexes)


def test_each_result_has_a_download_and_says_how_many_colors_it_has():
    buttons = visit(k=["2", "6"]).get("download_button")
    assert [button.proto.help for button in buttons] == [
        "At 600 × 400 pixels, in exactly 2 colors.",
        "At 600 × 400 pixels, in exactly 6 colors.",
    ]


def test_another_choice_of_k_changes_the_panels():
    at = visit()
    at.multiselect(key="k").set_value([8, 2]).run()
    assert titles(at) == ["Original", "K = 2", "K = 8"]
    image = load_sample("Coffee")
    assert [card.hexes for card in cards(at)] == [hexes(segment(image, KMeansSettings(k=k))) for k in (2, 8)]


@pytest.mark.parametrize("ks", [["4"], ["2", "3"], ["2", "3", "32"], ["2", "3", "4", "6"]])
def test_one_to_four_values_of_k_stand_side_by_side(ks):
    at = visit(k=ks, sample="Two reds")
    assert titles(at) == ["Original", *(f"K = {k}" for k in ks)]
    assert len(cards(at)) == len(ks)


def test_no_value_of_k_keeps_the_last_choice_and_says_so():
    at = visit(k=["4", "6"])
    at.multiselect(key="k").set_value([]).run()
    assert not at.exception
    assert titles(at) == ["Original", "K = 4", "K = 6"]
    assert "the last choice stays" in at.multiselect(key="k").proto.placeholder


def test_color_space_and_seed_of_the_sidebar_decide_the_results():
    at = visit(sample="Shoreline", k="4")
    at.sidebar.selectbox(key="space").select("OKLab").run()
    at.sidebar.number_input(key="seed").set_value(11).run()
    result = segment(load_sample("Shoreline"), KMeansSettings(k=4, color_space="OKLab", seed=11))
    assert cards(at)[0].hexes == hexes(result)
    assert cards(at)[0].numbers["WCSS per pixel"] == expected_numbers(result)["WCSS per pixel"]


def test_spaces_are_compared_by_their_error_in_rgb_and_never_by_wcss():
    at = visit(compare="Color spaces", spaces=["RGB", "HSV (circular hue)", "CIELAB"], one_k="4")
    assert titles(at) == ["Original", "RGB", "HSV (circular hue)", "CIELAB"]
    image = load_sample("Coffee")
    for space, card in zip(titles(at)[1:], cards(at), strict=True):
        result = segment(image, KMeansSettings(k=4, color_space=space))
        assert card.hexes == hexes(result)
        assert card.numbers["WCSS per pixel in RGB"] == f"{rgb_wcss_per_pixel(result):,.1f}"
        assert card.numbers["PSNR"] == f"{psnr(result):.1f} dB"
        assert not {"WCSS per pixel", "Variance explained"} & card.numbers.keys()
    assert "WCSS of two color spaces cannot be compared" in captions(at)
    assert at.sidebar.selectbox(key="space").disabled
    rgb = segment(image, KMeansSettings(k=4))
    assert cards(at)[0].numbers["WCSS per pixel in RGB"] == expected_numbers(rgb)["WCSS per pixel"]
    at.session_state["compare"] = "Values of K"
    assert not at.run().sidebar.selectbox(key="space").disabled


def found_by(
    method: Method, k: int, *, crop: tuple[int, int, int, int] | None = None, **asked: str
) -> Segmentation:
    image = load_sample("Two reds")
    settings = method.settings(KMeansSettings(k=k, **asked))
    return segment_by(method, image if crop is None else image.crop(*crop), settings)


@pytest.mark.parametrize("methods", [[], list(Method)[2:]])
def test_methods_are_compared_at_one_k_each_with_what_it_assumes(methods: list[Method]):
    at = visit(
        compare="Methods",
        sample="Two reds",
        crop="100-60-120-100",
        one_k="3",
        space="OKLab",
        methods=[str(m) for m in methods],
    )
    methods = methods or [Method.KMEANS, Method.WITH_POSITION, Method.GAUSSIAN_MIXTURE]
    assert not at.exception
    assert titles(at) == ["Original", *methods]
    for method, card, picture in zip(methods, cards(at), pictures(at)[1:], strict=True):
        result = found_by(method, 3, crop=(100, 60, 220, 160), color_space="OKLab")
        assert card.hexes == hexes(result)
        np.testing.assert_array_equal(picture.convert("RGB"), result.palette[result.labels])
        assert card.numbers["WCSS per pixel in RGB"] == f"{rgb_wcss_per_pixel(result):,.1f}"
        assert card.numbers["PSNR"] == f"{psnr(result):.1f} dB"
        assert method.definition.about in captions(at)
    assert not at.sidebar.selectbox(key="space").disabled
    closer = {button.key for button in at.main.button if button.key.startswith("closer_")}
    assert closer == {f"closer_{number}" for number, method in enumerate(methods) if method.is_kmeans}


def test_what_is_chosen_of_methods_is_in_the_address_and_opens_from_it():
    at = visit(compare="Methods", sample="Two reds")
    at.multiselect(key="methods").set_value(["Median cut", "Lightness left out"]).run()
    at.slider(key="one_k").set_value(4).run()
    address = {key: at.query_params[key] for key in ("compare", "methods", "one_k", "sample")}
    again = visit(**address)
    assert titles(again) == titles(at) == ["Original", "Median cut", "Lightness left out"]
    assert [card.hexes for card in cards(again)] == [
        hexes(found_by(method, 4)) for method in (Method.MEDIAN_CUT, Method.WITHOUT_LIGHTNESS)
    ]


def test_looking_closer_at_a_method_shows_its_very_result_and_kmeans_again_without_position():
    at = visit(compare="Methods", sample="Two reds", one_k="3")
    at.button(key="closer_1").click().run()
    assert at.slider(key="position").value == 1.0
    result = found_by(Method.WITH_POSITION, 3)
    assert [row["hex"] for row in component_data(at, "palette_list")] == hexes(result)
    at.segmented_control(key="mode").set_value("Compare").run()
    at.button(key="closer_0").click().run()
    assert at.slider(key="position").value == 0.0


def test_a_method_says_at_which_size_it_works_and_when_it_finds_fewer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mean_shift, "MOST_PIXELS", 15_000)
    at = visit(compare="Methods", sample="Camera", one_k="3", methods=["Mean shift", "Lightness left out"])
    assert "Found at 122 × 122 pixels and enlarged." in captions(at)
    assert "Fitted on" not in captions(at)
    assert "This method finds no more here: 1 cluster instead of 3." in captions(at)
    assert [len(card.hexes) for card in cards(at)] == [3, 1]
    (height, width) = load_sample("Camera").pixels.shape[:2]
    help = at.get("download_button")[0].proto.help
    assert help == f"At {width} × {height} pixels, in exactly 3 colors."


def test_choices_survive_a_look_at_the_other_comparison():
    at = visit(k=["2", "9"])
    at.segmented_control(key="compare").set_value("Color spaces").run()
    assert titles(at) == ["Original", "RGB", "HSV", "CIELAB"]
    at.multiselect(key="spaces").set_value(["OKLab"]).run()
    assert titles(at) == ["Original", "OKLab"]
    at.segmented_control(key="compare").set_value("Values of K").run()
    assert titles(at) == ["Original", "K = 2", "K = 9"]
    at.segmented_control(key="compare").set_value("Color spaces").run()
    assert titles(at) == ["Original", "OKLab"]


def test_opencv_engine_takes_its_parameters_literally():
    at = visit(sample="Two reds", k="3", attempts="2", max_iter="3")
    at.segmented_control(key="engine").set_value("opencv").run()
    at.segmented_control(key="init").set_value("random").run()
    at.slider(key="attempts").set_value(1)
    at.slider(key="max_iter").set_value(2)
    at.number_input(key="epsilon").set_value(0.5)
    at.number_input(key="seed").set_value(5).run()
    assert not at.exception
    settings = KMeansSettings(
        k=3, seed=5, engine="opencv", init="random", attempts=1, max_iter=2, epsilon=0.5
    )
    result = segment(load_sample("Two reds"), settings)
    (card,) = cards(at)
    assert card.hexes == hexes(result)
    assert card.numbers["WCSS per pixel"] == expected_numbers(result)["WCSS per pixel"]
    fast = segment(load_sample("Two reds"), KMeansSettings(k=3, seed=5))
    assert card.numbers["WCSS per pixel"] != expected_numbers(fast)["WCSS per pixel"]


def test_opencv_engine_from_an_address():
    address = {"attempts": "2", "criteria": "EPS", "init": "random", "max_iter": "7", "epsilon": "3.5"}
    at = visit(sample="Two reds", k="4", seed="3", engine="opencv", **address)
    settings = KMeansSettings(
        k=4, seed=3, engine="opencv", init="random", attempts=2, criteria="EPS", max_iter=7, epsilon=3.5
    )
    assert cards(at)[0].hexes == hexes(segment(load_sample("Two reds"), settings))
    assert at.slider(key="max_iter").disabled
    assert not at.number_input(key="epsilon").disabled


def test_one_click_sets_all_that_the_tutorial_does_on_every_page():
    at = visit(k="4", compare="Color spaces", attempts="3", one_k="2")
    pixels = noise()
    at.file_uploader[0].upload("mine.png", png(pixels)).run()
    at.button(key="tutorial").click().run()
    settings = [
        KMeansSettings(
            k=k, color_space="HSV", engine="opencv", init="k-means++", attempts=10, max_iter=10, epsilon=1.0
        )
        for k in (3, 5, 7)
    ]
    image = RgbImage(pixels=pixels)
    assert [card.hexes for card in cards(at)] == [hexes(segment(image, each)) for each in settings]
    assert at.query_params.keys() == {"photo", "space", "engine"}
    at.switch_page("pages/edges.py").run()
    assert at.query_params["edge_thresholds"] == ["100", "200"]
    at.button(key="tutorial_back").click().run()
    assert at.session_state["compare"] == "Color spaces"
    assert "edge_thresholds" not in at.query_params


def test_fast_engine_shows_no_parameters_of_opencv():
    at = visit(sample="Two reds", k="3")
    assert not at.slider
    assert {control.key for control in at.segmented_control} == {"mode", "compare", "engine", "swatch"}


def test_opencv_engine_says_how_many_pixels_it_was_fitted_on():
    at = visit(sample="Retina", k="2", engine="opencv", attempts="1", max_iter="2")
    assert "Fitted on 1,000,000 of 1,990,921 pixels." in captions(at)


def test_more_clusters_than_colors_says_so():
    at = visit(k=["2", "5"])
    stripes = np.repeat(np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8), 4, axis=0)
    at.file_uploader[0].upload("flag.png", png(stripes)).run()
    two, five = cards(at)
    assert len(two.hexes) == 2
    assert sorted(five.hexes) == ["#0000ff", "#00ff00", "#ff0000"]
    assert five.numbers["PSNR"] == "exact"
    assert five.numbers["Variance explained"] == "100.0 %"
    assert captions(at).count("instead of") == 1
    assert "3 distinct colors: 3 clusters instead of 5" in captions(at).replace(" here", "")


def test_a_picture_of_one_color_is_one_cluster():
    at = visit(k="3")
    at.file_uploader[0].upload("plain.png", png(np.full((5, 9, 3), 77, np.uint8))).run()
    assert not at.exception
    (card,) = cards(at)
    assert card.hexes == ["#4d4d4d"]
    assert "1 distinct color" in captions(at)
    assert "1 cluster instead of 3" in captions(at)


def test_transparent_pixels_take_no_part():
    pixels = noise(8, 8)
    alpha = np.zeros((8, 8, 1), np.uint8)
    alpha[:, :4] = 255
    at = visit(k="2")
    at.file_uploader[0].upload("cut.png", png(np.dstack([pixels, alpha]))).run()
    result = segment(RgbImage(pixels=pixels, alpha=alpha[..., 0]), KMeansSettings(k=2))
    assert cards(at)[0].hexes == hexes(result)
    _, shown = pictures(at)
    assert (np.asarray(shown.convert("RGBA"))[:, 4:, 3] == 0).all()


def test_turning_and_then_cropping_comes_before_everything_else():
    at = visit(sample="Coffee", k="3", turn="90", crop="150-200-200-400")
    image = RgbImage(pixels=np.rot90(load_sample("Coffee").pixels, -1)[200:600, 150:350].copy())
    assert cards(at)[0].hexes == hexes(segment(image, KMeansSettings(k=3)))
    assert [picture.size for picture in pictures(at)] == [(200, 400), (200, 400)]


def test_accents_and_the_color_of_a_cluster_are_in_the_link_and_the_result():
    at = visit(sample="Galaxies", k="5", accents="true", swatch="most vivid")
    settings = KMeansSettings(k=5, weighting="keep accents", swatch="most vivid")
    assert cards(at)[0].hexes == hexes(segment(load_sample("Galaxies"), settings))
    assert "no longer the lowest" in captions(at)
    at.toggle(key="accents").set_value(False).run()
    assert cards(at)[0].hexes == hexes(
        segment(load_sample("Galaxies"), replace(settings, weighting="by area"))
    )
    assert "no longer the lowest" not in captions(at)


def test_cv2_kmeans_keeps_no_accents():
    at = visit(sample="Two reds", k="3", engine="opencv", attempts="1", max_iter="3", accents="true")
    assert not at.exception
    settings = KMeansSettings(k=3, engine="opencv", attempts=1, max_iter=3)
    expected = segment(load_sample("Two reds"), settings)
    assert cards(at)[0].hexes == hexes(expected)
