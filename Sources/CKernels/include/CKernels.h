#ifndef CKERNELS_H
#define CKERNELS_H
#include "sha256.h"
#include "system.h"
#endif
