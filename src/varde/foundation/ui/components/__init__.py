"""Components as plain functions that return safe HTML. Templates reach them through `{% load ui %}`."""
