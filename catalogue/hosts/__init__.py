"""Rules for hosts of files, by which they choose documents as the service does: written from the registry of formats."""

from catalogue.hosts.rules import Rules, rules_of
from catalogue.hosts.table import HOSTS, WITHOUT_QUERIES, host_named

__all__ = ["HOSTS", "WITHOUT_QUERIES", "Rules", "host_named", "rules_of"]
