#ifndef CKERNELS_H
#define CKERNELS_H
#include "separators.h"
#include "system.h"
#endif
