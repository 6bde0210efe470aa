package media

import "encoding/json"

// dataPackage reads the description of a capture (WACZ 1.1.1 section 5.3).
func (l *look) dataPackage(b []byte) {
	var d struct {
		Title        string `json:"title"`
		Description  string `json:"description"`
		Created      string `json:"created"`
		Modified     string `json:"modified"`
		Version      string `json:"wacz_version"`
		Software     string `json:"software"`
		MainPageURL  string `json:"mainPageUrl"`
		MainPageDate string `json:"mainPageDate"`
	}
	if err := json.Unmarshal(b, &d); err != nil {
		l.notDone("the description of the capture", "datapackage.json is damaged")
		return
	}
	l.claim("WACZ", "title", d.Title)
	l.claim("WACZ", "description", d.Description)
	l.claim("WACZ", "wacz_version", d.Version)
	l.claim("WACZ", "mainPageUrl", d.MainPageURL)
	l.setCamera("", "", d.Software)
	l.isoTime(Created, "WACZ", "created", d.Created)
	l.isoTime(Modified, "WACZ", "modified", d.Modified)
	l.isoTime(Captured, "WACZ", "mainPageDate", d.MainPageDate)
}
