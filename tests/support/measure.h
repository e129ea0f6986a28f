/* Time as benches measure it. */
#ifndef AULA_TESTS_MEASURE_H
#define AULA_TESTS_MEASURE_H

#include <stdlib.h>
#include <time.h>

static inline double measure_ms(clockid_t clock)
{
	struct timespec t = {0};
	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* The same clock for all processes. */
static inline double measure_wall_ms(void)
{
	return measure_ms(CLOCK_MONOTONIC);
}

/* Processor time of this process: a neighbour on the machine does not count. */
static inline double measure_cpu_ms(void)
{
	return measure_ms(CLOCK_PROCESS_CPUTIME_ID);
}

static inline int measure_compare_(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static inline void measure_sort(double *v, size_t n)
{
	qsort(v, n, sizeof *v, measure_compare_);
}

/* Sorts v. */
static inline double measure_median(double *v, size_t n)
{
	measure_sort(v, n);
	return v[n / 2];
}

#endif
