package main

import (
	"math"
	"testing"
)

// sample is the memory of the window at a time.
type sample struct{ minutes, resident, history float64 }

// memory is the course of the window's memory.
type memory []sample

// settled is what comes after the first half, which is for warming up.
func (m memory) settled() memory { return m[len(m)/2:] }

func (m memory) highest() (bytes float64) {
	for _, p := range m {
		bytes = max(bytes, p.resident)
	}
	return bytes
}

// growth is the slope a minute of the line that lies nearest to the samples.
func (m memory) growth(of func(sample) float64) float64 {
	m = m.settled()
	var x, y float64
	for _, p := range m {
		x, y = x+p.minutes/float64(len(m)), y+of(p)/float64(len(m))
	}
	var both, square float64
	for _, p := range m {
		both += (p.minutes - x) * (of(p) - y)
		square += (p.minutes - x) * (p.minutes - x)
	}
	return both / square
}

func TestGrowthIsASlope(t *testing.T) {
	var m memory
	for i := range 100 {
		at := float64(i)
		m = append(m, sample{minutes: at, resident: 100 + 3*at + float64(i%2), history: 50})
	}
	m[0].resident = 1e9 // warming up
	if got := m.growth(func(p sample) float64 { return p.resident }); math.Abs(got-3) > 0.01 {
		t.Errorf("growth %v, want 3", got)
	}
	if got := m.growth(func(p sample) float64 { return p.history }); got != 0 {
		t.Errorf("growth %v, want 0", got)
	}
	if m.highest() != 1e9 {
		t.Errorf("the highest is %v", m.highest())
	}
}
