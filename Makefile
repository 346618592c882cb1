# The front door. `make up` runs planloop, `make test` proves it.
.DEFAULT_GOAL := help
BIN := .venv/bin

.PHONY: help
help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: ## Install planloop, its packages and its front end
	@scripts/bootstrap

.PHONY: up
up: setup ## Install if needed, then start planloop and print its address
	@$(BIN)/planloop up

.PHONY: dev
dev: ## Install what the checks need, too
	@scripts/bootstrap dev

.PHONY: check
check: dev ## Lint, layers, types, templates, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet src
	$(BIN)/python scripts/messages.py check

.PHONY: test
test: check ## Everything: checks, tests on SQLite and PostgreSQL, browser tests
	$(BIN)/python scripts/test.py sqlite -q -n 2
	$(BIN)/python scripts/test.py postgresql -q -n 2 -m "not pure"
	$(BIN)/python scripts/browser.py
	$(BIN)/python scripts/test.py sqlite -q -n 2 tests/browser

.PHONY: bench
bench: dev ## Print the timings, each beside a floor in the same run
	@for part in bench/*.py; do echo "== $$part"; $(BIN)/python $$part; done

.PHONY: fmt
fmt: dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: messages
messages: dev ## Bring the translation catalogues up to date with the texts
	$(BIN)/python scripts/messages.py update

.PHONY: lock
lock: dev ## Write the requirement locks anew from requirements/*.in
	uv=$$(command -v uv || echo .uv/bin/uv); for name in base dev; do \
	  $$uv pip compile -q --universal --generate-hashes --python-version 3.12 --python $(BIN)/python \
	    --no-emit-index-url --no-header --no-annotate requirements/$$name.in -o requirements/$$name.txt; done
