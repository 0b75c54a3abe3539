"""Workers: SPARQL queries answered by processes that can be killed.

The store cannot be stopped, and a query can end the process that evaluates it. So each query is answered by a process that
answers nothing else meanwhile: a worker, forked from a nursery that has loaded the statements once. A worker that is late, too
large or no longer wanted is killed and replaced in milliseconds, and its siblings notice nothing.
"""

from catalogue.isolation.system import FILES, NETWORK
from catalogue.workers.jobs import Busy, EndedError, GoneError, UnreachableError
from catalogue.workers.measures import Measures
from catalogue.workers.messages import Asked, Reply
from catalogue.workers.pool import Pool

__all__ = ["FILES", "NETWORK", "Asked", "Busy", "EndedError", "GoneError", "Measures", "Pool", "Reply", "UnreachableError"]
