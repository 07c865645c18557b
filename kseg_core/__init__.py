"""Segmentation by color: arrays in, dataclasses out. What there is to import is in ``__init__.pyi``.

A name is loaded when it is first used: who only decodes loads no K-means.
"""

import lazy_loader

__version__ = "1.0.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
