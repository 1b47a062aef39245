package device

import (
	"errors"
	"strings"
)

// Template says which level of a topic names a device: site/{area}/{device}/{metric}. A + or
// a level in braces is any level, a # at the end all that follows.
type Template struct {
	levels []string
	device int
	open   bool // more levels may follow
}

// ErrTemplate is that a template does not say which level names a device.
var ErrTemplate = errors.New("one level of a template is {device}, and only the last may be #")

// ParseTemplate reads a template.
func ParseTemplate(text string) (t Template, err error) {
	t.levels, t.device = strings.Split(text, "/"), -1
	for i, level := range t.levels {
		switch {
		case level == "{device}":
			if t.device >= 0 {
				return Template{}, ErrTemplate
			}
			t.device = i
		case level == "#":
			if i != len(t.levels)-1 {
				return Template{}, ErrTemplate
			}
			t.levels, t.open = t.levels[:i], true
		case level == "+", strings.HasPrefix(level, "{") && strings.HasSuffix(level, "}"):
		case strings.ContainsAny(level, "#+{}"):
			return Template{}, ErrTemplate
		}
	}
	if t.device < 0 || t.device >= len(t.levels) {
		return Template{}, ErrTemplate
	}
	return t, nil
}

// match gives the device that a topic is of, and the level before it that is named area.
func (t *Template) match(topic path) (id, name, area string, ok bool) {
	if len(topic) < len(t.levels) || len(topic) > len(t.levels) && !t.open {
		return "", "", "", false
	}
	for i, level := range t.levels {
		switch {
		case level == "{area}":
			area = topic[i]
		case level == "+", strings.HasPrefix(level, "{"):
		case level != topic[i]:
			return "", "", "", false
		}
	}
	return topic[:t.device+1].String(), topic[t.device], area, true
}

func (s *Set) byTemplate(t path, _ *Message) *route {
	for i := range s.templates {
		id, name, area, ok := s.templates[i].match(t)
		if !ok {
			continue
		}
		u := s.unit(ByTemplate, id)
		if u == nil {
			return nil
		}
		u.complete(name, "", "", "")
		u.Area = shortened(area)
		return alive(u)
	}
	return nil
}
