"""Charts as pure functions: figures in, frozen view-model out; the templates in templates/components draw them."""

from accountability.web.presentation.charts.bullet import BulletBar, bullet_bar
from accountability.web.presentation.charts.counts import StateBar, state_bar
from accountability.web.presentation.charts.dots import DotStrip, Member, dot_strip
from accountability.web.presentation.charts.points import Point
from accountability.web.presentation.charts.sparkline import Sparkline, sparkline
from accountability.web.presentation.charts.trend import Forecast, TrendChart, trend_chart

__all__ = [
    "BulletBar",
    "DotStrip",
    "Forecast",
    "Member",
    "Point",
    "Sparkline",
    "StateBar",
    "TrendChart",
    "bullet_bar",
    "dot_strip",
    "sparkline",
    "state_bar",
    "trend_chart",
]
