"""A folder for a server that is gone after the test."""

import shutil

import pytest

from config.postgres import server
from config.postgres.cluster import Cluster


@pytest.fixture
def cluster(tmp_path):
    cluster = Cluster(tmp_path / "pg")
    yield cluster
    server.stop(cluster)
    shutil.rmtree(cluster.sockets, ignore_errors=True)
