"""Workers: SPARQL queries answered by processes that can be killed.

The store cannot be told to stop, and a query can end the process that evaluates it. So each query is answered by a process that
answers nothing else meanwhile: a worker, forked from a nursery that has loaded the statements once. A worker that is late, too
large or no longer wanted is killed and replaced in milliseconds, and its siblings notice nothing.
"""

from catalogue.workers.messages import Answer, Asked
from catalogue.workers.pool import Busy, GoneError, Pool

__all__ = ["Answer", "Asked", "Busy", "GoneError", "Pool"]
