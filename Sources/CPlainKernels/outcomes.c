#include "include/outcomes.h"
#include "words.h"

static const char refused[] = ",notAdmitted,,,,,\n", accepted[] = ",admitted,";
/// The most bytes that a row has behind the code: names and the score at most eight, the choice five.
#define ROW_MAX 64

/// Reads the cell of one to eight bytes at `at`, which ends at `end`; 0 where it is longer or empty. `at`
/// is then behind the end.
ZP_EACH uint32_t take_cell(const uint8_t **at, uint8_t end, uint64_t *word) {
  uint64_t eight = zp_eight(*at), marks = zp_marks(eight, end);
  uint32_t length = 8;
  if (marks) {
    length = (uint32_t)__builtin_ctzll(marks) / 8;
  } else if ((*at)[8] != end) {
    return 0;
  }
  *word = zp_first(eight, length);
  *at += length + 1;
  return length;
}

/// Looks up the name at `at`, which ends at a comma.
ZP_EACH int32_t take_name(const uint8_t **at, const zp_code *codes, uint64_t mask) {
  uint64_t word;
  uint32_t length = take_cell(at, ',', &word);
  return length == 0 ? ZP_NO_CODE : zp_find(codes, mask, word, length);
}

/// Reads the number from 1 to 65535 at `at`, without a zero before it, that ends at a comma; else 0.
ZP_EACH uint32_t take_choice(const uint8_t **at) {
  uint32_t choice = 0;
  if (**at == '0') return 0;
  for (int digits = 0; digits < 6; digits++) {
    uint8_t byte = *(*at)++;
    if (byte == ',') return choice <= 65535 ? choice : 0;
    if (byte < '0' || byte > '9') return 0;
    choice = choice * 10 + (byte - '0');
  }
  return 0;
}

ZP_EACH int is_same(const uint8_t *a, const uint8_t *b, uint32_t count) {
  for (; count >= 8; count -= 8, a += 8, b += 8) {
    if (zp_eight(a) != zp_eight(b)) return 0;
  }
  for (uint32_t i = 0; i < count; i++) {
    if (a[i] != b[i]) return 0;
  }
  return 1;
}

uint32_t zp_read_outcomes(const zp_outcomes *given, const uint8_t *bytes, uint64_t bytes_count,
                          uint64_t *at, const uint8_t *codes, const int32_t *code_ends,
                          const int32_t *measures, const int64_t *wide, uint32_t first,
                          uint32_t count, const zp_code *programmes, const zp_code *stages,
                          const zp_code *pools, const int32_t *scores, zp_placement *placed) {
  const zp_outcomes table = *given;
  const uint8_t *here = bytes + *at;
  uint32_t code = first == 0 ? 0 : (uint32_t)code_ends[first - 1];
  uint32_t read = 0;
  for (; read < count; read++) {
    uint32_t code_end = (uint32_t)code_ends[first + read], length = code_end - code;
    if (bytes_count - (uint64_t)(here - bytes) < (uint64_t)length + ROW_MAX) break;
    if (!is_same(here, codes + code, length)) break;
    const uint8_t *next = here + length;
    zp_placement own = {-1, 0, 0, 0};
    if (memcmp(next, refused, sizeof refused - 1) == 0) {
      next += sizeof refused - 1;
    } else if (memcmp(next, accepted, sizeof accepted - 1) == 0) {
      next += sizeof accepted - 1;
      int32_t programme = take_name(&next, programmes, table.programmes_mask);
      if (programme < 0) break;
      int32_t stage = take_name(&next, stages, table.stages_mask);
      if (stage < 0 || scores[stage] < 0) break;
      int32_t pool = take_name(&next, pools, table.pools_mask);
      if (pool < 0) break;
      uint32_t choice = take_choice(&next);
      if (choice == 0) break;
      uint64_t word = 0;
      uint32_t score = take_cell(&next, '\n', &word);
      if (score == 0 || !zp_is_as_written(word, score)) break;
      uint64_t own_score = (uint64_t)(first + read) * table.step + (uint32_t)scores[stage];
      int64_t value = zp_thousandths(word, score);
      if (value < 0 || value != zp_measure(measures, wide, own_score)) break;
      own = (zp_placement){(int16_t)stage, (uint16_t)(choice - 1), (uint16_t)programme,
                           (uint16_t)pool};
    } else {
      break;
    }
    placed[read] = own;
    code = code_end;
    here = next;
  }
  *at = (uint64_t)(here - bytes);
  return read;
}
