"""Every table, imported in one place for migrations and for what reads the whole schema."""

from declare.accounts import models as accounts
from declare.certificates import models as certificates
from declare.counts import models as counts
from declare.database import Base
from declare.events import models as events
from declare.ledger import models as ledger
from declare.messages import models as messages
from declare.pledges import models as pledges
from declare.presence import models as presence
from declare.registrations import models as registrations
from declare.work import models as work

__all__ = [
    "Base",
    "accounts",
    "certificates",
    "counts",
    "events",
    "ledger",
    "messages",
    "pledges",
    "presence",
    "registrations",
    "work",
]
