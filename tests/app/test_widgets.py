"""What the widgets of a view have in common, whichever page they are on."""

from streamlit.testing.v1 import AppTest

from kseg_core import ColorSpace, Engine
from kseg_core.rendering.paint import Paint


def choices() -> None:
    import streamlit as st

    from kseg_core import ColorSpace, Engine
    from kseg_core.rendering.paint import Paint
    from pages._ui import widgets

    st.session_state.chosen = [
        widgets.segmented_choice("Engine", Engine, key="engine"),
        widgets.radio_choice("Paint", Paint, key="paint", help=""),
        widgets.menu_choice("Color space", ColorSpace, key="space", help=""),
    ]


def test_an_enumeration_is_offered_by_its_texts_and_a_member_is_returned():
    at = AppTest.from_function(choices)
    at.query_params["space"] = "CIELAB"
    at.run()
    assert not at.exception
    assert at.selectbox[0].options == [str(space) for space in ColorSpace]
    expected = [Engine.FAST, Paint.MEAN, ColorSpace.CIELAB]
    assert all(each is member for each, member in zip(at.session_state.chosen, expected, strict=True))


def several() -> None:
    import streamlit as st

    from pages._ui import widgets

    st.session_state.chosen = widgets.several_choices("K", range(2, 10), key="k", most=4)


def test_the_last_of_several_choices_stay_while_there_is_none():
    at = AppTest.from_function(several).run()
    assert at.session_state.chosen == [3, 5, 7]
    at.multiselect[0].set_value([4, 6]).run()
    at.multiselect[0].set_value([]).run()
    assert at.session_state.chosen == [4, 6]


def a_number() -> None:
    import streamlit as st

    from pages._ui import widgets

    st.session_state.given = widgets.number("Seed", 0, 99, key="seed")


def test_a_number_without_end_leaves_the_address():
    at = AppTest.from_function(a_number)
    at.query_params["seed"] = "inf"
    at.run()
    assert not at.exception
    assert at.session_state.given == 0
    assert "seed" not in at.query_params


def many() -> None:
    from kseg_core import ColorSpace, Engine
    from pages._ui import address, widgets

    widgets.slider("Position", 0.0, 4.0, key="position")
    widgets.slider("K", 2, 32, key="closer_k")
    widgets.number("Seed", 0, 99, key="seed")
    widgets.toggle("Boundaries", key="boundary")
    widgets.color("Color", key="boundary_color")
    widgets.segmented_choice("Engine", Engine, key="engine")
    widgets.menu_choice("Color space", ColorSpace, key="space", help="")
    widgets.several_choices("K", range(2, 10), key="k", most=4)
    address.settle()


def test_the_address_says_what_widgets_show_where_the_browser_did_not_write_it():
    at = AppTest.from_function(many)
    at.query_params.update(closer_k="6", seed="7")
    at.run()
    assert at.query_params == {"closer_k": "6", "seed": "7"}
    at.slider(key="position").set_value(1.0)
    at.slider(key="closer_k").set_value(9)
    at.number_input(key="seed").set_value(0)
    at.toggle(key="boundary").set_value(True)
    at.color_picker(key="boundary_color").set_value("#00ff00")
    at.button_group(key="engine").set_value("opencv")
    at.selectbox(key="space").set_value("HSV")
    at.multiselect(key="k").set_value([2, 4]).run()
    assert not at.exception
    assert at.query_params == {
        "position": "1",
        "closer_k": "9",
        "boundary": "true",
        "boundary_color": "#00ff00",
        "engine": "opencv",
        "space": "HSV",
        "k": ["2", "4"],
    }
