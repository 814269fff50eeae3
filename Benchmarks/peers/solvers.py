"""The side of those who match or apportion: `solvers.py PEER TASK FILE OUTCOME`, a process each.

What is timed is the peer's own call, with its objects made beforehand, which is to its advantage. The
instances are those of baselines.cpp and of peers.py.
"""

import sys
from array import array

from contest import serve

MATCHERS = {
    "dictatorship": ["matching-algorithms", "fairpyx"],
    "acceptance": ["matching", "algmatch", "matching-algorithms"],
}
APPORTIONERS = {
    "hamilton": ["apportionment", "votelib"],
    "webster": ["apportionment", "votelib"],
    "biproportional": ["votelib"],
}


def numbers(path):
    """The 32-bit integers of a file."""
    values = array("i")
    with open(path, "rb") as file:
        values.frombytes(file.read())
    if sys.byteorder == "big":
        values.byteswap()
    return values


class Market:
    """Students, programmes, lists and places; both sides are numbered from 1."""

    def __init__(self, path):
        all = numbers(path)
        n, m, w, r = all[:4]
        self.n, self.m = n, m
        self.seats = all[4:4 + m]
        self.places = [all[4 + m + k * n:4 + m + (k + 1) * n] for k in range(r)]
        cells = all[4 + m + r * n:]
        self.lists = {i + 1: [p for p in cells[i * w:i * w + w] if p] for i in range(n)}

    def order(self):
        """The students of the first ranking, first to last."""
        order = [0] * self.n
        for student, place in enumerate(self.places[0]):
            order[place] = student + 1
        return order

    def priorities(self):
        """For each programme those who list it, the best first."""
        who = {p + 1: [] for p in range(self.m)}
        for student, choices in self.lists.items():
            for programme in choices:
                who[programme].append(student)
        for programme, students in who.items():
            places = self.places[(programme - 1) % len(self.places)]
            students.sort(key=lambda student: places[student - 1])
        return who

    def capacities(self):
        return {p + 1: seats for p, seats in enumerate(self.seats)}


def matcher(peer, task, market):
    """Returns a function that prepares a run, and one that runs and returns student: programme."""
    if task == "dictatorship" and peer == "matching-algorithms":
        from matching_algorithms import serial_dictatorship

        order, capacities = market.order(), market.capacities()
        return lambda: None, lambda _: serial_dictatorship(market.lists, capacities, order)
    if task == "dictatorship":
        from fairpyx import Instance, divide
        from fairpyx.algorithms import serial_dictatorship

        everything = set(range(1, market.m + 1))
        order, lists = market.order(), market.lists
        instance = Instance(
            agent_capacities={i: 1 for i in lists}, item_capacities=market.capacities(),
            valuations={
                i: {p: len(l) - l.index(p) if p in l else 0 for p in everything}
                for i, l in lists.items()
            },
            agent_conflicts={i: everything - set(l) for i, l in lists.items()},
        )

        def run(_):
            found = divide(serial_dictatorship, instance=instance, agent_order=order)
            return {i: bundle[0] for i, bundle in found.items() if bundle}

        return lambda: None, run
    priorities, capacities = market.priorities(), market.capacities()
    if peer == "matching":
        from matching.games import HospitalResident

        # It knows nobody without choices.
        lists = {i: l for i, l in market.lists.items() if l}

        def prepare():
            return HospitalResident.create_from_dictionaries(lists, priorities, capacities)

        def run(game):
            found = game.solve(optimal="resident")
            return {one.name: programme.name for programme, held in found.items() for one in held}

        return prepare, run
    if peer == "algmatch":
        from algmatch import HospitalResidentsProblem

        hospitals = {
            p: {"capacity": capacities[p], "preferences": priorities[p]} for p in priorities
        }
        instance = {"residents": market.lists, "hospitals": hospitals}

        def run(problem):
            pairs = problem.get_stable_matching()["resident_sided"]
            return {int(i[1:]): int(p[1:]) for i, p in pairs.items() if p}

        return lambda: HospitalResidentsProblem(dictionary=instance), run
    from matching_algorithms import school_choice_da

    # Its names are texts.
    lists = {f"s{i}": [f"p{p}" for p in l] for i, l in market.lists.items()}
    schools = {
        f"p{p}": {"priorities": [f"s{i}" for i in priorities[p]], "capacity": capacities[p]}
        for p in priorities
    }

    def run(_):
        found = school_choice_da(lists, schools)
        return {int(i[1:]): int(p[1:]) for p, held in found.items() for i in held}

    return lambda: None, run


def apportioner(peer, task, file):
    """Returns a function that runs and returns the seats as a list."""
    all = list(numbers(file))
    if task == "biproportional":
        from votelib.evaluate.proportional import BiproportionalEvaluator

        rows, columns = all[:2]
        seats = dict(enumerate(all[2:2 + rows]))
        cells = all[2 + rows + columns:]
        votes = {
            row: dict(enumerate(cells[row * columns:(row + 1) * columns])) for row in range(rows)
        }

        def run():
            found = BiproportionalEvaluator("sainte_lague").evaluate(votes, seats)
            return [found[row].get(column, 0) for row in range(rows) for column in range(columns)]

        return run
    house, weights = all[0], all[2:]
    if peer == "apportionment":
        from apportionment import methods

        names = [str(claimant) for claimant in range(len(weights))]

        def run():
            return [int(seats) for seats in methods.compute(task, weights, house, parties=names)]

        return run
    from votelib.evaluate.proportional import HighestAverages, LargestRemainder

    evaluator = LargestRemainder("hare") if task == "hamilton" else HighestAverages("sainte_lague")
    votes = dict(enumerate(weights))

    def run():
        found = evaluator.evaluate(votes, house)
        return [found.get(claimant, 0) for claimant in range(len(weights))]

    return run


def main(peer, task, file, outcome):
    from importlib.metadata import version

    def write(values):
        values = array("i", values)
        if sys.byteorder == "big":
            values.byteswap()
        with open(outcome, "wb") as target:
            target.write(values.tobytes())

    if task in MATCHERS:
        market = Market(file)
        prepare, run = matcher(peer, task, market)
        ready = [prepare()]

        def work():
            found = run(ready.pop())

            def after():
                write(found.get(i + 1) or 0 for i in range(market.n))
                ready.append(prepare())
                return {}

            return after, found

    else:
        run = apportioner(peer, task, file)

        def work():
            seats = run()

            def after():
                write(seats)
                return {}

            return after, seats

    serve(version(peer), work)


if __name__ == "__main__":
    main(*sys.argv[1:])
