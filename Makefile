# Everything a fresh Debian machine with Python 3.11 needs: `make demo` runs the main job, `make test` runs what CI runs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check docs bench lock clean

demo: $(READY)
	$(BIN)/pyrometer demo demo-plant

test: $(READY) check docs
	$(BIN)/pytest -n 2 --hypothesis-profile=ci

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY)
	$(BIN)/python docs/generate.py
	$(BIN)/mkdocs build --strict --quiet

bench: $(READY) # those that need nothing else; benchmarks/README.md says what the others ask and need
	$(BIN)/python -m benchmarks.charts
	$(BIN)/python -m benchmarks.limits

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV) || { apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

lock: # writes requirements.lock from a fresh environment
	rm -rf .lock-venv && $(PYTHON) -m venv .lock-venv
	.lock-venv/bin/python -m pip install --quiet --disable-pip-version-check 'hatchling>=1.25,<2' 'editables>=0.5,<1' '.[test,docs,pdf,web]'
	.lock-venv/bin/python -m pip freeze --exclude pyrometer > requirements.lock
	rm -rf .lock-venv

clean:
	rm -rf $(VENV) .lock-venv build dist site demo-plant docs/reference .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
