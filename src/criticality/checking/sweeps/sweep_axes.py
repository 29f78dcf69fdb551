"""What a sweep varies, as axes of values; names that mean nothing are problems at their line."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch

from criticality.checking.countries import NO_ROW_HINTS, tables_without
from criticality.errors import Problem
from criticality.files.choices.choice_files import file_of, read_choices
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked, Path
from criticality.files.stray import instead_of
from criticality.files.workspace import Workspace
from criticality.model.assessment import Assessment, Condition, Tier
from criticality.model.choice import Choice
from criticality.model.dataset import TABLES
from criticality.model.sweeps.case_plan import Axis, Level
from criticality.model.sweeps.sweep_file import Sweep, ThresholdRange, YearRange
from criticality.text.message import Message

ReadingOf = Callable[[str], Reading]
NO_SCENARIO = "none"


@dataclass
class AxesRead:
    """What was made of `vary`: the axes, what went wrong, and the readings of the assessments that it names."""

    workspace: Workspace
    sweep: Sweep
    marked: Marked
    reading_of: ReadingOf
    problems: list[Problem] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)
    choices: tuple[str, ...] = ()

    def told(self, path: Path, message: Message, hint: str, *, at: str = "value") -> None:
        """Add a problem."""
        self.problems.append(self.marked.problem(path, message, hint, at=at))

    @property
    def plans(self) -> Mapping[str, Assessment]:
        """File → assessment, of those that could be read."""
        return {file: reading.assessment for file, reading in self.readings.items() if reading.assessment}


def axes_of(read: AxesRead) -> tuple[Axis, ...]:
    """Return every axis in its order, evidence outermost; problems go into `read`."""
    vary = read.sweep.vary
    assessments = _files(read, "assessment", vary.assessment, "assessments")
    if vary.assessment is None:
        found = _expanded(read, ("assessment",), read.sweep.assessment, "assessments")
        assessments = [file for file in found[:1] if file]
    for file in assessments:
        read.readings[file] = read.reading_of(file)
    countries = _countries(read)
    axes = [
        Axis("assessment", tuple(assessments)),
        Axis("country", _levels(read, countries, [plan.country for plan in read.plans.values()])),
        Axis("reference_year", _levels(read, _years(read), [plan.reference_year for plan in read.plans.values()])),
        Axis(
            "scenario",
            _levels(
                read,
                _files(read, "scenario", vary.scenario, "scenarios"),
                [plan.scenario for plan in read.plans.values()],
            ),
        ),
        *_choice_axes(read),
        Axis(
            "weights",
            _levels(
                read, _files(read, "weights", vary.weights, "weights"), [plan.weights for plan in read.plans.values()]
            ),
        ),
        Axis("method", _levels(read, _methods(read), [plan.method for plan in read.plans.values()])),
        *_threshold_axes(read),
    ]
    if not read.problems and all(len(axis.levels) < 2 for axis in axes):
        read.told(("vary",), Message("sweeping.nothing_varies"), Message("sweeping.vary_something"), at="key")
    return tuple(axes)


def _levels(read: AxesRead, values: Sequence[Level], stated: Sequence[Level]) -> tuple[Level, ...]:
    """The values of an axis; what is stated comes first where one thing at a time varies around it."""
    if not values:
        return (None,)
    if read.sweep.kind != "one_at_a_time":
        return tuple(values)
    return (None, *(value for value in values if list(stated) != [value]))


def _once(read: AxesRead, key: str, values: Iterable[tuple[Path, Level]]) -> list[Level]:
    """Each value once; one that stands twice is told."""
    found: list[Level] = []
    for path, value in values:
        if value in found:
            read.told(path, Message("checking.stands_twice", word=value), Message("checking.keep_one"))
        else:
            found.append(value)
    return found


# ── files ────────────────────────────────────────────────────────────────────


def _files(read: AxesRead, key: str, named: Sequence[str] | None, folder: str) -> list[str]:
    found = [
        (("vary", key, position), file)
        for position, text in enumerate(named or ())
        for file in _expanded(read, ("vary", key, position), text, folder)
    ]
    return [str(file) for file in _once(read, key, found) if file]


def _expanded(read: AxesRead, path: Path, text: str, folder: str) -> list[str]:
    """The files that a text means: one, every one that a pattern fits, or the word none for no scenario."""
    workspace = read.workspace
    known = [workspace.relative(other) for other in workspace.documents(folder)]
    if folder == "scenarios" and text == NO_SCENARIO:
        return [text]
    if "*" in text or "?" in text:
        fitting = [file for file in known if fnmatch(file, text)]
        if not fitting:
            read.told(path, Message("sweeping.no_match", text=text), nearest(text, known))
        return fitting
    place = workspace.inside(text)
    if place is None:
        read.told(path, Message("files.leads_out", text=text), Message("files.name_inside", folder=folder))
    elif text not in known:
        hint = instead_of(place) if not place.is_file() else None
        read.told(path, Message("files.named_file_missing", text=text), hint or nearest(text, known))
    return [text] if text in known else []


# ── countries and years ──────────────────────────────────────────────────────


def _countries(read: AxesRead) -> list[Level]:
    asked = read.sweep.vary.country
    if asked is None:
        return []
    if asked == "all":
        return list(_with_every_table(read))
    found = _once(read, "country", ((("vary", "country", place), code) for place, code in enumerate(asked)))
    for place, code in enumerate(asked):
        for reading in read.readings.values():
            _country_problem(read, reading, ("vary", "country", place), code)
    return found


def _country_problem(read: AxesRead, reading: Reading, path: Path, code: str) -> None:
    """Tell of a country that nobody knows, or one without rows in a table of its own that a criterion reads."""
    countries = reading.tables.get("countries")
    if countries is not None and code not in set(countries["country"]):
        read.told(path, Message("checking.no_country", country=code), nearest(code, countries["country"]))
        return
    for table, readers in tables_without(reading, code):
        message = Message("checking.no_own_row", table=TABLES[table].path, country=code, readers=readers)
        read.told(path, message, Message(NO_ROW_HINTS[table], country=code))


def _with_every_table(read: AxesRead) -> list[str]:
    """Every country that has rows wherever the criteria of every assessment read a country's own."""
    found: list[str] = []
    for reading in read.readings.values():
        countries = reading.tables.get("countries")
        codes = [] if countries is None else sorted(set(countries["country"]))
        fitting = [code for code in codes if not any(True for _ in tables_without(reading, code))]
        found = fitting if reading is next(iter(read.readings.values())) else [c for c in found if c in fitting]
    if read.readings and not found:
        read.told(("vary", "country"), Message("sweeping.no_country_whole"), Message("sweeping.import_trade"))
    return found


def _years(read: AxesRead) -> list[Level]:
    asked, path = read.sweep.vary.reference_year, ("vary", "reference_year")
    if asked is None:
        return []
    if isinstance(asked, YearRange):
        if asked.from_ > asked.to:
            message = Message("sweeping.range_reversed", first=asked.from_, last=asked.to)
            read.told((*path, "from"), message, Message("sweeping.swap_ends"))
        years: list[Level] = list(range(asked.from_, asked.to + 1))
    else:
        years = _once(read, "reference_year", (((*path, place), year) for place, year in enumerate(asked)))
    for reading in read.readings.values():
        stated = [int(year) for name in ("production", "trade") for year in _stated_years(reading, name)]
        for place, year in enumerate(years):
            if stated and isinstance(year, int) and not min(stated) <= year <= max(stated) + 1:
                where = (*path, "from" if year < min(stated) else "to") if isinstance(asked, YearRange) else None
                message = Message("sweeping.year_without_figures", year=year, first=min(stated), last=max(stated))
                read.told(where or (*path, place), message, Message("sweeping.years_of_figures"))
                break
    return years


def _stated_years(reading: Reading, name: str) -> Iterator[float]:
    if name in reading.tables:
        yield from reading.tables[name]["year"].dropna()


def _methods(read: AxesRead) -> list[Level]:
    named = read.sweep.vary.method or ()
    return _once(read, "method", ((("vary", "method", place), name) for place, name in enumerate(named)))


# ── choices ──────────────────────────────────────────────────────────────────


def _choice_axes(read: AxesRead) -> Iterator[Axis]:
    asked = read.sweep.vary.choices
    if asked is None or not read.readings:
        return
    reading = next(iter(read.readings.values()))
    known = tuple(path.stem for path in read.workspace.documents("choices"))
    if asked == "all" and not known:
        read.told(("vary", "choices"), Message("sweeping.no_choices"), Message("sweeping.write_a_choice"))
    codes = list(known if asked == "all" else asked)
    for place, code in enumerate(() if asked == "all" else asked):
        if code not in known:
            message = Message("checking.no_choice_file", choice=code, file=file_of(code))
            read.told(("vary", "choices", place), message, nearest(code, known))
        elif code in asked[:place]:
            message = Message("checking.stands_twice", word=code)
            read.told(("vary", "choices", place), message, Message("checking.keep_one"))
    documents = read_choices(reading, [code for code in codes if code in known]).documents
    read.choices = tuple(documents)
    for code, choice in documents.items():
        path: Path = ("vary", "choices") if asked == "all" else ("vary", "choices", list(asked).index(code))
        _refuse_clash(read, choice, path)
        answers = [plan.answers.get(code, choice.options[0].code) for plan in read.plans.values()]
        options = [option.code for option in choice.options if option.odds > 0]
        yield Axis(f"choice.{code}", _levels(read, options, answers))


def _refuse_clash(read: AxesRead, choice: Choice, path: Path) -> None:
    """An axis would undo what an option states of the same key, and cases would be counted twice."""
    vary = read.sweep.vary
    axes = {"reference_year": vary.reference_year, "method": vary.method, "weights": vary.weights}
    stated = {
        key
        for option in choice.options
        if option.change is not None and option.change.assessment is not None
        for key in option.change.assessment.stated
    }
    for key in sorted(key for key, values in axes.items() if values is not None and key in stated):
        message = Message("sweeping.choice_and_axis", choice=choice.code, key=key)
        read.told(path, message, Message("sweeping.one_of_both", choice=choice.code, key=key))


# ── thresholds ───────────────────────────────────────────────────────────────


def _threshold_axes(read: AxesRead) -> Iterator[Axis]:
    ranges, codes = read.sweep.vary.thresholds, list[str]()
    single = isinstance(read.sweep.vary.threshold, ThresholdRange)
    for place, entry in enumerate(ranges):
        path: Path = ("vary", "threshold") if single else ("vary", "threshold", place)
        if entry.code in codes:
            read.told((*path, "of"), Message("checking.stands_twice", word=entry.of), Message("checking.keep_one"))
            continue
        codes.append(entry.code)
        moved = [moved_conditions(plan.rule.tiers, entry) for plan in read.plans.values()]
        _range_problems(read, entry, path, [condition for some in moved for condition in some])
        for plan in read.plans.values():
            _rule_problem(read, plan, entry, path)
        stated = sorted({condition.threshold for some in moved for condition in some})
        yield Axis(entry.code, _levels(read, list(dict.fromkeys(entry.values)), list(stated)))


def _range_problems(read: AxesRead, entry: ThresholdRange, path: Path, moved: Sequence[Condition]) -> None:
    ends = (entry.from_, entry.to, entry.step)
    if (entry.at is None) == (None in ends) or (entry.at is not None and any(end is not None for end in ends)):
        read.told(path, Message("sweeping.threshold_form"), Message("sweeping.threshold_form_hint"), at="inside")
        return
    if entry.from_ is not None and entry.to is not None and entry.from_ > entry.to:
        message = Message("sweeping.range_reversed", first=f"{entry.from_:g}", last=f"{entry.to:g}")
        read.told((*path, "from"), message, Message("sweeping.swap_ends"))
    elif len(entry.values) < 2:
        read.told(
            (*path, "step" if entry.step else "at"), Message("sweeping.one_value"), Message("sweeping.more_values")
        )
    on_scale = [condition for condition in moved if condition.top is None and not condition.in_own_unit]
    outside = [value for value in entry.values if not 0 <= value <= 1]
    if on_scale and outside:
        key = "at" if entry.at is not None else "from" if (entry.from_ or 0.0) < 0 or (entry.from_ or 0.0) > 1 else "to"
        message = Message("sweeping.threshold_outside", value=f"{outside[-1]:g}")
        read.told((*path, key), message, Message("sweeping.between_0_and_1"))


def _rule_problem(read: AxesRead, plan: Assessment, entry: ThresholdRange, path: Path) -> None:
    names = [tier.name for tier in plan.rule.tiers]
    if entry.tier is not None and entry.tier not in names:
        read.told((*path, "tier"), Message("sweeping.no_tier", tier=entry.tier), nearest(entry.tier, names))
        return
    tiers = [tier for tier in plan.rule.tiers if entry.tier in (None, tier.name)]
    tested = {condition.of for tier in tiers for condition in tier.conditions}
    if entry.of not in tested:
        code = "sweeping.no_condition" if entry.tier is None else "sweeping.no_condition_of_tier"
        read.told((*path, "of"), Message(code, of=entry.of, tier=entry.tier or ""), nearest(entry.of, tested))
    elif entry.tier is not None and len({c.threshold for c in tiers[0].conditions if c.of == entry.of}) > 1:
        message = Message("sweeping.several_thresholds", tier=entry.tier, of=entry.of)
        read.told((*path, "tier"), message, Message("sweeping.split_the_tier"))


def moved_conditions(tiers: Sequence[Tier], entry: ThresholdRange) -> list[Condition]:
    """The conditions of a rule that a range moves."""
    found = [c for tier in tiers if entry.tier in (None, tier.name) for c in tier.conditions if c.of == entry.of]
    return [condition for condition in found if entry.tier or condition.threshold == found[0].threshold]
