package proofmode

import "strings"

// The roles of the files beside a photo.
const (
	RolePhotoSignature = "signature of the photo"
	RoleProof          = "proof"
	RoleProofSignature = "signature of the proof"
	RoleTimestamp      = "OpenTimestamps proof"
	RoleAttestation    = "attestation of the device" // identity data
	RoleBatch          = "proofs of many photos"
	RoleKey            = "public key"
)

// endings are what ProofMode adds to the name of a photo, the longer first.
func endings() [][2]string {
	return [][2]string{
		{".proof.csv.asc", RoleProofSignature},
		{".proof.json.asc", RoleProofSignature},
		{".proof.csv", RoleProof},
		{".proof.json", RoleProof},
		{".asc", RolePhotoSignature},
		{".ots", RoleTimestamp},
		{".gst", RoleAttestation},
	}
}

// SidecarsOf gives the names of the files that would belong to a photo of this
// name. The later versions name them after the SHA-256 of the photo: call it with
// the 64 digits as well.
func SidecarsOf(name string) []string {
	var names []string
	for _, e := range endings() {
		names = append(names, name+e[0])
	}
	return names
}

// PhotoOf gives the name of the photo, with its directory, that a sidecar belongs
// to, and what the sidecar is. The photo is "" for a file that belongs to many, as
// a batch and a key do. Where it is 64 hexadecimal digits without an extension it
// is the SHA-256 of the photo and not its name. ok is false where the name is not
// that of a sidecar. A name is a hint: ".asc" and ".ots" are used by others too.
func PhotoOf(name string) (photo, role string, ok bool) {
	last := name[strings.LastIndexAny(name, `/\`)+1:]
	switch {
	case endsIn(last, "batchproof.csv"):
		return "", RoleBatch, true
	case endsIn(last, "batchproof.csv.asc"):
		return "", RoleProofSignature, true
	case strings.EqualFold(last, "pubkey.asc"):
		return "", RoleKey, true
	}
	for _, e := range endings() {
		if endsIn(last, e[0]) && len(last) > len(e[0]) {
			return name[:len(name)-len(e[0])], e[1], true
		}
	}
	return "", "", false
}

// endsIn compares without regard to case, byte by byte.
func endsIn(name, ending string) bool {
	return len(name) >= len(ending) && strings.EqualFold(name[len(name)-len(ending):], ending)
}
