"""The table of routes: which address is answered for whom; a route that is not here does not exist."""

from criticality.desk.asking.round_pages import ASKING
from criticality.desk.editing.edit_pages import EDITING
from criticality.desk.entering.account_pages import ENTERING
from criticality.desk.entering.admission import leave
from criticality.desk.roles import SIGNED_IN
from criticality.desk.running.review_pages import REVIEWING
from criticality.desk.running.run_pages import RUNNING
from criticality.desk.site import health, static
from criticality.desk.trying.pages import TRYING
from criticality.desk.visits import Route

SITE = (
    Route("/health", None, get=health),
    Route("/static/{name}", None, get=static),
    Route("/leave", SIGNED_IN, post=leave),
)
TABLE: tuple[Route, ...] = (*TRYING, *EDITING, *ASKING, *RUNNING, *REVIEWING, *ENTERING, *SITE)
