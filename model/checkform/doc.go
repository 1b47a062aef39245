// Package checkform is a checklist as somebody fills it in: its parts, what is filled in of
// each, and the changes to its text. It knows what a checklist can have from the table of
// package checklist, and nothing of a window.
package checkform
