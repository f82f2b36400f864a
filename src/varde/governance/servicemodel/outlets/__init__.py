"""The model on paper: one sequence of blocks, written as DOCX, PDF or a page."""
