# Everything is done from here, by hand as by the machine: make demo, make test, make check.
# PYTHON=, PORT=, RESET=1, ARGS=, DATABASE_URL= may be given.
.POSIX:
.SILENT:
.PHONY: setup demo test check bench mutants stop lock

PY = .venv/bin/python

setup:
	sh config/setup.sh dev

demo:
	sh config/setup.sh run
	exec $(PY) -m config.demo run

test:
	sh config/setup.sh dev
	exec $(PY) -m pytest $(ARGS)

stop:
	if [ -x $(PY) ]; then $(PY) -m config.demo stop; fi

# New pins; needs uv on the PATH.
lock:
	options="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet"; \
	uv pip compile $$options pyproject.toml -o requirements.lock && \
	uv pip compile $$options --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock
