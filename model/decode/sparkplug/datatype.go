package sparkplug

import "strconv"

// Datatype is the type of a metric, a property, a column or a parameter
// [tck-id-payloads-metric-datatype-value].
type Datatype uint32

// The datatypes.
const (
	Unknown Datatype = iota
	Int8
	Int16
	Int32
	Int64
	UInt8
	UInt16
	UInt32
	UInt64
	Float
	Double
	Boolean
	String
	DateTime // milliseconds since 1970, UTC
	Text
	UUID
	DataSet
	Bytes
	File
	Template
	PropertySet
	PropertySetList
	Int8Array
	Int16Array
	Int32Array
	Int64Array
	UInt8Array
	UInt16Array
	UInt32Array
	UInt64Array
	FloatArray
	DoubleArray
	BooleanArray
	StringArray
	DateTimeArray

	datatypes // how many there are
)

var datatypeNames = [datatypes]string{
	"Unknown", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float", "Double",
	"Boolean", "String", "DateTime", "Text", "UUID", "DataSet", "Bytes", "File", "Template", "PropertySet",
	"PropertySetList", "Int8Array", "Int16Array", "Int32Array", "Int64Array", "UInt8Array", "UInt16Array",
	"UInt32Array", "UInt64Array", "FloatArray", "DoubleArray", "BooleanArray", "StringArray", "DateTimeArray",
}

// Known reports whether the specification has the datatype.
func (d Datatype) Known() bool { return d > Unknown && d < datatypes }

func (d Datatype) String() string {
	switch {
	case d.Known():
		return datatypeNames[d]
	case d > 1<<16: // so that there are not too many names
		return "datatype out of range"
	}
	return "datatype " + strconv.FormatUint(uint64(d), 10)
}

// width is how many bits an integer has, and whether it is signed.
func (d Datatype) width() (bits int, signed bool) {
	switch {
	case d >= Int8 && d <= Int64:
		return 8 << (d - Int8), true
	case d >= UInt8 && d <= UInt64:
		return 8 << (d - UInt8), false
	}
	return 0, false
}

// element is the datatype of what stands in an array, Unknown for what is none.
func (d Datatype) element() Datatype {
	switch {
	case d >= Int8Array && d <= DoubleArray:
		return Int8 + d - Int8Array
	case d == BooleanArray:
		return Boolean
	case d == StringArray:
		return String
	case d == DateTimeArray:
		return DateTime
	}
	return Unknown
}

// Datatypes are the names of those that the specification has.
func Datatypes() []string { return datatypeNames[Int8:] }
