#ifndef CKERNELS_H
#define CKERNELS_H
#include "system.h"
#endif
