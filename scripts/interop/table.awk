# Makes a table of the verbose output of TestInterop.
/^ *--- (PASS|FAIL|SKIP): TestInterop\// {
	split($3, part, "/")
	broker = part[2]
	version = part[3]
	test = part[4]
	if (version == "" && $2 == "FAIL:") { broken[broker] = 1 }
	if (test == "" || part[5] != "") next
	sub(/_library_reader/, "", version)
	row = broker " | " version
	tried[broker] = 1
	if (!(row in seen)) { seen[row] = 1; order[++rows] = row }
	if ($2 == "PASS:") passed[row]++
	if ($2 == "FAIL:") { failed[row]++; if (index(" " names[row] ",", " " test ",") == 0) names[row] = (names[row] == "" ? "" : names[row] ", ") test }
	if ($2 == "SKIP:") skipped[row]++
}
/^=== RUN +TestInterop\// { split($3, part, "/"); running = part[2] }
/the broker cannot: / {
	why = $0
	sub(/.*the broker cannot: /, "", why)
	reasons["- " running ": " why] = 1
}
END {
	print "| broker | MQTT | passed | failed | not for it | which failed |"
	print "|---|---|---|---|---|---|"
	for (i = 1; i <= rows; i++) {
		row = order[i]
		printf "| %s | %d | %d | %d | %s |\n", row, passed[row], failed[row], skipped[row], names[row]
	}
	for (broker in broken) if (!(broker in tried)) printf "| %s | | | | | it did not start |\n", broker
	for (reason in reasons) { if (!said++) print "\nNot put to a broker:\n"; print reason }
}
