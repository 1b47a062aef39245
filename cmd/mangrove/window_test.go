package main

import (
	"math"
	"testing"
)

func TestHistoryInMegabytes(t *testing.T) {
	for given, want := range map[int64]int64{512: 512_000_000, 1: 1_000_000, 0: -1} {
		if got, err := (&windowOptions{history: given}).budget(); got != want || err != nil {
			t.Errorf("%d MB: %d bytes, %v", given, got, err)
		}
	}
	for _, given := range []int64{-1, math.MaxInt64} {
		if got, err := (&windowOptions{history: given}).budget(); err == nil {
			t.Errorf("%d MB are %d bytes", given, got)
		}
	}
}
