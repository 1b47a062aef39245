package importing

import (
	"errors"
	"strings"
)

// words splits a command as a shell does, with quotes, backslashes and lines
// that go on. Nothing is expanded. It stops where a pipe or another command
// begins.
func words(line string) ([]string, error) {
	s := &splitter{rest: []rune(line)}
	for s.next() {
	}
	if s.quote != 0 {
		return nil, errors.New("a quote in the command is not closed; paste all of it")
	}
	s.end()
	return s.words, nil
}

type splitter struct {
	rest  []rune
	quote rune // the one that is open, or 0
	word  strings.Builder
	begun bool
	words []string
}

// next takes a character; false at the end of the command.
func (s *splitter) next() bool {
	if len(s.rest) == 0 {
		return false
	}
	c := s.rest[0]
	s.rest = s.rest[1:]
	switch {
	case c == '\\' && s.quote != '\'':
		s.escape()
	case s.quote != 0 && c == s.quote:
		s.quote = 0
	case s.quote != 0:
		s.word.WriteRune(c)
	case c == '\'' || c == '"':
		s.quote, s.begun = c, true
	case c == ' ' || c == '\t':
		s.end()
	case strings.ContainsRune("|;&<>\n", c):
		s.end()
		// A new line before the command has begun does not end it.
		return len(s.words) == 0
	default:
		s.word.WriteRune(c)
		s.begun = true
	}
	return true
}

// escape takes what follows a backslash. In double quotes it stays before most
// characters.
func (s *splitter) escape() {
	if len(s.rest) == 0 {
		return
	}
	c := s.rest[0]
	s.rest = s.rest[1:]
	if c == '\n' {
		return // the line goes on
	}
	if s.quote == '"' && !strings.ContainsRune("\"\\$`", c) {
		s.word.WriteRune('\\')
	}
	s.word.WriteRune(c)
	s.begun = true
}

func (s *splitter) end() {
	if s.begun {
		s.words = append(s.words, s.word.String())
	}
	s.word.Reset()
	s.begun = false
}
