package profiles

import (
	"strings"

	"mangrove/broker/profiles/finding"
	"mangrove/model/printable"
)

// Named gives the profile with a name, as it stands in a list: its own, with its
// folder before it or without, or its address where it has none. Capitals matter
// only between names that differ in nothing else. The error has the names
// that there are.
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
		return Profile{}, listing(finding.Fault{Code: finding.ManyCalled, Name: name, Count: int64(len(found))}, found)
	case len(all) == 0:
		return Profile{}, &finding.Fault{Code: finding.NoneStored, Name: name}
	}
	return Profile{}, listing(finding.Fault{Code: finding.NoneCalled, Name: name}, all)
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

// listing is a fault with names and addresses, in the order of the list.
func listing(f finding.Fault, all []Profile) error {
	for _, p := range all[:min(len(all), mostListed)] {
		_, whole := p.labels()
		text := printable.Name(whole)
		if at := p.Address.String(); at != whole {
			text += " (" + printable.Line(at) + ")"
		}
		f.Parts = append(f.Parts, finding.Part{Value: text})
	}
	f.Limit = int64(max(0, len(all)-mostListed))
	return &f
}
