"""The sidebar: where the photo comes from, what is said about it, and the way back to the start."""

import signal
from itertools import cycle

import numpy as np
import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, RgbImage, decode_image, segment
from kseg_core.framing import Framing
from kseg_core.reading.formats import FORMATS
from kseg_core.samples.gallery import SAMPLES
from pages._ui import compute_queue
from pages._ui.process import decoder
from pages._ui.state import DEFAULTS
from pages._ui.text import plain
from pages._ui.uploads import UploadStore
from pages._ui.waiting_line import WaitingLine
from tests.app.visit import cards, facts, hexes, noise, page_of, pictures, png, titles, turned_jpeg, visit
from tests.core.reading.ended_worker import signal_while_decoding, slow_file
from tests.core.reading.picture_files import every_format

MINE = noise()


@pytest.fixture
def at() -> AppTest:
    return visit(k="2")


def click(at: AppTest, label: str) -> AppTest:
    (button,) = (button for button in at.button if button.label == label and not button.key)
    return button.click().run()


def frame(at: AppTest, framing: Framing) -> AppTest:
    """Ask for a framing as the dialog does."""
    degrees, crop = framing.texts
    at.session_state["framing_asked"] = {"turn": [degrees], "crop": [crop]}
    return at.run()


def upload(at: AppTest, name: str, data: bytes) -> AppTest:
    return at.file_uploader[0].upload(name, data).run()


def test_facts_of_a_sample_come_with_its_credit(at):
    assert facts(at).startswith("**Coffee**\n600 × 400 pixels · 94,478 distinct colors\n")
    assert "Rachel Michetti" in facts(at)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_sample_opens_by_its_address(sample):
    at = visit(sample=sample.name, k="2")
    assert not at.exception
    assert f"**{sample.name}**" in facts(at)
    assert sample.credit in facts(at)
    assert len(cards(at)) == 1


def test_gallery_offers_every_sample_and_shows_the_chosen_one(at):
    click(at, "Samples")
    labels = [button.label for button in at.button if (button.key or "").startswith("sample_")]
    assert labels == [sample.name for sample in SAMPLES]
    at.button(key="sample_Cat").click().run()
    assert "**Cat**" in facts(at)
    assert at.query_params["sample"] == "Cat"
    assert [picture.size for picture in pictures(at)] == [(451, 300), (451, 300)]


def test_an_upload_is_shown_at_once(at):
    upload(at, "mine.png", png(MINE))
    assert not at.error
    assert facts(at) == "**mine.png**\n60 × 40 pixels · 2,400 distinct colors"
    assert cards(at)[0].hexes == hexes(segment(RgbImage(pixels=MINE), KMeansSettings(k=2)))


def test_a_file_of_every_format_is_shown_whatever_its_name(at):
    assert not at.file_uploader[0].proto.type
    endings = cycle(["", ".jfif", ".hif", ".dib", ".apng", ".txt"])
    for file_format, ending in zip(FORMATS, endings, strict=False):
        name, data = f"{file_format.name}{ending}", every_format()[file_format.name]
        upload(at, name, data)
        assert not at.exception
        assert facts(at).startswith(f"**{name}**\n96 × 64 pixels")
        assert hexes(segment(decode_image(data), KMeansSettings(k=2))) == cards(at)[0].hexes


def test_a_large_photo_goes_first_until_it_has_been_seen(at, monkeypatch):
    early, place = [], WaitingLine.place

    def note(*asked, **how):
        early.append(how["early"])
        return place(*asked, **how)

    monkeypatch.setattr(compute_queue, "HEAVY_PIXELS", 0)
    monkeypatch.setattr(WaitingLine, "place", note)
    upload(at, "mine.png", png(MINE))
    at.run()
    assert early == [True, False]


def test_what_is_said_of_waiting_is_gone_when_the_turn_has_come(at, monkeypatch):
    place, container, said, rooms = WaitingLine.place, DeltaGenerator.container, [], []

    def wait_and_place(line, who, on_wait, **how):
        for ahead in (2, 0):
            on_wait(ahead)
        return place(line, who, on_wait, **how)

    def drawn(self, *asked, **how):
        rooms.extend(key for key in (how.get("key"),) if str(key).startswith("notice_"))
        return container(self, *asked, **how)

    def info(self, body, **how):
        said.append(body)
        return self.markdown(body)

    monkeypatch.setattr(compute_queue, "HEAVY_PIXELS", 0)
    monkeypatch.setattr(WaitingLine, "place", wait_and_place)
    monkeypatch.setattr(DeltaGenerator, "container", drawn)
    monkeypatch.setattr(DeltaGenerator, "info", info)
    upload(at, "mine.png", png(MINE))
    assert [line.partition(".")[0] for line in said] == [
        "Waiting in line: 2 visitors before you",
        "Waiting in line: you are next",
    ]
    assert not any("Waiting" in each.value for each in at.markdown)
    assert rooms == ["notice_0"]  # drawn twice in a run, it would keep its first message in the browser


def test_an_upload_is_named_in_the_address_by_its_digest(at):
    upload(at, "mine.png", png(MINE))
    assert at.query_params == {"k": "2", "photo": decode_image(png(MINE)).digest[:12]}


def test_an_upload_is_turned_as_its_exif_tag_says(at):
    upload(at, "IMG_1.jpg", turned_jpeg(MINE))
    assert "40 × 60 pixels" in facts(at)
    assert "rotated by its EXIF tag" in facts(at)
    assert [picture.size for picture in pictures(at)] == [(40, 60), (40, 60)]


def test_names_of_files_are_shown_letter_by_letter(at):
    upload(at, "**a** [b](c) :red[d].png", png(MINE))
    assert facts(at).startswith(r"**\*\*a\*\* \[b\]\(c\) \:red\[d\].png**")


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n", png(MINE)[:300], b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ids=["empty", "words", "head only", "cut short", "drawing"],
)
def test_a_bad_file_gets_a_sentence_and_the_last_good_photo_stays(at, data):
    upload(at, "mine.png", png(MINE))
    good = cards(at)[0].hexes
    upload(at, "bad.png", data)
    assert not at.exception
    (error,) = at.error
    assert error.value.startswith("bad.png: ")
    assert error.value.endswith(".")
    assert "Error" not in error.value
    assert "**mine.png**" in facts(at)
    assert cards(at)[0].hexes == good


def test_a_decoder_that_crashes_costs_one_sentence_and_the_last_photo_stays(at):
    upload(at, "mine.png", png(MINE))
    good = cards(at)[0].hexes
    with signal_while_decoding(decoder, signal.SIGKILL):
        upload(at, "crash.png", slow_file())
    assert not at.exception
    assert [error.value for error in at.error] == [
        "crash.png: Reading this PNG file failed in the middle. Try it once more, and if it fails "
        "again, as a JPEG. The last photo stays."
    ]
    assert "**mine.png**" in facts(at)
    assert cards(at)[0].hexes == good
    upload(at, "other.png", png(MINE[::-1]))
    assert not at.error
    assert "**other.png**" in facts(at)


def test_taking_a_bad_file_away_takes_its_sentence_away_and_not_the_photo(at):
    upload(at, "mine.png", png(MINE))
    upload(at, "bad.png", b"hello")
    at.file_uploader[0].set_value([]).run()
    assert not at.error
    assert "**mine.png**" in facts(at)


def test_taking_the_upload_away_goes_back_to_the_sample(at):
    upload(at, "mine.png", png(MINE))
    at.file_uploader[0].set_value([]).run()
    assert "**Coffee**" in facts(at)
    assert at.query_params == {"k": "2", "sample": "Coffee"}


def test_a_good_file_ends_the_sentence_about_a_bad_one(at):
    upload(at, "bad.png", b"hello")
    upload(at, "mine.png", png(MINE))
    assert not at.error
    assert "**mine.png**" in facts(at)


def test_an_own_photo_stays_within_reach_of_the_gallery(at):
    upload(at, "mine.png", png(MINE))
    click(at, "Samples")
    at.button(key="sample_Cat").click().run()
    assert "**Cat**" in facts(at)
    click(at, "Samples")
    click(at, "Back to mine.png")
    assert "**mine.png**" in facts(at)
    assert "photo" in at.query_params
    assert "sample" not in at.query_params


def test_settings_persist_when_the_photo_changes(at):
    at.sidebar.selectbox(key="space").select("CIELAB").run()
    at.sidebar.number_input(key="seed").set_value(9).run()
    upload(at, "mine.png", png(MINE))
    result = segment(RgbImage(pixels=MINE), KMeansSettings(k=2, color_space="CIELAB", seed=9))
    assert cards(at)[0].hexes == hexes(result)


def test_a_new_photo_is_shown_whole(at):
    frame(at, Framing(quarter_turns=3, crop=(10, 0, 240, 500)))
    assert "240 × 500 pixels · " in facts(at)
    assert "turned left by 90°\n:material/info: cropped to 240 × 500 pixels" in facts(at)
    assert at.query_params == {"k": "2", "sample": "Coffee", "turn": "270", "crop": "10-0-240-500"}
    upload(at, "mine.png", png(MINE))
    assert "60 × 40 pixels" in facts(at)
    assert not {"turn", "crop"}.intersection(at.query_params)


def test_a_crop_of_nothing_opaque_gets_a_sentence_and_the_last_one_stays(at):
    alpha = np.full((40, 60, 1), 255, np.uint8)
    alpha[:20] = 0
    upload(at, "mine.png", png(np.dstack([MINE, alpha])))
    frame(at, Framing(crop=(0, 10, 60, 30)))
    frame(at, Framing(crop=(0, 0, 60, 20)))
    assert not at.exception
    assert at.error[0].value.startswith("mine.png, cropped: This picture is completely transparent")
    assert "60 × 30 pixels" in facts(at)
    assert at.query_params["crop"] == "0-10-60-30"
    frame(at, Framing(crop=(0, 20, 60, 20)))
    assert not at.error


def test_a_photo_that_comes_back_after_a_bad_file_is_cropped_as_before(at):
    upload(at, "mine.png", png(MINE))
    frame(at, Framing(crop=(0, 10, 30, 30)))
    upload(at, "bad.png", b"hello")
    assert "30 × 30 pixels" in facts(at)
    at.session_state["own"].file.data = None
    at.run()
    assert "600 × 400 pixels" in facts(at)
    upload(at, "mine.png", png(MINE))
    assert "30 × 30 pixels" in facts(at)


def test_a_link_to_a_crop_outside_the_photo_says_so_and_shows_it_whole():
    at = visit(sample="Coffee", k="2", crop="600-0-10-10")
    assert at.toast[0].value == (
        "**Crop**: the link asks for “600\\-0\\-10\\-10”, which cannot be chosen; "
        "shown instead: the whole photo."
    )
    assert "600 × 400 pixels" in facts(at)
    assert "crop" not in at.query_params
    assert "590 × 390 pixels" in facts(visit(sample="Coffee", k="2", crop="10-10-900-900"))


def test_start_over_resets_everything(at):
    upload(at, "mine.png", png(MINE))
    at.sidebar.selectbox(key="space").select("OKLab").run()
    frame(at, Framing(crop=(0, 0, 60, 20)))
    at.segmented_control(key="engine").set_value("opencv").run()
    at.slider(key="attempts").set_value(3).run()
    at.session_state["edge_x"] = at.session_state["explore_y"] = 3
    at.query_params["edge_x"] = at.query_params["explore_y"] = "3"
    click(at, "Start over")
    assert not at.exception
    assert titles(at) == ["Original", "K = 3", "K = 5", "K = 7"]
    assert "**Coffee**" in facts(at)
    assert at.file_uploader[0].value is None
    assert at.query_params == {"sample": "Coffee"}
    assert {key: at.session_state[key] for key in DEFAULTS if key in at.session_state} == {
        key: DEFAULTS[key] for key in DEFAULTS if key in at.session_state
    }
    click(at, "Samples")
    assert not [button for button in at.button if button.label.startswith("Back to")]


def test_a_link_to_an_upload_asks_for_the_file_and_restores_the_view():
    digest = decode_image(png(MINE)).digest[:12]
    at = visit(photo=digest, k="3", crop_x=["0", "50"], space="OKLab")
    assert "**Coffee**" in facts(at)
    assert any("same file" in element.value for element in at.main.markdown)
    assert at.query_params["photo"] == digest
    at.run()
    assert at.query_params["photo"] == digest
    upload(at, "mine.png", png(MINE))
    assert not any("same file" in element.value for element in at.main.markdown)
    left = RgbImage(pixels=np.ascontiguousarray(MINE[:, :30]))
    assert cards(at)[0].hexes == hexes(segment(left, KMeansSettings(k=3, color_space="OKLab")))
    assert at.query_params["crop"] == "0-0-30-40"
    assert "crop_x" not in at.query_params


def test_another_file_than_the_awaited_one_is_shown_whole():
    at = visit(photo="0123456789ab", k="2", crop_x=["0", "50"])
    upload(at, "mine.png", png(MINE))
    assert not any("same file" in element.value for element in at.main.markdown)
    assert "60 × 40 pixels" in facts(at)


def test_a_visitor_may_stay_with_the_sample():
    at = visit(photo="0123456789ab", k="2")
    click(at, "Stay with the sample")
    assert not any("same file" in element.value for element in at.main.markdown)
    assert at.query_params == {"k": "2", "sample": "Coffee"}


def test_where_there_is_no_room_for_another_photo_it_is_said_and_the_last_one_stays(at, monkeypatch):
    upload(at, "mine.png", png(MINE))
    full = UploadStore(10, is_here=lambda session: True)
    monkeypatch.setattr("pages._ui.uploads.upload_store", lambda: full)
    upload(at, "another.png", png(noise(seed=1)))
    assert not at.exception
    (error,) = at.error
    assert error.value.startswith("another.png: So many photos are open here")
    assert "**mine.png**" in facts(at)


def test_who_comes_back_after_their_photo_had_to_go_is_asked_for_it(at):
    upload(at, "mine.png", png(MINE))
    at.session_state["own"].file.data = None
    at.run()
    assert not at.exception
    assert "**Coffee**" in facts(at)
    assert "Choose the file mine.png to restore" in "".join(element.value for element in at.main.markdown)
    upload(at, "mine.png", png(MINE))
    assert "**mine.png**" in facts(at)


def test_a_name_is_shown_as_its_visitor_wrote_it(at):
    upload(at, "5%22 x 7%22 print.png", png(MINE))
    assert facts(at).startswith('**5" x 7" print.png**')
    assert at.session_state["own"].stem == "5'' x 7'' print"


def test_all_that_a_link_asks_for_and_there_is_not_is_said_once_and_together():
    at = visit(sample="Chelsea", space="XYZ", k=["3", "99", "many"], seed="-4", mode="Compare")
    (toast,) = at.toast
    assert toast.value == (
        "**Sample**: the link asks for “Chelsea”, which cannot be chosen; shown instead: Coffee. "
        "**Color space**: the link asks for “XYZ”, which cannot be chosen; shown instead: RGB. "
        "**Seed**: the link asks for “\\-4”, which cannot be chosen; shown instead: 0. "
        "**Values of K**: the link asks for “99”, “many”, which cannot be chosen; shown instead: 3."
    )
    assert not at.run().toast
    assert not visit(sample="Cat", space="OKLab").toast


@pytest.mark.parametrize(
    ("page", "view", "unknown"),
    [
        ("cluster", {"mode": "Look closer"}, {"closer_k": "99"}),
        ("cluster", {"mode": "Look closer"}, {"picked": "x"}),
        ("cluster", {"mode": "Look closer", "closer_k": "3"}, {"merged": "0-9"}),
        ("cluster", {"mode": "Look closer"}, {"locked": "green"}),
        ("cluster", {}, {"lesson": "9"}),
        ("cluster", {}, {"photo": "mine.png"}),
        ("elbow", {}, {"elbow_k": "77"}),
        ("edges", {}, {"edge_thresholds": ["20", "x"]}),
        ("edges", {}, {"edge_thresholds": "20"}),
        ("edges", {"edge_view": "Over the photo"}, {"edge_color": "green"}),
        ("edges", {"edge_section": "One pixel", "edge_y": "3"}, {"edge_x": "600"}),
        ("explorer", {"explore_y": "3"}, {"explore_x": "600"}),
        ("explorer", {}, {"explore_hide": "5"}),
        ("explorer", {"explore_section": "K-means step by step"}, {"explore_step": "first"}),
    ],
)
def test_every_parameter_says_what_it_does_not_know(page, view, unknown):
    address = view | unknown
    at = visit(**address) if page == "cluster" else page_of(f"pages/{page}.py", **address)
    assert not at.exception
    (toast,) = at.toast
    (asked,) = unknown.values()
    for value in [asked] if isinstance(asked, str) else asked:
        assert plain(value) in toast.value
    assert not at.run().toast


def test_who_opens_a_shared_link_reads_which_file_to_choose():
    at = visit(photo="0123456789ab", photo_name="My <tree>.png")
    assert "Choose the file My \\<tree\\>.png to restore this view." in at.main.markdown[0].value
