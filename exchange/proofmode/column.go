package proofmode

import (
	"net/netip"
	"regexp"
	"strings"
)

// role is what a column is read as.
type role int

const (
	plain    role = iota
	identity      // never shown without right
	hash
	file
	generated
	modified
	created
	network // a kind of network, where the value is a known kind
	notes   // free text, plain only where the app wrote it
	cells   // identity, and evidence of a place
	part    // a part of a place, as "Location.Latitude" is
)

// roleOf reads the name of a column. The names are those of ProofMode for Android
// of 2016 (File, SHA256, CurrentDateTime0GMT, Wifi MAC), of its later versions
// (File Path, File Hash SHA256, Proof Generated, CellInfo) and of the iOS app. ok
// is false for a name that nobody knows.
func roleOf(column string) (r role, ok bool) {
	name := squash(column)
	switch name {
	case "sha256", "sha1", "sha512", "md5", "filehash", "filehashsha256", "filehashsha1", "filehashsha512", "filehashmd5":
		return hash, true
	case "file", "filepath", "filename":
		return file, true
	case "currentdatetime0gmt", "proofgenerated":
		return generated, true
	case "modified", "filemodified":
		return modified, true
	case "created", "filecreated", "datecreated":
		return created, true
	case "network", "networktype", "datatype":
		return network, true
	case "notes":
		return notes, true
	case "cellinfo", "celltowers", "celltower", "cells":
		return cells, true
	case "hardware", "manufacturer", "model", "screensize", "mimetype", "filesize", "filetype",
		"safetycheck", "safetycheckbasicintegrity", "safetycheckctsmatch", "safetychecktimestamp":
		return plain, true
	case "deviceid", "deviceidvendor", "wifimac", "mac", "ipv4", "ipv6", "language", "locale",
		"imei", "imsi", "phonenumber", "hardwareserial", "serial", "androidid":
		return identity, true
	}
	if _, key := placeKey(column); key != "" {
		return part, true
	}
	return identity, false
}

// smells are parts of names behind which an identifier may stand. Too many columns
// held back harm nobody.
const smells = "id mac imei imsi meid ip serial cell tower wifi wlan phone sim ssid bssid android " +
	"network operator carrier host user owner account name mail number address lang locale token key bluetooth device"

// IsIdentity says that a column of this name is identity data: it is known to be,
// or it is unknown and its name smells of an identifier, has no letters at all, or
// is in letters that cannot be judged.
func IsIdentity(column string) bool {
	r, known := roleOf(column)
	if known {
		return r == identity || r == cells
	}
	name := squash(column)
	if name == "" {
		return true
	}
	for _, c := range name {
		if c > 'z' {
			return true
		}
	}
	for smell := range strings.FieldsSeq(smells) {
		if strings.Contains(name, smell) {
			return true
		}
	}
	return false
}

// isColumn says that a cell is the name of a column and not a value.
func isColumn(cell string) bool {
	_, known := roleOf(cell)
	return known
}

// placeKey divides the name of a part of a place, "Location.Latitude", into the
// evidence that it belongs to and the part.
func placeKey(column string) (source, key string) {
	source, last := "", column
	if i := strings.LastIndexAny(column, "._ "); i >= 0 {
		source, last = column[:i], column[i+1:]
	}
	switch last = squash(last); last {
	case "latitude", "longitude", "accuracy", "altitude", "bearing", "speed":
		return source, last
	case "lat":
		return source, "latitude"
	case "lon", "lng":
		return source, "longitude"
	case "provider", "time":
		if s := squash(source); s == "location" || s == "gps" || strings.HasPrefix(s, "location") {
			return source, last
		}
	}
	return "", ""
}

// squash gives the letters and digits of a name, in lower case.
func squash(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 127:
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, name)
}

// kindsOfNetwork are the only values that a network column may show. Anything else
// could be the name of somebody's network.
const kindsOfNetwork = " wifi mobile mobiledata ethernet none null unknown data nodata noconnection cellular " +
	"gprs edge umts hspa hsdpa hsupa hspap cdma evdo lte nr 2g 3g 4g 5g vpn bluetooth wlan iden ehrpd "

// reveals says that a value of an otherwise harmless column names a device, a
// network, a person or a directory of one.
func reveals(r role, value string) bool {
	value = strings.TrimSpace(value)
	if isEmpty(value) {
		return false
	}
	switch r {
	case hash, part, generated, modified, created:
		// They are read strictly, and are identity where they are something else.
		return false
	case network:
		return !strings.Contains(kindsOfNetwork, " "+squash(value)+" ") || squash(value) == ""
	case notes:
		return !writtenByTheApp(value)
	case file:
		return !isCommonPath(value)
	}
	return looksLikeIdentifier(value)
}

var (
	appNote         = regexp.MustCompile(`^[A-Za-z.]{1,60} v[0-9A-Za-z.\-]{1,30} autogenerated=(true|false)$`)
	commonDirectory = regexp.MustCompile(`^(/storage/emulated/0|/sdcard|/mnt/sdcard|/storage/sdcard[01])` +
		`(/(DCIM|Pictures|Movies|Download|Camera|ProofMode|100ANDRO|100MEDIA|Screenshots))*$`)
	number     = regexp.MustCompile(`^\d{1,6}(\.\d{1,20})?$`)
	identifier = regexp.MustCompile(`(?i)@|\b[0-9a-f]{1,2}([:-][0-9a-f]{1,2}){5}\b|\b\d{1,3}(\.\d{1,3}){3}\b|` +
		`\b[0-9a-f]{8}-[0-9a-f]{4}-|\+\d{7,}|\b\d{14,}\b|\b[0-9a-z]{16,}\b|[0-9a-f]{0,4}:[0-9a-f]{1,4}:[0-9a-f:]+`)
)

// writtenByTheApp knows the note "ProofMode v0.0.1 autogenerated=true".
func writtenByTheApp(note string) bool {
	return appNote.MatchString(note)
}

// isCommonPath says that the directory of a path is one that every phone has; in
// any other there may be the name of an account.
func isCommonPath(path string) bool {
	i := strings.LastIndexAny(path, `/\`)
	if i < 0 {
		return !strings.Contains(path, "@")
	}
	return commonDirectory.MatchString(path[:i])
}

// looksLikeIdentifier knows addresses of networks and mail, UUIDs, telephone and
// serial numbers, and long tokens.
func looksLikeIdentifier(value string) bool {
	if _, err := netip.ParseAddr(value); err == nil {
		return true
	}
	if number.MatchString(value) {
		return false
	}
	return identifier.MatchString(value)
}

// isEmpty says that a value stands for none.
func isEmpty(value string) bool {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "", "null", "none", "n/a", "(null)", "undefined", "nan":
		return true
	}
	return false
}
