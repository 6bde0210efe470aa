package media

// Tags of TIFF 6.0, EXIF (CIPA DC-008) and a few that are registered beside them.
const (
	tagImageWidth          = 0x0100
	tagImageLength         = 0x0101
	tagMake                = 0x010F
	tagModel               = 0x0110
	tagOrientation         = 0x0112
	tagSoftware            = 0x0131
	tagDateTime            = 0x0132
	tagXMP                 = 0x02BC
	tagIPTC                = 0x83BB
	tagPhotoshop           = 0x8649
	tagExifIFD             = 0x8769
	tagGPSIFD              = 0x8825
	tagDateTimeOriginal    = 0x9003
	tagDateTimeDigitized   = 0x9004
	tagOffsetTime          = 0x9010
	tagOffsetTimeOriginal  = 0x9011
	tagOffsetTimeDigitized = 0x9012
	tagMakerNote           = 0x927C
	tagUserComment         = 0x9286
	tagXPTitle             = 0x9C9B
	tagXPComment           = 0x9C9C
	tagXPAuthor            = 0x9C9D
	tagXPKeywords          = 0x9C9E
	tagXPSubject           = 0x9C9F
	tagPixelXDimension     = 0xA002
	tagPixelYDimension     = 0xA003
)

// exifName gives the name of a tag that becomes a claim as it stands.
func exifName(tag uint16) string {
	switch tag {
	case 0x010D:
		return "DocumentName"
	case 0x010E:
		return "ImageDescription"
	case 0x013B:
		return "Artist"
	case 0x013C:
		return "HostComputer"
	case 0x8298:
		return "Copyright"
	case 0x829A:
		return "ExposureTime"
	case 0x829D:
		return "FNumber"
	case 0x8827:
		return "ISO"
	case 0x882A:
		return "TimeZoneOffset"
	case 0x9290:
		return "SubSecTime"
	case 0x9291:
		return "SubSecTimeOriginal"
	case 0x9292:
		return "SubSecTimeDigitized"
	case 0x9209:
		return "Flash"
	case 0x920A:
		return "FocalLength"
	case 0xA405:
		return "FocalLengthIn35mmFormat"
	case 0xA420:
		return "ImageUniqueID"
	case 0xA430:
		return "CameraOwnerName"
	case 0xA431:
		return "BodySerialNumber"
	case 0xA433:
		return "LensMake"
	case 0xA434:
		return "LensModel"
	case 0xA435:
		return "LensSerialNumber"
	case 0xA436:
		return "ImageTitle"
	case 0xA437:
		return "Photographer"
	case 0xA438:
		return "ImageEditor"
	case 0xA439:
		return "CameraFirmware"
	case 0xA43A:
		return "RAWDevelopingSoftware"
	case 0xA43B:
		return "ImageEditingSoftware"
	case 0xA43C:
		return "MetadataEditingSoftware"
	case 0xC614:
		return "UniqueCameraModel"
	case 0xC62F:
		return "CameraSerialNumber"
	case tagXPTitle:
		return "XPTitle"
	case tagXPComment:
		return "XPComment"
	case tagXPKeywords:
		return "XPKeywords"
	case tagXPSubject:
		return "XPSubject"
	}
	return ""
}

// exifNamesSomebody says which tags name a person or a single device. The host
// computer does: it is "somebody's iPhone" as often as a program.
func exifNamesSomebody(tag uint16) bool {
	switch tag {
	case 0x013B, 0x013C, 0x8298, 0xA420, 0xA430, 0xA431, 0xA435, 0xA437, 0xA438, 0xC62F:
		return true
	}
	return false
}

// Tags of the GPS directory.
const (
	gpsLatitudeRef  = 0x01
	gpsLatitude     = 0x02
	gpsLongitudeRef = 0x03
	gpsLongitude    = 0x04
	gpsAltitudeRef  = 0x05
	gpsAltitude     = 0x06
	gpsTimeStamp    = 0x07
	gpsDateStamp    = 0x1D
)

func gpsName(tag uint16) string {
	switch tag {
	case 0x08:
		return "GPSSatellites"
	case 0x09:
		return "GPSStatus"
	case 0x0A:
		return "GPSMeasureMode"
	case 0x0B:
		return "GPSDOP"
	case 0x0C:
		return "GPSSpeedRef"
	case 0x0D:
		return "GPSSpeed"
	case 0x0E:
		return "GPSTrackRef"
	case 0x0F:
		return "GPSTrack"
	case 0x10:
		return "GPSImgDirectionRef"
	case 0x11:
		return "GPSImgDirection"
	case 0x12:
		return "GPSMapDatum"
	case 0x1F:
		return "GPSHPositioningError"
	}
	return ""
}
