"""Writes XLSX and DBF files by hand, as office programs do, with nothing but Python's own library.

Used to make the fixtures beside it (make.py), and to turn a case's CSV tables into office files:

    python3 office.py table.csv table.xlsx [--inline] [--numbers COLUMN ...]
    python3 office.py table.csv table.dbf [--utf8] [--numbers COLUMN ...]
"""

import csv
import sys
import zipfile
from xml.sax.saxutils import escape

TYPES = "http://schemas.openxmlformats.org"
STAMP = (2026, 1, 1, 0, 0, 0)


def letters(column):
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell(row, column, value, kind, strings, inline):
    """One cell: kind is `n`, `s` (text), `b`, `e`, `d` (date), `f` (a formula without a value)."""
    if value == "" and kind != "f":
        return ""
    at = f'r="{letters(column)}{row}"'
    if kind == "n":
        return f"<c {at}><v>{value}</v></c>"
    if kind == "d":
        return f'<c {at} s="1"><v>{value}</v></c>'
    if kind == "f":
        return f"<c {at}><f>{escape(value)}</f></c>"
    if kind in "be":
        return f'<c {at} t="{kind}"><v>{escape(value)}</v></c>'
    if inline:
        return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    index = strings.setdefault(value, len(strings))
    return f'<c {at} t="s"><v>{index}</v></c>'


def sheet_xml(rows, kinds, strings, inline, prefix=""):
    """Rows of texts; kinds(row, column) tells the kind of a cell, both from 1."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            cell(number, column, value, kinds(number, column), strings, inline)
            for column, value in enumerate(row, 1)
        )
        lines.append(f'<row r="{number}" spans="1:{max(1, len(row))}">{cells}</row>')
    body = "".join(lines)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<worksheet xmlns="{TYPES}/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'
    )


def write_xlsx(path, sheets, kinds=lambda row, column: "s", inline=False, stored=False, level=6):
    """sheets: a list of (name, rows). With `inline` texts stand in their cells, as exporters do."""
    strings = {}
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    parts = {}
    parts["[Content_Types].xml"] = f'<Types xmlns="{TYPES}/package/2006/content-types"/>'
    office = f"{TYPES}/officeDocument/2006/relationships"
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{TYPES}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    tabs = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
        for i, (name, _) in enumerate(sheets, 1)
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{TYPES}/spreadsheetml/2006/main" xmlns:r="{office}">'
        f"<sheets>{tabs}</sheets></workbook>"
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    if not inline:
        links += f'<Relationship Id="rId98" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="rId99" Type="{office}/styles" Target="styles.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{TYPES}/package/2006/relationships">{links}</Relationships>'
    )
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{TYPES}/spreadsheetml/2006/main"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    for i, (_, rows) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet_xml(rows, kinds, strings, inline)
    if not inline:
        items = "".join(
            f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings
        )
        parts["xl/sharedStrings.xml"] = (
            f'<sst xmlns="{TYPES}/spreadsheetml/2006/main" uniqueCount="{len(strings)}">{items}</sst>'
        )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            archive.writestr(info, text.encode(), compress_type=method, compresslevel=level)


def write_dbf(path, rows, encoding="gb18030", numbers=(), driver=0x4D, names=None):
    """Rows of texts, the first of which names the fields."""
    header = names or rows[0]
    fields, start = [], 1
    for column, name in enumerate(header):
        wide = max([1] + [len(row[column].encode(encoding)) for row in rows[1:]])
        if column in numbers:
            places = max([0] + [len(row[column].partition(".")[2]) for row in rows[1:]])
            fields.append((name.encode(encoding)[:10], b"N", wide, places))
        else:
            fields.append((name.encode(encoding)[:10], b"C", wide, 0))
        start += wide
    out = bytearray([3, 126, 6, 30])
    out += (len(rows) - 1).to_bytes(4, "little")
    out += (32 + 32 * len(fields) + 1).to_bytes(2, "little") + start.to_bytes(2, "little")
    out += bytes(17) + bytes([driver]) + bytes(2)
    for name, kind, wide, places in fields:
        out += name.ljust(11, b"\0") + kind + bytes(4) + bytes([wide, places]) + bytes(14)
    out += b"\r"
    for row in rows[1:]:
        out += b" "
        for (_, kind, wide, _), value in zip(fields, row):
            text = value.encode(encoding)
            out += text.rjust(wide) if kind == b"N" else text.ljust(wide)
    out += b"\x1a"
    with open(path, "wb") as file:
        file.write(out)


def read_rows(path):
    data = open(path, "rb").read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return list(csv.reader(text.splitlines(keepends=True)))


def main(arguments):
    source, target, options = arguments[0], arguments[1], arguments[2:]
    rows = read_rows(source)
    names = options[options.index("--numbers") + 1 :] if "--numbers" in options else []
    numbers = {rows[0].index(name) for name in names}
    if target.endswith(".dbf"):
        encoding, driver = ("utf-8", 0) if "--utf8" in options else ("gb18030", 0x4D)
        write_dbf(target, rows, encoding, numbers, driver)
    else:
        kinds = lambda row, column: "n" if row > 1 and column - 1 in numbers else "s"
        write_xlsx(target, [("Sheet1", rows)], kinds, inline="--inline" in options)


if __name__ == "__main__":
    main(sys.argv[1:])
