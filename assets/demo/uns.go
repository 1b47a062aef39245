package demo

import (
	"math"
	"strconv"
	"time"
)

// unsLine is a packing line in a unified namespace: enterprise, site, area,
// line, cell and value as levels (ISA-95), each payload a value with its time.
const unsLine = "acme/plant2/packing/line1/"

// unsValue is the payload of the namespace.
type unsValue struct {
	Value     any    `json:"value"`
	Unit      string `json:"unit,omitempty"`
	Timestamp string `json:"timestamp"`
	Quality   string `json:"quality"`
}

// uns is one value of the line as a message. Process values are retained, as
// a namespace keeps the last state of everything.
func uns(now time.Time, name string, value any, unit string) Message {
	return Message{unsLine + name, encode(unsValue{value, unit, utc(now), "good"}), 0, true}
}

// newPackingLine is a filler, a capper, a labeller and a palletiser.
func newPackingLine(seed uint64) *Device {
	d := newDevice(seed, "packing-line", "uns-bridge-line1", "Packing line in a unified namespace: filler, capper, labeller, palletiser")
	link := func(word string) Message { return Message{unsLine + "edge/status", []byte(word), 1, true} }
	d.will = func(time.Time) Message { return link("OFFLINE") }
	d.birth = func(now time.Time) []Message { return []Message{link("ONLINE"), unsJob(now)} }

	rate := clamped(d.noisy(constant(318), 5, 15*time.Second), 0, 360) // bottles a minute
	for _, v := range []unsSignal{
		{"filler/speed", "bottles/min", 0, time.Second, rate},
		{"filler/level", "mm", 1, 500 * time.Millisecond, d.noisy(constant(296), 9, 6*time.Second)},
		{"filler/product_temperature", "°C", 2, 2 * time.Second, d.noisy(daily(6.1, 7.4, 15), 0.12, 3*time.Minute)},
		{"filler/fill_volume", "ml", 1, time.Second, d.noisy(constant(500.6), 0.9, 2*time.Second)},
		{"capper/torque", "Nm", 2, 500 * time.Millisecond, d.noisy(constant(1.82), 0.06, time.Second)},
		{"capper/speed", "bottles/min", 0, time.Second, d.noisy(rate, 1.5, 2*time.Second)},
		{"labeller/speed", "bottles/min", 0, time.Second, d.noisy(rate, 2, 2*time.Second)},
		{"labeller/glue_temperature", "°C", 1, time.Second, d.noisy(constant(158), 0.6, 30*time.Second)},
		{"palletiser/robot/motor_current", "A", 2, 2 * time.Second, d.noisy(constant(11.2), 2.1, 3*time.Second)},
	} {
		d.every(v.every, func(now time.Time) []Message {
			return []Message{uns(now, v.name, round(v.value(now), v.decimals), v.unit)}
		})
	}
	d.unsCounters(rate)
	return d
}

// unsSignal is one process value and how it is published.
type unsSignal struct {
	name, unit string
	decimals   int
	every      time.Duration
	value      curve
}

// unsCounters count bottles and what comes of them.
func (d *Device) unsCounters(rate curve) {
	bottles := total(1_284_530, func(now time.Time) float64 { return rate(now) / 60 })
	labels := func(now time.Time) float64 { return 12_000 - math.Mod(bottles(now), 12_000) }
	d.every(2*time.Second, func(now time.Time) []Message {
		made := int64(bottles(now))
		return []Message{
			uns(now, "counts/good", made-made/240, "bottles"),
			uns(now, "counts/reject", made/240, "bottles"),
		}
	})
	d.every(10*time.Second, func(now time.Time) []Message {
		made := int64(bottles(now))
		return []Message{
			uns(now, "labeller/labels_left", int64(labels(now)), "labels"),
			uns(now, "palletiser/pallets", made/1_152, "pallets"),
		}
	})
	availability := clamped(d.noisy(constant(0.93), 0.01, 5*time.Minute), 0, 1)
	d.every(15*time.Second, func(now time.Time) []Message {
		a, p, q := availability(now), rate(now)/320, 1-1.0/240
		return []Message{{unsLine + "oee", encode(struct {
			OEE          float64 `json:"oee"`
			Availability float64 `json:"availability"`
			Performance  float64 `json:"performance"`
			Quality      float64 `json:"quality"`
			Timestamp    string  `json:"timestamp"`
		}{round(a*p*q, 3), round(a, 3), round(p, 3), round(q, 3), utc(now)}), 1, true}}
	})
	d.every(10*time.Second, func(now time.Time) []Message {
		return []Message{{unsLine + "state", encode(unsValue{"Execute", "", utc(now), "good"}), 1, true}}
	})
	d.every(30*time.Second, func(now time.Time) []Message { return []Message{unsJob(now)} })
}

// unsJob is the order on the line. An order must arrive exactly once: QoS 2.
func unsJob(now time.Time) Message {
	order := 450_000 + now.Unix()/7200%50_000
	return Message{unsLine + "job", encode(struct {
		Order     string `json:"order"`
		Product   string `json:"product"`
		Lot       string `json:"lot"`
		Planned   int    `json:"planned"`
		Timestamp string `json:"timestamp"`
	}{"MO-" + strconv.FormatInt(order, 10), "Apple spritz 0.5 l", "L" + now.UTC().Format("060102") + "A", 36_000, utc(now)}), 2, true}
}
