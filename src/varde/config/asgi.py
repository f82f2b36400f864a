"""What the server runs: Django, with the static files served by WhiteNoise in its middleware."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "varde.config.settings")
application = get_asgi_application()
