"""Law and local decisions as dated, cited data."""

from scoring.rulebooks.load import read_package_data
from scoring.rulebooks.model import (
    Certainty,
    Citation,
    Instrument,
    InstrumentKey,
    NoRuleInForce,
    Parameter,
    ParametersAt,
    ParameterValue,
    Rulebook,
    Text,
    weakest,
)

__all__ = [
    "Certainty",
    "Citation",
    "Instrument",
    "InstrumentKey",
    "NoRuleInForce",
    "Parameter",
    "ParameterValue",
    "ParametersAt",
    "Rulebook",
    "Text",
    "read_package_data",
    "weakest",
]
