package demo

// Fleet is every device of the demo, in an order that stays the same. Devices
// of the same seed that are told the same times say the same.
func Fleet(seed uint64) []*Device {
	fleet := []*Device{newSiteConfig(seed), newZigbeeHouse(seed)}
	fleet = append(fleet, tasmotaPlugs(seed)...)
	return append(fleet,
		newHomeAutomation(seed),
		newHomeGateway(seed),
		newOffice(seed),
		newScadaHost(seed),
		newPressLine(seed),
		newPressSampler(seed),
		newPackingLine(seed),
		newLoraFarm(seed),
		newKoreanPlant(seed),
		newYardCamera(seed),
		newGateCamera(seed),
	)
}
