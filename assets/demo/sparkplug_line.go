package demo

import (
	"math"
	"time"
)

// PackML states, as the machines report them.
const (
	stateExecute int32 = 6
	stateHeld    int32 = 11
)

// press is a hydraulic press that strokes without pause, except for a while
// about every seven minutes. Position and count follow from the time alone, so
// that every source that reports this press agrees.
type press struct {
	offset time.Duration // where in its cycle it is
}

const (
	strokeTime    = 3200 * time.Millisecond
	strokesOn     = 117 // strokes until it is held
	strokesHeld   = 13  // how long that lasts
	pressCycle    = (strokesOn + strokesHeld) * strokeTime
	strokeLength  = 150.0  // mm above the lower dead centre
	workDepth     = 12.0   // mm over which the tool meets the part
	peakForce     = 1240.0 // kN
	strokesBefore = 2_204_517
)

// pressEpoch is when the counter showed strokesBefore.
var pressEpoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// phase is the time since the current cycle began, and how many there were.
func (p press) phase(now time.Time) (at time.Duration, cycles int64) {
	since := now.Add(p.offset).Sub(pressEpoch)
	cycles = int64(since / pressCycle)
	at = since % pressCycle
	if at < 0 {
		return at + pressCycle, cycles - 1
	}
	return at, cycles
}

func (p press) running(now time.Time) bool {
	at, _ := p.phase(now)
	return at < strokesOn*strokeTime
}

// position of the ram in mm; while held it rests at the top.
func (p press) position(now time.Time) float64 {
	at, _ := p.phase(now)
	if at >= strokesOn*strokeTime {
		return strokeLength
	}
	turn := float64(at%strokeTime) / float64(strokeTime)
	return strokeLength * (1 + math.Cos(2*math.Pi*turn)) / 2
}

// force in kN rises where the tool meets the part.
func (p press) force(now time.Time) float64 {
	return peakForce * max(0, 1-p.position(now)/workDepth)
}

// strokes counts the completed ones.
func (p press) strokes(now time.Time) uint64 {
	at, cycles := p.phase(now)
	return uint64(max(0, strokesBefore+cycles*strokesOn+min(int64(at/strokeTime), strokesOn)))
}

// nodeMetrics describe the edge node itself.
func (n *edgeNode) nodeMetrics() []*metric {
	load := clamped(n.noisy(constant(18), 4, 30*time.Second), 2, 95)
	free := n.noisy(constant(1.31e9), 6e6, time.Minute)
	clock := n.noisy(constant(-4), 3, time.Minute)
	always := func(v any) func(time.Time) any { return func(time.Time) any { return v } }
	return []*metric{
		{name: rebirthMetric, kind: spBoolean, value: always(false), silent: true},
		{name: "Properties/Hardware Make", kind: spString, value: always("Bosk Automation"), silent: true},
		{name: "Properties/Hardware Model", kind: spString, value: always("EG-210"), silent: true},
		{name: "Properties/OS", kind: spString, value: always("Linux"), silent: true},
		{name: "Properties/OS Version", kind: spString, value: always("6.12.41"), silent: true},
		{name: "Properties/Instance", kind: spUUID, value: always("7c0e5b1a-93d4-4f0e-a2c6-51d7e8094b3f"), silent: true},
		{name: "System/CPU Load", kind: spFloat, unit: "%", value: func(now time.Time) any { return float32(round(load(now), 1)) }},
		{name: "System/Free Memory", kind: spUInt64, unit: "B", value: func(now time.Time) any { return uint64(free(now)) &^ 0xfff }},
		{name: "System/Clock Offset", kind: spInt32, unit: "ms", value: func(now time.Time) any { return int32(math.Round(clock(now))) }},
	}
}

// pressMetrics are the metrics of a press.
func (n *edgeNode) pressMetrics(offset time.Duration) []*metric {
	p := press{offset}
	oil := n.noisy(daily(44, 51, 17), 0.4, 4*time.Minute)
	bar := n.noisy(constant(0), 1.5, time.Second)
	peak := n.noisy(constant(peakForce), 14, 6*time.Second)
	state := func(now time.Time) int32 {
		if p.running(now) {
			return stateExecute
		}
		return stateHeld
	}
	words := map[int32]string{stateExecute: "Execute", stateHeld: "Held"}
	return []*metric{
		{name: "Status/State", kind: spInt32, value: func(now time.Time) any { return state(now) }},
		{name: "Status/State Text", kind: spString, value: func(now time.Time) any { return words[state(now)] }},
		{name: "Status/Running", kind: spBoolean, value: func(now time.Time) any { return p.running(now) }},
		{name: "Status/Last Fault", kind: spDateTime, value: func(time.Time) any { return nil }},
		{name: "Process/Ram Position", kind: spFloat, unit: "mm", value: func(now time.Time) any { return float32(round(p.position(now), 2)) }},
		{name: "Process/Force", kind: spDouble, unit: "kN", value: func(now time.Time) any { return round(p.force(now)/peakForce*peak(now), 1) }},
		{name: "Process/Force Curve", kind: spFloatArray, unit: "kN", value: strokeCurve(p, peak)},
		{name: "Process/Hydraulic Pressure", kind: spFloat, unit: "bar", value: func(now time.Time) any { return float32(round(24+p.force(now)*0.19+bar(now), 1)) }},
		{name: "Process/Oil Temperature", kind: spFloat, unit: "°C", value: func(now time.Time) any { return float32(round(oil(now), 1)) }},
		{name: "Counts/Strokes", kind: spUInt64, value: func(now time.Time) any { return p.strokes(now) }},
		{name: "Counts/Good", kind: spUInt32, value: func(now time.Time) any { s := p.strokes(now) % 6000; return uint32(s - s/97) }},
		{name: "Counts/Scrap", kind: spUInt16, value: func(now time.Time) any { return uint32(p.strokes(now) % 6000 / 97) }},
		{name: "Recipe/Name", kind: spString, value: func(time.Time) any { return "Bracket 4711-B" }},
		{name: "Recipe/Die Height Offset", kind: spInt16, unit: "µm", value: func(time.Time) any { return int32(-120) }},
	}
}

// strokeCurve is the force over the last stroke, sixteen points, once a stroke.
func strokeCurve(p press, peak curve) func(time.Time) any {
	var points []float32
	last := uint64(0)
	return func(now time.Time) any {
		if count := p.strokes(now); count != last {
			last = count
			top := peak(now)
			points = make([]float32, 16)
			for i := range points {
				x := (float64(i) - 7.5) / 4
				points[i] = float32(round(top*math.Exp(-x*x), 1))
			}
		}
		return points
	}
}

// conveyorMetrics are those of the conveyor between the presses.
func (n *edgeNode) conveyorMetrics() []*metric {
	speed := n.noisy(constant(24), 0.18, 5*time.Second)
	amps := n.noisy(constant(6.4), 0.25, 3*time.Second)
	warmth := n.noisy(daily(31, 39, 16), 0.6, 5*time.Minute)
	torque := n.noisy(constant(-3), 6, 8*time.Second)
	parts := total(904_311, func(time.Time) float64 { return 0.6 })
	return []*metric{
		{name: "Status/Running", kind: spBoolean, value: func(time.Time) any { return true }},
		{name: "Speed/Setpoint", kind: spFloat, unit: "m/min", value: func(time.Time) any { return float32(24) }},
		{name: "Speed/Actual", kind: spFloat, unit: "m/min", value: func(now time.Time) any { return float32(round(speed(now), 2)) }},
		{name: "Drive/Current", kind: spFloat, unit: "A", value: func(now time.Time) any { return float32(round(amps(now), 2)) }},
		{name: "Drive/Temperature", kind: spInt8, unit: "°C", value: func(now time.Time) any { return int32(math.Round(warmth(now))) }},
		{name: "Drive/Torque Deviation", kind: spInt16, unit: "Nm", value: func(now time.Time) any { return int32(math.Round(torque(now))) }},
		{name: "Counts/Parts", kind: spUInt64, value: func(now time.Time) any { return uint64(parts(now)) }},
		{name: "Zones", kind: spDataSet, value: n.zones()},
	}
}

// zones is a table of the conveyor's zones; which are occupied changes every
// few seconds.
func (n *edgeNode) zones() func(time.Time) any {
	jams := []int32{2, 0, 5}
	return func(now time.Time) any {
		table := dataSet{
			names: []string{"zone", "speed", "occupied", "jams"},
			types: []uint32{spString, spFloat, spBoolean, spInt32},
		}
		for i, zone := range []string{"infeed", "transfer", "outfeed"} {
			occupied := (now.Unix()/4+int64(i))%3 != 0
			table.rows = append(table.rows, []any{zone, float32(24), occupied, jams[i]})
		}
		return table
	}
}
