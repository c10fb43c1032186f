# Two commands do everything, set-up included: `make book` and `make test`.

.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
# What is imported is compiled once and kept, also where the surroundings say otherwise: it would be compiled by every notebook again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help book pdf test lint check benchmark rosetta lock clean

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

book: _build/html/index.html  ## build the site into _build/html, executing every page
	@$(BIN)/python -c 'from pathlib import Path; print("Open", Path("$<").resolve().as_uri())'

# All pages are read at each build, so that none shows what another had before.
_build/html/index.html: .venv/installed _build/theorems.xml $(shell find [!_.]* _[!b]* -type f -not -path "*/__pycache__/*" -not -path "*/.*" -not -path "tests/*")
	@rm -rf _build/html
	@$(BIN)/jupyter-book build . --all -n -W --keep-going

# What the tests of the theorems said, for their page. Fewer inputs are tried than in `make test`, since readers wait for the build.
_build/theorems.xml: .venv/installed $(shell find src tests/library tests/conftest.py -name "*.py" -o -name "*.csv")
	@EXAMPLES=8 $(BIN)/pytest tests/library -m theorem --quiet -n logical --dist worksteal --junitxml=$@

pdf: book  ## print the whole book as one PDF, which the opening page then offers; needs Chromium or Chrome
	@$(BIN)/python -m _print.make_pdf

test: book  ## run every test: the library, the pages, the site in a browser
	@$(BIN)/pytest -n logical --dist worksteal

lint: .venv/installed  ## check style, types, spelling and which part imports which
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/codespell
	@$(BIN)/oxlint --deny-warnings _static _print tests/site/checks.js
	@$(BIN)/lint-imports --no-cache

check: lint rules  ## in seconds, what can be told of the sources without building anything

.PHONY: rules
rules:
	@$(BIN)/pytest --quiet --tb=short -m "not slow" $(RULES)

# The tests that need no site.
RULES = $(addprefix tests/book/test_,citations.py contents.py glossary.py notation.py pages.py reference.py theorems.py) \
    tests/rosetta tests/library/test_datasets.py

benchmark: .venv/installed  ## time softlogit beside other tools, half an hour on an otherwise idle machine
	@$(BIN)/pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	@$(BIN)/python -m benchmarks.run --growth --output benchmarks/results.json

rosetta: .venv/installed  ## run the tools of the Rosetta page that are here and compare them; INSTALL=1 installs the others first
	@$(BIN)/python -m rosetta.run $(if $(INSTALL),--install)

PIN = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest --no-build --annotation-style line \
    --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) --quiet --output-file

lock: .venv/installed  ## pin what pyproject.toml asks for in each requirements.txt; UPGRADE=1 moves every pin to the newest version
	@$(PIN) requirements.txt --all-extras
	@$(PIN) benchmarks/requirements.txt --constraints requirements.txt --group benchmark
	@$(PIN) binder/requirements.txt --constraints requirements.txt --extra pages --group notebooks

clean:  ## delete what the other commands made
	rm -rf .venv _build .hypothesis .mypy_cache .pytest_cache .ruff_cache .coverage

# uv installs the same versions in a fraction of pip's time. Where it is not to be had, or does not find what pip finds, pip does it.
FETCH = { $(BIN)/uv --version || $(PIP) --constraint requirements.txt uv; } >/dev/null 2>&1 \
    && $(BIN)/uv pip install --quiet --python $(BIN)/python $(1) || $(PIP) $(1)
PIP = $(BIN)/pip install --quiet --disable-pip-version-check

# The file says where the installation is complete. One that was cut short, or came along when the folder
# was copied (and would run the code at the old place), is made afresh.
ifneq "$(shell cat .venv/installed 2>/dev/null)" "$(CURDIR)"
.PHONY: .venv/installed
endif
.venv/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("Python 3.11 or newer is needed, and $(PYTHON) is %d.%d: name another, as in make book PYTHON=python3.13" % v[:2])'
	@[ "$$(cat $@ 2>/dev/null)" = "$(CURDIR)" ] || { echo "Installing what requirements.txt names into .venv"; $(PYTHON) -m venv --clear .venv; }
	@rm -f $@
	@$(call FETCH,-r requirements.txt)
	@$(call FETCH,--no-deps --no-build-isolation -e .)
	@echo "$(CURDIR)" > $@
