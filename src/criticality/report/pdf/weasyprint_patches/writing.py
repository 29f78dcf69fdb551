"""Writing the file: objects serialised once, pages listed once and packed as soon as they are painted."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any


def write_numbers_quickly() -> None:
    """Turn pieces of a file into bytes by their type, the frequent ones first."""
    import pydyf  # type: ignore[import-untyped]  # noqa: PLC0415

    write: Callable[[Any], bytes] = pydyf._to_bytes

    def to_bytes(item: Any) -> bytes:
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is int:
            return b"%d" % item
        if kind is float and not item.is_integer():
            return f"{item:f}".rstrip("0").encode("ascii")
        return write(item)

    pydyf._to_bytes = to_bytes


def share_what_objects_begin_with() -> None:
    """Let the objects of a file share the four values they all begin with: there are a quarter of a million."""
    import pydyf  # noqa: PLC0415

    begun = vars(pydyf.Object())
    if begun != {"number": None, "offset": 0, "generation": 0, "free": "n"}:
        return
    for name, value in begun.items():
        setattr(pydyf.Object, name, value)
    pydyf.Object.__init__ = lambda _object: None


def remember_page_references() -> None:
    """Let pydyf list a document's pages once and not for every tagged element (one seventh of the writing time)."""
    import pydyf  # noqa: PLC0415

    listed: Any = pydyf.PDF.page_references
    if not isinstance(listed, property) or listed.fget is None:
        return
    ask = listed.fget
    kept: dict[int, tuple[int, Any]] = {}

    def page_references(pdf: Any) -> Any:
        count = len(pdf.pages["Kids"])
        if kept.get(id(pdf), (None, None))[0] != count:
            kept[id(pdf)] = count, tuple(ask(pdf))
        return kept[id(pdf)][1]

    pydyf.PDF.page_references = property(page_references)


def remember_written_objects() -> None:
    """Serialise each object once, not once for the file and once more for the digest that identifies it.

    While a file is written nothing changes any more. Streams are compressed at zlib's own default: pydyf's level 9
    takes four times as long for one per cent.
    """
    import pydyf  # noqa: PLC0415

    write: Callable[..., None] = pydyf.PDF.write

    def write_once(pdf: Any, *arguments: Any, **options: Any) -> None:
        with _remembering(pydyf.Stream, _stream_data), _remembering(pydyf.Dictionary, pydyf.Dictionary.data.fget):
            write(pdf, *arguments, **options)

    pydyf.PDF.write = write_once


@contextmanager
def _remembering(kind: Any, serialise: Callable[[Any], bytes]) -> Iterator[None]:
    before = kind.data

    def data(item: Any) -> bytes:
        if item.number is None:
            return serialise(item)
        kept: bytes | None = item.__dict__.get("_written")
        if kept is None:
            kept = item.__dict__["_written"] = serialise(item)
            if isinstance(item, dict) and item.get("Type") == "/StructElem":
                item.clear()  # written: what it was made of makes room for the next
        return kept

    kind.data = property(data)
    try:
        yield
    finally:
        kind.data = before


def _stream_data(stream: Any) -> bytes:
    import pydyf  # noqa: PLC0415

    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        content = _compressed(stream.stream)
    else:
        content = b"\n".join(map(pydyf._to_bytes, stream.stream))
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))


def pack_painted_pages() -> None:
    """Compress a page's drawing as soon as it is painted: its pieces take more memory than the page's text."""
    from weasyprint.document import Page  # noqa: PLC0415

    paint: Callable[..., None] = Page.paint

    def paint_and_pack(page: Any, stream: Any, *arguments: Any, **options: Any) -> None:
        paint(page, stream, *arguments, **options)
        if stream.compress and not stream.extra:
            stream.stream, stream.extra = [_compressed(stream.stream)], {"Filter": "/FlateDecode"}
            stream.compress = False

    Page.paint = paint_and_pack


def _compressed(pieces: Iterable[Any]) -> bytes:
    import pydyf  # noqa: PLC0415

    return zlib.compress(b"\n".join(map(pydyf._to_bytes, pieces)))
