package rules

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
)

// mute are packages that make no sentences: what they find out is codes with values,
// which package explain has the words for.
var mute = []string{
	"broker/cause", "broker/client/internal/link", "broker/collections", "broker/devices", "broker/discovery", "broker/doctor",
	"broker/environments", "broker/facts", "broker/learning", "broker/packet", "broker/profiles", "broker/profiles/finding",
	"broker/profiles/importing", "broker/sent", "broker/simulate", "broker/verification",
	"ui/shelf",
	"model", "model/checkform", "model/checklist", "model/decode", "model/decode/cbor", "model/decode/encoded", "model/decode/meshtastic", "model/decode/msgpack",
	"model/decode/numbers", "model/decode/packed", "model/decode/protobuf", "model/decode/ruuvi", "model/decode/schemafile",
	"model/diff", "model/encode", "model/export", "model/learn", "model/lint", "model/payload", "model/safefile",
	"model/series", "model/verify", "model/yamledit",
}

// notProse reads like a sentence, and is none that anybody is shown.
var notProse = []string{
	"mangrove in parts: ",        // begins an entry of the key ring
	"what the secrets are for",   // the name of a sealed secret
	"query of the address",       // likewise
	"last will's user property ", // begins such names
	"last will's payload",        // likewise
	"json: unknown field ",       // begins the error of a library
	"without closing quote",      // looked for in the error of a library
}

var (
	threeWords = regexp.MustCompile(`[A-Za-z']{2,}[,;:]? [a-z']+[,;:]? [A-Za-z']+`)
	verbs      = regexp.MustCompile(`%[+#]?[a-zA-Z]`)
	letters    = regexp.MustCompile(`[A-Za-z]`)
)

// Prose finds sentences in packages that are to make none: texts of three words and more,
// and errors that are made of words instead of codes. An error may chain others, as in
// fmt.Errorf("%w: %w", …), and a code, which is a constant of a type of its own, may have
// any number of words.
func Prose(f File) (found []Finding) {
	if f.isTest() || !slices.Contains(mute, f.folder()) {
		return nil
	}
	var check func(n ast.Node) bool
	check = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.GenDecl:
			if n.Tok == token.CONST {
				f.checkConstants(n, check)
				return false
			}
		case *ast.Field:
			ast.Inspect(n.Type, check)
			return false // a tag is no text
		case *ast.CallExpr:
			return f.checkCall(n, &found)
		case *ast.BasicLit:
			if text := textOf(n); threeWords.MatchString(text) && !slices.Contains(notProse, text) {
				found = append(found, f.finding(n.Pos(), "%s makes no sentences, as %q: give a code with its values, and explain the words", f.folder(), text))
			}
		}
		return true
	}
	ast.Inspect(f.syntax, check)
	return found
}

// checkConstants looks at constants that are no codes: those have a type of their own, as string
// is none, which the first of a block may have for all.
func (f File) checkConstants(d *ast.GenDecl, check func(ast.Node) bool) {
	for _, s := range d.Specs {
		v, ok := s.(*ast.ValueSpec)
		if !ok {
			continue
		}
		if of, named := v.Type.(*ast.Ident); v.Type == nil || named && of.Name == "string" {
			ast.Inspect(v, check)
		}
	}
}

// checkCall looks at what makes an error of words. It reports whether to look further.
func (f File) checkCall(call *ast.CallExpr, found *[]Finding) bool {
	use, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return true
	}
	if f.refers(use, "regexp", "MustCompile") {
		return false // a pattern
	}
	text, isText := call.Args[0].(*ast.BasicLit)
	words := isText && letters.MatchString(verbs.ReplaceAllString(textOf(text), ""))
	if f.refers(use, "errors", "New") || f.refers(use, "fmt", "Errorf") && (words || !isText) {
		*found = append(*found, f.finding(call.Pos(), "%s makes errors of codes, not of words: use finding.Fault or broker.Fault", f.folder()))
		return false
	}
	return true
}

// textOf is what a literal says, empty unless it is a text.
func textOf(l *ast.BasicLit) string {
	if l.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(l.Value)
	if err != nil {
		return ""
	}
	return text
}
