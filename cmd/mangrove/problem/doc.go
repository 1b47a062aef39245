// Package problem has the sentences on why a command failed, each whole and with a name in
// braces for each of its values, by what they are about. Whoever is to put them into another
// language finds all of them here.
//
// An error that is made of one keeps what it was made of, for the log and for package explain.
// It knows no command.
package problem
