"""Visitors of a running server without a browser: Streamlit's own WebSocket and upload protocol."""

from tests.protocol.answer import Answer, VisitFailed
from tests.protocol.page import sha256
from tests.protocol.visitor import Visitor

__all__ = ["Answer", "VisitFailed", "Visitor", "sha256"]
