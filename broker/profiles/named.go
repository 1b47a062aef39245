package profiles

import (
	"fmt"
	"strings"

	"mangrove/model/printable"
)

// Named gives the profile with a name, as it stands in a list: its own, with its
// folder before it or without, or its address where it has none. Capitals matter
// only between names that differ in nothing else. The error is a sentence with the
// names that there are.
func Named(all []Profile, name string) (Profile, error) {
	name = strings.TrimSpace(name)
	found := matching(all, func(label string) bool { return label == name })
	if len(found) == 0 {
		found = matching(all, func(label string) bool { return strings.EqualFold(label, name) })
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return Profile{}, fmt.Errorf("%d stored connections are called %s: %s; give the folder too, as in folder/name, or rename one of them in the window",
			len(found), printable.Name(name), listed(found))
	case len(all) == 0:
		return Profile{}, fmt.Errorf("no connection is stored, so there is none called %s; store one in the window, or give the address", printable.Name(name))
	}
	return Profile{}, fmt.Errorf("no stored connection is called %s; there are: %s", printable.Name(name), listed(all))
}

func matching(all []Profile, is func(label string) bool) (found []Profile) {
	for _, p := range all {
		if own, whole := p.labels(); is(own) || is(whole) {
			found = append(found, p)
		}
	}
	return found
}

// labels are the name without the folder and with it.
func (p Profile) labels() (own, whole string) {
	if own = strings.TrimSpace(p.Name); own == "" {
		own = p.Address.String()
	}
	if p.Folder == "" {
		return own, own
	}
	return own, p.Folder + "/" + own
}

// mostListed is how many names a sentence has.
const mostListed = 20

// listed are names with addresses, in the order of the list.
func listed(all []Profile) string {
	var names []string
	for _, p := range all[:min(len(all), mostListed)] {
		_, whole := p.labels()
		text := printable.Name(whole)
		if at := p.Address.String(); at != whole {
			text += " (" + printable.Line(at) + ")"
		}
		names = append(names, text)
	}
	if more := len(all) - mostListed; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}
