"""Makes the tables of the sample city (rules.json and README.md are written by hand).

    python3 make.py [FOLDER]

Everything is invented. Only `random()` of Python's generator is used, whose sequence is promised
to stay; even so, the committed tables are what counts, and this file says where they come from.
"""

import random
import sys
from collections import Counter
from fractions import Fraction
from math import ceil
from pathlib import Path
from statistics import NormalDist

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)
STUDENTS = 3000
CHOICES = 8
rng = random.Random(20260612)


def pick(items):
    return items[int(rng.random() * len(items))]


def normal():
    return NormalDist().inv_cdf(min(max(rng.random(), 1e-6), 1 - 1e-6))


# code, name, high school, district, plan, sector, quality, reach, own line; best first.
PROGRAMMES = [
    ("010101", "青岚市第一中学（本部）", "0101", "01", 201, "public", "yes", "全市", "505"),
    ("010301", "青岚师范大学附属中学", "0103", "01", 150, "public", "yes", "全市", "495"),
    ("010102", "青岚市第一中学（北湖校区）", "0101", "03", 163, "public", "yes", "全市", "490"),
    ("050101", "青岚市启明学校", "0501", "02", 90, "private", "yes", "全市", "475"),
    ("010201", "青岚市实验中学", "0102", "02", 187, "public", "yes", "全市", "475"),
    ("050201", "青岚外国语学校", "0502", "01", 110, "private", "yes", "全市", ""),
    ("040101", "云岭县第一中学", "0401", "04", 226, "public", "yes", "本区", ""),
    ("020101", "河东区高级中学", "0201", "02", 172, "public", "yes", "本区", ""),
    ("010401", "青岚市第二中学,城关校区", "0104", "01", 181, "public", "yes", "本区", ""),
    ("030101", "北湖区第一高级中学", "0301", "03", 133, "public", "yes", "本区", ""),
    ("020201", "䶮湖高级中学", "0202", "02", 121, "public", "yes", "本区", ""),
    ("050301", "北湖博雅高级中学", "0503", "03", 75, "private", "yes", "本区", ""),
    ("010501", "城关区第十中学", "0105", "01", 118, "public", "no", "本区", ""),
    ("040201", "云岭县第二中学", "0402", "04", 97, "public", "no", "本区", ""),
]

# name, district, relative size, how able its students are
SCHOOLS = [
    ("青岚市第三初级中学", "01", 9, 0.45), ("青岚市第五初级中学", "01", 7, 0.15),
    ("青岚市第九初级中学", "01", 6, -0.1), ("青岚师大附中初中部", "01", 8, 0.7),
    ("城关区育才初级中学", "01", 5, 0.0), ("城关区南关初级中学", "01", 4, -0.3),
    ("城关区铁路初级中学", "01", 3, -0.4), ("城关区回民初级中学", "01", 3, -0.2),
    ("青岚市特殊教育学校", "01", 0.3, -1.0), ("河东区第一初级中学", "02", 8, 0.2),
    ("河东区第二初级中学", "02", 6, -0.1), ("河东区化工初级中学", "02", 4, -0.2),
    ("启明学校初中部", "02", 5, 0.6), ("河东区东山初级中学", "02", 4, -0.4),
    ("䶮湖镇初级中学", "02", 3, -0.5), ("河东区柳林乡初级中学", "02", 1.5, -0.6),
    ("北湖区实验初级中学", "03", 7, 0.3), ("北湖区第二初级中学", "03", 5, -0.1),
    ("北湖博雅学校初中部", "03", 4, 0.35), ("北湖区渔村初级中学", "03", 1.2, -0.5),
    ("北湖区西屯初级中学", "03", 2, -0.4), ("云岭县初级中学", "04", 9, 0.1),
    ("云岭县第二初级中学", "04", 6, -0.3), ("云岭县民族初级中学", "04", 4, -0.4),
    ("云岭县白石镇初级中学", "04", 3, -0.6), ("云岭县大河乡初级中学", "04", 2, -0.7),
    ("云岭县林场学校", "04", 0.6, -0.8),
]
DISTRICTS = {"01": "城关区", "02": "河东区", "03": "北湖区", "04": "云岭县"}
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
GIVEN = "子雨欣浩然宇轩梓涵怡晨思佳俊杰诗琪明哲雅静文博嘉一诺天乐安可心悦彤若曦泽睿瑞霖雪梅志强丽芳"
# column, maximum on the paper, mean, deviation, weight of ability
SUBJECTS = [
    ("语文", 120, 84, 12, 0.8), ("数学", 120, 76, 22, 0.88), ("外语", 120, 79, 21, 0.85),
    ("物理", 100, 63, 18, 0.88), ("化学", 60, 40, 10, 0.85), ("历史", 60, 43, 8, 0.7),
    ("道德与法治", 60, 45, 7, 0.7), ("体育", 60, 50, 5, 0.3),
]


def hamilton(total, weights):
    """Largest remainder; equal remainders to the earlier one."""
    fair = [Fraction(total * w, sum(weights)) for w in weights]
    seats = [int(f) for f in fair]
    order = sorted(range(len(fair)), key=lambda i: (seats[i] - fair[i], i))
    for i in order[: total - sum(seats)]:
        seats[i] += 1
    return seats


def half(value, maximum):
    value = max(0, min(maximum, round(value * 2) / 2))
    return f"{value:g}"


def school_codes():
    serial = Counter()
    for _, district, _, _ in SCHOOLS:
        serial[district] += 1
        yield f"0{district}2{serial[district]:02d}"


def levels():
    """The ability that each programme asks for, from the seats of better ones."""
    seats, level = 0, {}
    for programme in PROGRAMMES:
        seats += programme[4]
        level[programme[0]] = NormalDist().inv_cdf(1 - seats / STUDENTS)
    return level


def choices(level, district, hope, count, quota):
    """The best within reach and what is safe below, in an order not everybody's."""
    can = [p for p in PROGRAMMES if p[7] == "全市" or p[3] == district]
    can = [p for p in can if p[6] == "yes" or not quota]
    reach = hope + (0.3 if quota else 0.2) + 0.5 * rng.random()
    start = sum(level[p[0]] > reach for p in can)
    can = can[max(0, min(start, len(can) - count)):]
    wanted = []
    for code, _, _, _, _, sector, *_ in can:
        taste = 0.35 * normal() - (0.2 if sector == "private" else 0)
        wanted.append((-level[code] - taste, code))
    return [code for _, code in sorted(wanted)[:count]]


def student(school, code, level):
    """One student without a code of their own."""
    _, district, _, effect = SCHOOLS[school]
    own = 0.87 * normal()
    ability = own + effect
    scores = []
    for _, maximum, mean, deviation, load in SUBJECTS:
        luck = (1 - load * load) ** 0.5 * normal()
        scores.append(half(mean + deviation * (load * ability + luck), maximum))
    conduct = 0.6 * own + 0.8 * normal()
    grade = "A" if conduct > 0.6 else "B" if conduct > -0.5 else "C" if conduct > -1.7 else "D"
    quota = choices(level, district, max(ability, own), pick([0, 1, 1, 1, 1, 1, 1, 2, 2, 3]), True)
    unified = choices(level, district, ability, 2 + int(rng.random() * (CHOICES - 1)), False)
    if rng.random() < 0.01 and unified:
        unified.insert(int(rng.random() * len(unified)), "")
    return {
        "school": code, "scores": scores, "grade": grade,
        "enrolled": "否" if rng.random() < 0.04 else "是",
        "minority": "5" if rng.random() < 0.02 else "",
        "martyr": "10" if rng.random() < 0.004 else "",
        "quota": quota, "open": unified[:CHOICES],
    }


def students(codes, level):
    sizes = hamilton(STUDENTS - 6, [int(10 * size) for _, _, size, _ in SCHOOLS])
    everybody = []
    for school, size in enumerate(sizes):
        for _ in range(size):
            if everybody and everybody[-1]["school"] == codes[school] and rng.random() < 0.09:
                # Equal in everything: only the lottery can tell them apart.
                everybody.append(dict(everybody[-1]))
            else:
                everybody.append(student(school, codes[school], level))
    for _ in range(6):
        # Of no middle school: candidates from outside, open to all they are not entitled.
        outsider = student(0, "", level)
        outsider.update(quota=[], enrolled="否")
        outsider["open"] = [c for c in outsider["open"] if c in ("010101", "010201", "050201")]
        everybody.append(outsider)
    for person in everybody:
        person["name"] = pick(SURNAMES) + pick(GIVEN) + (pick(GIVEN) if rng.random() < 0.8 else "")
        person["order"] = rng.random()
    everybody.sort(key=lambda person: (person["school"][:3] or "099", person["order"]))
    return everybody


def write(name, rows, encoding="utf-8", end="\n"):
    def cell(text):
        return f'"{text}"' if "," in text else text
    lines = [",".join(cell(str(value)) for value in row) + end for row in rows]
    (FOLDER / name).write_bytes("".join(lines).encode(encoding))


def main():
    codes = list(school_codes())
    everybody = students(codes, levels())
    header = ["准考证号", "姓名", "毕业学校代码"] + [subject[0] for subject in SUBJECTS]
    header += ["综合素质评价", "三年学籍", "少数民族加分", "烈士子女加分", "指标志愿"]
    rows = [header + [f"志愿{n + 1}" for n in range(CHOICES)]]
    serial = Counter()
    for person in everybody:
        district = person["school"][1:3] or "99"
        serial[district] += 1
        padded = (person["open"] + [""] * CHOICES)[:CHOICES]
        rows.append(
            [f"0{district}26{serial[district]:05d}", person["name"], person["school"]]
            + person["scores"] + [person["grade"], person["enrolled"], person["minority"]]
            + [person["martyr"], "|".join(person["quota"])] + padded)
    write("students.csv", rows, "utf-8-sig", "\r\n")

    eligible = Counter(p["school"] for p in everybody if p["enrolled"] == "是")
    rows = [["middle_school", "name", "district", "eligible"]]
    rows += [[c, s[0], s[1], eligible[c]] for c, s in zip(codes, SCHOOLS)]
    write("middle_schools.csv", rows)

    header = ["招生代码", "name", "学校代码", "区县", "计划数", "办学性质", "优质高中"]
    header += ["招生范围", "控制线", "全市到校", "本区到校", "到区"]
    rows = [header]
    for programme in PROGRAMMES:
        shares = ("0.60", "0", "0.15") if programme[7] == "全市" else ("0", "0.75", "0")
        rows.append([*programme, *(shares if programme[6] == "yes" else ("0", "0", "0"))])
    write("programmes.csv", rows, "gb18030", "\r\n")
    write("quotas.csv", quotas(codes, eligible))
    write("controls.csv", controls(everybody))


def quotas(codes, eligible):
    rows = [["programme", "pool", "audience", "seats"]]
    for code, _, _, district, plan, _, quality, reach, _ in PROGRAMMES:
        if quality == "no":
            continue
        share = Fraction(60 if reach == "全市" else 75, 100)
        open_to = [c for c, s in zip(codes, SCHOOLS) if reach == "全市" or s[1] == district]
        cells = hamilton(ceil(share * plan), [eligible[c] for c in open_to])
        rows += [[code, "quota", c, n] for c, n in zip(open_to, cells) if n > 0]
        if reach == "全市":
            sums = [
                sum(eligible[c] for c, s in zip(codes, SCHOOLS) if s[1] == d) for d in DISTRICTS]
            cells = hamilton(ceil(Fraction(15, 100) * plan), sums)
            rows += [[code, "district", d, n] for d, n in zip(DISTRICTS, cells) if n > 0]
    # As `zhibiao plan` writes them: sorted by programme, pool, audience.
    return rows[:1] + sorted(rows[1:])


def controls(everybody):
    """The office's own totals, as its statistics department would bring them."""
    rows = [["table", "group_column", "group", "count", "sum_column", "sum"]]
    for district in DISTRICTS:
        own = [p for p in PROGRAMMES if p[3] == district]
        rows.append(["programmes", "district", district, len(own), "plan", sum(p[4] for p in own)])
    size = Counter(p["school"] for p in everybody)
    rows += [["students", "middle_school", c, n, "", ""] for c, n in sorted(size.items()) if c]
    return rows


main()
