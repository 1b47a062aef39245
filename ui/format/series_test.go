package format

import (
	"testing"
	"time"

	"mangrove/model/series"
)

func TestNumbersHaveTheDigitsThatMeanSomething(t *testing.T) {
	for _, c := range []struct {
		v    float64
		want string
	}{
		{0, "0"}, {21, "21"}, {21.5, "21.5"}, {21.123456, "21.123"}, {-0.04, "-0.04"}, {0.000123456, "0.00012346"},
		{1234567, "1234567"}, {1e12, "1e+12"}, {3e-9, "3e-09"}, {999_999.96, "1000000"}, {100, "100"}, {-1e-5, "-1e-05"},
	} {
		if got := Number(c.v); got != c.want {
			t.Errorf("%g: %s, want %s", c.v, got, c.want)
		}
	}
	if got := Series(series.Summary{Class: series.Silent, Of: series.Constant, Points: 9, Latest: 1, Silence: time.Minute}, "", true); got != "silent for 60 s; before: stays on" {
		t.Error(got)
	}
}

func TestSentencesOfSeries(t *testing.T) {
	const none = -1
	for _, c := range []struct {
		s    series.Summary
		unit string
		want string
	}{
		{series.Summary{Class: series.Empty, Points: none}, "", "no values in this time range"},
		{series.Summary{Class: series.Switch, OnOff: true, Points: none}, "", "no values in this time range"},
		{series.Summary{Class: series.Silent, Of: series.Switch, Silence: time.Hour, Points: none}, "", "silent for 60 min; no values in this time range"},
		{series.Summary{Class: series.Switch, High: 1, OnOff: true, Latest: 1, Share: 1, Stays: true}, "", "stays on in this time range"},
		{series.Summary{Class: series.Switch, High: 1, OnOff: true, Latest: 1, Stays: true}, "W", "either 0 or 1 W; stays at 1 W in this time range"},
		{series.Summary{Class: series.Switch, Low: 20, High: 22, Latest: 20, Stays: true}, "°C", "either 20 or 22 °C; stays at 20 °C in this time range"},
		{series.Summary{Class: series.Step, Levels: 3, Latest: 2, Stays: true}, "", "3 levels; stays at 2 in this time range"},
		{series.Summary{Class: series.Counter, Latest: 105.25, Stays: true}, "kWh", "a counter; stays at 105.25 kWh in this time range"},
		{series.Summary{Class: series.Periodic, Period: time.Hour, Latest: 3, Stays: true}, "", "repeats every 60 min; stays at 3 in this time range"},
		{series.Summary{Class: series.Quantity, Latest: 21, Stays: true}, "°C", "stays at 21 °C in this time range"},
		{series.Summary{Class: series.Quantity, Latest: 21, Stays: true, Points: 1}, "°C", "one value in this time range"},
		{series.Summary{Class: series.Single}, "", "one value so far"},
		{series.Summary{Class: series.Constant, Latest: 21.5}, "°C", "stays at 21.5 °C"},
		{series.Summary{Class: series.Switch, High: 1, OnOff: true, Changes: 12, Lasts: 4 * time.Minute, Share: 0.31}, "", "switched 12 times; on for 4 min on average, 31 % of the time"},
		{series.Summary{Class: series.Switch, High: 1, OnOff: true, Changes: 1}, "W", "either 0 or 1 W; switched once"},
		{series.Summary{Class: series.Switch, High: 1, Changes: 1}, "", "either 0 or 1; switched once"},
		{series.Summary{Class: series.Switch, Low: 20, High: 22, Changes: 1}, "°C", "either 20 or 22 °C; switched once"},
		{series.Summary{Class: series.Switch, Low: 20, High: 22, Lasts: time.Minute, Share: 0.5}, "°C",
			"either 20 or 22 °C; never switched; at 22 °C for 60 s on average, 50 % of the time"},
		{series.Summary{Class: series.Step, Levels: 3, Changes: 1, Usual: 2, Share: 0.5}, "", "3 levels, 1 change; mostly 2, 50 % of the time"},
		{series.Summary{Class: series.Counter, Rate: 2, Resets: 3}, "", "counts up by 2 a second, reset 3 times"},
		{series.Summary{Class: series.Step, Levels: 3, Changes: 1200, Usual: 2, Share: 0.999}, "", "3 levels, 1,200 changes; mostly 2, more than 99 % of the time"},
		{series.Summary{Class: series.Counter, Rate: 5.25}, "", "counts up by 5.25 a second"},
		{series.Summary{Class: series.Counter, Rate: 0.001, Resets: 2}, "kWh", "counts up by 3.6 kWh an hour, reset twice"},
		{series.Summary{Class: series.Counter, Rate: 0.00001}, "", "counts up by 0.864 a day"},
		{series.Summary{Class: series.Periodic, Period: 24 * time.Hour, Low: 18, High: 24.123, Mean: 21}, "", "repeats every 24 h; from 18 to 24.12, mean 21"},
		{series.Summary{Class: series.Quantity, Mean: 21.3456, Spread: 0.432}, "", "mean 21.35, spread 0.43"},
		{series.Summary{Class: series.Quantity, Mean: 21, Spread: 0.4, Trend: -1.23, Over: 72 * time.Hour}, "", "mean 21, spread 0.4, fell by 1.2 in 3 days"},
		{series.Summary{Class: series.Quantity, Mean: 21, Spread: 0.4, Trend: 1.23, Over: time.Hour}, "°C", "mean 21 °C, spread 0.4 °C, rose by 1.2 °C in 60 min"},
		{series.Summary{Class: series.Quantity, Mean: 21, Trend: 2, Over: time.Hour}, "", "mean 21, rose by 2 in 60 min"},
		{series.Summary{Class: series.Quantity, Mean: 21, Trend: -2, Over: time.Hour}, "", "mean 21, fell by 2 in 60 min"},
		{series.Summary{Class: series.Quantity, Mean: 21}, "", "mean 21"},
		{series.Summary{Class: series.Switch, High: 1, OnOff: true, Changes: 2, Lasts: time.Minute, Share: 0.5}, "", "switched twice; on for 60 s on average, 50 % of the time"},
		{series.Summary{Class: series.Silent, Of: series.Constant, Latest: 1, Silence: 5 * time.Minute}, "", "silent for 5 min; before: stays at 1"},
	} {
		switch c.s.Points { // several, where nothing is said of it
		case none:
			c.s.Points = 0
		case 0:
			c.s.Points = 9
		}
		if got := Series(c.s, c.unit, false); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
