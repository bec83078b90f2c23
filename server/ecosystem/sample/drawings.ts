import { randomOf, type Random } from './random.ts'

type Colour = readonly [red: number, green: number, blue: number]
/** Whether a point of the drawing, both parts from 0 to 1, is in the shape. */
type Shape = (x: number, y: number) => boolean

const edge = 96

/** Paints shapes one over the other, without ragged edges: each pixel is asked four times. */
async function painted(ground: Colour, layers: readonly (readonly [Shape, Colour])[]): Promise<Buffer> {
  const pixels = Buffer.alloc(edge * edge * 3)
  for (let y = 0; y < edge; y++)
    for (let x = 0; x < edge; x++)
      for (let corner = 0; corner < 4; corner++) {
        const [across, down] = [(x + 0.25 + (corner & 1) / 2) / edge, (y + 0.25 + (corner >> 1) / 2) / edge]
        let colour = ground
        for (const [shape, own] of layers) if (shape(across, down)) colour = own
        const place = (y * edge + x) * 3
        for (let i = 0; i < 3; i++) pixels[place + i] = pixels[place + i]! + (colour[i]! >> 2)
      }
  const { default: sharp } = await import('sharp')
  return sharp(pixels, { raw: { width: edge, height: edge, channels: 3 } })
    .png({ palette: true })
    .toBuffer()
}

const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2
const ring =
  (cx: number, cy: number, radius: number, width: number): Shape =>
  (x, y) =>
    disc(cx, cy, radius)(x, y) && !disc(cx, cy, radius - width)(x, y)
const bar =
  (slope: number, width: number): Shape =>
  (x, y) =>
    Math.abs(y - 0.5 - (x - 0.5) * slope) < width && x > 0.16 && x < 0.84
const arc =
  (cx: number, cy: number, radius: number, width: number): Shape =>
  (x, y) =>
    y < cy && ring(cx, cy, radius, width)(x, y)

const inks: readonly Colour[] = [
  [33, 94, 97], [142, 68, 35], [52, 73, 135], [120, 48, 82], [66, 96, 44], [38, 38, 44], [150, 110, 30],
] // prettier-ignore
const papers: readonly Colour[] = [
  [236, 243, 240], [250, 238, 226], [233, 236, 248], [247, 234, 240], [240, 244, 228], [240, 240, 238],
] // prettier-ignore
const skins: readonly Colour[] = [
  [247, 214, 188], [226, 178, 142], [188, 132, 96], [138, 90, 62], [96, 62, 44],
] // prettier-ignore
const hairs: readonly Colour[] = [
  [44, 34, 30], [94, 62, 38], [178, 130, 70], [120, 120, 124], [24, 24, 28], [150, 70, 40],
] // prettier-ignore

/** A company's logo: wheels, bridges and roads, in one colour. */
export function drawLogo(name: string): Promise<Buffer> {
  const random = randomOf(`logo ${name}`)
  const ink = random.pick(inks)
  const paper = random.pick(papers)
  const marks: readonly (() => (readonly [Shape, Colour])[])[] = [
    () => [
      [disc(0.5, 0.5, 0.34), ink],
      [disc(0.5, 0.5, 0.2), paper],
      [disc(0.5, 0.5, 0.08), ink],
    ],
    () => [
      [ring(0.5, 0.5, 0.36, 0.08), ink],
      [bar(0, 0.025), ink],
      [bar(1.7, 0.045), ink],
      [bar(-1.7, 0.045), ink],
    ],
    () => [
      [arc(0.5, 0.68, 0.36, 0.09), ink],
      [arc(0.5, 0.68, 0.2, 0.09), ink],
    ],
    () => [
      [disc(0.5, 0.5, 0.36), ink],
      [bar(-0.5, 0.06), paper],
      [bar(0.5, 0.06), paper],
    ],
    () => [
      [disc(0.36, 0.5, 0.24), ink],
      [disc(0.64, 0.5, 0.24), ink],
      [disc(0.5, 0.5, 0.1), paper],
    ],
  ]
  return painted(paper, random.pick(marks)())
}

/** A person's photo, as a drawing: nobody who is made up has a face. */
export function drawPerson(name: string): Promise<Buffer> {
  const random: Random = randomOf(`photo ${name}`)
  const [paper, skin, hair, coat] = [
    random.pick(papers),
    random.pick(skins),
    random.pick(hairs),
    random.pick(inks),
  ]
  const long = random.chance(0.5)
  const cap: Shape = (x, y) => disc(0.5, 0.38, 0.22)(x, y) && (y < 0.34 || (long && Math.abs(x - 0.5) > 0.13))
  const fall: Shape = (x, y) =>
    long && y > 0.34 && y < 0.62 && Math.abs(x - 0.5) < 0.22 && Math.abs(x - 0.5) > 0.12
  return painted(paper, [
    [(x, y) => ((x - 0.5) / 0.38) ** 2 + ((y - 1.02) / 0.36) ** 2 < 1, coat],
    [(x, y) => Math.abs(x - 0.5) < 0.07 && y > 0.5 && y < 0.72, skin],
    [fall, hair],
    [disc(0.5, 0.4, 0.19), skin],
    [cap, hair],
  ])
}

const paged = (text: string) => text.replace(/[\\()]/g, (sign) => `\\${sign}`).replace(/[^\x20-\x7e]/g, '-')

/** A page with a title and lines, as PDF. */
export function drawPage(title: string, lines: readonly string[]): Buffer {
  const words = [
    `BT /F2 20 Tf 60 770 Td (${paged(title)}) Tj ET`,
    ...lines.map((line, i) => `BT /F1 11 Tf 60 ${735 - i * 18} Td (${paged(line)}) Tj ET`),
  ].join('\n')
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>',
    `<</Length ${words.length}>>stream\n${words}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>',
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, i) => {
    const at = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
