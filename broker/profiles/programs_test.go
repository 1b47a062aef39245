package profiles

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// These tests are about programs beside each other, which are this test's own
// binary with a task.
const (
	programTask   = "MANGROVE_TEST_PROGRAM"
	programFolder = "MANGROVE_TEST_FOLDER"
	programName   = "MANGROVE_TEST_NAME"
)

// TestProgram is the other program: it says on a line of its own what is in the
// book for sure.
func TestProgram(t *testing.T) {
	task := os.Getenv(programTask)
	if task == "" {
		return // it is called by others
	}
	name := os.Getenv(programName)
	b, err := Open(os.Getenv(programFolder), newVault(t, ringWithKey()))
	must(t, err)
	var count int
	_, err = fmt.Sscan(task, &count)
	must(t, err)
	first, second := b.All()[0], b.All()[1]
	for i := range count {
		switch i % 4 {
		case 0:
			made, err := b.Create(Profile{Name: fmt.Sprint(name, " ", i)}, map[string]string{SecretPassword: "s3cr3t"})
			must(t, err)
			fmt.Println("created", made.ID)
		case 1: // a field of its own of a connection of both
			was := first
			if name == "a" {
				first.ClientID = fmt.Sprint(i)
			} else {
				first.Username = fmt.Sprint(i)
			}
			must(t, b.Edit(Edit{Was: was, Now: first}))
			fmt.Println("edited", name, i)
		case 2: // the same field as the other
			was := second
			second.Folder = fmt.Sprint(name, i)
			must(t, b.Edit(Edit{Was: was, Now: second}))
		case 3:
			must(t, b.Move(second.ID, i%2))
		}
	}
	fmt.Println("done")
}

// program starts another program, and gives what it says line by line.
func program(t *testing.T, dir, name string, count int) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProgram$", "-test.timeout=5m")
	cmd.Env = append(os.Environ(), programTask+"="+fmt.Sprint(count), programFolder+"="+dir, programName+"="+name)
	out, err := cmd.StdoutPipe()
	must(t, err)
	cmd.Stderr = os.Stderr
	must(t, cmd.Start())
	return cmd, bufio.NewScanner(out)
}

// said are the lines of a program until it ends.
func said(t *testing.T, lines *bufio.Scanner) (all []string) {
	t.Helper()
	for lines.Scan() {
		all = append(all, lines.Text())
	}
	if err := lines.Err(); err != nil && !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
	return all
}

// TestTwoProgramsWriteBesideEachOther: nothing that either was told to be stored is
// lost, and neither is refused.
func TestTwoProgramsWriteBesideEachOther(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir, newVault(t, ringWithKey()))
	first := create(t, b, "both", nil)
	create(t, b, "both too", nil)
	count := 200
	if testing.Short() {
		count = 40
	}
	one, oneSays := program(t, dir, "a", count)
	two, twoSays := program(t, dir, "b", count)
	both := make(chan []string)
	go func() { both <- said(t, oneSays) }()
	lines := append(said(t, twoSays), <-both...)
	for _, cmd := range []*exec.Cmd{one, two} {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %q", err, lines)
		}
	}
	b = open(t, dir, newVault(t, ringWithKey()))
	created := 0
	for _, line := range lines {
		id, ok := strings.CutPrefix(line, "created ")
		if !ok {
			continue
		}
		created++
		if p, err := b.Get(id); err != nil || len(p.Kept) != 1 {
			t.Errorf("%s is lost: %v", id, err)
		}
		if got, err := b.secrets.Get(id, SecretPassword); err != nil || got != "s3cr3t" {
			t.Errorf("the password of %s is %q, %v", id, got, err)
		}
	}
	if created != count/2 || len(b.All()) != count/2+2 {
		t.Errorf("%d created, %d in the file", created, len(b.All()))
	}
	last := fmt.Sprint(count - 3)
	if p, err := b.Get(first.ID); err != nil || p.ClientID != last || p.Username != last {
		t.Errorf("of the connection of both: %+v, %v", p, err)
	}
}

// TestKilledProgramsLoseNothing: at whatever moment a program is killed, the file is
// whole, what was confirmed is in it, and the next program is not held up.
func TestKilledProgramsLoseNothing(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir, newVault(t, ringWithKey()))
	first := create(t, b, "one", nil)
	create(t, b, "two", nil)
	kills := 50
	if testing.Short() {
		kills = 5
	}
	var confirmed []string
	for i := range kills {
		cmd, lines := program(t, dir, "a", 1_000_000)
		var all []string
		for n := 0; n <= i%7 && lines.Scan(); n++ {
			all = append(all, lines.Text())
		}
		must(t, cmd.Process.Kill())
		all = append(all, said(t, lines)...) // what it still said counts
		_ = cmd.Wait()                       // it was killed
		edited := 0
		for _, line := range all {
			if id, ok := strings.CutPrefix(line, "created "); ok {
				confirmed = append(confirmed, id)
			}
			_, _ = fmt.Sscanf(line, "edited a %d", &edited)
		}
		secrets := newVault(t, ringWithKey())
		b, err := Open(dir, secrets)
		must(t, err)
		for _, id := range confirmed {
			if _, err := b.Get(id); err != nil {
				t.Fatalf("after kill %d %s is lost", i, id)
			}
			if got, err := secrets.Get(id, SecretPassword); err != nil || got != "s3cr3t" {
				t.Fatalf("after kill %d the password of %s is %q, %v", i, id, got, err)
			}
		}
		p, err := b.Get(first.ID)
		must(t, err)
		if now, _ := strconv.Atoi(p.ClientID); now < edited {
			t.Fatalf("after kill %d the edit is that of %d, not %d", i, now, edited)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.broken-*")); left != nil {
		t.Errorf("damaged: %v", left)
	}
	secrets := newVault(t, ringWithKey())
	checkOrphans(t, open(t, dir, secrets), secrets)
}
