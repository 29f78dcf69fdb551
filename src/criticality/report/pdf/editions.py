"""Print a record: the list in each language, or single factsheets."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from criticality.model.document import Language
from criticality.model.record import Record
from criticality.report.html.rendering import MAIN, PREVIEW, packaged_templates
from criticality.report.pdf.processes import Job, Progress, print_files

_CHILD = "criticality.report.pdf.child"


def write_lists(
    record: Record,
    folder: Path,
    languages: Sequence[Language],
    *,
    into: Path | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Print a record: one PDF a language, with the record and its tables attached.

    Parameters
    ----------
    record
        The plain content of ``record.json``.
    folder
        The run's folder: ``record.json`` and the tables are attached from there.
    languages
        Editions wanted, printed side by side.
    into
        Where ``list.<language>.pdf`` is put, all of them or none; without it, the run's folder.
    progress
        Called with a few words on what is being done, and with what a reader should know (replaced characters,
        unsupported CSS); from several threads.

    Returns
    -------
    list of Path
        The files written, in the order of `languages`.

    Raises
    ------
    MachineError
        Pango or the font is missing, or the pages cannot be written; the message says what to type.
    TemplateError
        A workspace's template is broken; the message starts with its file and line.
    """
    editions = dict.fromkeys(languages)
    return print_files(
        [_edition(record, folder, language, {f"list.{language}": None}, into) for language in editions], progress
    )


def write_factsheets(
    record: Record,
    folder: Path,
    languages: Sequence[Language],
    minerals: Sequence[str],
    *,
    into: Path | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Print single factsheets of a record: ``factsheet.<mineral>.<language>.pdf``.

    Parameters, progress and errors are those of `write_lists`; `minerals` are codes of candidates.
    """
    editions = [
        _edition(record, folder, language, {f"factsheet.{code}.{language}": code for code in minerals}, into)
        for language in dict.fromkeys(languages)
    ]
    return print_files(editions, progress)


def write_previews(
    record: Record, folder: Path, languages: Sequence[Language], *, progress: Progress | None = None
) -> list[Path]:
    """Print the first pages of a record alone: ``preview.<language>.pdf``, the cover under the record's templates.

    Parameters, progress and errors are those of `write_lists`.
    """
    inputs = record["inputs"]
    cover = {**inputs["templates"], MAIN: packaged_templates()[PREVIEW]}
    shown: Record = {**record, "inputs": {**inputs, "templates": cover}}
    editions = dict.fromkeys(languages)
    return print_files(
        [_edition(shown, folder, language, {f"preview.{language}": None}) for language in editions], progress
    )


def _edition(
    record: Record, folder: Path, language: Language, files: Mapping[str, str | None], into: Path | None = None
) -> Job:
    """Return the job of one language; `files` are names and the mineral each is about, None for the whole list."""
    paths = tuple((into or folder) / f"{name}.pdf" for name in files)
    pages = [{"name": path.name, "mineral": mineral} for path, mineral in zip(paths, files.values(), strict=True)]
    task = {"record": record, "folder": str(folder.resolve()), "language": language, "pages": pages}
    return Job(_CHILD, task, paths)
