"""Is a page valid HTML, titled, and free of anything inline? Asked of each page that tests open.

Parsing costs more than making the page did. What a parser complains about lies in the tags and in
a few characters, never in other words between them: a page whose skeleton was sound is not parsed
again.
"""

import html
import re
from collections import Counter
from typing import Final
from xml.etree.ElementTree import Element

import html5lib

# Neither markup nor a character that may be an error; a page with others is parsed each time.
_PLAIN: Final = r"[\t\n !#-%'-;=?-~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{more}]++"
_WORDS: Final = rf"(?:{_PLAIN}|&(?:amp|lt|gt|quot|#3[49]);)*+"
_TEXT: Final = re.compile(f">({_WORDS.replace('{more}', chr(34))})<")
_VALUE: Final = re.compile(
    rf"(?<=\s)(?!name=|type=|method=)([\w:-]+)=\"{_WORDS.replace('{more}', '')}\""
)
# A dot between two things, stuck to the first one or to the second.
_STUCK: Final = re.compile(r"[^<>]{0,20}(?:[^\s>]|</\w+>)·|·[^\s<][^<>]{0,20}")
_ID: Final = re.compile(r"\sid=\"([^\"]*)\"")
_HEADING: Final = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)

_sound: set[int] = set()


def faults_in(page: str) -> list[str]:
    """Return what is wrong with a page."""
    skeleton = _skeleton(page)
    found = []
    if hash(skeleton) not in _sound:
        found = _faults_of_structure(page)
        if not found and "<!--" not in page:
            _sound.add(hash(skeleton))
    ids = Counter(_ID.findall(page))
    found += [f"id {each} {count} times" for each, count in ids.items() if count > 1]
    found += [f"no space at {each!r}" for each in _STUCK.findall(page)]
    titles, headings = _TITLE.findall(page), _HEADING.findall(page)
    if titles and headings and not _words(titles[0]).startswith(_words(headings[0])):
        found.append(f"the title {titles[0]!r} does not begin as the heading {headings[0]!r}")
    return found


def _skeleton(page: str) -> str:
    """Return the tags alone, with the values that the checks of the structure look at."""
    return _VALUE.sub(r'\1=""', _TEXT.sub(_shortened, page))


def _shortened(text: re.Match[str]) -> str:
    """Keep whether there are words: between the rows of a table they are an error."""
    if not text[1]:
        return "><"
    return ">x<" if text[1].strip(" \t\n") else "> <"


def _words(markup: str) -> str:
    """Return the visible words, white space folded, without where words may be parted."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).replace("\u00ad", "").split())


def _faults_of_structure(page: str) -> list[str]:
    """Return what is wrong whatever the words on the page are."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page)
    found = [str(error) for error in parser.errors]
    tags = [tag for tag in root.iter() if isinstance(tag.tag, str)]
    names = [tag.tag for tag in tags]
    found += [f"{names.count(name)} {name}" for name in ("h1", "title") if names.count(name) != 1]
    return found + [f"{tag.tag} {tag.attrib}" for tag in tags if _is_wrong(tag)]


def _is_wrong(tag: Element) -> bool:
    """Return whether a tag holds styles or a script, or lacks what it needs."""
    if "style" in tag.attrib or any(name.startswith("on") for name in tag.attrib):
        return True
    if tag.tag == "script":
        return "src" not in tag.attrib and tag.get("type") != "application/json"
    if tag.tag == "form":
        lacks = {"action", "method"} - {*tag.attrib}
        token = any(each.get("name") == "csrf_token" for each in tag.iter())
        return bool(lacks) or (tag.get("method") == "post" and not token)
    return tag.tag == "style" or (tag.tag == "img" and "alt" not in tag.attrib)
