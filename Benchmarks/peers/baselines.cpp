// What a good C++ programmer would write for one purpose each, over arrays that are ready in memory:
// serial dictatorship with a counter of seats a programme, and deferred acceptance with a heap a
// programme. No conditions, no lines, no pools, no certificates: the least that can be done.
//
//   baselines generate STUDENTS PROGRAMMES CHOICES RANKINGS MARKETS FILE
//   baselines TASK FILE OUTCOME        TASK: dictatorship, acceptance, copy, newlines
//
// The second form writes what each market of FILE comes to, then answers each line of standard input with one
// run, as a line of JSON: of the next market, after the last of the first one again. Who is given one market
// time after time knows it by heart: the processor then foresees branches that nobody could.
//
// A market is 32-bit little-endian integers: students n, programmes m, choices w, rankings r; m seats; r × n
// places (0 is best, each once); n × w choices (programme + 1, 0: none). Programme p ranks by ranking p mod r.
// One stands behind the other; all are of one size. An outcome is, for each student, programme + 1 or 0.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <iostream>
#include <numeric>
#include <string>
#include <sys/resource.h>
#include <vector>

using Numbers = std::vector<int32_t>;

template <typename Value> static std::vector<Value> read_file(const std::string &path) {
  FILE *file = std::fopen(path.c_str(), "rb");
  if (!file) std::perror(path.c_str()), std::exit(1);
  std::fseek(file, 0, SEEK_END);
  std::vector<Value> values(size_t(std::ftell(file)) / sizeof(Value));
  std::rewind(file);
  if (std::fread(values.data(), sizeof(Value), values.size(), file) != values.size()) std::exit(1);
  std::fclose(file);
  return values;
}

static void write_file(const std::string &path, const Numbers &values) {
  FILE *file = std::fopen(path.c_str(), "wb");
  if (!file) std::perror(path.c_str()), std::exit(1);
  if (std::fwrite(values.data(), sizeof values[0], values.size(), file) != values.size()) std::exit(1);
  if (std::fclose(file)) std::exit(1);
}

// SplitMix64: the same numbers on every machine.
struct Draws {
  uint64_t state;
  uint64_t next() {
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  uint32_t below(uint32_t bound) { return uint32_t((next() >> 32) * bound >> 32); }
};

// Choices near a popular programme of the student's own: lists overlap as those of a city do. Nine
// seats for ten students.
static Numbers generate(uint32_t n, uint32_t m, uint32_t w, uint32_t r, uint64_t seed) {
  Draws draws{seed};
  Numbers all{int32_t(n), int32_t(m), int32_t(w), int32_t(r)};
  all.reserve(4 + m + size_t(r) * n + size_t(n) * w);
  for (uint32_t p = 0; p < m; p++) all.push_back(int32_t(uint64_t(n) * 9 / 10 * (p + 1) / m - uint64_t(n) * 9 / 10 * p / m));
  Numbers places(n);
  for (uint32_t k = 0; k < r; k++) {
    std::iota(places.begin(), places.end(), 0);
    for (uint32_t i = n; i > 1; i--) std::swap(places[i - 1], places[draws.below(i)]);
    all.insert(all.end(), places.begin(), places.end());
  }
  uint32_t reach = std::min(m, 3 * w);
  Numbers list(w);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t home = std::min(draws.below(m), draws.below(m));
    uint32_t length = std::min(reach, w - draws.below(1 + w / 2));
    std::fill(list.begin(), list.end(), 0);
    for (uint32_t k = 0; k < length; k++) {
      int32_t programme;
      do programme = int32_t((home + draws.below(reach)) % m) + 1;
      while (std::find(list.begin(), list.begin() + k, programme) != list.begin() + k);
      list[k] = programme;
    }
    all.insert(all.end(), list.begin(), list.end());
  }
  return all;
}

struct Instance {
  uint32_t n, m, w, r;
  Numbers seats, places, order;  // order: the students of the first ranking, first to last
  std::vector<uint16_t> lists;
  explicit Instance(Numbers::const_iterator at) {
    n = uint32_t(at[0]), m = uint32_t(at[1]), w = uint32_t(at[2]), r = uint32_t(at[3]), at += 4;
    seats.assign(at, at + m), at += m;
    places.assign(at, at + ptrdiff_t(r) * n), at += ptrdiff_t(r) * n;
    lists.assign(at, at + ptrdiff_t(n) * w);
    order.resize(n);
    for (uint32_t i = 0; i < n; i++) order[size_t(places[i])] = int32_t(i);
  }
  size_t size() const { return 4 + m + size_t(r) * n + size_t(n) * w; }  // numbers of the file
};

// Each takes the first programme of the list that has a seat.
static uint64_t dictatorship(const Instance &market, Numbers &left, Numbers &outcome) {
  uint64_t proposals = 0;
  std::copy(market.seats.begin(), market.seats.end(), left.begin());
  std::fill(outcome.begin(), outcome.end(), 0);
  const uint16_t *lists = market.lists.data();
  const uint32_t w = market.w;
  for (int32_t student : market.order) {
    const uint16_t *list = lists + size_t(student) * w;
    for (uint32_t k = 0; k < w && list[k]; k++) {
      proposals++;
      if (left[list[k] - 1u] > 0) {
        left[list[k] - 1u]--;
        outcome[size_t(student)] = list[k];
        break;
      }
    }
  }
  return proposals;
}

// Gale and Shapley's: a programme keeps its best in a heap, the worst on top.
static uint64_t acceptance(const Instance &market, Numbers &, Numbers &outcome) {
  uint64_t proposals = 0;
  const uint32_t n = market.n, m = market.m, w = market.w;
  std::fill(outcome.begin(), outcome.end(), 0);
  std::vector<size_t> starts(m + 1, 0);
  for (uint32_t p = 0; p < m; p++) starts[p + 1] = starts[p] + size_t(market.seats[p]);
  std::vector<uint64_t> heaps(starts[m]);  // the place above, the student below
  std::vector<uint32_t> held(m, 0);
  std::vector<uint16_t> next(n, 0);
  for (uint32_t first = 0; first < n; first++) {
    uint32_t student = first;
    for (bool moves = true; moves;) {
      moves = false;
      const uint16_t *list = market.lists.data() + size_t(student) * w;
      while (next[student] < w && list[next[student]]) {
        uint32_t p = list[next[student]++] - 1u;
        proposals++;
        uint64_t mine = uint64_t(market.places[size_t(p % market.r) * n + student]) << 32 | student;
        uint64_t *heap = heaps.data() + starts[p];
        uint32_t room = uint32_t(market.seats[p]);
        if (held[p] < room) {
          heap[held[p]++] = mine;
          std::push_heap(heap, heap + held[p]);
          outcome[student] = int32_t(p) + 1;
          break;
        }
        if (room == 0 || heap[0] < mine) continue;
        uint32_t out = uint32_t(heap[0]);
        std::pop_heap(heap, heap + room);
        heap[room - 1] = mine;
        std::push_heap(heap, heap + room);
        outcome[student] = int32_t(p) + 1;
        outcome[out] = 0;
        student = out;
        moves = true;
        break;
      }
    }
  }
  return proposals;
}

static double now(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

template <typename Work> static void serve(Work work) {
  std::printf("{\"version\": \"-O3\"}\n"), std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    double start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    uint64_t count = work();
    double seconds = now(CLOCK_MONOTONIC) - start;
    cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
#if defined(__APPLE__)
    double peak = double(usage.ru_maxrss) / 1e6;
#else
    double peak = double(usage.ru_maxrss) * 1024 / 1e6;
#endif
    std::printf("{\"seconds\": %.9f, \"cpu\": %.9f, \"peak\": %.1f, \"count\": %llu}\n", seconds, cpu,
                peak, static_cast<unsigned long long>(count));
    std::fflush(stdout);
  }
}

int main(int count, char **words) {
  if (count == 8 && !std::strcmp(words[1], "generate")) {
    auto number = [&](int at) { return uint32_t(std::strtoul(words[at], nullptr, 10)); };
    Numbers all;
    for (uint32_t seed = 1; seed <= number(6); seed++) {
      Numbers one = generate(number(2), number(3), number(4), number(5), seed);
      all.insert(all.end(), one.begin(), one.end());
    }
    write_file(words[7], all);
    return 0;
  }
  if (count != 4) return std::fprintf(stderr, "baselines TASK FILE OUTCOME\n"), 2;
  std::string task = words[1], file = words[2], target = words[3];
  if (task == "copy" || task == "newlines") {
    auto bytes = read_file<char>(file);
    std::vector<char> copy(bytes.size());
    serve([&]() -> uint64_t {
      if (task == "copy") {
        std::memcpy(copy.data(), bytes.data(), bytes.size());
        return copy[bytes.size() / 2] == 0 ? 1 : 0;  // 0: nothing is counted, but the copy is looked at
      }
      uint64_t lines = 0;
      for (char byte : bytes) lines += byte == '\n';
      return lines;
    });
    return 0;
  }
  std::vector<Instance> markets;
  Numbers all = read_file<int32_t>(file);
  for (auto at = all.cbegin(); at != all.cend(); at += ptrdiff_t(markets.back().size())) markets.emplace_back(at);
  Numbers left(markets[0].m), outcome(markets[0].n), outcomes;
  auto solve = [&](const Instance &market) {
    return task == "dictatorship" ? dictatorship(market, left, outcome)
                                  : acceptance(market, left, outcome);
  };
  for (const Instance &market : markets) {
    solve(market);
    outcomes.insert(outcomes.end(), outcome.begin(), outcome.end());
  }
  write_file(target, outcomes);
  size_t next = 0;
  serve([&] { return solve(markets[next++ % markets.size()]); });
}
