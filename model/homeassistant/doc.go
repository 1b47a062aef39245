// Package homeassistant reads what devices announce to Home Assistant: of which topic and
// which value in its payloads an entity is, its unit, and whether its device still seems to be
// there. It knows no store and no connection, and says why in codes with values.
package homeassistant
