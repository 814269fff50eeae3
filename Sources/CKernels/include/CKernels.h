#ifndef CKERNELS_H
#define CKERNELS_H
#include "cells.h"
#include "files.h"
#include "find.h"
#include "heap.h"
#include "processor.h"
#include "separators.h"
#include "sha256.h"
#include "signals.h"
#include "text.h"
#endif
