package model

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckFilter(t *testing.T) {
	cases := []struct {
		filter string
		want   error
	}{
		{"#", nil},
		{"+", nil},
		{"a/+/b/#", nil},
		{"/", nil},
		{"/+", nil},
		{"+/+", nil},
		{"$SYS/#", nil},
		{"$share/group/a/+/#", nil},
		{strings.Repeat("a", MaxTopic), nil},
		{"", ErrEmpty},
		{"a#", ErrHash},
		{"a/#/b", ErrHash},
		{"#/a", ErrHash},
		{"##", ErrHash},
		{"a+b/c", ErrPlus},
		{"a/b+", ErrPlus},
		{"++", ErrPlus},
		{"a\x00b", ErrNUL},
		{"a\xff", ErrNotUTF8},
		{strings.Repeat("a", MaxTopic+1), ErrTooLong},
		{"$share/group", ErrShare},
		{"$share//a", ErrShare},
		{"$share/gr+up/a", ErrShare},
		{"$share/group/a#", ErrHash},
	}
	for _, c := range cases {
		if got := CheckFilter(c.filter); !errors.Is(got, c.want) {
			t.Errorf("CheckFilter(%.40q) = %v, want %v", c.filter, got, c.want)
		}
	}
}

func TestCheckTopic(t *testing.T) {
	cases := []struct {
		topic string
		want  error
	}{
		{"a", nil},
		{"/", nil},
		{"a//b/", nil},
		{"constructor", nil},
		{"공장/1라인/온도", nil},
		{"$SYS/broker", nil},
		{strings.Repeat("/", MaxTopic), nil},
		{"", ErrEmpty},
		{"a/+", ErrWildcard},
		{"a#", ErrWildcard},
		{"\x00", ErrNUL},
		{"\xc3\x28", ErrNotUTF8},
		{strings.Repeat("/", MaxTopic+1), ErrTooLong},
	}
	for _, c := range cases {
		if got := CheckTopic(c.topic); !errors.Is(got, c.want) {
			t.Errorf("CheckTopic(%.40q) = %v, want %v", c.topic, got, c.want)
		}
	}
}

func TestMatch(t *testing.T) {
	cases := []struct {
		filter, topic string
		want          bool
	}{
		{"#", "a", true},
		{"#", "/", true},
		{"#", "$SYS/broker", false},
		{"+/broker", "$SYS/broker", false},
		{"$SYS/#", "$SYS/broker/uptime", true},
		{"$SYS/+/uptime", "$SYS/broker/uptime", true},
		{"foo/#", "foo", true},
		{"foo/#", "foo/", true},
		{"foo/#", "fo", false},
		{"foo/+", "foo", false},
		{"foo/+", "foo/", true},
		{"foo", "foo/", false},
		{"foo/", "foo", false},
		{"+", "a", true},
		{"+", "", false},
		{"+", "a/b", false},
		{"+/+", "/a", true},
		{"/+", "/a", true},
		{"+", "/a", false},
		{"a/+/c", "a//c", true},
		{"a/+/c", "a/b/c", true},
		{"a/+/c", "a/b/d", false},
		{"a/b", "a/b", true},
		{"a/b", "a/B", false},
		{"a/b/#", "a/b/c/d/e", true},
		{"a/+/#", "a", false},
		{"a/+/#", "a/b", true},
		{"+/#", "a", true},
	}
	for _, c := range cases {
		if got := Match(c.filter, c.topic); got != c.want {
			t.Errorf("Match(%q, %q) = %v, want %v", c.filter, c.topic, got, c.want)
		}
		if got := Match(c.filter, []byte(c.topic)); got != c.want {
			t.Errorf("Match(%q, []byte(%q)) = %v, want %v", c.filter, c.topic, got, c.want)
		}
	}
}

// naiveMatch is the specification written down level by level.
func naiveMatch(filter, topic string) bool {
	if parts := strings.SplitN(filter, "/", 3); parts[0] == "$share" && len(parts) == 3 {
		filter = parts[2]
	}
	if topic == "" || topic[0] == '$' && strings.ContainsAny(filter[:1], "+#") {
		return false
	}
	f, l := Levels(filter), Levels(topic)
	for i, level := range f {
		switch {
		case level == "#":
			return true
		case i >= len(l):
			return false
		case level != "+" && level != l[i]:
			return false
		}
	}
	return len(f) == len(l)
}

func FuzzMatch(f *testing.F) {
	for _, s := range [][2]string{
		{"#", "a"}, {"foo/#", "foo"}, {"+/+", "/"}, {"a/+/#", "a/b/c"}, {"$SYS/#", "$SYS"}, {"/", "/"}, {"a//+", "a//"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, filter, topic string) {
		if CheckFilter(filter) != nil || CheckTopic(topic) != nil {
			return
		}
		want := naiveMatch(filter, topic)
		if got := Match(filter, topic); got != want {
			t.Errorf("Match(%q, %q) = %v, want %v", filter, topic, got, want)
		}
	})
}

func TestMatchOfSharedFilters(t *testing.T) {
	cases := []struct {
		filter, topic string
		want          bool
	}{
		{"$share/group/a/#", "a/b", true},
		{"$share/group/a/#", "a", true},
		{"$share/group/a", "a/b", false},
		{"$share/group//a", "/a", true},
		{"$share/group/#", "$SYS/uptime", false},
		{"$share/group/$SYS/#", "$SYS/uptime", true},
		{"$share/group/+/b", "a/b", true},
	}
	for _, c := range cases {
		if err := CheckFilter(c.filter); err != nil {
			t.Fatal(err)
		}
		if got := Match(c.filter, c.topic); got != c.want {
			t.Errorf("%s on %s: %v", c.filter, c.topic, got)
		}
	}
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		wide, narrow string
		want         bool
	}{
		{"#", "a/b", true}, {"#", "#", true}, {"#", "+", true}, {"+", "#", false}, {"a/#", "a", true}, {"a/#", "a/b/c", true}, {"a/#", "a/+/c", true}, {"a/#", "a/#", true},
		{"a/+", "a/b", true}, {"a/+", "a/#", false}, {"a/+", "a/+", true}, {"a/+", "a", false}, {"a/+", "a/b/c", false}, {"a/b", "a/+", false}, {"a/b", "a/b", true}, {"a/b", "a/c", false},
		{"+/b", "a/b", true}, {"+/+", "a/#", false}, {"+/#", "a", true}, {"a", "a/#", false}, {"#", "$SYS/x", false}, {"+/x", "$SYS/x", false}, {"$SYS/#", "$SYS/x", true},
		{"$share/g/a/#", "a/b", true}, {"a/#", "$share/g/a/b", true}, {"#", "$share/g/$SYS/a", false}, {"a//b", "a//b", true}, {"a/+/b", "a//b", true},
	} {
		if got := Covers(c.wide, c.narrow); got != c.want {
			t.Errorf("%s covers %s: %t", c.wide, c.narrow, got)
		}
	}
}
