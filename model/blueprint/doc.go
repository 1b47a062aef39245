// Package blueprint reads what was written of a site before it was built, AsyncAPI documents,
// JSON Schemas and lists of devices, and proposes what a checklist asks of it. It says of every
// part that it makes nothing of where it stands and why. It knows neither files nor
// connections, and gives codes with values.
package blueprint
