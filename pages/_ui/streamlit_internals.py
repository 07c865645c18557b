"""What the app uses of Streamlit beyond its documentation, all of it here.

A new version of Streamlit may change any of this without notice, so `requirements.txt` names one version.
To take another, run all tests with it, then widen `SEEN_TO_WORK` and change `requirements.txt`.
"""

from collections.abc import Sequence

import streamlit as st
from streamlit import runtime
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import ScriptRunContext, get_script_run_ctx
from streamlit.runtime.state import get_session_state
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

__all__ = ["DeletedFile", "ExpanderContainer", "UploadedFile"]

SEEN_TO_WORK = ">=1.67,<1.68"
"""The versions that all tests have passed with."""


def session_id() -> str | None:
    """The visitor whose page is being run; None outside of a run, as in a download."""
    context = get_script_run_ctx(suppress_warning=True)
    return None if context is None else context.session_id


def is_partial_run() -> bool:
    """Whether only a fragment or a dialog is being run, without the page around it."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and bool(context.fragment_ids_this_run)


def answers_history() -> bool:
    """Whether this run answers Back or Forward. Streamlit then sets what widgets bind by the address."""
    return _context().is_history_navigation


def query_of_run() -> str:
    """The query of the address that this run was asked for with."""
    return _context().query_string


def disregard_folder_of_pages() -> None:
    """Let Streamlit run app.py itself from the next run on, as it does after a call of `st.navigation`.

    Until then it lists pages by the names of their files, which `.streamlit/config.toml` forbids. As that
    forbids the list of `st.navigation` too, it is allowed here.
    """
    PagesManager.uses_pages_directory = False
    st.set_option("client.showSidebarNavigation", True)


def set_parameter(key: str, texts: Sequence[str]) -> None:
    """Let a parameter of the address have these values, none to drop it, without telling the browser yet.

    `st.query_params` refuses to write what a widget binds, and sends a message for every change.
    """
    with get_session_state().query_params() as named:
        if not texts:
            named.discard_param_no_forward_msg(key)
        elif named.get_all(key) != list(texts):
            named.set_with_no_forward_msg(key, list(texts))


def has_open_page(session: str) -> bool:
    """Whether the page of a visitor is still open in a browser."""
    return not runtime.exists() or runtime.get_instance().is_active_session(session)


def forget_file(file_id: str) -> None:
    """Take a file out of Streamlit's own store, which holds what was uploaded as long as its page is open."""
    visitor = session_id()
    store = runtime.get_instance().uploaded_file_mgr if runtime.exists() else None
    if visitor is not None and isinstance(store, MemoryUploadedFileManager):
        store.remove_file(visitor, file_id)


def _context() -> ScriptRunContext:
    context = get_script_run_ctx()
    if context is None:
        raise RuntimeError("No page is being run here.")
    return context
