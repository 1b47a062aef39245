package broker_test

import (
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
)

func TestParseVersion(t *testing.T) {
	for _, v := range []broker.Version{broker.Auto, broker.V5, broker.V311, broker.V31} {
		if got, err := broker.ParseVersion(v.String()); err != nil || got != v {
			t.Errorf("%s: %s, %v", v, got, err)
		}
	}
	if _, err := broker.ParseVersion("4"); err == nil || !strings.Contains(explain.Error(err, broker.Address{}), "3.1.1") {
		t.Errorf("of version 4 it says %v", err)
	}
}
