"""Spaces: Chinese has none between words, so a space in the middle of a sentence is the joint of two printed lines.

Names in a byline and the halves of a headline are set apart by spaces on purpose; so are the parts of a slogan
in quotation marks, ``“岁岁重阳 今又重阳”``, which are told from joints by their equal length.
"""

from __future__ import annotations

import re

# Hanzi, their punctuation and full-width forms; the ellipsis, dash and curly quotes are shared with Latin.
_CJK = "\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_NEAR = _CJK + r"0-9%,;:!?\"()"
_JOINT = re.compile(rf"(?<=[{_CJK}]) (?=[{_NEAR}])|(?<=[{_NEAR}]) (?=[{_CJK}])")
_BYLINE = re.compile(r"[（(][^（()）]{0,60}?(?:记者|通讯员)[^（()）]{0,80}[）)]")
_SLOGAN = re.compile(r"[“《「][\u3400-\u9fff]{2,12}(?: [\u3400-\u9fff]{2,12}){1,4}[”》」]")
# Stands for a space that stays. It is white space itself, so that no unwrapped line can contain it.
_KEPT = "\x1f"


def close_joints(text: str) -> str:
    """Remove the spaces at the joints of printed lines from a paragraph.

    A space goes when one side of it is Chinese and the other is Chinese, a digit or a punctuation mark. Spaces
    between Latin words, between digits (``1 200``) and between Chinese and Latin words stay.

    Args:
        text: A paragraph whose only white space is single spaces.

    Returns:
        The paragraph; nothing but spaces is lost.

    >>> close_joints("老 人们今年读了 18 本书, 共 1 200 页")
    '老人们今年读了18本书,共1 200页'
    """
    if " " not in text:
        return text
    text = _BYLINE.sub(lambda names: names[0].replace(" ", _KEPT), text)
    text = _SLOGAN.sub(_keep_parallel, text)
    return _JOINT.sub("", text).replace(_KEPT, " ")


def _keep_parallel(slogan: re.Match[str]) -> str:
    """Mark the spaces of a quotation whose parts are of one length."""
    lengths = {len(part) for part in slogan[0][1:-1].split(" ")}
    return slogan[0].replace(" ", _KEPT) if len(lengths) == 1 else slogan[0]
