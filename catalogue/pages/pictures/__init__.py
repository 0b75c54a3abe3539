"""Pictures: charts, timelines and maps as SVG that follows the page, each with the words and the table that say the same."""

from catalogue.pages.pictures.answers import picture_of
from catalogue.pages.pictures.bars import bar_chart
from catalogue.pages.pictures.charts import line_chart, point_chart
from catalogue.pages.pictures.drawn import SHAPES, Element, Picture, fitted
from catalogue.pages.pictures.maps import Map, Place, map_of, place_name
from catalogue.pages.pictures.series import Point, Series, dated
from catalogue.pages.pictures.timelines import Event, event, timeline
from catalogue.pages.pictures.wording import Wording

__all__ = [
    "SHAPES",
    "Element",
    "Event",
    "Map",
    "Picture",
    "Place",
    "Point",
    "Series",
    "Wording",
    "bar_chart",
    "dated",
    "event",
    "fitted",
    "line_chart",
    "map_of",
    "picture_of",
    "place_name",
    "point_chart",
    "timeline",
]
