"""The side of those who merely read: `readers.py PEER FILE`, a process each (see contest.serve)."""

import sys

from contest import serve

PEERS = ["polars", "pyarrow", "duckdb", "pandas"]


def reader(peer, path):
    """Returns what reads `path` into memory with the peer's own defaults: a table's (rows, columns),
    and the table itself, so that freeing it is not part of the next reading."""
    if peer == "polars":
        import polars

        def read():
            table = polars.read_csv(path)
            return table.shape, table

    elif peer == "pyarrow":
        import pyarrow.csv

        def read():
            table = pyarrow.csv.read_csv(path)
            return table.shape, table

    elif peer == "duckdb":
        import duckdb

        def read():
            connection = duckdb.connect()
            connection.execute("CREATE TABLE t AS SELECT * FROM read_csv(?)", [path])
            columns = len(connection.execute("DESCRIBE t").fetchall())
            rows = connection.execute("SELECT count(*) FROM t").fetchone()[0]
            return (rows, columns), connection

    else:
        import pandas

        def read():
            table = pandas.read_csv(path)
            return table.shape, table

    return read


def main(peer, path):
    from importlib.metadata import version

    read = reader(peer, path)

    def work():
        shape, table = read()
        return {"shape": list(shape)}, table

    serve(version(peer), work)


if __name__ == "__main__":
    main(*sys.argv[1:])
