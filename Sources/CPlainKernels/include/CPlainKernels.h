#ifndef CPLAINKERNELS_H
#define CPLAINKERNELS_H
#include "bytes.h"
#include "cells.h"
#include "cut.h"
#include "lanes.h"
#include "outcomes.h"
#include "repeats.h"
#include "sums.h"
#include "walk.h"
#endif
