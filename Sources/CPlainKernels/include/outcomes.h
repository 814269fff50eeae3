#ifndef CPLAINKERNELS_OUTCOMES_H
#define CPLAINKERNELS_OUTCOMES_H
#include "cells.h"
#include "walk.h"

/// What rows of outcomes are read by: tables of codes of `mask` + 1 places each.
typedef struct {
  uint64_t programmes_mask, stages_mask, pools_mask;
  /// How many measures each student has.
  uint32_t step;
} zp_outcomes;

/// Reads rows of outcomes from `at` on, as long as they are plain, and those of `count` students, one behind
/// the other: their code, then `,notAdmitted,,,,,` or `,admitted,` with programme, stage, pool, choice and
/// the score, at least 64 bytes before the end of all `bytes`. Returns how many, and leaves `at` behind them.
///
/// The students are those from `first` on of a block: their codes up to `code_ends`, their `measures` (see
/// `zp_measure`).
/// `scores`: for each stage the measure that every score is, below zero for none. `placed` becomes
/// where the students are.
uint32_t zp_read_outcomes(const zp_outcomes *given, const uint8_t *bytes, uint64_t bytes_count,
                          uint64_t *at, const uint8_t *codes, const int32_t *code_ends,
                          const int32_t *measures, const int64_t *wide, uint32_t first,
                          uint32_t count, const zp_code *programmes, const zp_code *stages,
                          const zp_code *pools, const int32_t *scores, zp_placement *placed);
#endif
