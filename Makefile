# Everything that is done to the portal, from a fresh clone: `make run` serves it, `make test` tests it.

PORT ?= 8000
# Two workers suit the small machines that the tests run on; `make test WORKERS=8` suits a bigger one.
WORKERS ?= 2
# More words for pytest: `make test-sqlite ARGS="-k search"`.
ARGS ?=
# The checks read PORT from here, so a value with spaces or quotes is never taken for shell code.
export PORT

# The first that starts: a version manager's python3.11 may be there and yet refuse.
FIND_PYTHON = for name in python3.11 python3; do if $$name -c '' 2>/dev/null; then echo $$name; break; fi; done
SYSTEM_PYTHON := $(shell $(FIND_PYTHON))
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py

TEMPLATES = $(shell find templates -name '*.html')
IGNORE := -i .venv -i var -i tests -i tools

# The steps build on one another.
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help run serve test test-sqlite test-postgres test-long test-deploy test-failing fuzz fuzz-sockets check format messages screenshots bench-pages bench-sheets
.PHONY: soak bench bench-crawlers bench-exports bench-downloads bench-gate bench-search score-search html clean lock
.PHONY: guide-pictures runtime dev catalog site port python

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

run: export SITE_ADDRESS := $(or $(SITE_ADDRESS),http://127.0.0.1:$(PORT))
run: port runtime site ## Set up and serve the portal; PORT=8010 chooses another port
	@echo
	@echo "The portal:  http://127.0.0.1:$$PORT/       Staff:  http://127.0.0.1:$$PORT/admin/"
	@echo "The first staff account:  .venv/bin/python manage.py createsuperuser"
	@echo "or, without questions:    DJANGO_SUPERUSER_USERNAME=… DJANGO_SUPERUSER_EMAIL=… \\"
	@echo "    DJANGO_SUPERUSER_PASSWORD=… .venv/bin/python manage.py createsuperuser --noinput"
	@echo "Ctrl-C stops the portal."
	@echo
	@exec $(MANAGE) runserver --noreload "127.0.0.1:$$PORT"

# Behind a proxy; stands alone on this machine's own address otherwise.
serve: export MALLOC_ARENA_MAX = 2
serve: export MALLOC_MMAP_THRESHOLD_ = 131072
serve: port runtime ## Serve the portal as in production (granian); PORT, HOST, PROCESSES and the environment of README.md
	@exec .venv/bin/granian --interface wsgi --host "$(or $(HOST),127.0.0.1)" --port "$$PORT" --no-ws \
		--workers "$(or $(PROCESSES),1)" --blocking-threads 4 --respawn-failed-workers \
		icma_portal.wsgi:application

# Both runs are made, so that a failure on one database does not hide one on the other.
test: dev catalog ## Run the tests on SQLite, then on PostgreSQL
	@status=0; started=$$(date +%s); \
	$(MAKE) --no-print-directory test-sqlite || status=1; \
	between=$$(date +%s); \
	$(MAKE) --no-print-directory test-postgres || status=1; \
	ended=$$(date +%s); \
	echo "== SQLite took $$((between - started)) s, PostgreSQL $$((ended - between)) s," \
		"both $$((ended - started)) s"; \
	exit $$status

test-sqlite: export ICMA_PORTAL_ENV = test
test-sqlite: dev catalog ## Run the tests on SQLite, those with a browser included
	@echo "== Tests on SQLite"
	@unset DATABASE_URL; \
	if $(PYTHON) tools/find_chromium.py --install >/dev/null; then \
		$(PYTHON) -m pytest -n $(WORKERS) $(ARGS); \
	else \
		$(PYTHON) -m pytest -n $(WORKERS) -m "not browser" $(ARGS); \
	fi

test-long: export ICMA_PORTAL_ENV = test
test-long: export ICMA_PORTAL_LONG = 1
test-long: dev catalog ## Run in full the sweeps and the heavy files of which `make test` takes a share
	@$(PYTHON) -m pytest -q -n $(WORKERS) \
		$$(grep -rlE --include='test_*.py' 'breadth import|ICMA_PORTAL_LONG' tests) $(ARGS)

# What no database can change is not tested twice: pages in a browser, and tests that ask no database.
test-postgres: export ICMA_PORTAL_ENV = test
test-postgres: dev catalog ## Run on PostgreSQL the tests that a database can change
	@echo "== Tests on PostgreSQL"
	@$(PYTHON) tools/with_postgres.py $(PYTHON) -m pytest -n $(WORKERS) \
		-m "not browser" --only-database $(ARGS)

fuzz: export ICMA_PORTAL_ENV = test
fuzz: export ICMA_PORTAL_LONG = 1
fuzz: export FUZZ_STEPS = $(or $(STEPS),200000)
fuzz: dev catalog ## Walk over all addresses with 200,000 hostile requests; STEPS=… for others
	@$(PYTHON) -m pytest -q -s tests/site/test_walker.py $(ARGS) 2>/dev/null

INSTALL_NGINX = command -v nginx >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get install -y -qq --no-install-recommends nginx-light openssl >/dev/null; } || true

test-failing: dev catalog ## Kill the database, processes and disks under editors, and count what is lost (needs root)
	@$(PYTHON) tools/with_postgres.py $(PYTHON) tools/prove_failing.py $(CASES)

fuzz-sockets: dev catalog ## Speak broken HTTP to nginx and the portal over 5,000 connections; NUMBER=… for others
	@$(INSTALL_NGINX)
	@$(PYTHON) tools/with_postgres.py $(PYTHON) tools/fuzz_sockets.py $(or $(NUMBER),5000)

# Needs nginx; installs Debian's where that is possible.
test-deploy: dev catalog ## Start nginx, two processes and PostgreSQL as deploy/ says, and look whether they hold
	@$(INSTALL_NGINX)
	@$(PYTHON) tools/with_postgres.py $(PYTHON) tools/prove_deployment.py

check: dev catalog ## Check style, floors, templates, migrations and messages
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	.venv/bin/lint-imports --no-logo
	.venv/bin/djade --check --target-version 5.2 $(TEMPLATES)
	$(PYTHON) -m djhtml --check --tabwidth 2 $(TEMPLATES)
	$(MANAGE) check
	$(MANAGE) makemigrations --check --dry-run
	$(PYTHON) tools/check_messages.py

format: dev ## Put Python and templates into the form that `make check` asks for
	$(PYTHON) -m ruff check --fix --exit-zero .
	$(PYTHON) -m ruff format .
	-.venv/bin/djade --target-version 5.2 $(TEMPLATES)
	-$(PYTHON) -m djhtml --tabwidth 2 $(TEMPLATES)

messages: runtime ## Collect the texts to translate (needs gettext) and compile the catalog
	@command -v xgettext >/dev/null || { echo "Collecting texts needs Debian's package gettext."; exit 1; }
	$(MANAGE) makemessages -l zh_Hans --no-obsolete --add-location file $(IGNORE)
	$(MANAGE) compile_catalog

# Needs the package index; what is locked already stays as it is where it can.
lock: dev ## Write requirements*.lock anew, with the hashes of all files
	@for name in requirements requirements-watching requirements-dev; do \
		.venv/bin/uv pip compile -q $$name.txt --universal --python-version 3.11 --generate-hashes \
			--no-annotate --custom-compile-command "make lock" -o $$name.lock || exit 1; \
	done

screenshots: dev site ## Take pictures of the pages into var/screenshots
	$(PYTHON) tools/screenshots.py --out var/screenshots

guide-pictures: dev site ## Take the pictures of the guide for editors anew
	$(PYTHON) tools/guide_pictures.py

bench: dev ## Print what serving costs beside nginx, Django and Wagtail; RECORDS=10000 for others
	@.venv/bin/python tools/bench/serving.py --records $(or $(RECORDS),1000)

bench-pages: dev site ## Print what the first view of each page costs, and Lighthouse's ratings
	$(PYTHON) tools/bench_pages.py

bench-sheets: dev site ## Print what the fact sheets cost, by kind and language
	$(PYTHON) tools/bench_sheets.py

bench-exports: dev catalog ## Print seconds and peak memory of lists of 100,000 rows, per format (ROWS=… for others)
	$(PYTHON) tools/bench_exports.py $(or $(ROWS),1000 100000)

bench-downloads: dev catalog ## Print the memory that a hundred downloads at once add to the portal
	$(PYTHON) tools/bench_downloads.py $(ARGS)

bench-crawlers: dev catalog ## Print what twenty crawlers in the facets of 10,000 records cost, and a reader beside them
	@unset DATABASE_URL; $(PYTHON) tools/bench_crawlers.py $(ARGS)

soak: dev catalog ## Press on a portal with 10,000 records and look whether its memory grows; MINUTES=30
	@unset DATABASE_URL; $(PYTHON) tools/soak.py --minutes $(or $(MINUTES),30)

bench-gate: dev catalog ## Print how long the gate takes over good and bad files, and how much memory
	$(PYTHON) tools/bench_gate.py

bench-search: dev ## Print how fast the search is on 20,000 and 200,000 generated records
	@unset DATABASE_URL; $(PYTHON) tools/bench_search.py 20000
	@$(PYTHON) tools/with_postgres.py $(PYTHON) tools/bench_search.py 20000 200000

score-search: dev site ## Score the search on the labelled queries, and print each miss
	@$(PYTHON) tools/score_search.py

html: dev site ## Check the HTML of the pages with the Nu Html Checker
	@status=0; \
	$(PYTHON) tools/portal_pages.py var/html || status=1; \
	$(PYTHON) tools/check_html.py var/html/*.html || status=1; \
	exit $$status

clean: ## Remove what can be made again; the database and the files in var/ stay
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf var/static var/screenshots var/html var/tests var/portal.log
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find icma_portal -name '*.mo' -delete

# What the targets above stand on -------------------------------------------------------------------

python:
	@test -n "$(SYSTEM_PYTHON)" || { \
		echo "The portal needs Python 3.11 or newer, as python3.11 or python3; none was found."; exit 1; }

port: python
	@$(SYSTEM_PYTHON) tools/check_port.py

runtime: python
	@$(SYSTEM_PYTHON) tools/set_up.py requirements.txt

dev: python
	@$(SYSTEM_PYTHON) tools/set_up.py requirements-dev.txt

catalog:
	@$(MANAGE) compile_catalog

site:
	@echo "Preparing the database, the documents and the static files …"
	@$(MANAGE) prepare_site
