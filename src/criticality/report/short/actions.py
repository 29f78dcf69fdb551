"""What can be done: what a stock costs, and what the levers and the partner countries would take off."""

from criticality.report.chapters.policy import shared_origin
from criticality.report.chapters.policy_levers import policy_of, taken_off
from criticality.report.chapters.policy_stock import stock, stock_cost
from criticality.report.reader import Reader


def actions(reader: Reader) -> dict[str, object]:
    """Return the page on what can be done; ``assessed`` is false where levers were not tried."""
    if not policy_of(reader):
        return {"assessed": False}
    return {
        "assessed": True,
        "levers": taken_off(reader, policy_of(reader).get("levers") or {}),
        "fate": shared_origin(reader),
        "cost": stock_cost(reader),
        "stock": stock(reader),
    }
