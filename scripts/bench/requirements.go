package main

// requirement is one thing asked, with everything measured for it.
type requirement struct {
	what     string
	measures []measure
	note     string // how to read it, below the table
}

// measure is one number. More than one benchmark may answer to the pattern: the
// worst of them counts.
type measure struct {
	what    string
	pattern string // of the benchmark's whole name
	unit    string // as the benchmark reports it
	bar     bar
	shown   shown
}

// shown is how a number appears: times a factor, with a unit.
type shown struct {
	factor float64
	unit   string
}

var (
	plain   = shown{1, ""}
	ns      = shown{1, " ns"}
	ns2us   = shown{1e-3, " µs"}
	ns2ms   = shown{1e-6, " ms"}
	ms      = shown{1, " ms"}
	seconds = shown{1, " s"}
	second  = shown{1, " /s"}
	bytes   = shown{1, " B"}
	mb      = shown{1, " MB"}
	mbMin   = shown{1, " MB/min"}
	percent = shown{1, " %"}
	times   = shown{1, " x"}
)

var requirements = []requirement{
	{what: "A message to one of 100,000 known topics, 100 bytes", measures: []measure{
		{"in order", `Apply/topics=100000/in_order`, "ns/op", atMost(180), ns},
		{"at random", `Apply/topics=100000/at_random`, "ns/op", atMost(400), ns},
		{"allocations a message", `Apply/topics=100000/.*`, "allocs/op", atMost(0), plain},
	}},
	{what: "First sight of 1,000,000 topics", measures: []measure{
		{"a topic", `FirstSight`, "ns/topic", atMost(1_000), ns},
	}},
	{what: "Memory at 1,000,000 topics of 40 bytes, no history", measures: []measure{
		{"a topic, without the 100 bytes of payload", `Memory`, "B/topic-without-payload", atMost(450), bytes},
		{"full garbage collection", `Memory`, "GC-ms", atMost(10), ms},
	}},
	{what: "41 visible rows, all changed, of 1,000,000 topics", measures: []measure{
		{"a refresh", `Rows/topics=1000000`, "ns/op", atMost(50_000), ns2us},
	}},
	{what: "Finding out what a payload means", measures: []measure{
		{"one of a device, the slowest of eight", `Payload/[a-z]+`, "ns/op", atMost(100_000), ns2us},
		{"50 MB of JSON", `Payload/json=50_MB`, "ns/op", atMost(1e9), ns2ms},
		{"50 MB of text", `Payload/text=50_MB`, "ns/op", atMost(1e9), ns2ms},
		{"50 MB of bytes", `Payload/bytes=50_MB`, "ns/op", atMost(1e9), ns2ms},
		{"16 MB of zeros, or of a list of them, the slowest of four", `LargePayloads/(zeros|a_list).*`, "ns/op", atMost(1e9), ns2ms},
		{"16 MB of Protocol Buffers fields without a schema", `LargePayloads/fields.*`, "ns/op", atMost(4e9), ns2ms},
	}},
	{what: "Moving through 1,000,000 rows", measures: []measure{
		{"scroll a page", `Scroll`, "ns/op", atMost(1e6), ns2us},
		{"toggle a branch, the slowest of three", `Toggle/.*`, "ns/op", atMost(1e6), ns2us},
		{"jump to the end", `Jump`, "ns/op", atMost(1e6), ns2us},
	}},
	{what: "Search in 1,000,000 topics, the slowest of several", measures: []measure{
		{"first screen", `Search/.*`, "ms-first-screen", atMost(30), ms},
		{"complete", `Search/.*`, "ms-all", atMost(300), ms},
	}},
	{what: "Socket to store through the wire reader, 10,000 topics", measures: []measure{
		{"MQTT 3.1.1", `WireReader/plain/3\.1\.1`, "messages/s", atLeast(2e6), second},
		{"MQTT 5", `WireReader/plain/5`, "messages/s", atLeast(2e6), second},
		{"over TLS, the slower version", `WireReader/tls/.*`, "messages/s", atLeast(1e6), second},
		{"allocations a message", `WireReader/.*`, "allocs/message", below(0.1), plain},
		{"lost", `WireReader/.*`, "lost", atMost(0), plain},
	}},
	{what: "A message of 50 MB of JSON is selected", measures: []measure{
		{"on view as a tree", `LargeJSON/tree`, "ns/op", atMost(1e9), shown{1e-6, " ms"}},
		{"as pretty text", `LargeJSON/pretty`, "ns/op", none, shown{1e-6, " ms"}},
		{"as text", `LargeJSON/text`, "ns/op", none, shown{1e-6, " ms"}},
		{"as a table", `LargeJSON/table`, "ns/op", none, shown{1e-6, " ms"}},
		{"as bytes", `LargeJSON/hex`, "ns/op", none, shown{1e-6, " ms"}},
		{"in the window itself when the next comes", `NextLargeJSON`, "ns/op", atMost(50e6), shown{1e-6, " ms"}},
	}, note: "made readable beside the goroutine that draws, but for the last"},
	charts, verdictGrid, decoders, comparisons,
	retainedFlood,
	windowLoad,
	windowMemory,
	installations,
	jobInterval,
	jobSpeed,
	windowStored,
	windowIdle,
	holds,
}

var holds = requirement{what: "What publishers and users can do to make long work: topics of 65,535 bytes, 65,000 levels, expressions", measures: []measure{
	{"longest hold of the store's lock", `Holds/.*`, "ms-hold", atMost(5), ms},
	{"longest drawing of 41 new names of 65 kB", `Drawing/.*`, "ms-drawing", atMost(16), ms},
}, note: "processor time of the thread, of the worst of all attacks; of a drawing only what the window's own lines take, without the toolkit and OpenGL"}

var retainedFlood = requirement{what: "1,000,000 retained messages from Mosquitto, default limits", measures: []measure{
	{"lost", `RetainedFlood/[35].*`, "lost", atMost(0), plain},
	{"time, MQTT 3.1.1", `RetainedFlood/3\.1\.1`, "s", none, seconds},
	{"time, MQTT 5", `RetainedFlood/5`, "s", none, seconds},
	{"processor time of ours, the slower version", `RetainedFlood/[35].*`, "client-cpu-s", none, seconds},
	{"processor time of Mosquitto for it", `RetainedFlood/[35].*`, "broker-cpu-s", none, seconds},
	{"time against mosquitto_sub -v >/dev/null", `RetainedFlood/[35].*`, "x-mosquitto_sub", none, times},
	{"the same, a message that arrived", `RetainedFlood/[35].*`, "x-a-message", none, times},
	{"mosquitto_sub: lost", `RetainedFlood/mosquitto_sub`, "lost", none, plain},
	{"mosquitto_sub: time", `RetainedFlood/mosquitto_sub`, "s", none, seconds},
	{"mosquitto_sub: its processor time", `RetainedFlood/mosquitto_sub`, "client-cpu-s", none, seconds},
	{"mosquitto_sub: processor time of Mosquitto", `RetainedFlood/mosquitto_sub`, "broker-cpu-s", none, seconds},
}, note: "mosquitto_sub loses what overflows Mosquitto's queue, so its time is for fewer messages"}

var windowLoad = requirement{what: "Window open, 50,000 messages/s on 1,000 topics for 60 s", measures: []measure{
	{"came through Mosquitto", `WindowLoad`, "messages/s", atLeast(49_500), second},
	{"lost", `WindowLoad`, "lost", atMost(0), plain},
	{"drawing goroutine busy: tasks and text", `WindowLoad`, "%-busy", below(10), percent},
	{"of that, drawing text", `WindowLoad`, "%-text", none, percent},
	{"tasks longer than 16 ms", `WindowLoad`, "slow-tasks", atMost(0), plain},
	{"longest task", `WindowLoad`, "ms-longest", atMost(16), ms},
	{"the most processor time of a task", `WindowLoad`, "ms-hardest", atMost(16), ms},
	{"tasks", `WindowLoad`, "tasks/s", none, second},
	{"processors, OpenGL in software included", `WindowLoad`, "cores-with-GL", none, plain},
}, note: "the first 10 s are left out (opening the window and the tree); so is OpenGL, which the processor does on a virtual display"}

var windowMemory = requirement{what: "Window, every visible row changing wholly 30 times a second", measures: []measure{
	{"minutes", `WindowMemory/rule`, "minutes", none, plain},
	{"memory, highest", `WindowMemory/rule`, "MB-highest", below(400), mb},
	{"growth, with the history kept", `WindowMemory/rule`, "MB/min", none, mbMin},
	{"of that, the history itself", `WindowMemory/rule`, "MB/min-history", none, mbMin},
	{"a history of 8 MB: memory, highest", `WindowMemory/full`, "MB-highest", below(400), mb},
	{"growth", `WindowMemory/full`, "MB/min", atMost(1), mbMin},
}, note: "slopes after warming up, which is the first half; a history of 8 MB is full by then"}

var windowStored = requirement{what: "Window with 15,000 stored connections, which another program replaces all the time", measures: []measure{
	{"longest task", `WindowStored`, "ms-longest", atMost(16), ms},
	{"the most processor time of a task", `WindowStored`, "ms-hardest", atMost(16), ms},
	{"tasks longer than 16 ms", `WindowStored`, "slow-tasks", none, plain},
	{"drawing goroutine busy with tasks", `WindowStored`, "%-tasks", none, percent},
	{"memory", `WindowStored`, "MB-highest", none, mb},
	{"processors, OpenGL in software included", `WindowStored`, "cores-with-GL", none, plain},
}, note: "while somebody types into the one on the form and goes through the list"}

var windowIdle = requirement{what: "Window idle, connected, nothing arriving", measures: []measure{
	{"beyond the start page", `WindowIdle`, "%-more", below(1), percent},
	{"the same with OpenGL in software", `WindowIdle`, "%-more-with-GL", none, percent},
	{"connected", `WindowIdle`, "%-connected", none, percent},
	{"start page", `WindowIdle`, "%-home", none, percent},
}, note: "percent of one processor over 40 s; threads that paint in place of a graphics card are left out unless said"}

var verdictGrid = requirement{what: "The verdicts of 5,000 devices with 10 checks each as a grid, 1,280 by 800", measures: []measure{
	{"rows on view, all of them others", `Grid/rows_1280x800`, "ns/op", atMost(16e6), ns2ms},
	{"the text of these", `Grid/painted_1280x800`, "µs-of-text/op", atMost(16_000), shown{1e-3, " ms"}},
	{"made of the verdicts, beside the drawing", `Grid/board`, "ns/op", none, ns2ms},
}}

var charts = requirement{what: "A chart 1,200 pixels wide of a series with strays", measures: []measure{
	{"100,000 points drawn anew", `Redraw/points=100000`, "ms-redraw", atMost(10), ms},
	{"1,000,000 points", `Redraw/points=1000000`, "ms-redraw", atMost(20), ms},
	{"what is drawn of 100,000", `Columns/points=100000`, "ns/op", atMost(10e6), ns2us},
	{"what is drawn of 1,000,000", `Columns/points=1000000`, "ns/op", atMost(20e6), ns2us},
	{"the pixels, the slower of two", `Drawing/(dense|several)`, "ns/op", atMost(10e6), ns2us},
	{"live, 1,000 messages/s, a minute or ten on view", `Live/.*`, "%-core", below(5), percent},
	{"a message with a chart and 49 others without", `Collect`, "ns/op", atMost(50_000), ns2us},
	{"the number in a message", `Number`, "ns/op", atMost(5_000), ns},
	{"a number kept", `Add`, "ns/op", atMost(200), ns},
	{"what 1,000,000 points are, beside the drawing", `Summarize`, "ns/op", atMost(100e6), ns2ms},
	{"the kind of 1,000,000 points and a new one", `Kind`, "ns/op", atMost(1e6), ns2us},
}, note: "drawn anew and live are processor time of the thread; live is without taking the messages in"}

var decoders = requirement{what: "Trees of values", measures: []measure{
	{"50 MB of JSON", `ReadJSON`, "ns/op", atMost(1e9), ns2ms},
	{"50 MB of JSON until they can be shown, the slowest view", `FiftyMegabytes/.*`, "ns/op", atMost(1e9), ns2ms},
	{"1 MB of Protobuf, by a schema or without", `Decode/schema(less)?`, "ns/op", atMost(100e6), ns2ms},
	{"1 MB of Avro", `Decode`, "ns/op", atMost(100e6), ns2ms},
	{"a birth of Sparkplug with 20 metrics, data with 4", `Decode/(birth|data)`, "ns/op", atMost(100_000), ns2us},
	{"data of Sparkplug followed, of 10,000 devices", `Network`, "ns/network", atMost(5_000), ns},
	{"the same, added to taking the message in", `Network`, "ns/apply-followed", none, ns},
}}

var comparisons = requirement{what: "Two messages compared", measures: []measure{
	{"trees of 20,000 objects", `Trees`, "ns/op", atMost(200e6), ns2ms},
	{"100,000 lines with nothing in common", `Lines`, "ns/op", atMost(1e9), ns2ms},
}}

var installations = requirement{what: "A checklist of 50,000", measures: []measure{
	{"members of a rule, all of which come, a member", `Members/members=50000`, "ns/member", atMost(10_000), ns},
	{"the same of 5,000", `Members/members=5000`, "ns/member", none, ns},
	{"devices: what to subscribe to, a device", `Filters/devices=50000`, "ns/device", atMost(10_000), ns},
	{"the same of 5,000", `Filters/devices=5000`, "ns/device", none, ns},
	{"a letter typed into the form of one of 100 kB", `Typed`, "ns/op", atMost(16e6), ns2us},
	{"checks, 10 of each of 5,000 devices: how far they are", `Tally`, "ns/op", atMost(5e6), ns2us},
	{"1,000,000 topics of 100 bytes with 1 kB each, and 4 checks: kept", `Hostile`, "MB", atMost(2_000), mb},
}, note: "as much for each, however many there are"}
