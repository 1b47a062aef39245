package strictyaml

import (
	"bytes"
	"errors"
	"io"
	"regexp"

	"go.yaml.in/yaml/v3"
)

var (
	// unquoted is a text of a template where YAML begins a map: behind a key, or as an item.
	unquoted = regexp.MustCompile(`(?m)(?:(?:^|[\s{,])\w+: +|^\s*- +)(\{\{)`)
	// behind is what may stand behind a map, but for text.
	behind = regexp.MustCompile(`^\s*(?:[],}#].*)?$`)
	braces = regexp.MustCompile(`\{\{|\}\}`)
)

// firstUnquoted is where a text begins for want of whose quotation marks a file is no YAML; below
// 0: with them it would be none, either.
func firstUnquoted(content []byte) (at int) {
	plain, first, at := bytes.Clone(content), -1, -1
	for _, match := range unquoted.FindAllSubmatchIndex(content, -1) {
		begin, end := match[2], len(content)
		if n := bytes.IndexByte(content[begin:], '\n'); n >= 0 {
			end = begin + n
		}
		line := content[bytes.LastIndexByte(content[:begin], '\n')+1 : end]
		if bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) {
			continue
		}
		copy(plain[begin:end], braces.ReplaceAll(content[begin:end], []byte("xx")))
		if first < 0 {
			first = begin
		}
		if _, rest, closed := bytes.Cut(content[begin:end], []byte("}}")); at < 0 && closed && !behind.Match(rest) {
			at = begin
		}
	}
	if first < 0 || !isReadable(plain) {
		return -1
	}
	return max(at, first)
}

// isReadable reports whether a file is YAML.
func isReadable(content []byte) bool {
	for d := yaml.NewDecoder(bytes.NewReader(content)); ; {
		if err := d.Decode(new(yaml.Node)); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}
