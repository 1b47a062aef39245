package checklist

import (
	"crypto/sha256"
	"time"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// What a file may have at the most.
const (
	LargestFile   = 32 << 20
	LargestSchema = 4 << 20
	LargestTable  = 16 << 20
	mostSubjects  = 100_000
	mostFields    = 1_000
	mostNames     = 100_000
	mostWords     = 1_000

	mostSchemas    = 1_000
	allSchemas     = 16 << 20 // bytes
	mostTables     = 50
	mostWarned     = 20        // rules that ask for warnings: each looks at all that comes for it
	allTables      = 32 << 20  // bytes
	mostChecks     = 1_000_000 // of each device and each member that is named
	mostLevels     = 2_000_000 // of all topics and filters
	longestProgram = 50_000    // steps of a regular expression
	mostSteps      = 1_000_000 // of all of them

	version = 1 // of the form of a file
)

// What is taken where a file says nothing.
const (
	DefaultSettle  = 30 * time.Second
	DefaultSamples = 3
)

// Files reads a file that a checklist names.
type Files = strictyaml.Files

// reader reads a checklist.
type reader struct {
	strictyaml.Reader
	files Files
	list  *Checklist
	ids   map[string]bool

	schemas     map[string]compiled
	schemaBytes int
	here        int // schemas that are a part of the file
	tables      map[string]*table
	tableBytes  int
	warned      int // rules that ask for warnings
	steps       int // of regular expressions
	checks      int
	levels      int // of topics and filters
}

// Read reads a checklist. It fails with [Faults], which are all that is wrong with it; what
// can hardly be fulfilled is in its Doubts. files reads the schemas and tables that it names;
// nil: there are none.
func Read(content []byte, files Files) (*Checklist, error) {
	r := &reader{
		files: files, list: &Checklist{Settle: DefaultSettle, Sum: sha256.Sum256(content)},
		ids: map[string]bool{}, schemas: map[string]compiled{}, tables: map[string]*table{},
	}
	if root := r.Document(content, strictyaml.Form{Key: "version", Version: version, Most: LargestFile}); root != nil {
		r.checklist(root)
	}
	if all := r.Faults(); len(all) > 0 {
		return nil, all
	}
	r.list.Doubts = append(r.list.Doubts, doubts(r.list)...)
	return r.list, nil
}

func (r *reader) checklist(n *yaml.Node) {
	r.Map(n, strictyaml.Keys{
		"version":  func(*yaml.Node) {},
		"site":     r.site,
		"settle":   r.Duration(&r.list.Settle, 0),
		"deadline": r.Duration(&r.list.Deadline, time.Second),
		"devices":  r.List("devices", mostSubjects, r.device),
		"rules":    r.List("rules", mostSubjects, r.rule),
	})
	if len(r.list.Subjects) == 0 && len(r.Faults()) == 0 {
		r.Wrong(n, Fault{Code: NothingAsked})
	}
}

func (r *reader) site(n *yaml.Node) {
	s := &r.list.Site
	r.Map(n, strictyaml.Keys{
		"name":      r.Text(&s.Name),
		"installer": r.Text(&s.Installer),
		"customer":  r.Text(&s.Customer),
	})
}
