"""A workspace: the folder with assessments/, criteria/, weights/, scenarios/, data/, templates/ and output/."""

from dataclasses import dataclass
from pathlib import Path

from criticality.errors import InputError, Problem
from criticality.files.messages import nearest
from criticality.text.message import Message


@dataclass(frozen=True)
class Workspace:
    """The root folder and the names inside it."""

    root: Path

    def relative(self, path: Path) -> str:
        """A path as problems print it: relative to the workspace, with /, bytes that are no text escaped."""
        try:
            return printable(path.relative_to(self.root).as_posix())
        except ValueError:
            return printable(path.as_posix())

    def inside(self, text: str) -> Path | None:
        """The file a planner's path means, or None if it leads out of the workspace."""
        if Path(text).is_absolute() or "\x00" in text:
            return None
        path = self.root / text
        return path if _resolved(path).is_relative_to(self.root.resolve()) else None

    def documents(self, folder: str) -> list[Path]:
        """The YAML files of a folder, by name; those of the system and of open spreadsheets are none."""
        return [path for path in self.files(folder) if path.suffix == ".yaml" and is_text(path.name)]

    def files(self, folder: str, *, below: bool = False) -> list[Path]:
        """The files of a folder, by name; with `below` those of its folders too.

        Names that begin with a dot or ``~$`` are left aside everywhere.
        """
        top = self.root / folder
        found = top.rglob("*") if below else top.glob("*")
        return sorted(
            path for path in found if _counts(path.relative_to(top)) and (path.is_file() or path.is_symlink())
        )

    def others(self, folder: str) -> list[Path]:
        """What stands in a folder and is no file: folders, pipes, devices; links are told by whoever reads them."""
        found = (self.root / folder).glob("*")
        return sorted(path for path in found if _counts(Path(path.name)) and not (path.is_file() or path.is_symlink()))

    def leads_out(self, path: Path) -> bool:
        """Whether a link of the workspace leads out of it, so that a run would depend on what is not there."""
        return not _resolved(path).is_relative_to(self.root.resolve())

    @property
    def runs(self) -> Path:
        """Where the records stand."""
        return self.root / "output" / "runs"

    def find_assessment(self, name: str | None, start: Path) -> str:
        """The assessment meant: a path, a name, or the only one there is.

        Raises
        ------
        InputError
            If there is none, several and none named, or none of that name.
        """
        known = [self.relative(path) for path in self.documents("assessments")]
        if name is None:
            if len(known) == 1:
                return known[0]
            what = Message("files.several_assessments") if known else Message("files.no_assessment")
            hint = Message("files.name_one", names=known or ["assessments/NAME.yaml"])
            if not known:
                hint = self.misnamed("assessments") or hint
            raise InputError([Problem("assessments", 1, None, "", what, hint)])
        return self.find_file(name, "assessments", start)

    def misnamed(self, folder: str, stem: str = "") -> Message | None:
        """A hint where a document, of this stem where one is given, has another ending than .yaml; or nothing."""
        begins = f"{stem.lower()}.y" if stem else ""
        for path in self.files(folder):
            name = path.name.lower()
            if ".y" in name and name.startswith(begins) and path.suffix != ".yaml":
                return Message("files.is_there_ending", found=printable(path.name))
        return None

    def find_file(self, name: str, folder: str, start: Path) -> str:
        """A file named on the command line: as a path from `start`, from the workspace, or by its bare name."""
        if "\x00" in name or len(name) > 1000:
            raise InputError(
                [Problem(name[:80], 1, None, "", Message("files.no_file_name"), Message("files.check_spelling"))]
            )
        found = [start / name, self.root / name, self.root / folder / name, self.root / folder / f"{name}.yaml"]
        found = [path.resolve() for path in found if _is_file(path)]
        for path in found:
            if path.is_relative_to(self.root.resolve()):
                return path.relative_to(self.root.resolve()).as_posix()
        if found:
            raise InputError(
                [Problem(name, 1, None, "", Message("files.outside"), Message("files.copy_into_workspace"))]
            )
        known = [self.relative(path) for path in self.documents(folder)]
        shown = printable(name)
        hint = self.misnamed(folder, Path(name).name.removesuffix(".yaml")) or nearest(f"{folder}/{shown}", known)
        raise InputError([Problem(shown, 1, None, "", Message("files.does_not_exist"), hint)])


def _is_file(path: Path) -> bool:
    """Whether there is such a file; of a name that is longer than any file's there is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def printable(name: str) -> str:
    """A file name as it can be printed: bytes that are no UTF-8 are escaped."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def is_text(name: str) -> bool:
    """Whether a file name is UTF-8 text; Linux hands on any bytes."""
    return printable(name) == name


def _counts(path: Path) -> bool:
    return not any(part.startswith((".", "~$")) for part in path.parts)


def _resolved(path: Path) -> Path:
    """Where a path leads; a link that leads back to itself leads nowhere but where it stands."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def find_workspace(start: Path) -> Workspace:
    """The nearest folder upwards from `start` that has assessments/.

    Raises
    ------
    InputError
        If there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "assessments").is_dir():
            return Workspace(folder)
    message = Message("files.no_workspace_here")
    hint = Message("files.no_workspace_hint")
    raise InputError([Problem(str(start), 1, None, "", message, hint)])
