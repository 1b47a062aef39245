package ui

import (
	"testing"

	"mangrove/broker"
)

// TestWillsOfTheBuiltInBroker are known of a connection to it, and of no other.
func TestWillsOfTheBuiltInBroker(t *testing.T) {
	b := newBench(t)
	other := b.connect().Conn
	own, err := broker.ParseURL(b.box.Address())
	if err != nil {
		t.Fatal(err)
	}
	b.Connect(own)
	to := b.tabs.active.Conn
	if b.willsOf(to) != nil {
		t.Error("there is no broker yet")
	}
	b.OpenBox(b.box, nil)
	if b.willsOf(other) != nil {
		t.Error("the wills of another broker are told")
	}
	list := b.willsOf(to)
	if list == nil {
		t.Fatal("the wills of its clients are not told")
	}
	if topics := list(); len(topics) != 0 {
		t.Errorf("a client without a will has %q", topics)
	}
}
