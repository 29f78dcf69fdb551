"""The cover of a run under the templates of the workspace as they stand today, to try a look in seconds."""

from collections.abc import Callable
from pathlib import Path

from criticality.api.pages import languages_of, write_preview
from criticality.api.run import Run
from criticality.api.workspace import Workspace, open_folder
from criticality.errors import InputError, disk_error


def preview_of(workspace: Workspace, run: Run, language: str, notify: Callable[[str], None]) -> list[Path]:
    """Write ``preview.<language>.pdf`` into the folder of a run; its record and its list stay as they are.

    Raises
    ------
    InputError
        If a template of the workspace has a problem.
    """
    from criticality.files.load import Reading, read_templates
    from criticality.report.html.inspection import template_problems

    reading = Reading(open_folder(workspace.path))
    read_templates(reading)
    problems = InputError([*reading.problems, *template_problems(reading.templates)]).problems
    for problem in problems:
        if problem.severity == "warning":
            notify(str(problem))
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    folder = run.folder or run.save()
    try:
        return write_preview(run.record, folder, languages_of(language), reading.templates, notify)
    except OSError as error:
        raise disk_error(error) from error
