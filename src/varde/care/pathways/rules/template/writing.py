"""A template as YAML text that `read_template` reads to the same template: for export, and to write on."""

from typing import Final

import yaml

from varde.care.pathways.rules.template.shape import Template, template_row

_HEAD: Final = (
    "# Forløpsmal for Varde. Fasene og koder for krav, roller og frister er faste; resten kan endres.\n"
)


def template_text(template: Template) -> str:
    """The template as YAML, fields in the order of the shape, what is left out left out."""
    body: str = yaml.safe_dump(
        template_row(template), allow_unicode=True, sort_keys=False, default_flow_style=None, width=160
    )
    return _HEAD + body
