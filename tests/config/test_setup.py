"""Making .venv where Python comes without ensurepip, twice, or not at all."""

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

# Debian's Python without python3-venv: it cannot make an environment with pip.
WITHOUT_ENSUREPIP = f"""#!/bin/sh
case "$*" in
    *ensurepip* | "-m venv .venv") exit 1 ;;
esac
exec {sys.executable} "$@"
"""
WITHOUT_PIP = f"""#!/bin/sh
case "$*" in
    *ensurepip* | "-m venv .venv" | *"-m pip"*) exit 1 ;;
esac
exec {sys.executable} "$@"
"""
NOT_ROOT = "#!/bin/sh\necho 1000\n"
OLD = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose locks are empty, so that nothing needs the network."""
    return make_checkout(tmp_path)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A checkout after its first setup, and what that said."""
    made = make_checkout(tmp_path_factory.mktemp("first"))
    return made, setup(made, sys.executable, "dev")


@pytest.fixture
def ready(first, tmp_path):
    """A copy of a checkout that has its environment: to make one takes seconds."""
    return shutil.copytree(first[0], tmp_path / "ready", symlinks=True)


def make_checkout(folder):
    (folder / "config").mkdir()
    shutil.copy(settings.BASE_DIR / "config" / "setup.sh", folder / "config")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (folder / lock).write_text("# nothing\n")
    (folder / "bin").mkdir()
    for tool in ("cat", "dirname", "rm", "sh"):
        (folder / "bin" / tool).symlink_to(shutil.which(tool))
    return folder


def program(checkout, name, text):
    path = checkout / "bin" / name
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def setup(checkout, python, what="dev"):
    return subprocess.run(
        [shutil.which("sh"), "config/setup.sh", what],
        cwd=checkout,
        env={
            "PATH": str(checkout / "bin"),
            "PYTHON": python,
            "HOME": str(checkout),
            "PIP_NO_INDEX": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_setup_makes_an_environment_and_a_second_run_does_nothing(first, ready):
    assert (first[1].returncode, first[1].stdout.splitlines()) == (
        0,
        [
            f"Making .venv with {sys.executable}.",
            "Installing the packages of requirements-dev.lock.",
        ],
    )
    made = (ready / ".venv" / "bin" / "python").lstat().st_mtime_ns
    second = setup(ready, sys.executable)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert (ready / ".venv" / "bin" / "python").lstat().st_mtime_ns == made


def test_environment_stays_unless_another_python_is_asked_for(ready):
    assert setup(ready, "").stdout == ""
    other = program(ready, "other", WITHOUT_ENSUREPIP)
    assert setup(ready, other).stdout.splitlines()[0] == f"Making .venv with {other}."


def test_broken_environment_is_made_anew(ready):
    (ready / ".venv" / "bin" / "python").unlink()
    result = setup(ready, sys.executable)
    assert (result.returncode, result.stdout.splitlines()[0]) == (
        0,
        f"Making .venv with {sys.executable}.",
    )


def test_what_the_tests_need_is_enough_for_the_demo_but_not_the_other_way(ready):
    (ready / ".venv" / "digest-dev").unlink()
    setup(ready, sys.executable, "run")
    assert setup(ready, sys.executable, "run").stdout == ""
    said = "Installing the packages of requirements-dev.lock.\n"
    assert setup(ready, sys.executable, "dev").stdout == said
    assert setup(ready, sys.executable, "run").stdout == ""


def test_changed_lock_is_installed(ready):
    (ready / "requirements.lock").write_text("# something else\n")
    said = "Installing the packages of requirements-dev.lock.\n"
    assert setup(ready, sys.executable).stdout == said


def test_python_without_ensurepip_uses_a_pip_that_is_there(checkout):
    result = setup(checkout, program(checkout, "python3", WITHOUT_ENSUREPIP))
    assert (result.returncode, result.stderr) == (0, "")
    assert not list(checkout.glob(".venv/lib/*/site-packages/pip"))
    assert (checkout / ".venv" / "digest-dev").exists()


def test_python_without_any_pip_says_what_to_install(checkout):
    program(checkout, "id", NOT_ROOT)
    result = setup(checkout, program(checkout, "python3", WITHOUT_PIP))
    assert result.returncode == 1
    assert "neither ensurepip nor pip is there" in result.stderr
    assert "sudo apt-get install python3-venv" in result.stderr
    assert not (checkout / ".venv").exists()


def test_old_python_is_refused(checkout):
    result = setup(checkout, program(checkout, "python3", OLD))
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed" in result.stderr


def test_failed_installation_is_not_taken_for_done(ready):
    (ready / ".venv" / "digest-dev").unlink()
    (ready / "requirements-dev.lock").write_text("django==5.2 --hash=sha256:00\n")
    result = setup(ready, sys.executable)
    assert result.returncode != 0
    assert not (ready / ".venv" / "digest-dev").exists()


@pytest.mark.parametrize("script", ["setup.sh", "ensure.sh"])
def test_scripts_are_posix(script):
    path = settings.BASE_DIR / "config" / script
    dash = shutil.which("dash") or shutil.which("sh")
    subprocess.run([dash, "-n", str(path)], check=True, env=os.environ)
