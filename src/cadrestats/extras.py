"""Libraries that only some users need come with an extra of the package; who lacks one is told how to get it."""

from __future__ import annotations


def install(extra: str, error: ImportError) -> str:
    """How to install what an import did not find, for the end of a sentence.

    Args:
        extra: The extra of the package that brings it.
        error: The import's error.
    """
    lacking = f"{error.name} is not installed" if error.name else str(error)
    return f"install what it needs: pip install 'cadrestats[{extra}]' ({lacking})."
