# Everything that one does with the project. `make extract` and `make test` need Python 3.11 or later, nothing else.

PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PINNED := $(PIP) install --require-hashes --no-build-isolation --requirement

.PHONY: extract test check score bench constraints clean

extract: .venv/installed  ## the reports in data/raw become data/out/statistics.csv
	$(BIN)/cadrestats extract

test: .venv/installed-dev  ## run the tests
	$(BIN)/python -m pytest

check: .venv/installed-dev  ## style, types, who may know whom, quality of the results
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/doc_tables.py --check
	$(BIN)/python scripts/quality_gate.py

score: .venv/installed-dev  ## what the tool finds of the annotated reports, beside what is pinned
	$(BIN)/python scripts/quality_gate.py --report

bench: .venv/installed-bench  ## speed, side by side with peers
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/review.py
	$(BIN)/python benchmarks/throughput.py --sizes 1 10 --write
	$(BIN)/python benchmarks/jobs.py
	$(BIN)/python benchmarks/cache.py
	$(BIN)/python benchmarks/memory.py

constraints: .venv/installed-dev  ## pin the newest versions that pyproject.toml allows, with their hashes
	$(PIP) install uv
	$(BIN)/python scripts/pin_requirements.py

clean:  ## remove the environment and what was built
	rm -rf .venv dist

# jieba is published as source alone: its build tool comes first, pinned too, and nothing is built in isolation.
.venv/installed: pyproject.toml requirements/build.txt requirements/run.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PINNED) requirements/build.txt
	$(PINNED) requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

.venv/installed-dev: .venv/installed requirements/dev.txt
	$(PINNED) requirements/dev.txt
	touch $@

# cpca needs pkg_resources, which setuptools has no longer, and which makes jieba warn where it is there.
.venv/installed-bench: .venv/installed-dev requirements/bench.txt requirements/pkg_resources.txt
	$(PINNED) requirements/bench.txt
	$(PINNED) requirements/pkg_resources.txt
	touch $@
