# make demo   the whole house with the synthetic region and simulated devices
# make test   everything that must hold
# The rest is for who works on Varde: check, fix, unit, journeys, bench, lock, docs, messages, clean.
PYTHON ?= python3
V := .venv/bin
UV := $(V)/uv pip sync -q --python .venv --require-hashes
export DJANGO_SETTINGS_MODULE ?= varde.config.settings
unexport PYTHONDONTWRITEBYTECODE  # every process would compile Django anew: 2 s each

.PHONY: demo test check fix unit journeys bench lock docs messages setup setup-dev clean

demo: setup
	@$(V)/python -m varde demo

test: setup-dev
	@$(V)/python -m tests.run

check: setup-dev
	@$(V)/python -m tests.run check

unit: setup-dev
	@$(V)/python -m tests.run unit

journeys: setup-dev
	@$(V)/python -m tests.run journeys

bench: setup-dev
	@$(V)/python -m bench $(ARGS)

fix: setup-dev
	@$(V)/ruff check -q --fix --exit-zero src tests bench frontend
	@$(V)/ruff format -q src tests bench frontend

docs: setup-dev
	@VARDE_MODE=test VARDE_DATA=var/check $(V)/python -m varde docs

messages: setup-dev
	@VARDE_MODE=test VARDE_DATA=var/check $(V)/python -m tests.messages

setup: .venv/.runtime
	@$(V)/python frontend/assets.py
	@$(V)/python -m varde.config.messages

setup-dev: .venv/.dev
	@$(V)/python frontend/assets.py
	@$(V)/python -m varde.config.messages

.venv/.uv: requirements/uv.txt
	@test -x $(V)/python || $(PYTHON) -m venv .venv
	@$(V)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(V)/python -c "import pathlib, sysconfig; pathlib.Path(sysconfig.get_path('purelib'), 'varde.pth').write_text(str(pathlib.Path('src').resolve()) + '\n')"
	@touch $@

.venv/.runtime: .venv/.uv requirements/runtime.txt requirements/node.txt
	@$(UV) requirements/runtime.txt $$(command -v npm >/dev/null || echo requirements/node.txt)
	@rm -f .venv/.dev
	@touch $@

.venv/.dev: .venv/.uv requirements/runtime.txt requirements/dev.txt requirements/node.txt
	@$(UV) requirements/dev.txt $$(command -v npm >/dev/null || echo requirements/node.txt)
	@touch .venv/.runtime $@

COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"
lock: .venv/.uv
	$(V)/$(COMPILE) pyproject.toml -o requirements/runtime.txt
	$(V)/$(COMPILE) pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt
	$(V)/$(COMPILE) requirements/node.in -o requirements/node.txt

clean:
	rm -rf .venv frontend/node_modules src/varde/static/vendor var
