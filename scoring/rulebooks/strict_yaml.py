"""YAML with its traps removed: no floats, octals, yes/no switches, times, anchors or repeated keys.

Plain `0.7` stays the text "0.7", so that it can become an exact decimal; `on:` stays a word.
"""

import re
from collections.abc import Callable, Hashable
from typing import Any

import yaml


class UnreadableYaml(ValueError):
    """The bytes are not YAML of the form we allow; the message says where."""


class _StrictLoader(yaml.SafeLoader):
    """A loader with only the scalars that a rule file needs."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        peek: Callable[[], yaml.Event] = self.peek_event
        event = peek()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            where = f"line {event.start_mark.line + 1}: " if event.start_mark else ""
            raise UnreadableYaml(f"{where}anchors and aliases are not allowed")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, Hashable):
                raise UnreadableYaml(f"line {line}: a key must be a single word or day")
            if key in seen:
                raise UnreadableYaml(f"line {line}: key {key} is written twice")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_SCALARS = (
    ("tag:yaml.org,2002:null", r"null", "n"),
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("tag:yaml.org,2002:timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
)
for _tag, _pattern, _first in _SCALARS:
    _StrictLoader.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), list(_first))


def read_yaml(data: bytes) -> object:
    """Read one document.

    Raises:
        UnreadableYaml: not UTF-8, not YAML, a repeated key, an anchor, or a day that does not exist.
    """
    try:
        loader = _StrictLoader(data.decode("utf-8"))
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except UnreadableYaml:
        raise
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableYaml(" ".join(str(error).split())) from error
