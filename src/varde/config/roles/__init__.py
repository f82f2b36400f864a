"""Who may do what. One table; every change of it is a line in docs/access-matrix.md that somebody reads.

`permissions` hold in the member's own organisation, and in every client whose agreement in force names the role.
`beyond` is what remains where such an agreement lapsed by date: the minimum needed to help somebody now.
"""

from __future__ import annotations

from varde.config.roles.leading import LEADING
from varde.config.roles.machines import MACHINES
from varde.config.roles.staff import STAFF

ROLES = {role.code: role for role in (*STAFF, *LEADING, *MACHINES)}
