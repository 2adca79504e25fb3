"""Law and local decisions as dated, cited data."""

from scoring.rulebooks.fields import UnableToLoadRulebook
from scoring.rulebooks.load import load_rulebook, read_package_data
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
    "UnableToLoadRulebook",
    "load_rulebook",
    "read_package_data",
    "weakest",
]
