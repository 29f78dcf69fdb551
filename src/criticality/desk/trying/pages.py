"""The page of the list, and its parts."""

from starlette.responses import Response

from criticality.desk.trying.live import Live
from criticality.desk.visits import Route, Visit
from criticality.text.numbers import chance, fixed


def see(visit: Visit) -> Response:
    """The list as the files decide it now."""
    live = visit.desk.part(Live)
    file = live.workspace.find_assessment(visit.query.get("a") or live.assessments()[0], live.workspace.root)
    with live.lock:
        base = live.base(file)
        chances = base.chances
    names = base.inputs.dataset.table("minerals").set_index("mineral")
    column = "name_zh" if visit.language == "zh-Hant" else "name_en"
    table = base.decision.critical_list.table.set_index("mineral")
    scores = base.decision.ranking.scores
    rows = [
        {
            "mineral": mineral,
            "name": names.at[mineral, column],
            "rank": int(base.decision.ranking.ranks[mineral]) if mineral in scores.index else None,
            "score": fixed(float(scores[mineral]) if mineral in scores.index else None),
            "tier": table.at[mineral, "tier"],
            "listed": bool(table.at[mineral, "listed"]),
            "chance": chance(chances.get(mineral)),
        }
        for mineral in base.inputs.candidates
    ]
    rows.sort(key=lambda row: (row["rank"] is None, row["rank"], row["name"]))
    return visit.page("try.html", rows=rows)


TRYING = (Route("/", "reader", get=see, nav="desk.nav_try"),)
