package main

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// TestNothingRunsWhenTheLoopEnds: the toolkit would wait for it for ever, now and then.
func TestNothingRunsWhenTheLoopEnds(t *testing.T) {
	all := test.NewTempApp(t).Lifecycle()
	hooks, ok := all.(interface {
		SetOnStoppedHookExecuted(run func())
		OnStopped() func()
	})
	if !ok {
		t.Fatal("the toolkit has no hook of that name any more: see whether it still waits at its end")
	}
	hooks.SetOnStoppedHookExecuted(func() {})
	if forgetStopHook(all); hooks.OnStopped() != nil {
		t.Error("something is to be run")
	}
}
