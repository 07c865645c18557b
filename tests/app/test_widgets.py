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
