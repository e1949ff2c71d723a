# Společně. `make run` shows the demonstration, `make test` runs every test; both need python3-venv and make alone.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 5000
KEYWORDS := -k _ -k _l -k gettext -k lazy_gettext -k ngettext:1,2 -k reason -k Missing
FAMILY := uk cs@easy

.PHONY: texts-compiled run test test-deep bench check story story-counselling rules texts readers lock help

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

.venv/run.stamp: requirements/prod.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/prod.txt
	touch $@

.venv/test.stamp: .venv/run.stamp requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))

%.mo: %.po .venv/run.stamp
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/messages.po,%,$<))

texts-compiled: $(CATALOGUES) ## the Czech texts, ready to be shown

run: .venv/run.stamp $(CATALOGUES) ## the demonstration on 127.0.0.1, with its people, letters and worker
	$(BIN)/python app.py --port $(PORT)

test: .venv/test.stamp $(CATALOGUES) ## every test, on every core; without Chromium or PostgreSQL those two kinds are skipped with the reason
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

test-deep: .venv/test.stamp $(CATALOGUES) ## the long walks and the great rush, many times what `test` does of them
	DEEP=1 $(BIN)/python -m pytest --numprocesses auto --dist worksteal -m deep

bench: .venv/test.stamp $(CATALOGUES) ## what the pages cost, as multiples of one plain page; fails where a goal is missed
	$(BIN)/python -m pytest --quiet --capture=no tests/bench.py

check: .venv/test.stamp $(CATALOGUES) ## style, types, stairs, migrations equal models, catalogues complete
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy app.py foundation agencies coordination
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --quiet tests/house/test_catalogues.py tests/house/test_family_languages.py tests/house/test_migrations.py tests/house/test_structure.py

story: .venv/test.stamp $(CATALOGUES) ## walk the main path against a real server: make story OUT=dir
	$(BIN)/python -m tests.story $(or $(OUT),story)

story-counselling: .venv/test.stamp $(CATALOGUES) ## walk a counselling service's path, from an e-mail to the plan: OUT=dir
	$(BIN)/python -m tests.story_of_counselling $(or $(OUT),story-counselling)

rules: .venv/test.stamp $(CATALOGUES) ## which rule of the domain which test shows: make rules [JSON=file]
	$(BIN)/python -m tests.rules $(JSON)

texts: .venv/test.stamp ## collect the sentences of pages and rules into the catalogues, those of the family into its own as well
	$(BIN)/pybabel --quiet extract --mapping translations/babel.ini --no-location --sort-output --omit-header $(KEYWORDS) --output translations/messages.pot .
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date --input-file translations/messages.pot --output-file translations/cs/LC_MESSAGES/messages.po --locale cs
	$(BIN)/pybabel --quiet extract --mapping translations/family.ini --no-location --sort-output --omit-header $(KEYWORDS) --output translations/messages.pot .
	for tongue in $(FAMILY); do $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date --input-file translations/messages.pot --output-file translations/$$tongue/LC_MESSAGES/messages.po --locale $$tongue || exit 1; done
	rm translations/messages.pot

readers: .venv/test.stamp ## the sentences of the family that still wait for a native or trained reader
	$(BIN)/python -m tests.readers

lock: ## pin every package by its hash; needs uv
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra postgres pyproject.toml --output-file requirements/prod.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra postgres --group test --group check pyproject.toml --output-file requirements/test.txt
