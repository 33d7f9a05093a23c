# contenthub: set-up, development and tests. `make run` and `make test` do everything on a fresh machine.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PORT ?= 8000
export CONTENTHUB_DATA ?= ./data

.PHONY: setup setup-dev run test serve lint schema clean

setup: $(VENV)/.runtime

setup-dev: $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=… to choose one"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	@echo "Installing the packages of requirements.txt …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing the packages of requirements-dev.txt …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Development: SQLite, the demo once, everything under CONTENTHUB_DATA. A second run keeps what is there.
run: setup
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_demo
	@$(BIN)/python manage.py check_editions
	@$(BIN)/python manage.py where_to_look --port $(PORT)
	@$(BIN)/python manage.py runserver --noreload 0.0.0.0:$(PORT)

test: setup-dev
	@$(BIN)/python -m pytest -n auto --dist worksteal

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy

# Production: granian in front of WSGI; see docs/operations.md for the settings.
serve: export DJANGO_SETTINGS_MODULE := contenthub.settings.production
serve: setup
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py check_editions
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@exec $(BIN)/python -m contenthub.serve

schema: setup
	@$(BIN)/python manage.py write_schema

clean:
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
