package profile

import (
	"slices"
	"testing"

	"mangrove/broker/profiles"
)

// TestDotsOnlyWhereASecretIsKept looks at a connection that was made where there
// was a key ring, or before the program was started anew.
func TestDotsOnlyWhereASecretIsKept(t *testing.T) {
	p := at("plant", "a.example")
	p.Username, p.Kept = "joe", []string{profiles.SecretPassword, profiles.SecretKey, profiles.HeaderSecret("X")}
	p.Address.Scheme, p.Headers = "wss", []string{"X"}
	s := newBench(t, p, at("other", "b.example"))
	id := s.idOf("plant")
	s.choose(id)
	looked := func() bool { return len(s.shelf.Finding(id).Absent) == 3 }
	s.until("looked at", looked)
	password, key := s.secretPart(profiles.SecretPassword), s.sourcePart(profiles.SecretKey)
	if got := password.entry.PlaceHolder; got != "" {
		t.Errorf("the password is shown as %q", got)
	}
	for name, row := range map[string]*row{"password": password.row, "key": key.row} {
		if got := row.Said(); got != "not stored: asked for when you connect" {
			t.Errorf("of the %s it says %q", name, got)
		}
	}
	if got := key.entry.PlaceHolder; got == dots {
		t.Errorf("the key is shown as %q", got)
	}
	if !password.forget.Visible() {
		t.Error("that there is one cannot be forgotten")
	}
	s.retypeSecret(password, "pw")
	s.until("it is there", func() bool { return !slices.Contains(s.shelf.Finding(id).Absent, profiles.SecretPassword) })
	s.choose(s.idOf("other"))
	s.choose(id)
	s.until("shown so", func() bool { return password.entry.PlaceHolder == dots })
	if got := password.Said(); got != "no key ring is unlocked: kept until Mangrove ends" {
		t.Errorf("it says %q", got)
	}
}

func (s *bench) secretPart(name string) *secretPart {
	for _, g := range s.groups {
		for _, p := range g.parts {
			if part, ok := p.(*secretPart); ok && part.name == name {
				return part
			}
		}
	}
	s.t.Fatalf("no field for the %s", name)
	return nil
}

func (s *bench) sourcePart(name string) *sourcePart {
	for _, g := range s.groups {
		for _, p := range g.parts {
			if part, ok := p.(*sourcePart); ok && part.secret == name {
				return part
			}
		}
	}
	s.t.Fatalf("no field for the %s", name)
	return nil
}

func (s *bench) retypeSecret(part *secretPart, value string) {
	s.window.Canvas().Focus(part.entry)
	for _, r := range value {
		part.entry.TypedRune(r)
	}
}
