package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/model"
	"mangrove/ui/explore"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// TestEndOfASearchShowsTheSelectedTopic: what was found is on view among all
// topics, wherever the search is ended.
func TestEndOfASearchShowsTheSelectedTopic(t *testing.T) {
	for name, end := range map[string]func(b *bench, e *explore.Page){
		"Escape in the box":  func(b *bench, _ *explore.Page) { b.pressEscape() },
		"the box is cleared": func(b *bench, _ *explore.Page) { test.Tap(placed[*widgets.Button](b, "clear search")) },
		"Escape on the tree": func(b *bench, e *explore.Page) {
			b.window.Canvas().Focus(e.Tree.Keyboard())
			b.pressEscape()
		},
		"Escape on the tree, nothing selected there": func(b *bench, e *explore.Page) {
			b.window.Canvas().Focus(e.Tree.Keyboard())
			placed[*widgets.Rows](b, "tree").Deselect()
			b.pressEscape()
		},
		"Escape with the keyboard nowhere": func(b *bench, _ *explore.Page) {
			b.window.Canvas().Unfocus()
			b.pressEscape()
		},
		"Escape in another field": func(b *bench, _ *explore.Page) {
			b.window.Canvas().Focus(b.publishTopic())
			b.pressEscape()
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			for i := range 200 {
				b.receive(msg(fmt.Sprintf("a/%03d", i), "1"))
			}
			b.receive(msg("z/deep/lamp", "1"))
			placed[*widgets.Rows](b, "tree").ScrollTo(0)
			b.window.Canvas().Focus(e.Tree.SearchField())
			test.Type(e.Tree.SearchField(), "lamp")
			b.step()
			e.Tree.SearchField().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			b.step()
			end(b, e)
			b.step()
			if b.lookAt(time.Now()).Found != "" {
				t.Fatal("the search goes on")
			}
			tree := placed[*widgets.Rows](b, "tree")
			rows, _, _ := tree.Seen()
			key, selected := tree.Selected()
			for _, r := range rows {
				if selected && r.Key == key && e.Conn.Store.Topic(model.ID(key)) == "z/deep/lamp" {
					return
				}
			}
			t.Errorf("the topic found is not on view: %q", b.rowTexts())
		})
	}
}

func TestPause(t *testing.T) {
	b := newBench(t)
	b.showAllColumns()
	b.connect()
	b.receive(msg("a", "before"))
	test.Tap(b.button("pause"))
	for i := range 3 {
		b.receive(msg("a", fmt.Sprint("waiting ", i)))
	}
	b.wantRow(0, "before")
	if got := b.status.left.Text(); !strings.Contains(got, "paused 3 messages waiting") {
		t.Errorf("the status bar says %q", got)
	}
	if b.button("pause").Text != "Resume" {
		t.Errorf("the button says %q", b.button("pause").Text)
	}
	test.Tap(b.button("pause"))
	b.step()
	b.step()
	b.wantRow(0, "waiting 2", "4")
}

// TestNamesThatOthersShowWrong are from reports about other programs.
func TestNamesThatOthersShowWrong(t *testing.T) {
	b := newBench(t)
	b.connect()
	for _, level := range []string{
		"-", "-a", "a-b", "Küche", "Ku\u0308che", "😀", "Itäkeskus(M)", "19:16", "60;25", "می\u200cروم", "<b>", "a&amp;b", "%20", "constructor", "{}", "null", "..",
	} {
		for _, topic := range []string{level, level + "/x", "x/" + level, "/" + level} {
			b.receive(msg(topic, "1"))
			b.selectTopic(topic)
			if got := b.publishTopic().Value(); got != topic {
				t.Errorf("%q goes into the field as %q", topic, got)
			}
			if got := placed[*widgets.Crumbs](b, "topic on view").Text(); got != topic {
				t.Errorf("%q has the title %q", topic, got)
			}
			levels := strings.Split(topic, "/")
			said := b.rowOf(topic)
			if want := levels[len(levels)-1]; !strings.Contains(said, want) || text.Marked(said, text.Regular) && !text.Marked(want, text.Regular) {
				t.Errorf("the row of %q says %q", topic, said)
			}
		}
	}
}

// rowOf is what the row of a topic says.
func (b *bench) rowOf(topic string) string {
	b.t.Helper()
	for _, row := range b.lookAt(time.Now()).Rows {
		if row.Topic == topic {
			return row.Text
		}
	}
	b.t.Fatalf("%q has no row", topic)
	return ""
}
