package finding

// Why a connection cannot be made of what is set.
const (
	NoHost            Code = "no host"
	HostUnusable      Code = "host unusable"
	ManySubscriptions Code = "too many subscriptions" // Count is how many there are, Limit how many there may be
	NoProxyKind       Code = "unknown kind of proxy"  // Value is what stands there
	NoProxyHost       Code = "no host of the proxy"
	ProxyUnusable     Code = "proxy unusable"
	NoQoS             Code = "unknown QoS" // Value is what stands there
	EmptyFilter       Code = "empty filter"
	WrongFilter       Code = "wrong filter" // Name is the filter, Err why it is none
	NoWillTopic       Code = "no topic of the last will"
)

// Why payloads cannot be read as they are set.
const (
	NoFilter      Code = "no filter"
	UnknownFormat Code = "unknown format" // Value is what stands there
	NoSchema      Code = "no schema"
	OtherSchema   Code = "schema of another format" // Name is its path, Value its format
)
