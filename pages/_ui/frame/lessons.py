"""The lessons for a class: the dialog that lists them, and the note above the one that is open."""

import streamlit as st

from pages._ui import address
from pages._ui.declarations import PAGES
from pages._ui.declarations.lessons import LESSON, LESSONS, Lesson
from pages._ui.frame.left_views import end_visit, is_visiting
from pages._ui.frame.navigation import draw_link, page_at
from pages._ui.frame.share import share_lesson
from pages._ui.photo import current_photo
from pages._ui.unknown_values import note_unknown

_CLOSED = "closed"
"""In the place of the number of a lesson, of which only the words were closed."""


@st.dialog("Lessons", width="medium", icon=":material/school:")
def show_lessons() -> None:
    """Offer the lessons; each replaces the present view."""
    st.caption("Each opens a sample with every setting in place. Your own photo stays within reach.")
    for number, lesson in enumerate(LESSONS, start=1):
        with st.container(border=True, gap="xsmall", key=f"lesson_card_{number}"):
            draw_link(lesson.example, f"**{lesson.title}**")
            st.caption(lesson.insight)


def draw_insight(page: st.Page) -> None:
    """Say above a page what the lesson that opened it asks; the answer is folded away."""
    lesson = _open_lesson(page)
    if lesson is None and not is_visiting():
        address.write(LESSON)
        return
    with st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap="xsmall",
        key="lesson",
    ):
        if lesson is None:
            st.markdown(":material/play_circle: This is an example. Your own view is kept.", width="content")
        else:
            number = f"Lesson {LESSONS.index(lesson) + 1} of {len(LESSONS)}"
            st.markdown(
                f":material/school: {number} · **{lesson.title}.** {lesson.question}", width="content"
            )
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", gap="xsmall", key="lesson_tools"
        ):
            if lesson is not None:
                _draw_tools(lesson)
            if is_visiting():
                st.button("Back to my view", icon=":material/undo:", on_click=_leave)
            if lesson is not None:
                st.button(
                    "Close", icon=":material/close:", type="tertiary", key="lesson_close", on_click=_close
                )


def _draw_tools(lesson: Lesson) -> None:
    """What a teacher needs: the lessons beside this one, its answer, and its link."""
    at = LESSONS.index(lesson)
    for label, icon, there in (("Previous", "chevron_left", at - 1), ("Next", "chevron_right", at + 1)):
        if there in range(len(LESSONS)):
            other = LESSONS[there]
            draw_link(
                other.example, label, icon=f":material/{icon}:", help=f"Lesson {there + 1}: {other.title}"
            )
    with st.popover("Answer", icon=":material/lightbulb:"):
        st.markdown(f"{lesson.answer}\n\n{lesson.insight}")
    if st.button(
        "QR code",
        icon=":material/qr_code_2:",
        key="lesson_code",
        help="The link to this lesson, and its QR code.",
    ):
        share_lesson(lesson.example)


def _open_lesson(page: st.Page) -> Lesson | None:
    number = st.query_params.get(LESSON, "")
    numbers = {str(each) for each in range(1, len(LESSONS) + 1)}
    examples = {topic.name for declared in PAGES for topic in declared.topics}
    note_unknown("Lesson", LESSON, {*numbers, *examples, _CLOSED}.__contains__)
    if number not in numbers:
        return None
    lesson = LESSONS[int(number) - 1]
    here = page_at(lesson.example.path).title == page.title
    return lesson if here and current_photo().name == lesson.example.view["sample"] else None


def _leave() -> None:
    end_visit()
    _close()


def _close() -> None:
    address.write(LESSON, _CLOSED if is_visiting() else None)
