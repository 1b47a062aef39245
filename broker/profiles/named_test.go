package profiles

import (
	"strings"
	"testing"

	"mangrove/broker"
)

func TestNamed(t *testing.T) {
	at := func(folder, name, host string) Profile {
		return Profile{Folder: folder, Name: name, Address: broker.Address{Scheme: "mqtts", Host: host, Port: 8883}}
	}
	all := []Profile{
		at("", "Home", "a"), at("plant", "press", "b"), at("office", "press", "c"), at("", "", "d.example"), at("", "twice", "e"), at("", "Twice", "f"),
		at("", "same", "g"), at("", "same", "h"),
	}
	for name, c := range map[string]struct {
		all  []Profile
		host string
		says []string
	}{
		"Home":                   {all, "a", nil},
		" home ":                 {all, "a", nil},
		"plant/press":            {all, "b", nil},
		"press":                  {all, "", []string{"2 stored", "plant/press (mqtts://b:8883)", "office/press", "folder/name"}},
		"mqtts://d.example:8883": {all, "d.example", nil},
		"twice":                  {all, "e", nil},
		"Twice":                  {all, "f", nil},
		"TWICE":                  {all, "", []string{"twice (mqtts://e:8883), Twice (mqtts://f:8883)"}},
		"same":                   {all, "", []string{"mqtts://g:8883", "mqtts://h:8883", "rename"}},
		"away\x1b[0m":            {all, "", []string{`"away\x1b[0m"`, "there are: Home (mqtts://a:8883), plant/press", "mqtts://d.example:8883,"}},
		"":                       {all, "", []string{"there are: Home"}},
		"nothing":                {nil, "", []string{"No connection is stored", "window"}},
		"many":                   {make([]Profile, 50), "", []string{"and 30 more"}},
	} {
		p, err := Named(c.all, name)
		if p.Address.Host != c.host || (err == nil) != (c.host != "") {
			t.Errorf("%q: %q, %v", name, p.Address.Host, err)
		}
		for _, word := range c.says {
			if err != nil && !strings.Contains(told(err), word) {
				t.Errorf("%q: it does not say %q: %v", name, word, err)
			}
		}
	}
}
