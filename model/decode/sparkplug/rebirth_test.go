package sparkplug

import (
	"testing"
	"time"
)

func TestAskRebirth(t *testing.T) {
	s := play()
	now := time.UnixMilli(1_700_000_000_123)
	want := "timestamp=2023-11-14T22:13:20.123Z timestamp\nmetrics.\"Node Control/Rebirth\".timestamp=2023-11-14T22:13:20.123Z timestamp\nmetrics.\"Node Control/Rebirth\".value=true Boolean"
	check := func(what, want string) {
		t.Helper()
		c := s.AskRebirth("G", "N", now)
		tree, _, err := Decode(c.Payload, Known{})
		if err != nil || outline(tree) != want || c.Topic != "spBv1.0/G/NCMD/N" {
			t.Errorf("%s: %s %v\n%s\nwant\n%s", what, c.Topic, err, outline(tree), want)
		}
		var sum summary
		if !sum.all(c.Payload, false) || !sum.asks || sum.hasSeq {
			t.Errorf("%s: %+v", what, sum)
		}
	}
	check("a node that is not known", want)
	s.nbirth(0)
	check("without an alias", want)
	s.send("spBv1.0/G/NBIRTH/N", named(RebirthMetric, 7, Boolean, num(14, 0)), seq(0))
	check("with an alias", "timestamp=2023-11-14T22:13:20.123Z timestamp\nmetrics.\"Node Control/Rebirth\".alias=7\nmetrics.\"Node Control/Rebirth\".timestamp=2023-11-14T22:13:20.123Z timestamp\nmetrics.\"Node Control/Rebirth\".value=true Boolean")
}

func TestNodeOf(t *testing.T) {
	for topic, want := range map[string]string{
		"spBv1.0/G/NDATA/N": "G N", "spBv1.0/G/DDATA/N/D": "G N", "spBv1.0/G/DDATA/N": "G N", "spBv1.0/G/NCMD/N": "G N",
		"spBv1.0/G/NDATA/N/D": "", "spBv1.0/G/NDATA": "", "spBv1.0/G": "", "spBv1.0/STATE/a": "", "spBv1.0/STATE/NDATA/a": "", "spBv1.0//NDATA/N": "", "spBv1.0/G/HELLO/N": "",
		"spBv1.0/G/DDATA/N/D/E": "", "STATE/N": "", "a": "", "": "", "spBv1.0/G/NDATA/": "",
	} {
		got := ""
		if group, node, ok := NodeOf(topic); ok {
			got = group + " " + node
		}
		if got != want {
			t.Errorf("%q is of %q, want %q", topic, got, want)
		}
	}
}
