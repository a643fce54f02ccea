"""A page of HTML as a reader that forgives nothing sees it."""

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


class Tree(HTMLParser):
    """Fails on tags that do not close; keeps each tag with its attributes, and the text by the tag it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another"

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.words.append((self.open[-1], " ".join(data.split())))


def read(page: str) -> Tree:
    """The page, read to its end with nothing left open."""
    tree = Tree()
    tree.feed(page)
    assert tree.open == []
    return tree
