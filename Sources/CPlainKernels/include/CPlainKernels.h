#ifndef CPLAINKERNELS_H
#define CPLAINKERNELS_H
#include "bytes.h"
#include "cut.h"
#include "lanes.h"
#endif
