// Package desk is what a page or a room may ask of the window: dialogs, questions,
// files and the keyboard. It knows neither the model nor a broker, and nothing of
// what is on the pages.
package desk
