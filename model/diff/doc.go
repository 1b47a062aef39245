// Package diff compares two payloads: what they mean, their texts, or their bytes. It
// says which parts are the same; what to say of the others is up to who asks. However
// much differs, it takes time in proportion to the sizes: where two things have little in
// common it calls more of them changed than the least.
package diff
