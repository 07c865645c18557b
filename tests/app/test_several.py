"""A series: results of the core for each, one ZIP, and a bad file stops nobody."""

import io
import signal
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, RgbImage, decode_image, segment
from kseg_core.export.file_names import unique_stems
from kseg_core.export.several import PHOTOS_MAX, PhotoFailure, request_files, several_files
from kseg_core.samples.gallery import load_sample
from pages._ui.photo import own_photo
from pages._ui.process import decoder
from pages._ui.several import view as several_view
from pages._ui.several.results import SeriesPhoto, Task, get_outcome, known_outcome, zip_when_clicked
from pages._ui.several.table import natural
from pages._ui.user_edits import framed_key
from tests.app.visit import captions, cards, hexes, noise, png, visit
from tests.core.reading.ended_worker import signal_while_decoding, slow_file

FILES = [
    ("a.png", png(noise(8, 9, seed=1))),
    ("b<i>.png", b"no picture"),
    ("a.png", png(noise(9, 8, seed=2))),
]
SETTINGS = KMeansSettings(k=3, color_space="CIELAB", seed=4)


def several(**address: str) -> AppTest:
    settings = {"several_k": "3", "space": "CIELAB", "seed": "4", "series_fit": "Each photo anew"}
    return visit(**{"mode": "Several photos"} | settings | address)


def give(at: AppTest, files: list[tuple[str, bytes]]) -> AppTest:
    (uploader,) = [each for each in at.file_uploader if each.accept_multiple_files]
    uploader.set_value([(name, data, "image/png") for name, data in files]).run()
    assert not at.exception
    return at


def palettes(at: AppTest) -> list[list[str]]:
    return [card.hexes for card in cards(at)]


def press(at: AppTest, label: str) -> AppTest:
    return next(each for each in at.button if each.label == label).click().run()


def test_three_samples_to_try_it_with():
    at = several()
    assert "No photos yet" in at.main.markdown[1].value
    press(at, "Try it with three samples")
    expected = [hexes(segment(load_sample(name), SETTINGS)) for name in ("Coffee", "Cat", "Rocket")]
    assert palettes(at) == expected
    at.slider(key="several_k").set_value(2).run()
    assert [len(each) for each in palettes(at)] == [2, 2, 2]


def test_a_photo_whose_decoder_crashed_is_read_again_the_next_time():
    photo = own_photo("slow.png", slow_file())
    task = Task(given=SeriesPhoto(photo=photo, stem="slow"), how=SETTINGS)
    with signal_while_decoding(decoder, signal.SIGKILL):
        outcome = get_outcome(task)
    assert isinstance(outcome, PhotoFailure)
    assert "Try it once more" in outcome.reason
    assert known_outcome(task) is None


def test_a_bad_file_is_named_and_the_others_go_into_one_zip(monkeypatch: pytest.MonkeyPatch):
    tasks = []
    monkeypatch.setattr(several_view, "zip_when_clicked", lambda *asked: tasks.append(asked) or bytes)
    at = give(several(), FILES)
    assert palettes(at) == [hexes(segment(decode_image(FILES[number][1]), SETTINGS)) for number in (0, 2)]
    (error,) = at.main.error
    assert error.value.startswith(r"**b\<i\>.png**: This file is not a picture")
    with zipfile.ZipFile(io.BytesIO(zip_when_clicked(*tasks[-1])())) as archive:
        stems = unique_stems(name for name, _ in FILES)
        requests = [
            request_files(*file, SETTINGS, stem=stem) for file, stem in zip(FILES, stems, strict=True)
        ]
        read = [
            each if isinstance(each, PhotoFailure) else replace(each, photo_file=each.title)
            for each in requests
        ]
        expected = dict(several_files(read, SETTINGS))
        assert {name: archive.read(name) for name in archive.namelist()} == expected


def test_photos_stay_when_the_mode_changes_and_go_when_they_are_removed():
    at = give(several(), FILES[:1])
    at.session_state["mode"] = "Compare"
    at.run()
    at.session_state["mode"] = "Series"
    assert len(palettes(at.run())) == 1
    assert len(palettes(give(at, FILES[2:]))) == 2
    assert len(palettes(give(at, FILES[:1]))) == 2
    at.button(key="several_clear").click().run()
    assert palettes(at) == []


MORE = "The command kseg takes any number; see “Many photos” in the README."


def test_more_photos_than_can_be_taken_are_named():
    at = give(several(), [(f"{number}.png", FILES[0][1]) for number in range(PHOTOS_MAX + 1)])
    assert len(palettes(at)) == PHOTOS_MAX
    assert [each.value for each in at.main.error] == [
        rf"**{PHOTOS_MAX}.png**: Left out\: at most {PHOTOS_MAX} photos are taken at once. {MORE}"
    ]


def test_files_left_out_for_one_reason_are_one_message():
    at = give(several(), [(f"{number}.png", FILES[0][1]) for number in range(PHOTOS_MAX + 7)])
    assert [each.value for each in at.main.error] == [
        rf"**7 files\: {PHOTOS_MAX}.png, {PHOTOS_MAX + 1}.png, {PHOTOS_MAX + 2}.png and 4 more**: "
        rf"Left out\: at most {PHOTOS_MAX} photos are taken at once. {MORE}"
    ]


def test_a_card_and_look_closer_show_the_same_whatever_is_set_there():
    at = visit(
        mode="Look closer",
        space="CIELAB",
        seed="4",
        locked="c8102e",
        smoothing="1.5",
        position="0.5",
        specks="3",
        closer_table="true",
    )
    at.session_state["mode"] = "Series"
    at.session_state["several_k"] = 3
    at.session_state["series_fit"] = "Each photo anew"
    at = give(at.run(), [FILES[0]])
    image = decode_image(FILES[0][1])
    expected = segment(image, replace(SETTINGS, locked=((200, 16, 46),)))
    assert palettes(at) == [hexes(expected)]
    assert "1 color locked in *Look closer* stays in all of them." in captions(at)
    at.button(key="several_detail_0").click().run()
    assert at.dataframe[0].value["Pixels"].tolist() == expected.counts.tolist()


def test_what_was_stopped_goes_on():
    at = give(several(), [FILES[0], FILES[2]])
    photos = [each.taken for each in at.session_state["several"]]
    stems = ("a", "a-2")
    tasks = [
        Task(given=SeriesPhoto(photo=photo, stem=stem), how=SETTINGS)
        for photo, stem in zip(photos, stems, strict=True)
    ]
    asked = tuple(tasks)
    at.session_state["several_stopped"] = (asked, 1)
    at.run()
    assert len(palettes(at)) == 1
    assert "Stopped after 1 of 2 photos." in captions(at)
    press(at, "Go on")
    assert len(palettes(at)) == 2


def test_one_photo_is_looked_at_closer():
    at = give(several(closer_table="true"), [FILES[0]])
    at.button(key="several_detail_0").click().run()
    assert at.session_state["mode"] == "Look closer"
    (table,) = at.dataframe
    result = segment(decode_image(FILES[0][1]), SETTINGS)
    assert table.value["Pixels"].tolist() == result.counts.tolist()


def kept(**address: str) -> AppTest:
    return several(**{"series_fit": "All photos together"} | address)


def table(at: AppTest) -> dict[str, list[object]]:
    (shown,) = at.dataframe
    return {name: values.tolist() for name, values in shown.value.items()}


def test_a_series_is_measured_with_clusters_of_all_photos_together():
    at = give(kept(series_objects="false"), FILES)
    pixels = np.concatenate([decode_image(FILES[number][1]).pixels.reshape(-1, 3) for number in (0, 2)])
    together = segment(RgbImage(pixels=pixels[None].copy()), SETTINGS)
    rows = table(at)
    assert rows["Photo"] == ["a.png"] * 3 + ["a.png"] * 3
    assert np.add(rows["Pixels"][:3], rows["Pixels"][3:]).tolist() == together.counts.tolist()
    assert "Objects" not in rows
    assert at.get("plotly_chart")
    assert len(at.main.error) == 1


def test_the_classes_of_the_photo_in_the_sidebar_are_those_of_the_series():
    at = kept(
        series_fit="The photo in the sidebar", sample="Shoreline", closer_k="3", classes="water.0000ff.0-1"
    )
    at = press(at, "Add Shoreline")
    photo = load_sample("Shoreline")
    counts = segment(photo, SETTINGS).counts
    rows = table(at)
    assert rows["Class"] == ["water", "other"]
    assert rows["Objects"][0] >= 1
    assert abs(rows["Pixels"][0] / counts[:2].sum() - 1) < 0.01
    assert at.query_params["classes"] == "water.0000ff.0-1"
    assert not [each for each in at.button if each.label == "Add Shoreline"], "it is there already"
    at = give(at, FILES[:1])
    assert table(at)["Class"] == ["water", "other"] * 2
    assert any("lie far from the fit" in each.value for each in at.main.warning)


def test_photos_that_one_reason_stops_are_named_together():
    at = kept(series_fit="The photo in the sidebar", sample="Shoreline", closer_k="3", region="r.0.0.9.9")
    at = give(at, [(name, FILES[0][1]) for name in ("x.png", "y.png")])
    (error,) = at.main.error
    assert error.value.startswith(r"**2 files\: x.png, y.png**: The region was drawn in a picture of")


def test_a_white_point_is_told_in_the_table_and_can_be_taken_back():
    at = give(kept(), FILES[:1])
    (photo,) = (each.taken for each in at.session_state["several"])
    key = framed_key(photo)
    at.session_state["series_points"] = {key: (2, 3)}
    assert set(table(at.run())["White balance"]) == {"gray point at 2, 3"}
    at.session_state["series_point"] = "white"
    assert set(table(at.run())["White balance"]) == {"white point at 2, 3"}
    at.session_state["series_points"] = {key: (None, None)}
    assert "White balance" not in table(at.run())


def test_names_are_sorted_by_the_numbers_in_them():
    names = ["day 10.png", "night.png", "100075.jpg", "day 2.png", "12074.jpg"]
    assert sorted(names, key=natural) == ["12074.jpg", "100075.jpg", "day 2.png", "day 10.png", "night.png"]
