package explain

import "mangrove/broker/profiles/finding"

// caseWords are the words for a code where they are others than the usual ones: a whole
// sentence for each case.
var caseWords = map[finding.Code]struct {
	is    func(finding.Note) bool
	words string
}{
	finding.SecretsMissing: {isSeveral, "these secrets of this connection are not stored on this computer: {parts}; type them to connect"},
	finding.SentOpenly:     {isSeveral, "These are sent without TLS and can be read on the way: {parts}. Use mqtts or wss if the broker supports it."},
	finding.SecretsMoved: {hasParts, "the secrets of this connection were given for {parts}, but the connections file now says: " +
		"{others}; connect with it in the window to confirm that they may be used there"},
	finding.BrokenFile: {hasCount, "the connections file is damaged at line {count}, so it was moved to {name} and the list starts " +
		"empty; repair that file or import the connections again"},
	finding.LeftDamaged: {hasCount, "the file of {part 1} is damaged at line {count} and was left unchanged; repair {name}, or start " +
		"the window, which moves it aside: {cause}"},
	finding.ManyCalled: {hasLimit, "{count} stored connections are called {safe}: {parts}, and {limit} more; give the folder too, " +
		"as in folder/name, or rename one of them in the window"},
	finding.NoneCalled:    {hasLimit, "no stored connection is called {safe}; there are: {parts}, and {limit} more"},
	finding.FieldReplaced: {hasOthers, "Another window changed the {part 1} of {name} to {other 1}. The later change made here is kept."},
	finding.NegativeSerial: {hasName, "the certificate of {name} in {part 1} has the serial number {value}, so it cannot be trusted: " +
		"serial numbers must be positive (RFC 5280, 4.1.2.2); it must be reissued"},
	finding.OtherCertificate: {hasName, "{cause} {name}: the key in {part 1} belongs to another one; choose a matching pair"},
	finding.MessageLeft:      {hasOthers, "The message to {parts} ({others}) is not part of a connection and was left out."},
}

func hasName(n finding.Note) bool   { return n.Name != "" }
func hasCount(n finding.Note) bool  { return n.Count != 0 }
func hasLimit(n finding.Note) bool  { return n.Limit != 0 }
func hasParts(n finding.Note) bool  { return len(n.Parts) > 0 }
func hasOthers(n finding.Note) bool { return len(n.Others) > 0 }

// isSeveral reports whether the parts are several things, or one of which there are several.
func isSeveral(n finding.Note) bool {
	return len(n.Parts) > 1 || len(n.Parts) == 1 && (n.Parts[0].Code == finding.PartHeaders || n.Parts[0].Code == finding.PartUserProperties)
}
