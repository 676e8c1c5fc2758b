// Pictures of an editor, small enough to be kept: of 256 colours, still or moving.
import gifenc from "gifenc";
import { PNG } from "pngjs";
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";

const { GIFEncoder } = gifenc;
const COLOURS = 256;

/**
 * Colours of some images, and the one for each point of an image. Half of them are the most frequent: surfaces keep theirs
 * to the bit. The others are those that nothing near stands for: a thin red line stays red.
 */
class Palette {
  nearest = new Map();

  constructor(images, most) {
    const counts = new Map();
    for (const image of images) {
      for (const colour of points(image)) {
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
    }
    const ranked = [...counts].sort(([, left], [, right]) => right - left);
    const chosen = ranked.splice(0, most / 2).map(([colour]) => parts(colour));
    const rest = ranked.map(([colour, count]) => ({ own: parts(colour), count, far: Math.min(...chosen.map((other) => distance(parts(colour), other))) }));
    while (chosen.length < most && rest.length > 0) {
      const next = rest.reduce((best, one) => (one.far * Math.sqrt(one.count) > best.far * Math.sqrt(best.count) ? one : best));
      chosen.push(next.own);
      rest.splice(rest.indexOf(next), 1);
      rest.forEach((one) => (one.far = Math.min(one.far, distance(one.own, next.own))));
    }
    this.colours = chosen;
  }

  indices(image) {
    return Uint8Array.from(points(image), (colour) => {
      let at = this.nearest.get(colour);
      if (at === undefined) {
        const distances = this.colours.map((other) => distance(parts(colour), other));
        at = distances.indexOf(Math.min(...distances));
        this.nearest.set(colour, at);
      }
      return at;
    });
  }
}

const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
const distance = (one, other) => one.reduce((sum, part, at) => sum + (part - other[at]) ** 2, 0);

/** The points of an image (red, green, blue, opacity) as numbers. */
const points = (data) => new Uint32Array(Uint8Array.from(data).buffer);

/** A screenshot with its colours in a palette: a third of the bytes. */
export function small(screenshot) {
  const { data, width, height } = PNG.sync.read(screenshot);
  const palette = new Palette([data], COLOURS);
  const colours = palette.indices(data);
  // Every row begins with the number of its filter: none.
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    rows.set(colours.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits for each point, which say its place in the palette.
  head.set([8, 3], 8);
  const chunks = [chunk("IHDR", head), chunk("PLTE", Buffer.from(palette.colours.flat())), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]);
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, check]);
}

/** The last colour of a moving picture's palette stands for what has not changed. */
const SAME = COLOURS - 1;

/** Screenshots, each shown as long as the step says and not as long as the machine took. */
export class Moving {
  frames = [];

  constructor(page) {
    this.page = page;
  }

  /** What is seen now, for so many milliseconds; longer, if nothing has changed since. */
  async frame(ms) {
    const { data, width, height } = PNG.sync.read(await this.page.screenshot());
    const last = this.frames.at(-1);
    if (last?.data.equals(data)) {
      last.ms += ms;
    } else {
      this.frames.push({ data, width, height, ms });
    }
  }

  /** In milliseconds. */
  get duration() {
    return this.frames.reduce((sum, { ms }) => sum + ms, 0);
  }

  /** The picture as a GIF that begins anew at its end. Each frame holds what differs from the one before. */
  gif() {
    const every = Math.ceil(this.frames.length / 12);
    const sample = this.frames.filter((_, at) => at % every === 0 || at === this.frames.length - 1);
    const palette = new Palette(sample.map(({ data }) => data), SAME);
    const table = [...palette.colours, ...Array.from({ length: COLOURS - palette.colours.length }, () => [255, 255, 255])];
    const encoder = GIFEncoder();
    let before;
    for (const { data, width, height, ms } of this.frames) {
      const now = palette.indices(data);
      const shown = before ? now.map((colour, at) => (colour === before[at] ? SAME : colour)) : now;
      encoder.writeFrame(shown, width, height, { palette: before ? null : table, delay: ms, transparent: before !== undefined, transparentIndex: SAME, dispose: 1 });
      before = now;
    }
    encoder.finish();
    return Buffer.from(encoder.bytes());
  }
}
