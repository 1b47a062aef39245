package checklist

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model"
	"mangrove/model/strictyaml"
)

// device reads a device: by a convention, or by the topics that it names itself.
func (r *reader) device(n *yaml.Node) {
	faults := len(r.Faults())
	s := &Subject{Device: true, Line: n.Line, Level: -1}
	r.list.Subjects = append(r.list.Subjects, s)
	c := &conditions{reader: r, subject: s}
	var use convention
	known := c.keys()
	known["id"] = r.Text(&s.ID)
	use.keys(c, known)
	known["availability"] = func(n *yaml.Node) { s.Online = r.signal(n) }
	there := r.Map(n, known, "id")
	if r.ids[s.ID] {
		r.Wrong(n, Fault{Code: SameID, Found: s.ID})
	}
	r.ids[s.ID] = true
	use.there = there
	r.resolve(n, &use, s)
	r.asked(n, s, faults)
	c.waive()
	for _, key := range []string{string(Online), string(LWTTest)} {
		if at := there[key]; at != nil && s.Online == nil && (key == string(LWTTest) || s.Edge == nil && s.Described == nil) {
			r.Wrong(at, Fault{Code: Together, Found: key, Names: use.online()})
		}
	}
}

// signal reads what says whether a device can be reached.
func (r *reader) signal(n *yaml.Node) *Signal {
	s := &Signal{Online: "online", Offline: "offline"}
	there := r.Map(n, strictyaml.Keys{
		"topic":   r.Text(&s.Topic),
		"path":    r.Text(&s.Path),
		"online":  r.Text(&s.Online),
		"offline": r.Text(&s.Offline),
	}, "topic")
	if at := there["topic"]; at != nil {
		r.topic(at, s.Topic)
	}
	if at := there["path"]; at != nil {
		r.path(at, s.Path)
	}
	return s
}

func (r *reader) topic(at *yaml.Node, topic string) {
	r.countLevels(at, topic)
	if err := model.CheckTopic(topic); err != nil {
		r.Wrong(at, Fault{Code: NoTopic, Found: topic, Err: err})
	}
}

func (r *reader) filter(at *yaml.Node, filter string) {
	r.countLevels(at, filter)
	if err := model.CheckFilter(filter); err != nil {
		r.Wrong(at, Fault{Code: NoFilter, Found: filter, Err: err})
	}
}

// countLevels sees that there is room for the levels of all topics.
func (r *reader) countLevels(at *yaml.Node, topic string) {
	before := r.levels
	if r.levels += 1 + strings.Count(topic, "/"); before <= mostLevels && r.levels > mostLevels {
		r.Wrong(at, Fault{Code: strictyaml.TooMany, Found: string(Levels), Most: mostLevels})
	}
}

// rule reads what is to hold of a set of topics.
func (r *reader) rule(n *yaml.Node) {
	faults := len(r.Faults())
	s := &Subject{Line: n.Line}
	r.list.Subjects = append(r.list.Subjects, s)
	c := &conditions{reader: r, subject: s}
	known := c.keys()
	known["topic"] = r.Text(&s.ID)
	there := r.Map(n, known, "topic")
	if at := there["topic"]; at != nil {
		var filter string
		filter, s.Level = unnamed(s.ID)
		s.Filters = []string{filter}
		r.filter(at, filter)
	}
	if at := there["members"]; at != nil && s.Level < 0 {
		r.Wrong(at, Fault{Code: NoMembers, Found: s.ID})
	}
	c.scope()
	r.asked(n, s, faults)
	c.waive()
}

// asked refuses a subject that nothing is asked of, unless something else is wrong with it.
func (r *reader) asked(n *yaml.Node, s *Subject, faults int) {
	if len(s.Checks) == 0 && len(r.Faults()) == faults {
		r.Wrong(n, Fault{Code: NothingAsked, Found: s.ID})
	}
	before := r.checks
	if r.checks += len(s.Checks) * max(1, len(s.Members)); before <= mostChecks && r.checks > mostChecks {
		r.Wrong(n, Fault{Code: strictyaml.TooMany, Found: string(Checks), Most: mostChecks})
	}
}

// unnamed is the filter that is subscribed to for one with named levels, such as
// site/{meter}/state, and which level names the members: the first named one, or else the
// only +; below 0 when every topic is a member by itself.
func unnamed(written string) (filter string, level int) {
	levels := model.Levels(written)
	level = -1
	for i, l := range levels {
		if len(l) > 2 && l[0] == '{' && l[len(l)-1] == '}' {
			levels[i] = "+"
			if level < 0 {
				level = i
			}
		}
	}
	filter = strings.Join(levels, "/")
	if only := slices.Index(levels, "+"); level < 0 && strings.Count(filter, "+") == 1 && levels[len(levels)-1] != "#" {
		level = only
	}
	return filter, level
}

// Member is the name of the member of a rule that a topic belongs to.
func (s *Subject) Member(topic string) string {
	if s.Level < 0 {
		return topic
	}
	for range s.Level {
		_, topic, _ = strings.Cut(topic, "/")
	}
	level, _, _ := strings.Cut(topic, "/")
	return level
}
