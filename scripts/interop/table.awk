# Makes a table of the verbose output of TestInterop. Lines before that say
# which version each broker is: version NAME VERSION.
$1 == "version" { is[$2] = substr($0, length($1 " " $2 " ") + 1) }
/^ *--- (PASS|FAIL|SKIP): TestInterop\// {
	split($3, part, "/")
	broker = part[2]
	version = part[3]
	test = part[4]
	if (version == "" && $2 == "FAIL:") { broken[broker] = 1 }
	if (test == "" || part[5] != "") next
	row = broker " " is[broker] " | " version
	tried[broker] = 1
	if (!(row in seen)) { seen[row] = 1; order[++rows] = row }
	if ($2 == "PASS:") passed[row]++
	if ($2 == "FAIL:") { failed[row]++; failures[row] = with(failures[row], test) }
	if ($2 == "SKIP:") skips[row] = with(skips[row], test)
}
# with adds a name to a list that may have it.
function with(list, name) {
	if (list == "") return name
	return index(", " list ",", ", " name ",") ? list : list ", " name
}
/^=== RUN +TestInterop\// { split($3, part, "/"); running = part[2] }
/the broker cannot: / {
	why = $0
	sub(/.*the broker cannot: /, "", why)
	reason = "- " running " " is[running] ": " why
	if (!(reason in known)) { known[reason] = 1; limits[++reasons] = reason }
}
END {
	print "| broker | MQTT | passed | failed | left out | which failed |"
	print "|---|---|---|---|---|---|"
	for (i = 1; i <= rows; i++) {
		row = order[i]
		printf "| %s | %d | %d | %s | %s |\n", row, passed[row], failed[row], skips[row], failures[row]
	}
	for (broker in broken) if (!(broker in tried)) printf "| %s %s | | | | | it did not start |\n", broker, is[broker]
	if (reasons) print "\nWhat brokers cannot do, and the suite proves that they cannot, or leaves out:\n"
	for (i = 1; i <= reasons; i++) print limits[i]
}
