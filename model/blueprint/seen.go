package blueprint

import (
	"cmp"
	"slices"
	"strconv"

	"mangrove/model/checklist"
)

// conventionColumn is the column of devices that were seen which says how each speaks.
const conventionColumn = "convention"

// seenKeys are columns that are keys of a checklist, and have what was read of a device in a
// list of devices that were seen: notes, and no conditions.
var seenKeys = []string{"id", "firmware", "battery"}

// ofSeen takes what a line tells of a device that was seen as notes, and calls it by its name.
func (l *list) ofSeen(values map[string]string, notes []Key) []Key {
	id := cmp.Or(values["name"], values["id"])
	for _, key := range seenKeys {
		if v := values[key]; v != "" && (key != "id" || v != id) {
			notes = append(notes, Key{key, v})
		}
		delete(values, key)
	}
	if id == "" {
		return notes
	}
	values["id"] = id
	for l.ids[values["id"]] {
		l.alike[id]++
		values["id"] = id + " " + strconv.Itoa(l.alike[id]+1)
	}
	return notes
}

// canName reports whether a line has what a convention needs to say which device is meant.
func canName(use string, values map[string]string) bool {
	needs, known := checklist.Needs(use)
	return known && !slices.ContainsFunc(needs, func(key string) bool { return values[key] == "" })
}
