// Package avro reads values of Apache Avro: by the user's .avsc files, bare or behind the
// header of a single object or of a schema registry, and containers, which have their
// schema in them. The schemas are read by a library; the bytes are gone through here,
// since no library tells where in them a value stands. It knows nothing of topics.
package avro
