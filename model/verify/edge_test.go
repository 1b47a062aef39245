package verify

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mangrove/model/decode/sparkplug"
	"mangrove/model/value"
)

// onTheWire is a payload as it is sent: that of Sparkplug is written as JSON in the scripts.
func onTheWire(topic, payload string) []byte {
	if !sparkplug.IsTopic(topic) || !strings.HasPrefix(payload, "{") {
		return []byte(payload)
	}
	tree, err := value.ReadJSON([]byte(payload))
	if err != nil {
		panic(err)
	}
	wire, err := sparkplug.Encode(tree)
	if err != nil {
		panic(err)
	}
	return wire
}

// edgeMessages are those of a node E with devices D and O, by their seq or bdSeq and a value.
// The births of D announce Temp as alias 5; what is of O is behind a +.
var edgeMessages = []struct {
	form *regexp.Regexp
	is   string
}{
	{regexp.MustCompile(`NBIRTH (\d+)`), `spBv1.0/P/NBIRTH/E {"seq":0,"metrics":[{"name":"bdSeq","type":"Int64","value":$1},{"name":"Node Control/Rebirth","type":"Boolean","value":false},{"name":"Load","alias":1,"type":"Int32","value":3}]}`},
	{regexp.MustCompile(`NDEATH (\d+)`), `spBv1.0/P/NDEATH/E {"metrics":[{"name":"bdSeq","type":"Int64","value":$1}]}`},
	{regexp.MustCompile(`NDATA (\d+)`), `spBv1.0/P/NDATA/E {"seq":$1,"metrics":[{"alias":1,"type":"Int32","value":4}]}`},
	{regexp.MustCompile(`DBIRTH (\d+) (\S+)`), `spBv1.0/P/DBIRTH/E/D {"timestamp":"NOW","seq":$1,"metrics":[{"name":"Temp","alias":5,"type":"Float","value":$2,"properties":{"Quality":{"type":"Int32","value":192}}},{"name":"Run.state/x","alias":6,"type":"String","value":"on"}]}`},
	{regexp.MustCompile(`DDATA (\d+) (\S+)`), `spBv1.0/P/DDATA/E/D {"timestamp":"NOW","seq":$1,"metrics":[{"alias":5,"type":"Float","value":$2}]}`},
	{regexp.MustCompile(`DBAD (\d+)`), `spBv1.0/P/DDATA/E/D {"seq":$1,"metrics":[{"alias":5,"type":"Float","value":20.0,"properties":{"Quality":{"type":"Int32","value":0}}}]}`},
	{regexp.MustCompile(`DOLD (\d+) (\S+)`), `spBv1.0/P/DDATA/E/D {"seq":$1,"metrics":[{"alias":5,"type":"Float","value":$2,"is_historical":true}]}`},
	{regexp.MustCompile(`DDEATH (\d+)`), `spBv1.0/P/DDEATH/E/D {"timestamp":1,"seq":$1}`},
	{regexp.MustCompile(`OTHER (\d+)`), `spBv1.0/P/DDATA/E/O {"timestamp":1,"seq":$1}`},
}

// edgeScript is a script with these messages written out.
func edgeScript(script string) string {
	for _, m := range edgeMessages {
		script = m.form.ReplaceAllString(script, m.is)
	}
	return script
}

// A node and a device of Sparkplug in a checklist, the births of both, and what is wanted of a metric.
const (
	edgeDevice = "version: 1\ndevices:\n  - {id: d, use: sparkplug, group: P, node: E, device: D, %s}"
	edgeNode   = "version: 1\ndevices:\n  - {id: n, use: sparkplug, group: P, node: E, %s}"
	born       = "1s NBIRTH 7\n1s DBIRTH 1 20.5\n"
)

func temp(wanted string) string { return "metrics: {Temp: {" + wanted + "}}" }

// edgeCases are recorded streams of Sparkplug, with the traps in it.
var edgeCases = []struct{ name, form, checks, script, want string }{
	{"present by data", edgeDevice, "present: true", "1s DDATA 9 21.0", "d present: pass, seen"},
	{"present by its birth", edgeDevice, "present: true", born, "d present: pass, seen"},
	{"not present by the node", edgeDevice, "present: true", "1s NBIRTH 7\n2s NDATA 1\n9s end", "d present: fail, never seen"},
	{"not present by its death", edgeDevice, "present: true", "1s DDEATH 1\n9s end", "d present: fail, never seen"},
	{"not present by a command", edgeDevice, "present: true", "1s spBv1.0/P/DCMD/E/D x\n9s end", "d present: fail, never seen"},
	{"not present by what is kept", edgeDevice, "present: true", "1s R DBIRTH 1 20.5\n9s end", "d present: fail, only retained"},

	{"online by its birth", edgeDevice, "online: true", born + "9s end", "d online: pass, says online"},
	{"awaiting its birth", edgeDevice, "online: true", "1s DDATA 9 21.0\n9s end", "d online: pending, awaiting birth"},
	{"born after data", edgeDevice, "online: true", "1s DDATA 9 21.0\n" + "2s NBIRTH 7\n2s DBIRTH 1 20.5\n9s end", "d online: pass, says online"},
	{"a birth that is kept", edgeDevice, "online: true", "1s R NBIRTH 7\n1s R DBIRTH 1 20.5\n9s end", "d online: fail, only retained"},
	{"node born, device not", edgeDevice, "online: true", "1s NBIRTH 7\n9s end", "d online: fail, never seen"},
	{"device died", edgeDevice, "online: true", born + "2s DDEATH 2\n9s end", "d online: fail, says offline"},
	{"device born again", edgeDevice, "online: true", born + "2s DDEATH 2\n3s DBIRTH 3 20.5\n9s end", "d online: pass, says online"},
	{"node died", edgeDevice, "online: true", born + "2s NDEATH 7\n9s end", "d online: fail, says offline"},
	{"another session of the node died", edgeDevice, "online: true", born + "2s NDEATH 6\n9s end", "d online: pass, says online"},
	{"the death of before comes after the birth", edgeDevice, "online: true", born + "2s NDEATH 7\n3s NBIRTH 8\n3s DBIRTH 1 20.5\n4s NDEATH 7\n9s end", "d online: pass, says online"},
	{"a death that is kept", edgeDevice, "online: true", born + "2s R NDEATH 7\n9s end", "d online: pass, says online"},
	{"node born again, device not", edgeDevice, "online: true", born + "2s NBIRTH 8\n3s DDATA 1 21.0\n9s end", "d online: pending, awaiting birth"},
	{"device born before its node", edgeDevice, "online: true", born + "2s NDEATH 7\n3s DBIRTH 0 20.5\n9s end", "d online: fail, says offline"},
	{"node online", edgeNode, "online: true", "1s NBIRTH 7\n9s end", "n online: pass, says online"},
	{"node offline", edgeNode, "online: true", "1s NBIRTH 7\n2s NDEATH 7\n9s end", "n online: fail, says offline"},
	{"not heard since we were away", edgeDevice, "online: true", born + "5s down\n9s up\n20s end", "d online: pending, not since"},
	{"heard since we were away", edgeDevice, "online: true", born + "5s down\n9s up\n10s DDATA 77 21.0\n20s end", "d online: pass, says online"},
	{"not heard since messages were lost", edgeDevice, "online: true", born + "5s lost 3\n20s end", "d online: pending, not since"},

	{"a metric by its alias", edgeDevice, temp("type: Float, range: [10, 90]"), born + "2s DDATA 2 21.0\n3s DDATA 3 22.0\n9s end", "d field Temp: pass, held"},
	{"out of range", edgeDevice, temp("range: [10, 21]"), born + "2s DDATA 2 22.5", "d field Temp: fail, out of range"},
	{"another datatype", edgeDevice, temp("type: Double"), born, "d field Temp: fail, wrong type"},
	{"a number is a number", edgeDevice, temp("type: number, samples: 1"), born + "9s end", "d field Temp: pass, held"},
	{"alias before its birth", edgeDevice, temp("range: [10, 21]"), "1s DDATA 9 99.0\n9s end", "d field Temp: pending, awaiting birth"},
	{"alias before its birth, and after", edgeDevice, temp("range: [10, 21], samples: 1"), "1s DDATA 9 99.0\n2s NBIRTH 7\n2s DBIRTH 1 20.5\n9s end", "d field Temp: pass, held"},
	{"alias of a birth before we were away", edgeDevice, temp("range: [10, 21]"), born + "5s down\n9s up\n10s DDATA 77 99.0\n20s end", "d field Temp: pending, too few"},
	{"alias of a birth after we were away", edgeDevice, temp("range: [10, 21]"), born + "5s down\n9s up\n10s NBIRTH 8\n10s DBIRTH 1 20.5\n11s DDATA 2 99.0\n20s end", "d field Temp: fail, out of range"},
	{"data without the metric", edgeDevice, "metrics: {Run.state/x: {enum: [\"on\"], samples: 1}}", born + "2s DDATA 2 21.0\n9s end", "d field Run.state/x: pass, held"},
	{"no birth has the metric", edgeDevice, "metrics: {Speed: {range: [0, 1]}}", born + "2s DDATA 2 21.0\n9s end", "d field Speed: fail, no value"},
	{"a value of before", edgeDevice, temp("range: [10, 21], samples: 1"), born + "2s DOLD 2 99.0\n9s end", "d field Temp: pass, held"},
	{"no Sparkplug at all", edgeDevice, temp("range: [10, 21]"), born + "2s spBv1.0/P/DDATA/E/D hello\n9s end", "d field Temp: fail, not Sparkplug"},
	{"of the node", edgeNode, "metrics: {Load: {type: Int32, samples: 1}}", "1s NBIRTH 7\n9s end", "n field Load: pass, held"},
	{"good quality", edgeDevice, temp("samples: 1") + ", quality: good", born + "9s end", "d field Temp: pass, held\nd field Temp quality: pass, held"},
	{"bad quality", edgeDevice, temp("samples: 1") + ", quality: good", born + "2s DBAD 2\n9s end", "d field Temp: pass, held\nd field Temp quality: fail, not listed"},
	{"stuck", edgeDevice, temp("stuck: 5s, samples: 1"), born + "2s DDATA 2 21.0\n4s DDATA 3 21.0\n8s DDATA 4 21.0", "d stuck Temp: fail, stuck at\nd field Temp: pending, held"},
	{"stuck without a name", edgeDevice, temp("stuck: 5s, samples: 1"), "2s DDATA 2 21.0\n9s end", "d stuck Temp: pending, awaiting birth\nd field Temp: pending, awaiting birth"},
	{"clock", edgeDevice, "clock_skew: 2s", born + "2s DDATA 2 21.0\n3s DDATA 3 21.0\n4s DDATA 4 21.0\n5s DDATA 5 21.0\n9s end", "d skew timestamp: pass, clock right"},

	{"numbers of all devices of a node", edgeDevice, "seq: continuous", born + "2s OTHER 2\n3s DDATA 3 21.0\n4s NDATA 4\n9s end", "d seq: pass, held"},
	{"255, and 0 after it", edgeDevice, "seq: continuous", "1s OTHER 254\n2s DDATA 255 21.0\n3s DDATA 0 21.0\n4s OTHER 1\n9s end", "d seq: pass, held"},
	{"a number is missing", edgeDevice, "seq: continuous", born + "2s OTHER 2\n3s DDATA 4 21.0\n6s tick", "d seq: fail, not next"},
	{"a number comes late", edgeDevice, "seq: continuous", born + "2s OTHER 3\n3s DDATA 2 21.0\n6s tick\n9s end", "d seq: pass, held"},
	{"a number may come yet", edgeDevice, "seq: continuous", born + "2s OTHER 2\n3s DDATA 4 21.0\n3s end", "d seq: pending, too few"},
	{"a number came twice", edgeDevice, "seq: continuous", born + "2s OTHER 2\n3s OTHER 2", "d seq: fail, not next"},
	{"no number", edgeDevice, "seq: continuous", born + "2s spBv1.0/P/DDATA/E/O {\"timestamp\":1}", "d seq: fail, absent"},
	{"a birth that does not begin at 0", edgeDevice, "seq: continuous", "1s spBv1.0/P/NBIRTH/E {\"seq\":4}", "d seq: fail, not next"},
	{"begins in the middle", edgeDevice, "seq: continuous", "1s DDATA 77 21.0\n2s DDATA 78 21.0\n3s DDATA 79 21.0\n9s end", "d seq: pass, held"},
	{"what is kept has no number of now", edgeDevice, "seq: continuous", "1s DDATA 77 21.0\n2s R DBIRTH 1 20.5\n3s DDATA 78 21.0\n4s DDATA 79 21.0\n9s end", "d seq: pass, held"},
	{"a death has none", edgeDevice, "seq: continuous", born + "2s DDATA 2 21.0\n3s NDEATH 7\n4s NBIRTH 8\n5s DBIRTH 1 20.5\n9s end", "d seq: pass, held"},
	{"numbers while we were away", edgeDevice, "seq: continuous", born + "2s DDATA 2 21.0\n5s down\n9s up\n10s DDATA 77 21.0\n11s DDATA 78 21.0\n20s end", "d seq: pass, held"},
	{"too few numbers", edgeDevice, "seq: continuous", "1s DDATA 77 21.0\n9s end", "d seq: pending, too few"},
	{"none", edgeDevice, "seq: continuous", "9s end", "d seq: fail, never seen"},
	{"some were lost", edgeDevice, "seq: continuous", born + "2s lost 1\n3s DDATA 3 21.0\n9s end", "d seq: warn, held but lost"},
}

func TestSparkplug(t *testing.T) {
	for _, c := range edgeCases {
		t.Run(c.name, func(t *testing.T) {
			if got := said(play(t, fmt.Sprintf(c.form, c.checks), edgeScript(c.script))); got != c.want {
				t.Errorf("the verdicts are\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestSparkplugEvidence: what is missing is shown by the message that came instead of it.
func TestSparkplugEvidence(t *testing.T) {
	const file = "version: 1\ndevices:\n  - {id: d, use: sparkplug, group: P, node: E, device: D, seq: continuous, online: true}"
	r := play(t, file, edgeScript("1s NBIRTH 7\n1s DBIRTH 1 20.5\n2s DDATA 4 21.0\n6s OTHER 5\n7s NDEATH 7\n9s end"))
	var got []string
	for _, one := range r.Results() {
		e := r.Evidence(one.Evidence[0])
		got = append(got, fmt.Sprintf("%s at %d s: %s %s", e.Topic, e.At.Second(), one.Reason.Found, one.Reason.Want))
	}
	want := []string{"spBv1.0/P/DDATA/E/D at 2 s: 4 2", "spBv1.0/P/NDEATH/E at 7 s:  "}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestSparkplugFilters: only for its numbers all of a node is listened to.
func TestSparkplugFilters(t *testing.T) {
	const device = "version: 1\ndevices:\n  - {id: d, use: sparkplug, group: P, node: E, device: D, online: true, %s}"
	for checks, want := range map[string]string{
		"seq: continuous": "spBv1.0/P/+/E/#",
		"present: true":   "spBv1.0/P/DBIRTH/E/D spBv1.0/P/DDATA/E/D spBv1.0/P/NBIRTH/E spBv1.0/P/NDEATH/E spBv1.0/P/DDEATH/E/D",
	} {
		if got := strings.Join(play(t, fmt.Sprintf(device, checks), "").Filters(), " "); got != want {
			t.Errorf("%s: %s", checks, got)
		}
	}
}

// TestBirthsOfManyMetrics take a time that grows as they do: this one took many minutes when each
// quality was looked for from the first metric on.
func TestBirthsOfManyMetrics(t *testing.T) {
	n := fewer(200_000)
	var birth strings.Builder
	birth.WriteString(`{"seq":0,"metrics":[{"name":"bdSeq","type":"Int64","value":7}`)
	for i := range n {
		fmt.Fprintf(&birth, `,{"name":"m%d","type":"Int32","value":1,"properties":{"Quality":{"type":"Int32","value":192}}}`, i)
	}
	birth.WriteString("]}")
	tree, _, err := sparkplug.Decode(onTheWire("spBv1.0/P/NBIRTH/E", birth.String()), sparkplug.Known{})
	if err != nil {
		t.Fatal(err)
	}
	document, _ := documentOf(tree)
	if got := strings.Count(string(document), `"quality":`); got != n {
		t.Errorf("%d metrics have a quality, not %d", got, n)
	}
}
