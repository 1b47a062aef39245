package rules

import (
	"strings"
	"testing"
)

func parse(t *testing.T, path, source string) File {
	t.Helper()
	f, err := Parse(path, []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sample is a small file and what the rules must say about it: one part of
// each finding, in order. None means that it is fine.
type sample struct {
	name, path, source string
	want               []string
}

func (s sample) check(t *testing.T, got []Finding) {
	t.Helper()
	if len(got) != len(s.want) {
		t.Fatalf("found %q, want %d findings: %q", got, len(s.want), s.want)
	}
	for i, part := range s.want {
		if !strings.Contains(got[i].String(), part) {
			t.Errorf("finding %d is %q, want it to say %q", i, got[i], part)
		}
	}
}

func imports(path string) string { return "package p\n\nimport _ \"" + path + "\"\n" }

func TestImports(t *testing.T) {
	for _, s := range []sample{
		{"model, toolkit", "model/a.go", imports("fyne.io/fyne/v2/canvas"), []string{"model/a.go:3: model must not import fyne.io/fyne/v2"}},
		{"model, client", "model/a.go", imports("github.com/eclipse/paho.golang/paho"), []string{"github.com/eclipse"}},
		{"model below, broker parts", "model/payload/a.go", imports("github.com/mochi-mqtt/server/v2"), []string{"github.com/mochi-mqtt"}},
		{"model, broker", "model/a.go", imports("mangrove/broker"), []string{"mangrove/broker"}},
		{"model's test, ui", "model/a_test.go", imports("mangrove/ui/widgets"), []string{"mangrove/ui"}},
		{"model, model", "model/a.go", imports("mangrove/model/payload"), nil},
		{"model, another's broker", "model/a.go", imports("mangrove/brokerage"), nil},
		{"broker, model", "broker/a.go", imports("mangrove/model"), nil},
		{"broker, toolkit", "broker/client/a.go", imports("fyne.io/fyne/v2"), []string{"broker must not import"}},
		{"broker, ui", "broker/server/a.go", imports("mangrove/ui"), []string{"mangrove/ui"}},
		{"packets, client", "broker/packet/a.go", imports("github.com/eclipse/paho.golang/packets"), []string{"broker/packet must not import"}},
		{"transport, client", "broker/client/internal/transport/a.go", imports("github.com/eclipse/paho.golang/packets"), []string{"must not import github.com/eclipse"}},
		{"broker, client", "broker/client/a.go", imports("github.com/eclipse/paho.mqtt.golang"), nil},
		{"ui, broker", "ui/a.go", imports("mangrove/broker"), nil},
		{"ui, client", "ui/a.go", imports("github.com/eclipse/paho.mqtt.golang"), []string{"ui must not import github.com/eclipse"}},
		{"ui, our client", "ui/a.go", imports("mangrove/broker/client"), []string{"mangrove/broker/client"}},
		{"ui, our server", "ui/a.go", imports("mangrove/broker/server"), []string{"mangrove/broker/server"}},
		{"ui, real window", "ui/a_test.go", imports("fyne.io/fyne/v2/app"), []string{"only cmd imports"}},
		{"widgets, model", "ui/widgets/a.go", imports("mangrove/model"), []string{"ui/widgets must not import mangrove/model"}},
		{"desk, model", "ui/desk/a.go", imports("mangrove/model"), []string{"ui/desk must not import mangrove/model"}},
		{"desk, a leaf of model", "ui/desk/a.go", imports("mangrove/model/safefile"), nil},
		{"desk, broker", "ui/desk/a.go", imports("mangrove/broker"), []string{"ui/desk must not import mangrove/broker"}},
		{"assets, ui", "assets/demo/a.go", imports("mangrove/ui"), []string{"assets must not import"}},
		{"cmd, real window", "cmd/mangrove/a.go", imports("fyne.io/fyne/v2/app"), nil},
		{"cmd, server", "cmd/mangrove/a.go", imports("mangrove/broker/server"), nil},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Imports(parse(t, s.path, s.source))) })
	}
}

func TestFloors(t *testing.T) {
	for _, s := range []sample{
		{"down", "ui/widgets/a.go", imports("mangrove/ui/look"), nil},
		{"down from the shell", "ui/a.go", imports("mangrove/ui/report"), nil},
		{"side by side", "ui/report/a.go", imports("mangrove/ui/widgets"), []string{"imports go down only"}},
		{"up", "ui/look/a.go", imports("mangrove/ui/widgets"), []string{"ui/look is on floor 1"}},
		{"up in a test", "ui/look/a_test.go", imports("mangrove/ui"), []string{"imports go down only"}},
		{"a test beside", "ui/look/a_test.go", imports("mangrove/ui/look"), nil},
		{"nowhere", "ui/attic/a.go", imports("fmt"), []string{"ui/attic stands on no floor"}},
		{"elsewhere", "broker/a.go", imports("fmt"), nil},
		{"the session, a link", "broker/client/a.go", imports("mangrove/broker/client/internal/link"), nil},
		{"a link, the wire", "broker/client/internal/link/a.go", imports("mangrove/broker/client/internal/wire"), nil},
		{"a link, the session", "broker/client/internal/link/a.go", imports("mangrove/broker/client"), []string{"broker/client/internal/link is on floor 4"}},
		{"packets, the transport", "broker/packet/a.go", imports("mangrove/broker/client/internal/transport"), []string{"imports go down only"}},
		{"packets, what a broker is", "broker/packet/a.go", imports("mangrove/broker"), nil},
		{"packets, from elsewhere", "broker/server/a.go", imports("mangrove/broker/packet"), nil},
		{"the transport, the wire, in a test", "broker/client/internal/transport/a_test.go", imports("mangrove/broker/client/internal/wire"), []string{"imports go down only"}},
		{"nowhere in the client", "broker/client/internal/attic/a.go", imports("fmt"), []string{"stands on no floor"}},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Floors(parse(t, s.path, s.source))) })
	}
}

func TestDependencies(t *testing.T) {
	for _, s := range []struct {
		name, folder, deps string
		want               []string
	}{
		{"model alone", "model", "bytes mangrove/model github.com/tidwall/gjson", nil},
		{"model reaches a client", "model", "bytes github.com/eclipse/paho.golang/packets", []string{"model: depends on github.com/eclipse/paho.golang/packets"}},
		{"ui reaches broker parts", "ui", "fyne.io/fyne/v2 github.com/mochi-mqtt/server/v2", []string{"github.com/mochi-mqtt"}},
		{"ui reaches the real window", "ui", "fyne.io/fyne/v2/app", []string{"fyne.io/fyne/v2/app"}},
		{"cmd reaches all", "cmd", "fyne.io/fyne/v2/app github.com/mochi-mqtt/server/v2", nil},
	} {
		t.Run(s.name, func(t *testing.T) {
			sample{want: s.want}.check(t, Dependencies(s.folder, strings.Fields(s.deps)))
		})
	}
}

func TestSizes(t *testing.T) {
	file := func(lines int) string { return "package p\n" + strings.Repeat("//\n", lines-1) }
	function := func(lines int) string {
		return "package p\n\nfunc f() {\n" + strings.Repeat("\t//\n", lines-2) + "}\n"
	}
	for _, s := range []sample{
		{"file at the limit", "a.go", file(MaxFileLines), nil},
		{"file above", "a.go", file(MaxFileLines + 1), []string{"401 lines, the limit is 400"}},
		{"file above, last line open", "a.go", file(MaxFileLines) + "//", []string{"401 lines"}},
		{"test file above", "a_test.go", file(MaxFileLines + 1), []string{"401 lines"}},
		{"generated file above", "a.go", "// Code generated by x. DO NOT EDIT.\n\n" + file(500), nil},
		{"main at the limit", "cmd/mangrove/main.go", file(MaxMainLines), nil},
		{"main above", "cmd/mangrove/main.go", file(MaxMainLines + 1), []string{"81 lines, the limit for main.go"}},
		{"function at the limit", "a.go", function(MaxFunctionLines), nil},
		{"function above", "a.go", function(MaxFunctionLines + 1), []string{"a.go:3: f has 61 lines"}},
		{"parameters at the limit", "a.go", "package p\n\nfunc f(a, b int, c, d string) {}\n", nil},
		{"parameters above", "a.go", "package p\n\nfunc f(a, b int, c, d string, e bool) {}\n", []string{"5 parameters"}},
		{"unnamed parameters above", "a.go", "package p\n\ntype f func(int, int, int, int, int)\n", []string{"5 parameters"}},
		{"receiver is no parameter", "a.go", "package p\n\nfunc (t T) f(a, b, c, d int) {}\n", nil},
		{"interface at the limit", "a.go", "package p\n\ntype i interface { a(); b(); c(); d(); e() }\n", nil},
		{"interface above", "a.go", "package p\n\ntype i interface { a(); b(); c(); d(); e(); f() }\n", []string{"6 methods"}},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Sizes(parse(t, s.path, s.source))) })
	}
}

func TestCalls(t *testing.T) {
	post := "package p\n\nimport \"fyne.io/fyne/v2\"\n\nfunc f() { fyne.Do(nil) }\n"
	window := "package p\n\nimport \"fyne.io/fyne/v2\"\n\nvar w fyne.Window\n"
	sleep := "package p\n\nimport \"time\"\n\nfunc f() { time.Sleep(1) }\n"
	for _, s := range []sample{
		{"post from the loop", "ui/loop/loop.go", post, nil},
		{"post from elsewhere", "ui/tree.go", post, []string{"ui/tree.go:5: fyne.Do belongs in ui/loop/loop.go"}},
		{"post from another loop", "ui/widgets/loop.go", post, []string{"fyne.Do"}},
		{"post and wait", "ui/tree.go", strings.Replace(post, "Do(", "DoAndWait(", 1), []string{"fyne.DoAndWait"}},
		{"post under another name", "cmd/mangrove/a.go", "package p\n\nimport toolkit \"fyne.io/fyne/v2\"\n\nvar f = toolkit.Do\n", []string{"fyne.Do"}},
		{"Do of something else", "ui/tree.go", "package p\n\nfunc f() { once.Do(nil) }\n", nil},
		{"the window in the shell", "ui/window.go", window, nil},
		{"the window in a room", "ui/topics/pane.go", window, []string{"ui/topics/pane.go:5: fyne.Window is for ui/window.go and ui/desk/desk.go only; ask the desk"}},
		{"the window in a page", "ui/home.go", window, []string{"fyne.Window is for"}},
		{"the window in a test", "ui/home_test.go", window, nil},
		{"copy past the door", "ui/tree.go", "package p\n\nfunc f() { app.Clipboard().SetContent(s) }\n", []string{"ui/tree.go:3: the clipboard is filled in ui/widgets/clipboard.go"}},
		{"copy to a shortcut's", "ui/tree.go", "package p\n\nfunc f() { s.Clipboard.SetContent(t) }\n", []string{"the clipboard"}},
		{"copy at the door", "ui/widgets/clipboard.go", "package p\n\nfunc f() { app.Clipboard().SetContent(s) }\n", nil},
		{"a window's content", "ui/tree.go", "package p\n\nfunc f() { w.SetContent(o) }\n", nil},
		{"sleep in a test", "a_test.go", sleep, []string{"a_test.go:5: no time.Sleep in tests"}},
		{"sleep in the program", "a.go", sleep, nil},
		{"another clock in a test", "a_test.go", "package p\n\nfunc f() { time.Sleep(1) }\n", nil},
	} {
		t.Run(s.name, func(t *testing.T) { s.check(t, Calls(parse(t, s.path, s.source))) })
	}
}

func TestPackageDocs(t *testing.T) {
	for _, s := range []struct {
		name  string
		files []File
		want  []string
	}{
		{"a comment in one of two", []File{parse(t, "a/a.go", "package a\n"), parse(t, "a/doc.go", "// Package a is.\npackage a\n")}, nil},
		{"none", []File{parse(t, "b/b.go", "package b\n"), parse(t, "a/a.go", "package a\n")}, []string{"a: the package has no doc", "b: "}},
		{"a comment in the test only", []File{parse(t, "a/a.go", "package a\n"), parse(t, "a/a_test.go", "// Package a is.\npackage a\n")}, []string{"a: "}},
		{"a detached comment", []File{parse(t, "a/a.go", "// Package a is.\n\npackage a\n")}, []string{"a: "}},
		{"tests only", []File{parse(t, "a/a_test.go", "package a\n")}, nil},
	} {
		t.Run(s.name, func(t *testing.T) { sample{want: s.want}.check(t, PackageDocs(s.files)) })
	}
}

func TestPaths(t *testing.T) {
	for _, s := range []struct {
		name, text string
		want       []string
	}{
		{"a person's folder", "one\ncd /ho" + "me/ann/mangrove\n", []string{"a.md:2: "}},
		{"root's folder", "open(\"/ro" + "ot/x\")", []string{"a.md:1: "}},
		{"a person's folder elsewhere", "(/Us" + "ers/Ann/x)", []string{"a.md:1: "}},
		{"here", "see /srv/checkout/x", []string{"a.md:1: "}},
		{"a topic", "publish house/home/kitchen/light", nil},
		{"a URL", "https://example.org/home/ann/", nil},
		{"a system's file", "/usr/share/fonts/a.ttf", nil},
		{"no text", "\x00 /ro" + "ot/x", nil},
	} {
		t.Run(s.name, func(t *testing.T) {
			sample{want: s.want}.check(t, Paths("a.md", []byte(s.text), "/srv/checkout"))
		})
	}
}

func TestParseRefusesWhatIsNoGo(t *testing.T) {
	if _, err := Parse("a.go", []byte("no go")); err == nil || !strings.Contains(err.Error(), "a.go") {
		t.Errorf("got %v, want an error that names the file", err)
	}
}
