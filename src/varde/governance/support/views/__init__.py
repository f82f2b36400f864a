from varde.governance.support.views.ticket import panel

__all__ = ["panel"]
