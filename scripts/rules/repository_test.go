package rules

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// root is the repository, seen from this package's folder.
const root = "../.."

// read hands every file of the repository to visit, without what is built or
// is git's own.
func read(t *testing.T, visit func(path string, content []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (relative == "build" || entry.Name() == ".git" || entry.Name() == "failed"):
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(path)
		if err == nil {
			visit(filepath.ToSlash(relative), content)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func report(t *testing.T, found []Finding) {
	t.Helper()
	for _, f := range found {
		t.Error(f)
	}
}

func TestSourceKeepsTheRules(t *testing.T) {
	var files []File
	read(t, func(path string, content []byte) {
		if !strings.HasSuffix(path, ".go") {
			return
		}
		f, err := Parse(path, content)
		if err != nil {
			t.Error(err)
			return
		}
		files = append(files, f)
	})
	if len(files) < 10 {
		t.Fatalf("found only %d Go files: is %s the repository?", len(files), root)
	}
	for _, f := range files {
		report(t, Imports(f))
		report(t, Floors(f))
		report(t, Sizes(f))
		report(t, Calls(f))
		report(t, Prose(f))
		report(t, Spoken(f))
		report(t, Joined(f))
		report(t, Filled(f))
		report(t, Labels(f))
	}
	report(t, PackageDocs(files))
	report(t, Problems(files))
	report(t, FilledTables(files))
	report(t, SmallPackages(files))
}

func TestGuidesNameFilesThatAreThere(t *testing.T) {
	var there []string
	guides := map[string]string{"CONTRIBUTING.md": "", "ARCHITECTURE.md": ""}
	read(t, func(path string, content []byte) {
		there = append(there, path)
		if _, ok := guides[path]; ok {
			guides[path] = string(content)
		}
	})
	for name, text := range guides {
		if text == "" {
			t.Errorf("%s is empty or gone", name)
		}
		report(t, Named(name, text, there))
	}
}

func TestNothingPointsIntoSomebodysFolders(t *testing.T) {
	here := checkout(t)
	read(t, func(path string, content []byte) {
		report(t, Paths(path, content, here))
	})
}

// checkout is the folder the repository lies in, or nothing when its path is
// too common to tell anything: at the top level, or made for the moment.
func checkout(t *testing.T) string {
	t.Helper()
	here, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(here, "/") < 2 || strings.HasPrefix(here, os.TempDir()) {
		return ""
	}
	return here
}

func TestLayersReachNothingForbidden(t *testing.T) {
	for _, folder := range []string{"model", "broker", "ui", "assets"} {
		t.Run(folder, func(t *testing.T) {
			list := exec.CommandContext(t.Context(), "go", "list", "-deps", "./"+folder+"/...")
			list.Dir = root
			list.Stderr = os.Stderr
			out, err := list.Output()
			if err != nil {
				t.Fatal(err)
			}
			deps := strings.Fields(string(out))
			if len(deps) == 0 {
				t.Fatalf("no packages under %s", folder)
			}
			report(t, Dependencies(folder, deps))
		})
	}
}

func TestTopLevelHoldsOnlyTheKnownFolders(t *testing.T) {
	known := "assets broker build cmd docs model scripts ui"
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() && !strings.HasPrefix(name, ".") && !strings.Contains(" "+known+" ", " "+name+" ") {
			t.Errorf("the folder %s is new at the top level; known are %s", name, known)
		}
	}
}
