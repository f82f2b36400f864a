from varde.governance.improvement.models.proposals import Proposal, ProposalEntry, named
from varde.governance.improvement.models.sessions import Contribution, Participant, Session

__all__ = ["Contribution", "Participant", "Proposal", "ProposalEntry", "Session", "named"]
