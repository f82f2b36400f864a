"""The register kit: one declaration gives list, detail, new, edit, history, import and export.

Owns the pages and the exchange of rows with spreadsheets. Knows no app, checks no permission (`rows` and `save` are
guarded) and has no hooks: a page that needs more is an ordinary view placed before `register.urls`.
"""
