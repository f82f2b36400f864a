"""How the services are run: support, risk, contracts and the rest. Each app for itself."""
