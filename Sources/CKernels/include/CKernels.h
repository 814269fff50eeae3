#ifndef CKERNELS_H
#define CKERNELS_H
#include "cells.h"
#include "find.h"
#include "separators.h"
#include "sha256.h"
#include "system.h"
#include "text.h"
#endif
