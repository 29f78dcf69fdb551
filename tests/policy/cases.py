"""Workspaces of the levers' tests: the fictional country, with imports and with stated limits."""

from criticality.checking.check import load_inputs
from criticality.files.workspace import Workspace
from workspace_builder import write_csv

TRADE = "reporter,partner,mineral,stage,code_system,code,flow,year,value_usd,quantity_t,source,grade,flag"


def inputs_of(root, **overrides):
    workspace = Workspace(root)
    return load_inputs(workspace, workspace.find_assessment(None, root), overrides)


def listed(decision):
    table = decision.critical_list.table
    return set(table.loc[table["listed"], "mineral"])


def traded(root):
    """The fictional country with imports, and a criterion that reads where they come from."""
    rows = [
        ["ATL", country, mineral, "extraction", "HS6", "810000", "import", 2024, 5000, tonnes, "world_mines_2025", "A"]
        for mineral, sources in {"austrium": {"LEM": 4, "HYP": 1}, "decipium": {"LEM": 3}}.items()
        for country, tonnes in sources.items()
    ]
    write_csv(root, "data/trade.csv", TRADE, [[*row, "reported"] for row in rows])
    text = (root / "criteria/supply_concentration.yaml").read_text("utf-8")
    (root / "criteria/supply_concentration.yaml").write_text(
        text.replace("governance_weighted_herfindahl", "import_concentration").replace("bottleneck", "extraction"),
        "utf-8",
    )
    return root


def limited(root, mineral="austrium", **limits):
    """State limits of levers for one mineral: recycle, substitute, reduce (value, or value, low, high)."""
    names = {
        "recycle": "recycling_input_potential",
        "substitute": "substitutable_share",
        "reduce": "reducible_share",
    }
    path = root / "data/mineral_properties.csv"
    head = path.read_text("utf-8").splitlines()[0].split(",")
    for kind, stated in limits.items():
        value, low, high = stated if isinstance(stated, tuple) else (stated, "", "")
        row = {"mineral": mineral, "property": names[kind], "value": value, "low": low, "high": high, "unit": "1"}
        row |= {"year": 2024, "source": "world_mines_2025", "grade": "D", "flag": "proxy"}
        with path.open("a", encoding="utf-8") as file:
            file.write(",".join(str(row.get(name, "")) for name in head) + "\n")
    return root
