"""Print a record: the list in each language, or single factsheets."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from criticality.model.document import Edition, PageLanguage
from criticality.model.record import Record
from criticality.report.html.rendering import MAIN, PREVIEW, packaged_templates
from criticality.report.pdf.processes import Job, Progress, print_files

_CHILD = "criticality.report.pdf.child"
What = tuple[Edition, str | None]
"""What a file is: an edition of the list, or (with a mineral) a factsheet."""


def list_name(edition: Edition, language: PageLanguage) -> str:
    """Return the name of the file of one edition in one language, without its suffix.

    >>> list_name("short", "en"), list_name("full", "zh-Hant")
    ('list.short.en', 'list.zh-Hant')
    """
    return f"list.{language}" if edition == "full" else f"list.{edition}.{language}"


def write_lists(
    record: Record,
    folder: Path,
    lists: Sequence[tuple[Edition, PageLanguage]],
    *,
    into: Path | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Print a record: a PDF for each language and edition; the full one has the record and its tables attached.

    Parameters
    ----------
    record
        The plain content of ``record.json``.
    folder
        The run's folder: ``record.json`` and the tables are attached from there.
    lists
        What is wanted: editions, each in a language. Those of one language are printed one after the other, the
        languages side by side.
    into
        Where ``list.short.<language>.pdf`` and ``list.<language>.pdf`` are put, all of them or none; without it, the
        run's folder.
    progress
        Called with a few words on what is being done, and with what a reader should know (replaced characters,
        unsupported CSS); from several threads.

    Returns
    -------
    list of Path
        The files written, by language, in the order of `lists`.

    Raises
    ------
    MachineError
        Pango or the font is missing, or the pages cannot be written; the message says what to type.
    TemplateError
        A workspace's template is broken; the message starts with its file and line.
    """
    files: dict[PageLanguage, dict[str, What]] = {}
    for edition, language in lists:
        files.setdefault(language, {})[list_name(edition, language)] = (edition, None)
    jobs = [_job(record, folder, language, named, into) for language, named in files.items()]
    return print_files(jobs, progress)


def write_factsheets(
    record: Record,
    folder: Path,
    languages: Sequence[PageLanguage],
    minerals: Sequence[str],
    *,
    into: Path | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Print single factsheets of a record: ``factsheet.<mineral>.<language>.pdf``.

    Parameters, progress and errors are those of `write_lists`; `minerals` are codes of candidates.
    """
    jobs = [
        _job(record, folder, language, {f"factsheet.{code}.{language}": ("full", code) for code in minerals}, into)
        for language in dict.fromkeys(languages)
    ]
    return print_files(jobs, progress)


def write_previews(
    record: Record, folder: Path, languages: Sequence[PageLanguage], *, progress: Progress | None = None
) -> list[Path]:
    """Print the first pages of a record alone: ``preview.<language>.pdf``, the cover under the record's templates.

    Parameters, progress and errors are those of `write_lists`.
    """
    inputs = record["inputs"]
    cover = {**inputs["templates"], MAIN: packaged_templates()[PREVIEW]}
    shown: Record = {**record, "inputs": {**inputs, "templates": cover}}
    jobs = [
        _job(shown, folder, language, {f"preview.{language}": ("full", None)}) for language in dict.fromkeys(languages)
    ]
    return print_files(jobs, progress)


def _job(
    record: Record, folder: Path, language: PageLanguage, files: Mapping[str, What], into: Path | None = None
) -> Job:
    """Return the job of one language; `files` are names and what each is."""
    paths = tuple((into or folder) / f"{name}.pdf" for name in files)
    pages = [
        {"name": path.name, "edition": edition, "mineral": mineral}
        for path, (edition, mineral) in zip(paths, files.values(), strict=True)
    ]
    task = {"record": record, "folder": str(folder.resolve()), "language": language, "pages": pages}
    return Job(_CHILD, task, paths)
