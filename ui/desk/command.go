package desk

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// Command is something that the user can have done, by whatever way: a key, a menu,
// its name.
type Command struct {
	Name, Group string // as they are shown
	Keys        []fyne.Shortcut
	Do          func()
	Can         func() bool // nil: always
	Is          func() bool // it is a setting, and on; nil: it is none
	Often       bool        // it stands in the menu itself, and not in the submenu of its group
}

// Item is its item of a menu: with its key, a check mark where it is on, and grey where it
// cannot be done when the menu is made.
func (c *Command) Item() *fyne.MenuItem {
	item := fyne.NewMenuItem(format.Excerpt(c.Name), c.Do)
	item.Disabled = c.Can != nil && !c.Can()
	item.Checked = c.Is != nil && c.Is()
	if len(c.Keys) > 0 {
		item.Shortcut = c.Keys[0]
	}
	return item
}

// MenuItems are commands in a menu: those that are used often by themselves, and the others
// in a submenu for each group, where its first one comes.
func MenuItems(list []Command) (items []*fyne.MenuItem) {
	groups := map[string]*fyne.Menu{}
	for i := range list {
		c := &list[i]
		if i > 0 && c.Often != list[i-1].Often {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		if c.Often {
			items = append(items, c.Item())
			continue
		}
		group := groups[c.Group]
		if group == nil {
			group = fyne.NewMenu("")
			groups[c.Group] = group
			item := fyne.NewMenuItem(format.Excerpt(c.Group), nil)
			item.ChildMenu = group
			items = append(items, item)
		}
		group.Items = append(group.Items, c.Item())
	}
	return items
}

// Run does what the command is for, if that can be done now.
func (c *Command) Run() {
	if c.Can == nil || c.Can() {
		c.Do()
	}
}

// Control is a key together with Ctrl, or Cmd on macOS.
func Control(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

// ControlShift is a key together with Shift and Ctrl, or Shift and Cmd on macOS.
func ControlShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

// Named is the name of something with the key that does it, for a tip.
func Named(name string, key fyne.Shortcut) string {
	if words := widgets.FormatKey(key); words != "" {
		return name + " (" + words + ")"
	}
	return name
}

// Back and Forward are the keys that web browsers have for it. On macOS fields go
// from word to word with Alt and an arrow.
func Back() fyne.Shortcut { return walking(fyne.KeyLeft, fyne.KeyLeftBracket) }

// Forward is the other way of [Back].
func Forward() fyne.Shortcut { return walking(fyne.KeyRight, fyne.KeyRightBracket) }

func walking(key, onMac fyne.KeyName) fyne.Shortcut {
	if runtime.GOOS == "darwin" {
		return Control(onMac)
	}
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}
