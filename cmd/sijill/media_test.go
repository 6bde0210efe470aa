package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/rogpeppe/go-internal/testscript"

	"sijill.example/sijill/media/mediatest"
)

// mkmedia: mkmedia DIR makes a small file of every format, and ones that are broken.
func mkmedia(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	for _, s := range mediatest.Seeds() {
		ts.Check(os.WriteFile(filepath.Join(dir, s.Name), s.Bytes, 0o600))
	}
	ts.Check(os.WriteFile(filepath.Join(dir, "bomb.png"), mediatest.HugePNG(65535, 65535), 0o600))
	ts.Check(os.WriteFile(filepath.Join(dir, "cut.jpg"), mediatest.Photo(48, 32, 1)[:300], 0o600))
}

// mkproofs: mkproofs DIR makes photos with proofs of ProofMode, signed with a key that
// is in DIR/pubkey.asc: of one.jpg the proof agrees, of two.jpg it gives another place,
// three.jpg was changed after its proof was made, the proof of four.jpg is a metre off,
// within its accuracy, and five.jpg itself gives no place.
func mkproofs(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	phone, err := openpgp.NewEntity("phone", "", "phone@example.org", nil)
	ts.Check(err)
	var key bytes.Buffer
	w, err := armor.Encode(&key, openpgp.PublicKeyType, nil)
	ts.Check(err)
	ts.Check(phone.Serialize(w))
	ts.Check(w.Close())
	ts.Check(os.WriteFile(filepath.Join(dir, "pubkey.asc"), key.Bytes(), 0o600))
	sign := func(name string, b []byte) {
		var sig bytes.Buffer
		ts.Check(openpgp.ArmoredDetachSign(&sig, phone, bytes.NewReader(b), nil))
		ts.Check(os.WriteFile(filepath.Join(dir, name+".asc"), sig.Bytes(), 0o600))
	}
	at := time.Date(2016, 12, 13, 13, 26, 53, 0, time.UTC)
	for i, name := range []string{"one.jpg", "two.jpg", "three.jpg", "four.jpg", "five.jpg"} {
		lat := 36.2021
		photo := mediatest.WithEXIF(mediatest.Photo(64, 48, i), mediatest.TIFF(
			mediatest.EXIF(mediatest.ASCII(0x9003, "2016:12:13 15:26:53"), mediatest.ASCII(0x9011, "+02:00")),
			mediatest.Position(lat, 37.1343, "", "")))
		switch name {
		case "two.jpg":
			lat = 36.25
		case "four.jpg":
			lat += 0.00001
		case "five.jpg":
			photo = mediatest.WithEXIF(mediatest.Photo(64, 48, i), mediatest.TIFF(
				mediatest.EXIF(mediatest.ASCII(0x9003, "2016:12:13 15:26:53"), mediatest.ASCII(0x9011, "+02:00"))))
		}
		proof := fmt.Appendf(nil, "CurrentDateTime0GMT,File,SHA256,Location.Latitude,Location.Longitude,Location.Accuracy,DeviceID,Wifi MAC,IPV4,Modified,\n%d,/storage/emulated/0/DCIM/Camera/%s,%x,%v,37.1343,10,SECRETDEVICE,aa:bb:cc:dd:ee:ff,192.0.2.7,%d,\n",
			at.Unix()+2, name, sha256.Sum256(photo), lat, at.UnixMilli())
		sign(name, photo)
		sign(name+".proof.csv", proof)
		if name == "three.jpg" {
			photo = append(photo, 0)
		}
		ts.Check(os.WriteFile(filepath.Join(dir, name), photo, 0o600))
		ts.Check(os.WriteFile(filepath.Join(dir, name+".proof.csv"), proof, 0o600))
	}
}
