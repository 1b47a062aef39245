// Package protobuf reads messages of Protocol Buffers, with the user's .proto files or
// without any, where only numbers and what stands there are known. It knows nothing of
// topics, and reads no files but those of package schemafile.
package protobuf
