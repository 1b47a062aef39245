// Package environments keeps named sets of variables that templates are answered with: for
// one connection, for those in a folder, or for all. Values that are secret go to the key
// ring, where those of connections are, and never into the file.
package environments

import (
	"cmp"
	"crypto/rand"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"mangrove/broker/jsonfile"
	"mangrove/broker/kept"
	"mangrove/broker/profiles"
)

// Variable is a value with a name. The value of a secret one is in the key ring, by the
// variable's ID.
type Variable struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Value  string `json:"value,omitempty"`
	Secret bool   `json:"secret,omitempty"`
}

// Environment is a named set of variables.
type Environment struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Connection is the ID of the stored connection that it is for, Folder that of those;
	// both empty: all.
	Connection string     `json:"connection,omitempty"`
	Folder     string     `json:"folder,omitempty"`
	Variables  []Variable `json:"variables,omitempty"`
}

// Fits reports whether an environment is for a connection, by its ID and folder.
func (e *Environment) Fits(connection, folder string) bool {
	switch {
	case e.Connection != "":
		return e.Connection == connection
	case e.Folder != "":
		return folder == e.Folder || strings.HasPrefix(folder, e.Folder+"/")
	}
	return true
}

// Where and how much is kept.
const (
	fileName         = "environments.json"
	version          = 1
	largest          = 16 << 20
	mostEnvironments = 1000
	mostVariables    = 1000
	// LongestValue is that of a variable, in bytes.
	LongestValue = 64_000
)

// identifier is what can stand behind the point in {{.name}}.
var identifier = regexp.MustCompile(`^[\pL_][\pL\p{Nd}_]*$`)

// Check says what is wrong with an environment.
func (e *Environment) Check() error {
	if strings.TrimSpace(e.Name) == "" || len(e.Name) > profiles.LongestName {
		return &kept.EnvironmentError{Code: kept.NoName}
	}
	if len(e.Variables) > mostVariables {
		return &kept.EnvironmentError{Code: kept.TooMany}
	}
	seen := make(map[string]bool)
	for _, v := range e.Variables {
		switch {
		case !identifier.MatchString(v.Name) || len(v.Name) > profiles.LongestName:
			return &kept.EnvironmentError{Code: kept.BadVariable, Name: v.Name}
		case seen[v.Name]:
			return &kept.EnvironmentError{Code: kept.Twice, Name: v.Name}
		case len(v.Value) > LongestValue:
			return &kept.EnvironmentError{Code: kept.TooLong, Name: v.Name, Most: LongestValue}
		}
		seen[v.Name] = true
	}
	return nil
}

type stored struct {
	Version      int           `json:"version"`
	Environments []Environment `json:"environments"`
}

// Book is the environments, in a file that several programs may have open, and their
// secrets. Its methods may wait for the key ring; any number of goroutines may use it.
type Book struct {
	file    jsonfile.File
	secrets profiles.Secrets
}

// NewBook is the book in a folder. Nothing is read or written yet.
func NewBook(dir string, secrets profiles.Secrets) *Book {
	return &Book{jsonfile.File{Path: filepath.Join(dir, fileName), Of: kept.Environments, Version: version, Most: largest}, secrets}
}

// All gives the environments, in their order, without the values of secrets. A
// [kept.Moved] error tells that a damaged file was put aside.
func (b *Book) All() ([]Environment, error) {
	var s stored
	if err := b.file.Read(&s); err != nil {
		return nil, err
	}
	return mended(s.Environments), nil
}

// mended takes out of a file, which anybody may have written, what cannot be used, and
// values of secrets that should not be there.
func mended(all []Environment) []Environment {
	taken := make(map[string]bool)
	own := func(id *string) {
		for *id == "" || taken[*id] {
			*id = rand.Text()
		}
		taken[*id] = true
	}
	all = slices.DeleteFunc(all, func(e Environment) bool { return e.Check() != nil })
	for i := range all {
		own(&all[i].ID)
		for j := range all[i].Variables {
			v := &all[i].Variables[j]
			own(&v.ID)
			if v.Secret {
				v.Value = ""
			}
		}
	}
	return all
}

// change makes a change of the environments as they are in the file now.
func (b *Book) change(do func(all []Environment) ([]Environment, error)) error {
	release, err := b.file.Claim()
	if err != nil {
		return err
	}
	defer release()
	var s stored
	if err := b.file.ReadClaimed(&s); err != nil {
		return err
	}
	all, err := do(mended(s.Environments))
	if err != nil {
		return err
	}
	if len(all) > mostEnvironments {
		return &kept.EnvironmentError{Code: kept.TooMany}
	}
	return b.file.Write(stored{version, all})
}

// Put keeps an environment, in place of the one with its ID if it has one. A secret
// variable with a value gets that, one without keeps what it has. It gives the environment
// as it is kept.
func (b *Book) Put(e Environment) (Environment, error) {
	if err := e.Check(); err != nil {
		return e, err
	}
	isNew := e.ID == ""
	if isNew {
		e.ID = rand.Text()
	}
	e.Variables = slices.Clone(e.Variables)
	given := make(map[string]string) // by the variable's ID; empty: to be forgotten
	for i := range e.Variables {
		v := &e.Variables[i]
		if v.ID == "" {
			v.ID = rand.Text()
		}
		if v.Secret && v.Value != "" {
			given[v.ID], v.Value = v.Value, ""
		}
	}
	var before Environment
	err := b.change(func(all []Environment) ([]Environment, error) {
		i := slices.IndexFunc(all, func(o Environment) bool { return o.ID == e.ID })
		switch {
		case isNew:
			return append(all, e), nil
		case i < 0:
			return nil, &kept.EnvironmentError{Code: kept.Gone, Name: e.Name}
		}
		before = all[i]
		all[i] = e
		return all, nil
	})
	if err != nil {
		return e, err
	}
	for _, v := range before.Variables {
		if v.Secret && !slices.ContainsFunc(e.Variables, func(o Variable) bool { return o.ID == v.ID && o.Secret }) {
			given[v.ID] = ""
		}
	}
	if err := b.give(e.ID, given); err != nil {
		return e, errors.Join(err, b.takeBack(e.ID, before))
	}
	return e, nil
}

// give puts secrets into the key ring, and takes out those that are empty.
func (b *Book) give(id string, given map[string]string) (err error) {
	owner := profiles.EnvironmentSecrets(id)
	for variable, value := range given {
		if value == "" {
			err = errors.Join(err, b.secrets.Delete(owner, variable))
		} else {
			err = errors.Join(err, b.secrets.Set(owner, variable, value))
		}
	}
	return err
}

// takeBack has the file be as it was before a change of which the secrets could not be
// kept.
func (b *Book) takeBack(id string, before Environment) error {
	return b.change(func(all []Environment) ([]Environment, error) {
		i := slices.IndexFunc(all, func(o Environment) bool { return o.ID == id })
		switch {
		case i < 0:
		case before.ID == "":
			all = slices.Delete(all, i, i+1)
		default:
			all[i] = before
		}
		return all, nil
	})
}

// Removed is an environment that was removed, with its secrets.
type Removed struct {
	Environment

	at      int
	secrets map[string]string
}

// Remove has an environment go, and gives it for [Book.PutBack].
func (b *Book) Remove(id string) (gone Removed, err error) {
	err = b.change(func(all []Environment) ([]Environment, error) {
		i := slices.IndexFunc(all, func(o Environment) bool { return o.ID == id })
		if i < 0 {
			return nil, &kept.EnvironmentError{Code: kept.Gone}
		}
		gone = Removed{all[i], i, make(map[string]string)}
		return slices.Delete(all, i, i+1), nil
	})
	if err != nil {
		return gone, err
	}
	forget := make(map[string]string)
	for _, v := range gone.Variables {
		if !v.Secret {
			continue
		}
		value, err := b.secrets.Get(profiles.EnvironmentSecrets(id), v.ID)
		if err != nil {
			return gone, errors.Join(err, b.PutBack(gone))
		}
		gone.secrets[v.ID], forget[v.ID] = value, ""
	}
	return gone, b.give(id, forget)
}

// PutBack brings back what was removed, to where it was.
func (b *Book) PutBack(gone Removed) error {
	err := b.change(func(all []Environment) ([]Environment, error) {
		return slices.Insert(all, min(gone.at, len(all)), gone.Environment), nil
	})
	return errors.Join(err, b.give(gone.ID, gone.secrets))
}

// Values are what the variables of an environment stand for, those of secrets among them.
// With an error there are those that could be had.
func (b *Book) Values(e *Environment) (values map[string]string, failed error) {
	values = make(map[string]string, len(e.Variables))
	for _, v := range e.Variables {
		if !v.Secret {
			values[v.Name] = v.Value
			continue
		}
		value, err := b.secrets.Get(profiles.EnvironmentSecrets(e.ID), v.ID)
		if err == nil && value == "" {
			err = &kept.EnvironmentError{Code: kept.NoSecret, Name: v.Name}
		}
		if err != nil {
			failed = cmp.Or(failed, err)
			continue
		}
		values[v.Name] = value
	}
	return values, failed
}
