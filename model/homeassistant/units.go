package homeassistant

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mangrove/model/value"
)

// Prefix is how the topics begin that things are announced on.
const Prefix = "homeassistant/"

// Unit is what the number at a path of a topic's payloads is of; the path is empty where
// they are nothing but the number.
type Unit struct{ Topic, Path, Unit string }

// largest is how long an announcement may be, in bytes, and longestUnit a unit.
const (
	largest     = 256 << 10
	longestUnit = 16
)

// Units reads an announcement: of one entity, or of a device with several.
func Units(topic string, payload []byte) (list []Unit) {
	if !strings.HasPrefix(topic, Prefix) || !strings.HasSuffix(topic, "/config") || len(payload) > largest {
		return nil
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(payload, &all) != nil {
		return nil
	}
	root := textsOf(all)
	list = root.add(list, entity{})
	for _, key := range []string{"cmps", "components"} {
		var parts map[string]map[string]json.RawMessage
		if json.Unmarshal(all[key], &parts) != nil {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(parts)) {
			list = textsOf(parts[name]).add(list, root)
		}
	}
	return list
}

// entity is what is said of one, "" where nothing is.
type entity struct{ base, topic, template, unit string }

func textsOf(members map[string]json.RawMessage) (e entity) {
	for _, m := range []struct {
		into  *string
		names []string
	}{
		{&e.base, []string{"~"}},
		{&e.topic, []string{"stat_t", "state_topic"}},
		{&e.template, []string{"val_tpl", "value_template"}},
		{&e.unit, []string{"unit_of_meas", "unit_of_measurement"}},
	} {
		for _, name := range m.names {
			if json.Unmarshal(members[name], m.into) == nil && *m.into != "" {
				break
			}
		}
	}
	return e
}

// add adds the unit of an entity, which has from its device what it does not say itself.
func (e entity) add(list []Unit, device entity) []Unit {
	topic, base := e.topic, e.base
	if topic == "" {
		topic = device.topic
	}
	if base == "" {
		base = device.base
	}
	if rest, ok := strings.CutPrefix(topic, "~"); ok {
		topic = base + rest
	} else if rest, ok := strings.CutSuffix(topic, "~"); ok {
		topic = rest + base
	}
	path, ok := pathOf(e.template)
	if topic == "" || e.unit == "" || len(e.unit) > longestUnit || !ok {
		return list
	}
	return append(list, Unit{topic, path, e.unit})
}

// The templates that name one value, whatever is done with it then: value_json.a['b'][0],
// or value.
var (
	ofJSON = regexp.MustCompile(`^\{\{-?\s*value_json((?:\.\w+|\[\s*(?:'[^']*'|"[^"]*"|\d+)\s*\])+)\s*(?:\|[^{}]*)?-?\}\}$`)
	ofAll  = regexp.MustCompile(`^(?:\{\{-?\s*value\s*(?:\|[^{}]*)?-?\}\})?$`)
	steps  = regexp.MustCompile(`\.(\w+)|\[\s*(?:'([^']*)'|"([^"]*)"|(\d+))\s*\]`)
)

// pathOf is the path of the value that a template names.
func pathOf(template string) (path string, ok bool) {
	template = strings.TrimSpace(template)
	if ofAll.MatchString(template) {
		return "", true
	}
	found := ofJSON.FindStringSubmatch(template)
	if found == nil {
		return "", false
	}
	var names []string
	for _, step := range steps.FindAllStringSubmatch(found[1], -1) {
		name := step[1] + step[2] + step[3]
		if place, err := strconv.Atoi(step[4]); err == nil {
			name = strconv.Itoa(place)
		}
		names = append(names, value.QuoteName(name))
	}
	return strings.Join(names, "."), true
}
