#ifndef CPLAINKERNELS_H
#define CPLAINKERNELS_H
#include "lanes.h"
#endif
