"""How Varde looks and speaks to the hand: shell, components, form rendering, security headers.

Owns: the page shells (base, phone, plain), the components of `{% load ui %}`, the form renderer, the pages of
the login library, the gallery that shows every component, css and js of our own.
Does not own: any table, any permission, what a menu holds (config hands `nav` to the shell).
"""
