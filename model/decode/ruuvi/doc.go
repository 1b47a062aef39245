// Package ruuvi reads what sensors of Ruuvi broadcast, data formats 3, 5, 6 and E1
// (docs.ruuvi.com), as gateways publish it: in a document of JSON, in hexadecimal, or as
// the bytes that were broadcast. Each value has the bytes that it came from, and its
// unit; one that the sensor does not have is null.
package ruuvi
