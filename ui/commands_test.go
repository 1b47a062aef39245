package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/ui/desk"
)

// TestCommandsAreToldApart: by their names in menus, and by their keys.
func TestCommandsAreToldApart(t *testing.T) {
	b := newBench(t)
	names, keys := map[string]bool{}, map[string]string{}
	for _, c := range b.commands() {
		if c.Name == "" || c.Group == "" || c.Do == nil || names[c.Name] {
			t.Errorf("%+v", c)
		}
		names[c.Name] = true
		for _, k := range c.Keys {
			if other := keys[k.ShortcutName()]; other != "" {
				t.Errorf("%s and %s have %s", c.Name, other, k.ShortcutName())
			}
			keys[k.ShortcutName()] = c.Name
		}
	}
}

// TestCommandsOfAConnectionAreInItsMenu, each as it is: with its key, and a tick where
// it is a setting that is on.
func TestCommandsOfAConnectionAreInItsMenu(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	item := func(name string) *fyne.MenuItem {
		for _, i := range desk.MenuItems(e.Commands()) {
			if i.Label == name {
				return i
			}
			if i.ChildMenu == nil {
				continue
			}
			for _, i := range i.ChildMenu.Items {
				if i.Label == name {
					return i
				}
			}
		}
		t.Fatalf("%s is not in the menu", name)
		return nil
	}
	for _, c := range e.Commands() {
		if i := item(c.Name); len(c.Keys) > 0 && i.Shortcut.ShortcutName() != c.Keys[0].ShortcutName() {
			t.Errorf("%s has the key %v", c.Name, i.Shortcut)
		}
	}
	pause := item("Pause")
	if pause.Action(); pause.Checked || !item("Pause").Checked || !e.Paused() {
		t.Error("Pause is not ticked while it holds")
	}
	e.Conn.Demo = true
	if !item("Edit connection…").Disabled {
		t.Error("the demo can be edited")
	}
	b.window.Canvas().(fyne.Shortcutable).TypedShortcut(desk.Control(fyne.KeyP))
	if e.Paused() {
		t.Error("the key does not end the pause")
	}
}

// TestTheMenuOfAConnectionIsShort: all of it is seen in a low window, and each of its
// submenus as well.
func TestTheMenuOfAConnectionIsShort(t *testing.T) {
	const most = 12
	b := newBench(t)
	e := b.connect()
	items := desk.MenuItems(e.Commands())
	if len(items) > most {
		t.Errorf("the menu has %d entries, want %d at the most", len(items), most)
	}
	for _, i := range items {
		if i.ChildMenu != nil && (len(i.ChildMenu.Items) < 2 || len(i.ChildMenu.Items) > most) {
			t.Errorf("%s has %d entries", i.Label, len(i.ChildMenu.Items))
		}
	}
}

// TestNoKeyTurnsThePageBehindAQuestion: a question is about what is seen behind it.
func TestNoKeyTurnsThePageBehindAQuestion(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyT, fyne.KeyPageDown, fyne.KeyPageUp} {
		b := newBench(t)
		b.openTab("first")
		e := b.openTab("second")
		b.desk.Confirm(&desk.Confirmation{Title: "Sure?", Action: "Yes"})
		b.shortcut(key)
		b.step()
		if b.tabs.active != e {
			t.Errorf("%s: another page is behind the question", key)
		}
	}
}
