package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands are all there are, by their names.
func commands() map[string]*cobra.Command {
	root := newRoot()
	all := map[string]*cobra.Command{root.Name(): root}
	for _, c := range root.Commands() {
		all[c.Name()] = c
	}
	return all
}

// arguments are those that a command needs besides its flags; nothing is at the address.
func arguments(command string) []string {
	return map[string][]string{"verify": {"list.yaml"}, "simulate": {"devices.yaml"}, "broker": nil, "decode": nil}[command]
}

// given is a flag on a command line, with a value that it takes.
func given(t *testing.T, c *cobra.Command, name string) []string {
	t.Helper()
	name, value, valued := strings.Cut(name, "=")
	if name == address {
		return []string{"mqtt://127.0.0.1:1"}
	}
	f := c.Flags().Lookup(name)
	if f == nil {
		t.Fatalf("%s has no flag --%s", c.Name(), name)
	}
	switch {
	case valued:
	case f.Value.Type() == "bool":
		return []string{"--" + name}
	case f.Value.Type() == "duration":
		value = "1s"
	case f.Value.Type() == "uint64", f.Value.Type() == "int":
		value = "1"
	case name == "format":
		value = "json"
	default:
		value = "x"
	}
	return []string{"--" + name + "=" + value}
}

// refused runs a command that has to be refused for one of its flags.
func refused(t *testing.T, c *cobra.Command, args, names []string) {
	t.Helper()
	out, err := command(t.Context(), "", append([]string{c.Name()}, args...)...)
	if err == nil || exitCode(err) != unusable {
		t.Errorf("%s %q ends with %d: %v: %s", c.Name(), args, exitCode(err), err, out)
		return
	}
	for _, name := range names {
		name, _, _ = strings.Cut(name, "=")
		words := cmp.Or(map[string]string{address: "an address", "output": "-o"}[name], "--"+name)
		if !strings.Contains(err.Error(), words) && !strings.Contains(err.Error(), "--"+name) {
			t.Errorf("%s %q: %q is not in %q", c.Name(), args, words, err)
		}
	}
}

// TestFlagsWithoutEffect are refused, each beside each, with a sentence that names both.
func TestFlagsWithoutEffect(t *testing.T) {
	all := commands()
	for name, list := range effects {
		c := all[name]
		if c == nil {
			t.Errorf("there is no command %s", name)
			continue
		}
		for _, e := range list {
			for _, other := range e.beside {
				args := append(given(t, c, e.flag), given(t, c, other)...)
				refused(t, c, append(arguments(name), args...), []string{e.flag, other})
			}
			if len(e.needs) > 0 {
				refused(t, c, append(arguments(name), given(t, c, e.flag)...), []string{e.flag, e.needs[0]})
			}
		}
	}
}

// works are the flags that have an effect beside those that have a command do something else
// than it usually does.
var works = map[string]map[string]string{
	"doctor":   {"no-publish": "cafile cert key allow-outdated protocol topic patience profile password-file ask-password"},
	"learn":    {"compare": "topic for protocol format profile password-file ask-password", "from": "topic output site force"},
	"retained": {"restore": "replace quiet protocol format profile password-file ask-password"},
	"simulate": {"check": ""},
	"verify":   {"check": "require-signature signed-by", "compare": "require-signature signed-by"},
}

// TestEveryFlagHasAnEffect, or is refused: beside a flag that has a command do something else,
// each other one is in one of the lists, also one that is added.
func TestEveryFlagHasAnEffect(t *testing.T) {
	for name, c := range commands() {
		ways := works[name]
		for _, e := range effects[name] {
			for _, other := range e.beside {
				if _, ok := ways[other]; !ok && !strings.Contains(other, "=") {
					t.Errorf("%s --%s: which flags work beside it is not listed", name, other)
				}
			}
		}
		for way, list := range ways {
			c.LocalFlags().VisitAll(func(f *pflag.Flag) {
				if f.Name == way || f.Name == "verbose" || f.Name == "help" || f.Name == "version" {
					return
				}
				isRefused := hasNone(name, f.Name, way)
				if works := slices.Contains(strings.Fields(list), f.Name); works == isRefused {
					t.Errorf("%s --%s --%s: refused: %v, listed: %v", name, way, f.Name, isRefused, works)
				}
			})
		}
	}
}

// hasNone reports whether a flag is refused beside another one, which is given alone.
func hasNone(command, flag, way string) bool {
	return slices.ContainsFunc(effects[command], func(e effect) bool {
		switch e.flag {
		case flag:
			return slices.Contains(e.beside, way) || len(e.needs) > 0 && !slices.Contains(e.needs, way)
		case way:
			return slices.Contains(e.beside, flag)
		}
		return false
	})
}

// isFor finds in the help of a flag what it is for.
var isFor = regexp.MustCompile(`^[Ww]ith --([a-z-]+)(?: or --([a-z-]+))?`)

// TestWhatTheHelpSays holds: a flag that is said to be for another one is refused without it.
func TestWhatTheHelpSays(t *testing.T) {
	for name, c := range commands() {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			found := isFor.FindStringSubmatch(f.Usage)
			for _, other := range found[min(1, len(found)):] {
				if other != "" && !slices.ContainsFunc(effects[name], func(e effect) bool { return e.flag == f.Name && slices.Contains(e.needs, other) }) {
					t.Errorf("%s --%s: %q, and nothing refuses it without", name, f.Name, f.Usage)
				}
			}
		})
	}
}

// TestFlagsWithAnEffect are taken as before: what they are for is said by what comes next.
func TestFlagsWithAnEffect(t *testing.T) {
	for _, args := range [][]string{
		{"publish", "mqtt://127.0.0.1:1", "--topic", "a", "--payload", "x", "--template", "--var", "a=b"},
		{"snapshot", "mqtt://127.0.0.1:1", "--decode", "--format", "json", "--for", "1s"},
		{"retained", "mqtt://127.0.0.1:1", "--topic", "a", "--clear", "--yes", "--keep", "x"},
	} {
		if out, err := command(t.Context(), "", args...); err == nil || strings.Contains(fmt.Sprint(err), "no effect") {
			t.Errorf("%q: %v: %s", args, err, out)
		}
	}
}

// TestCertificatesWithoutTLS are refused: who names one believes that TLS is used.
func TestCertificatesWithoutTLS(t *testing.T) {
	for _, command := range []string{"doctor", "audit"} {
		c := commands()[command]
		for _, flag := range ownTLS {
			if c.Flags().Lookup(flag) == nil {
				continue
			}
			refused(t, c, append([]string{"mqtt://127.0.0.1:1"}, given(t, c, flag)...), []string{flag})
		}
	}
}
