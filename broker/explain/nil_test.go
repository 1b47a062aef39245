package explain

import (
	"testing"

	"mangrove/broker"
	"mangrove/broker/doctor"
	"mangrove/broker/profiles/finding"
)

// TestNothingIsExplainedAsNothing: what there is not has no sentence, and ends no program.
func TestNothingIsExplainedAsNothing(t *testing.T) {
	at := broker.Address{Scheme: "mqtts", Host: "plant", Port: 8883}
	cases := []struct {
		name string
		say  func() string
	}{
		{"an error of no address", func() string { return Error(nil, broker.Address{}) }},
		{"an error at an address", func() string { return Error(nil, at) }},
		{"a file", func() string { return File(nil) }},
		{"a topic", func() string { return Topic(nil) }},
		{"a payload", func() string { return Unreadable(nil) }},
		{"a certificate", func() string {
			if IsCertificateProblem(nil) {
				return "a problem"
			}
			return ""
		}},
		{"notes of a session", func() string { return SessionNotes(nil) }},
		{"notes", func() string { return joined(Notes(nil)) }},
		{"parts", func() string { return joined(Parts(nil)) }},
		{"a step", func() string { return Step(doctor.Step{}) }},
		{"details of a step", func() string { return joined(Details(doctor.Step{})) }},
		{"a trial", func() string { return Trial(doctor.Trial{}) }},
		{"a format", func() string { return FormatName("") }},
		{"a problem of a step", func() string { return Step(doctor.Step{Finding: doctor.Finding{Code: doctor.Problem}}) }},
		{"a chain of errors", func() string { return joined(Details(doctor.Step{Details: []doctor.Detail{{Code: doctor.Chain}}})) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := c.say(); got != "" {
				t.Errorf("it is said %q", got)
			}
		})
	}
	Note(finding.Note{})
	Event(broker.Event{})
	WillRefused("", "")
	for code := range details {
		Details(doctor.Step{Details: []doctor.Detail{{Code: code}}})
	}
	for code := range findings {
		Step(doctor.Step{Finding: doctor.Finding{Code: code}})
	}
}

func joined(all []string) (words string) {
	for _, s := range all {
		words += s
	}
	return words
}
