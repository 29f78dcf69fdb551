"""The pages of see and try: the list with what can be moved, its probabilities, the reasons, and drafts."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from starlette.responses import HTMLResponse, Response

from criticality.desk.editing.file_titles import shown_file
from criticality.desk.saving import save
from criticality.desk.site import opened_by
from criticality.desk.trying.controls import AnyControl, DimensionControl, JudgementControl, NumberControl
from criticality.desk.trying.draft_files import draft_of
from criticality.desk.trying.explained import Reasons
from criticality.desk.trying.live import DRAWS, Live
from criticality.desk.trying.read_controls import group_title, items_of
from criticality.desk.trying.tried import ASSESSMENT, WEIGHTS, Trial
from criticality.desk.visits import FORM_TOKEN, INLINE_POLICY, Route, Visit
from criticality.errors import InputError
from criticality.model.document import Text
from criticality.report.comparison.page import comparison_page
from criticality.text.language import program
from criticality.text.numbers import chance, fixed, plain

_SHOWN = "shown"
_NOT_MOVED = ("lang", "token", "why", FORM_TOKEN)


def see(visit: Visit) -> Response:
    """The list as the address moves it."""
    trial = _trial(visit, visit.query.multi_items())
    reasons = visit.desk.part(Reasons).of(trial) if "why" in visit.query and trial.differs else None
    return visit.page("try.html", 422 if trial.refused else 200, **_shown(visit, trial, chances=True, reasons=reasons))


def move(visit: Visit) -> Response:
    """What a form moved: a script is given the list at once, and asks for the rest; without one, the address."""
    words = {key: word for key, word in visit.form.multi_items() if isinstance(word, str)}
    shown = words.pop(_SHOWN, "")
    place = {key: words[key] for key in (ASSESSMENT, WEIGHTS) if key in words}
    is_other = bool(shown) and shown != " ".join(place.values())
    # The sliders are those of what was shown: on another assessment or other weights they would mean something else.
    trial = _trial(visit, (place if is_other else words).items())
    address = _address(trial)
    if visit.is_partial and is_other:
        return Response(headers={"HX-Redirect": address})
    if not visit.is_partial:
        return visit.redirect(address)
    answer = visit.page("try_result.html", **_shown(visit, trial, chances=False))
    answer.headers["HX-Replace-Url"] = address
    return answer


def chances(visit: Visit) -> Response:
    """The same list with its probabilities."""
    trial = _trial(visit, visit.query.multi_items())
    if not visit.is_partial:
        return visit.redirect(_address(trial))
    return visit.page("try_result.html", **_shown(visit, trial, chances=True))


def why(visit: Visit) -> Response:
    """Why minerals entered and left, in a sentence each; without a script, the page with them."""
    trial = _trial(visit, visit.query.multi_items())
    if not visit.is_partial:
        address = _address(trial)
        return visit.redirect(f"{address}{'&' if '?' in address else '?'}why=1")
    return visit.page("try_why.html", **_shown(visit, trial, chances=False, reasons=visit.desk.part(Reasons).of(trial)))


def compared(visit: Visit) -> Response:
    """The whole comparison with the list of the files, as `criticality compare --html` writes it."""
    trial = _trial(visit, visit.query.multi_items())
    content = visit.desk.part(Reasons).of(trial)
    page = comparison_page(content, opened=opened_by(visit, _address(trial), "running.back_to_trial"))
    return HTMLResponse(page, headers={"Content-Security-Policy": INLINE_POLICY})


def keep(visit: Visit) -> Response:
    """Write what was moved into new files."""
    trial = _trial(visit, parse_qsl(visit.field("state"), keep_blank_values=True))
    try:
        draft = draft_of(trial.live.workspace, trial, visit.field("name").strip(), visit.field("because").strip())
    except InputError as error:
        filled = {"name": visit.field("name"), "because": visit.field("because")}
        return visit.page("try.html", 422, **_shown(visit, trial, chances=True, problems=error.problems, filled=filled))
    saved = save(trial.live.workspace, visit.user, draft.changes, draft.sentence, visit.field("because").strip())
    return visit.page(
        "kept.html", 201, saved=saved, draft=draft, address=_address(trial), trial_file=trial.file, program=program()
    )


# ── a trial, and what a page shows of it ─────────────────────────────────────


def _trial(visit: Visit, words: Iterable[tuple[str, str]]) -> Trial:
    live = visit.desk.part(Live)
    given = {key: word for key, word in words if key not in _NOT_MOVED}
    named, weights = given.pop(ASSESSMENT, ""), given.pop(WEIGHTS, "")
    known = live.assessments()
    file = live.workspace.find_assessment(named or (known[0] if known else None), live.workspace.root)
    stated = live.base(file).inputs.paths.get("weights", "")
    found = live.workspace.find_file(weights, "weights", live.workspace.root) if weights else ""
    other = found if found != stated else ""
    place = {**({ASSESSMENT: file} if file != known[0] else {}), **({WEIGHTS: other} if other else {})}
    return Trial(live, file, other, place, given)


def _address(trial: Trial) -> str:
    words = trial.controls.address()
    return f"/?{words}" if words else "/"


def _shown(visit: Visit, trial: Trial, *, chances: bool, **more: object) -> Mapping[str, object]:
    workspace = trial.live.workspace
    query = trial.controls.address()
    return {
        "trial": trial,
        "controls": trial.controls,
        "listed": [row for row in trial.rows if row.listed],
        "others": [row for row in trial.rows if not row.listed],
        "chances": trial.chances if chances else None,
        "chances_before": trial.chances_before if chances else None,
        "query": query,
        "assessments": trial.live.assessments(),
        "weights_files": [workspace.relative(path) for path in workspace.documents("weights")],
        "shown_file": lambda file: shown_file(visit, file),
        "weights_now": trial.weights_file or trial.stated.inputs.paths.get("weights", ""),
        "problems": trial.refused,
        "filled": {"name": "", "because": ""},
        "reasons": None,
        "confidential": trial.stated.inputs.confidential is not None,
        "chance": lambda share: chance(share, 0, DRAWS),
        "fixed": fixed,
        "plain": plain,
        "kind": _kind,
        "named": _named,
        "group": lambda code: group_title(trial.base.inputs, code),
        "item": lambda group, code: items_of(trial.base.inputs, group)(code),
        "put_back": lambda control: "/?" + trial.controls.address(without=control.key),
        **more,
    }


def _kind(control: AnyControl) -> str:
    kinds = ((JudgementControl, "judgement"), (NumberControl, "number"), (DimensionControl, "dimension"))
    return next((name for kind, name in kinds if isinstance(control, kind)), "answer")


def _named(control: AnyControl) -> tuple[Text, ...]:
    """The titles that tell a control from the others, for a link that has no sentence of its own."""
    if isinstance(control, JudgementControl):
        return control.first, control.second
    if isinstance(control, NumberControl):
        return control.title, *control.tiers
    return (control.title if isinstance(control, DimensionControl) else control.question,)


TRYING = (
    Route("/", "reader", get=see, post=move, nav="desk.nav_try", is_quiet=True),
    Route("/chances", "reader", get=chances),
    Route("/why", "reader", get=why),
    Route("/compared", "reader", get=compared),
    Route("/drafts", "planner", post=keep),
)
