package example

import (
	"image"
	"image/color"
	"math/rand/v2"
)

// canvas is an empty picture with a sky.
func canvas(seed uint64, top, low color.RGBA, horizon int) (*image.RGBA, *rand.Rand) {
	img := image.NewRGBA(image.Rect(0, 0, sceneWidth, sceneHeight))
	for y := range sceneHeight {
		fill(img, image.Rect(0, y, sceneWidth, y+1), mix(top, low, min(1, float64(y)/float64(horizon))))
	}
	return img, rand.New(rand.NewPCG(seed, 1216))
}

func ground(img *image.RGBA, chance *rand.Rand, from int, near, far color.RGBA, grain color.RGBA) {
	for y := from; y < sceneHeight; y++ {
		fill(img, image.Rect(0, y, sceneWidth, y+1), mix(far, near, float64(y-from)/float64(sceneHeight-from)))
	}
	for range 700 {
		disc(img, chance.IntN(sceneWidth), from+chance.IntN(sceneHeight-from), 1+chance.IntN(3), grain)
	}
}

// hospitalFront draws a closed front with one lamp over its door.
func hospitalFront() *image.RGBA {
	img, chance := canvas(11, color.RGBA{186, 198, 206, 255}, color.RGBA{226, 222, 210, 255}, 420)
	wall := color.RGBA{196, 190, 176, 255}
	for x := 170; x < 1110; x++ {
		fill(img, image.Rect(x, 190, x+1, 690), mix(wall, color.RGBA{70, 70, 74, 255}, 0.2*float64(x-170)/940))
	}
	fill(img, image.Rect(160, 176, 1120, 194), color.RGBA{120, 116, 108, 255})
	for row := range 3 {
		for col := range 7 {
			x, y := 214+col*126, 232+row*128
			shutter := color.RGBA{104, 122, 116, 255}
			if chance.IntN(5) == 0 {
				shutter = color.RGBA{52, 54, 58, 255}
			}
			fill(img, image.Rect(x, y, x+78, y+84), mix(shutter, color.RGBA{30, 30, 30, 255}, 0.25*chance.Float64()))
			for slat := y + 6; slat < y+84; slat += 9 {
				fill(img, image.Rect(x+4, slat, x+74, slat+2), color.RGBA{150, 160, 152, 255})
			}
		}
	}
	fill(img, image.Rect(570, 560, 710, 690), color.RGBA{58, 56, 54, 255})
	fill(img, image.Rect(520, 520, 760, 548), color.RGBA{232, 230, 224, 255})
	fill(img, image.Rect(628, 524, 652, 544), color.RGBA{172, 70, 62, 255}) // a crescent's colour
	disc(img, 648, 534, 8, color.RGBA{232, 230, 224, 255})
	for r := 60; r > 6; r -= 6 {
		disc(img, 640, 576, r, color.RGBA{252, 226, 150, 26})
	}
	ground(img, chance, 690, color.RGBA{84, 80, 76, 255}, color.RGBA{128, 120, 110, 255}, color.RGBA{60, 58, 54, 110})
	for range 240 {
		disc(img, 170+chance.IntN(940), 690+chance.IntN(46), 3+chance.IntN(12), mix(wall, color.RGBA{80, 78, 74, 255}, chance.Float64()))
	}
	return img
}

// convoy draws a row of green buses in the snow.
func convoy() *image.RGBA {
	img, chance := canvas(12, color.RGBA{170, 178, 190, 255}, color.RGBA{224, 226, 228, 255}, 430)
	hill(img, chance, 430, color.RGBA{176, 182, 186, 255})
	hill(img, chance, 480, color.RGBA{154, 160, 162, 255})
	ground(img, chance, 560, color.RGBA{214, 216, 220, 255}, color.RGBA{236, 238, 240, 255}, color.RGBA{190, 194, 198, 160})
	for i, x := range []int{1010, 740, 430, 40} {
		wide, high := 190+i*44, 92+i*22
		base := 604 + i*46
		green := mix(color.RGBA{58, 118, 78, 255}, color.RGBA{30, 66, 46, 255}, 0.3*chance.Float64())
		fill(img, image.Rect(x, base-high, x+wide, base), green)
		fill(img, image.Rect(x-4, base-high-7, x+wide+4, base-high+3), color.RGBA{244, 246, 248, 255}) // snow on the roof
		for wx := x + 14; wx < x+wide-34; wx += 46 {
			fill(img, image.Rect(wx, base-high+16, wx+34, base-high+16+high/3), color.RGBA{62, 74, 84, 255})
			if chance.IntN(3) > 0 {
				disc(img, wx+12+chance.IntN(12), base-high+12+high/3, 7+i, color.RGBA{36, 34, 36, 255})
			}
		}
		for _, w := range []int{x + wide/5, x + wide - wide/5} {
			disc(img, w, base, 14+3*i, color.RGBA{34, 34, 36, 255})
			disc(img, w, base, 6+i, color.RGBA{120, 122, 124, 255})
		}
	}
	for range 900 {
		disc(img, chance.IntN(sceneWidth), chance.IntN(sceneHeight), 1+chance.IntN(3), color.RGBA{250, 250, 252, 200})
	}
	return img
}

// alley draws a way between walls, with bags that nobody carries.
func alley() *image.RGBA {
	img, chance := canvas(13, color.RGBA{200, 206, 208, 255}, color.RGBA{232, 226, 214, 255}, 500)
	for y := range sceneHeight {
		narrow := max(0, 430-y/2)
		left := color.RGBA{150, 140, 122, 255}
		fill(img, image.Rect(0, y, 600-narrow/2, y+1), mix(left, color.RGBA{54, 52, 50, 255}, 0.5*float64(y)/sceneHeight))
		fill(img, image.Rect(720+narrow/2, y, sceneWidth, y+1), mix(color.RGBA{168, 156, 136, 255}, color.RGBA{64, 60, 56, 255}, 0.5*float64(y)/sceneHeight))
	}
	for range 46 {
		x, y := chance.IntN(470), 90+chance.IntN(440)
		if chance.IntN(2) == 0 {
			x = 830 + chance.IntN(420)
		}
		fill(img, image.Rect(x, y, x+26+chance.IntN(30), y+34+chance.IntN(24)), color.RGBA{56, 54, 56, 255})
	}
	ground(img, chance, 610, color.RGBA{96, 90, 84, 255}, color.RGBA{140, 130, 116, 255}, color.RGBA{66, 62, 58, 120})
	for i := range 9 {
		x, y := 180+i*104+chance.IntN(50), 660+chance.IntN(120)
		bag := color.RGBA{uint8(70 + chance.IntN(110)), uint8(60 + chance.IntN(60)), uint8(60 + chance.IntN(90)), 255}
		fill(img, image.Rect(x, y, x+64, y+44), bag)
		fill(img, image.Rect(x+22, y-9, x+42, y-4), mix(bag, color.RGBA{20, 20, 20, 255}, 0.5))
		fill(img, image.Rect(x, y+20, x+64, y+23), mix(bag, color.RGBA{255, 255, 255, 255}, 0.3))
	}
	return img
}

// courtyard draws a yard with a tree and washing on a line.
func courtyard() *image.RGBA {
	img, chance := canvas(14, color.RGBA{152, 184, 206, 255}, color.RGBA{222, 230, 228, 255}, 380)
	stone := color.RGBA{206, 192, 160, 255}
	fill(img, image.Rect(0, 250, sceneWidth, 620), stone)
	for row := range 8 {
		for x := -40 + row%2*48; x < sceneWidth; x += 96 {
			fill(img, image.Rect(x, 250+row*46, x+93, 293+row*46), mix(stone, color.RGBA{120, 106, 84, 255}, 0.3*chance.Float64()))
		}
	}
	for _, x := range []int{150, 480, 960} {
		fill(img, image.Rect(x, 360, x+110, 620), color.RGBA{70, 56, 46, 255})
		disc(img, x+55, 362, 55, color.RGBA{70, 56, 46, 255})
	}
	ground(img, chance, 620, color.RGBA{152, 142, 124, 255}, color.RGBA{190, 178, 154, 255}, color.RGBA{120, 112, 98, 110})
	fill(img, image.Rect(770, 330, 798, 700), color.RGBA{84, 66, 48, 255})
	for range 260 {
		disc(img, 690+chance.IntN(190), 170+chance.IntN(210), 10+chance.IntN(20), color.RGBA{uint8(58 + chance.IntN(30)), uint8(96 + chance.IntN(40)), 58, 220})
	}
	fill(img, image.Rect(60, 330, 760, 333), color.RGBA{90, 90, 90, 255})
	for x := 90; x < 720; x += 84 {
		cloth := color.RGBA{uint8(150 + chance.IntN(90)), uint8(140 + chance.IntN(90)), uint8(150 + chance.IntN(80)), 255}
		fill(img, image.Rect(x, 333, x+58, 400+chance.IntN(50)), cloth)
	}
	return img
}

// roofs draws flat roofs with tanks, and smoke far behind them.
func roofs() *image.RGBA {
	img, chance := canvas(15, color.RGBA{120, 134, 156, 255}, color.RGBA{236, 210, 180, 255}, 520)
	for i := range 150 {
		disc(img, 820+i*2+chance.IntN(70), 430-i*2-chance.IntN(40), 24+i/3, color.RGBA{74, 74, 78, 46})
		disc(img, 260+i+chance.IntN(50), 450-i-chance.IntN(30), 16+i/4, color.RGBA{92, 90, 90, 40})
	}
	hill(img, chance, 470, color.RGBA{128, 122, 118, 255})
	for row := range 4 {
		base := 520 + row*90
		for x := -60 + chance.IntN(60); x < sceneWidth; {
			wide := 120 + chance.IntN(150)
			wall := mix(color.RGBA{176, 162, 138, 255}, color.RGBA{96, 90, 86, 255}, 0.18*float64(3-row)+0.3*chance.Float64())
			top := base - chance.IntN(70)
			fill(img, image.Rect(x, top, x+wide, sceneHeight), wall)
			fill(img, image.Rect(x, top, x+wide, top+7), mix(wall, color.RGBA{255, 255, 255, 255}, 0.25))
			if chance.IntN(2) == 0 {
				fill(img, image.Rect(x+24, top-34, x+62, top), color.RGBA{116, 118, 122, 255})
			}
			for wx := x + 16; wx < x+wide-24; wx += 40 {
				fill(img, image.Rect(wx, top+26, wx+18, top+52), color.RGBA{60, 58, 60, 255})
			}
			x += wide + 6
		}
	}
	return img
}
