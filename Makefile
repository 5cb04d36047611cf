# Everything is done from here, by hand as by the machine.
#   make demo    the demo city; PORT=8000 takes another port, RESET=1 begins with a new city
#   make test    all tests; ARGS="-k inbox" goes to pytest, WORKERS=2 is the number of processes
#   make check   format, lint, types, imports, templates, migrations, deployment, generated pages, translations
#   make texts   takes new texts into the German catalogue and compiles it; then fill what is empty
#   make faults  kills, hangs, restarts and breaks what it can, for an hour; ARGS=restarts does one of them
#   make stop    ends what a killed demo or test run of this checkout left
# PYTHON= names the interpreter for .venv, DATABASE_URL= replaces the embedded PostgreSQL.
.SILENT:
.PHONY: setup demo test check format texts bench mutants faults stop lock

PY := .venv/bin/python
# One more than a small machine has cores: it takes the tests that wait while others compute.
WORKERS ?= 3
export PORT RESET PYTHON DATABASE_URL
# Each of our processes would compile the sources anew: it starts in half the time without.
unexport PYTHONDONTWRITEBYTECODE

setup:
	sh config/setup.sh dev

demo:
	sh config/setup.sh run
	exec $(PY) -m config.demo run

test:
	sh config/setup.sh dev
	sh config/ensure.sh chromium chromium || true
	exec $(PY) -m pytest -n $(WORKERS) --dist worksteal --durations 10 $(ARGS)

check:
	sh config/setup.sh dev
	sh config/ensure.sh msgfmt gettext
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/djlint --lint --quiet .
	$(PY) -m tests.migrations
	set -a; . .ci/production.env; unset DEMO TESTING; \
		$(PY) manage.py check --deploy --fail-level WARNING
	TESTING=1 $(PY) manage.py describe_processes --check
	$(PY) -m tests.translations

format:
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

texts:
	sh config/ensure.sh msgfmt gettext
	PYTHONPATH=. $(PY) -m django makemessages --locale=de --no-location --no-wrap --no-obsolete \
		--ignore=tests --ignore=bench --ignore=.venv --ignore=var
	msgfmt --check -o locale/de/LC_MESSAGES/django.mo locale/de/LC_MESSAGES/django.po

bench:
	sh config/setup.sh dev
	exec $(PY) -m bench $(ARGS)

mutants:
	sh config/setup.sh dev
	exec $(PY) -m tests.mutants $(ARGS)

faults:
	sh config/setup.sh dev
	exec $(PY) -m tests.faults $(ARGS)

stop:
	if [ -x $(PY) ]; then $(PY) -m config.demo stop; fi

# New pins with hashes and without any registry's name; needs uv on the PATH.
lock:
	options="--universal --generate-hashes --no-emit-index-url --no-header --quiet --upgrade"; \
	uv pip compile $$options pyproject.toml -o requirements.lock && \
	uv pip compile $$options --extra dev pyproject.toml -c requirements.lock \
		-o requirements-dev.lock
