"""The incremental engine: what changed, which pages that touches, and how they are written without harm.

It knows no Chinese and no stories: it is given plain records and functions. ``scan`` finds what changed, ``state`` remembers
what was built, ``recipe`` and ``plan`` decide (pure), ``pool``, ``render`` and ``files`` act, ``generator`` is Pelican's way in.
"""
