//! Drawn landscapes for demonstration newsrooms and for tests: invented scenes, no camera and nobody's rights.

use image::{Rgb, RgbImage};

use crate::PhotoError;
use crate::rendition::{Coding, encode};

/// Longest side that is drawn, in pixels.
const MAX_SIDE: u32 = 6000;

type Colour = [f32; 3];

/// A landscape as a JPEG file: sky and hills over a canal, a lake or the steppe. The same seed draws the same scene.
pub fn demo_landscape(seed: u64, width: u32, height: u32) -> Result<Vec<u8>, PhotoError> {
    let (width, height) = (width.clamp(1, MAX_SIDE), height.clamp(1, MAX_SIDE));
    let scene = Scene::new(seed);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let across = (x as f32 + 0.5) / width as f32;
        let down = (y as f32 + 0.5) / height as f32;
        // Distances are measured in heights, so that the sun is round in any format.
        let colour = scene.colour(across, down, width as f32 / height as f32);
        Rgb(colour.map(|part| part.round().clamp(0.0, 255.0) as u8))
    });
    encode(&picture, Coding::Jpeg)
}

enum Ground {
    Canal,
    Lake,
    Steppe,
}

struct Scene {
    ground: Ground,
    sky: [Colour; 2],
    ridges: [(f32, f32, f32, Colour); 3],
    field: [Colour; 2],
    water: [Colour; 2],
    sun: (f32, f32),
}

impl Scene {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_add(0x9E37_79B9_7F4A_7C15));
        let evening = dice.roll() < 0.4;
        let sky = if evening {
            [[214.0, 205.0, 196.0], [240.0, 222.0, 192.0]]
        } else {
            [[176.0, 199.0, 209.0], [222.0, 230.0, 230.0]]
        };
        let far: Colour = if evening { [178.0, 164.0, 160.0] } else { [159.0, 176.0, 181.0] };
        let mut ridge =
            |base: f32, height: f32, shade: f32| (base, height, dice.roll() * 40.0, far.map(|part| part * shade));
        let ridges = [ridge(0.42, 0.20, 1.0), ridge(0.45, 0.11, 0.84), ridge(0.48, 0.05, 0.70)];
        let ground = match seed % 3 {
            0 => Ground::Canal,
            1 => Ground::Lake,
            _ => Ground::Steppe,
        };
        let field = if evening {
            [[196.0, 170.0, 112.0], [142.0, 116.0, 70.0]]
        } else {
            [[190.0, 170.0, 116.0], [150.0, 132.0, 78.0]]
        };
        Self {
            ground,
            sky,
            ridges,
            field,
            water: [[124.0, 166.0, 178.0], [66.0, 116.0, 132.0]],
            sun: (0.15 + 0.7 * dice.roll(), 0.12 + 0.12 * dice.roll()),
        }
    }

    fn colour(&self, across: f32, down: f32, aspect: f32) -> Colour {
        const HORIZON: f32 = 0.49;
        if down < HORIZON {
            self.above(across, down, aspect)
        } else {
            let depth = (down - HORIZON) / (1.0 - HORIZON);
            match self.ground {
                Ground::Canal => self.canal(across, depth),
                Ground::Lake => self.lake(across, depth),
                Ground::Steppe => self.steppe(across, depth),
            }
        }
    }

    fn above(&self, across: f32, down: f32, aspect: f32) -> Colour {
        for (base, height, phase, colour) in self.ridges.iter().rev() {
            if down > base - height * ridge_line(across * 6.0 + phase) {
                return *colour;
            }
        }
        let distance = ((across - self.sun.0) * aspect).hypot(down - self.sun.1);
        let sky = mix(self.sky[0], self.sky[1], down / 0.49);
        if distance < 0.055 {
            [246.0, 234.0, 206.0]
        } else {
            mix([246.0, 238.0, 218.0], sky, (distance / 0.22).min(1.0))
        }
    }

    fn canal(&self, across: f32, depth: f32) -> Colour {
        let off = (across - 0.5 - 0.03 * depth).abs();
        let water = 0.025 + 0.26 * depth;
        let bank = water + 0.015 + 0.09 * depth;
        if off < water * 0.42 {
            mix(self.water[0], self.water[1], 0.25 + 0.3 * depth)
        } else if off < water {
            mix(self.water[0], self.water[1], 0.6 + 0.4 * depth)
        } else if off < bank {
            mix(self.field[1], [92.0, 76.0, 46.0], 0.4)
        } else {
            // Furrows run to the vanishing point.
            let furrow = ((across - 0.5) / (0.08 + depth) * 26.0).sin();
            mix(self.field[0], self.field[1], 0.25 + 0.3 * depth + 0.12 * furrow)
        }
    }

    fn lake(&self, across: f32, depth: f32) -> Colour {
        let shore = 0.80 + 0.06 * (across * 5.0 + self.sun.0 * 9.0).sin();
        if depth > shore {
            return mix(self.field[0], self.field[1], (depth - shore) / (1.0 - shore));
        }
        let wave = (depth.powf(0.6) * 90.0 + (across * 23.0).sin() * 1.4).sin();
        let glint = (1.0 - (across - self.sun.0).abs() * 5.0).max(0.0) * 0.35;
        let water = mix(self.water[0], self.water[1], 0.2 + 0.6 * depth);
        mix(water, [226.0, 234.0, 232.0], if wave > 0.72 { 0.28 + glint } else { glint * 0.5 })
    }

    fn steppe(&self, across: f32, depth: f32) -> Colour {
        let mut colour = mix(self.field[0], self.field[1], 0.1);
        for (fold, start) in [0.16_f32, 0.40, 0.70].into_iter().enumerate() {
            let fold = fold as f32;
            let edge = start + 0.07 * (across * (4.0 + fold) + fold * 2.1 + self.sun.0 * 8.0).sin();
            if depth > edge {
                colour = mix(self.field[0], [104.0, 96.0, 58.0], 0.35 + 0.28 * fold);
            }
        }
        colour
    }
}

/// A ridge between 0 and 1: straight slopes between peaks of uneven height.
fn ridge_line(along: f32) -> f32 {
    let peak = |index: f32| ((index * 12.989_8).sin() * 43.758).fract().abs();
    let (left, right) = (along.floor(), along.floor() + 1.0);
    let share = along - left;
    peak(left) * (1.0 - share) + peak(right) * share
}

fn mix(from: Colour, to: Colour, share: f32) -> Colour {
    let share = share.clamp(0.0, 1.0);
    [0, 1, 2].map(|part| from[part] * (1.0 - share) + to[part] * share)
}

/// SplitMix64: scenes must not change with a library.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 40) as f32 / (1_u64 << 24) as f32
    }
}
