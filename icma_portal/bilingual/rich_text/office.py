"""Lists as Word writes them: paragraphs with a drawn bullet, made into real lists."""

import re
from itertools import groupby

from .tree import Node, text_in

LIST_STYLE = re.compile(r"mso-list:\s*\S+\s+level(\d)", re.IGNORECASE)
DRAWN = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
BULLET = re.compile(r"^\s*[·•§▪●○■□◆\uf0b7\uf0a7o-][\s\u00a0]{2,}")
NUMBER = re.compile(r"^\s*[(（]?(?:\d+|[a-zA-Z]|[ivxIVX]+|[一二三四五六七八九十]+)[.)、．）]")


def with_real_lists(nodes):
    """Return the nodes with each run of Word's list paragraphs as nested ``ul`` and ``ol``."""
    for node in nodes:
        if isinstance(node, Node):
            node.children = with_real_lists(node.children)
    if not any(map(_is_item, nodes)):
        return nodes
    shown = [node for node in nodes if not isinstance(node, str) or node.strip()]
    result = []
    for is_list, run in groupby(shown, _is_item):
        nodes = list(run)
        result += _lists(nodes) if is_list else nodes
    return result


def _is_item(node):
    if not isinstance(node, Node) or node.tag != "p":
        return False
    if LIST_STYLE.search(node.attributes.get("style", "")):
        return True
    is_named = node.attributes.get("class", "").startswith("MsoList")
    return is_named and BULLET.match(text_in(node)) is not None


def _lists(paragraphs):
    """Return the lists that hold the paragraphs, an inner one in the item before it."""
    lists, stack = [], []
    for paragraph in paragraphs:
        level, tag = _level(paragraph), _take_bullet(paragraph)
        while stack and (stack[-1][0] > level or stack[-1] == (level, _other(tag), stack[-1][2])):
            stack.pop()
        if not stack or stack[-1][0] < level:
            new = Node(tag)
            (stack[-1][2].children[-1].children if stack else lists).append(new)
            stack.append((level, tag, new))
        stack[-1][2].children.append(Node("li", {}, paragraph.children))
    return lists


def _level(paragraph):
    match = LIST_STYLE.search(paragraph.attributes.get("style", ""))
    return int(match.group(1)) if match else 1


def _other(tag):
    return "ol" if tag == "ul" else "ul"


def _take_bullet(paragraph):
    """Take the drawn bullet or number out of a paragraph; return the list that it stood for."""
    drawn = _take_drawn(paragraph)
    if not drawn:
        _take_typed(paragraph)
    return "ol" if NUMBER.match(drawn) else "ul"


def _take_drawn(node):
    for place, child in enumerate(node.children):
        if isinstance(child, str):
            continue
        if DRAWN.search(child.attributes.get("style", "")):
            del node.children[place]
            return text_in(child)
        if drawn := _take_drawn(child):
            return drawn
    return ""


def _take_typed(node):
    """Take a bullet off the first text of the paragraph."""
    for place, child in enumerate(node.children):
        if isinstance(child, str) and child.strip():
            node.children[place] = BULLET.sub("", child, count=1)
            return True
        if isinstance(child, Node) and _take_typed(child):
            return True
    return False
