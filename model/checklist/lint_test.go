package checklist

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/model/lint"
)

func TestWarnings(t *testing.T) {
	for asked, want := range map[string]int{
		"all":               len(lint.Codes),
		"[secret, no will]": 2,
		"{warnings: all}":   len(lint.Codes),
		"{warnings: [bad json], except: [{warning: bad json, topic: a/#}]}": 1,
		"{warnings: all, except: [{warning: no will, device: shed}]}":       len(lint.Codes),
	} {
		l, err := Read(fmt.Appendf(nil, "version: 1\nrules:\n  - {lint: %s, topic: \"#\"}", asked), nil)
		if err != nil {
			t.Errorf("%s: %v", asked, err)
			continue
		}
		if n := len(l.Subjects[0].Checks); n != want {
			t.Errorf("%s: %d checks", asked, n)
		}
	}
}

func TestFaultsOfWarnings(t *testing.T) {
	for asked, want := range map[string]string{
		"every":            `3:26: not one of "every"`,
		"[secrets]":        `3:27: not one of "secrets"`,
		"[secret, secret]": `3:35: doubled "secret"`,
		"{except: []}":     `3:26: missing "warnings"`,
		"{warnings: [secret], except: [{warning: no will, device: x}]}": `3:66: not one of "no will"`,
		"{warnings: [secret], except: [{warning: secret, device: x}]}":  `3:74: together "device"`,
		"{warnings: [secret], except: [{warning: secret}]}":             `3:56: either ""`,
		"{warnings: [secret], except: [{warning: secret, topic: a#}]}":  `3:74: no filter "a#"`,
		"[no will]": `3:26: too narrow "no will"`,
	} {
		line := fmt.Sprintf("version: 1\nrules:\n  - {topic: \"a/#\", lint: %s}", asked)
		t.Run(asked, func(t *testing.T) { hasFaults(t, line, want) })
	}
	hasFaults(t, "version: 1\nrules:\n  - {topic: $SYS/#, lint: all}", `3:27: broker's own "$SYS/#"`)
	hasFaults(t, "version: 1\nrules:"+strings.Repeat("\n  - {topic: a, lint: all}", mostWarned+5), `23:22: too many "rules that ask for warnings" (at most 20)`)
	hasFaults(t, "version: 1\ndevices:\n  - {id: a, topic: a, lint: all}", `3:23: unknown "lint"`)
}
