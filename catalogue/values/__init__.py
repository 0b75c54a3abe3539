"""Values: what literals stand for, and which of two comes first."""

from catalogue.values.comparison import Comparison, are_in_order, compare, position
from catalogue.values.value import Incomparable

__all__ = ["Comparison", "Incomparable", "are_in_order", "compare", "position"]
