package main

var jobInterval = requirement{what: "A job that publishes every 10 ms for 60 s, on a quiet machine", measures: []measure{
	{"mean interval, off by", `Interval`, "%-off", below(1), percent},
	{"mean interval", `Interval`, "ms-mean", none, ms},
	{"the worst message, off its time by", `Interval`, "ms-worst", none, ms},
}, note: "from the beginning of each publish at QoS 1 to the built-in broker, ten under way at a time"}

var jobSpeed = requirement{what: "A job at full speed, of templates, to the built-in broker", measures: []measure{
	{"QoS 0", `FullSpeed/QoS=0.*`, "messages/s", atLeast(10_000), second},
	{"QoS 1, one under way", `FullSpeed/QoS=1/under_way=1`, "messages/s", none, second},
	{"QoS 1, ten under way", `FullSpeed/QoS=1/under_way=10`, "messages/s", none, second},
	{"QoS 2, ten under way", `FullSpeed/QoS=2.*`, "messages/s", none, second},
}}
