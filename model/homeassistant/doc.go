// Package homeassistant reads the messages by which devices make themselves known to Home
// Assistant, and says of each whether its device still seems to be there. It knows no store
// and no connection, and says why in codes with values.
package homeassistant
