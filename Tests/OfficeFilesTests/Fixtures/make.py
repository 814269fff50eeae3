"""Makes the fixtures of the end-to-end test from the sample city: run it when the city changes.

programmes.dbf: GB18030, numbers as N fields. middle_schools.xlsx: deflated by zlib, shared texts.
"""

import os

import office

here = os.path.dirname(os.path.abspath(__file__))
city = os.path.join(here, "..", "..", "..", "datasets", "sample-city")


def rows(name):
    return office.read_rows(os.path.join(city, name))


table = rows("programmes.csv")
office.write_dbf(
    os.path.join(here, "programmes.dbf"), table, numbers={table[0].index("计划数")}
)
table = rows("middle_schools.csv")
eligible = table[0].index("eligible") + 1
office.write_xlsx(
    os.path.join(here, "middle_schools.xlsx"),
    [("说明", [["毕业学校名单"]]), ("名单", table)],
    lambda row, column: "n" if row > 1 and column == eligible else "s",
    level=9,
)
