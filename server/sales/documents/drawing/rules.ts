import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import PDFDocument from 'pdfkit'
import type { Paper } from '../rules.ts'

/** How a company's documents look. */
export interface Look {
  /** `#rrggbb`, of lines and heads. */
  colour: string | null
  /** JPEG. */
  logo: Buffer | null
}

const require = createRequire(import.meta.url)

const load = (weight: string): Font => {
  const font = create(readFileSync(require.resolve(`@expo-google-fonts/inter/${weight}.ttf`)))
  if ('fonts' in font) throw new Error('A collection of fonts is no font')
  // A glyph keeps the character that it was first asked for by. As a part of another, as o is of ó, it would be none, and
  // no later document could be searched or read aloud. What stands for variants (the private use area) is left to them.
  for (const point of font.characterSet) if (point < 0xe000 || point > 0xf8ff) font.glyphForCodePoint(point)
  return font
}

interface Fonts {
  regular: Font
  strong: Font
}
let read: Fonts | undefined

/** Read with the first document: all of Latin, Greek and Cyrillic. */
const fonts = (): Fonts =>
  (read ??= { regular: load('400Regular/Inter_400Regular'), strong: load('600SemiBold/Inter_600SemiBold') })

// All in points, on A4.
const margin = 56
const width = 595.28 - 2 * margin
const bottom = 841.89 - 84
const ink = '#1a1d21'
const quiet = '#5f6670'
const hairline = '#d9dde2'
/** Where the columns begin and how wide they are; the first runs from the left. */
const columns = [
  { at: 0, wide: 190 },
  { at: 196, wide: 60 },
  { at: 258, wide: 84 },
  { at: 344, wide: 42 },
  { at: 388, wide: width - 388 },
] as const

const sumsAt = 222

type Pen = InstanceType<typeof PDFDocument>

const body = 9.5
const small = 8

function write(pen: Pen, text: string, x: number, y: number, options: PDFKit.Mixins.TextOptions): void {
  pen.text(text, margin + x, y, { lineGap: 2, ...options })
}

const style = (pen: Pen, font: 'regular' | 'strong', size: number, colour = ink): Pen =>
  pen.font(font).fontSize(size).fillColor(colour)

/** A figure at the right of its column. One that is too wide is written smaller: it is never broken. */
function figure(pen: Pen, text: string, { at, wide }: { at: number; wide: number }, y: number, size = body) {
  pen.fontSize(size)
  const fits = Math.min(1, (wide - 1) / pen.widthOfString(text))
  pen.fontSize(size * fits)
  write(pen, text, at, y + (size - size * fits) / 2, { width: wide, align: 'right' })
}

const heightOf = (pen: Pen, text: string, wide: number): number =>
  pen.heightOfString(text, { width: wide, lineGap: 2 })

/** Draws a document as PDF. The same paper, look and moment make the same bytes. */
export async function drawPaper(paper: Paper, look: Look, at: Date): Promise<Buffer> {
  const { regular, strong } = fonts()
  const pen = new PDFDocument({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom: 0 },
    bufferPages: true,
    lang: paper.language,
    displayTitle: true,
    // Fonts that were read are taken as they are, though the types know only files.
    font: regular as never,
    info: {
      Title: `${paper.title} · ${paper.recipient[0] ?? ''}`,
      Author: paper.sender[0] ?? '',
      CreationDate: at,
    },
  })
  pen.registerFont('regular', regular as never).registerFont('strong', strong as never)
  const parts: Buffer[] = []
  pen.on('data', (part: Buffer) => void parts.push(part))
  const done = new Promise<void>((resolve, reject) => void pen.on('end', resolve).on('error', reject))

  let y = drawHead(pen, paper, look)
  y = drawText(pen, paper.intro, y)
  y = drawLines(pen, paper, look, y)
  y = drawSums(pen, paper, look, y)
  for (const text of paper.closing) y = drawText(pen, text, y)
  drawFeet(pen, paper)
  pen.end()
  await done
  return Buffer.concat(parts)
}

/** Makes room for so much; on a new page if need be. */
function room(pen: Pen, y: number, height: number): number {
  if (y + height <= bottom) return y
  pen.addPage()
  return margin
}

function drawHead(pen: Pen, paper: Paper, { colour, logo }: Look): number {
  const [name = '', ...address] = paper.sender
  if (logo) pen.image(logo, margin, margin - 8, { fit: [170, 48] })
  else {
    style(pen, 'strong', 14)
    write(pen, name, 0, margin, { width: 280 })
  }
  style(pen, 'regular', small, quiet)
  write(pen, (logo ? paper.sender : address).join('\n'), 300, margin, { width: width - 300, align: 'right' })

  let y = 140
  style(pen, 'strong', body)
  write(pen, paper.recipient[0] ?? '', 0, y, { width: 270 })
  style(pen, 'regular', body)
  write(pen, paper.recipient.slice(1).join('\n'), 0, pen.y + 1, { width: 270 })
  const below = pen.y
  for (const [label, value] of paper.facts) {
    style(pen, 'regular', small, quiet)
    write(pen, label, 300, y + 1, { width: 80 })
    style(pen, 'regular', body)
    write(pen, value, 384, y, { width: width - 384, align: 'right' })
    y = pen.y + 3
  }
  y = Math.max(below, y, 212) + 22
  pen.rect(margin, y, 28, 3).fill(colour ?? ink)
  style(pen, 'strong', 20)
  write(pen, paper.title, 0, y + 10, { width })
  if (paper.subtitle) {
    style(pen, 'regular', 11, quiet)
    write(pen, paper.subtitle, 0, pen.y, { width })
  }
  return pen.y + 14
}

/** Text as long as it likes: a paragraph that does not fit goes on overleaf. */
function drawText(pen: Pen, text: string, from: number): number {
  let y = from
  if (!text) return y
  for (const paragraph of text.split('\n')) {
    style(pen, 'regular', body)
    y = room(pen, y, heightOf(pen, paragraph || ' ', width))
    write(pen, paragraph || ' ', 0, y, { width })
    y = pen.y
  }
  return y + 12
}

function drawHeads(pen: Pen, paper: Paper, { colour }: Look, y: number): number {
  style(pen, 'strong', small, colour ?? quiet)
  columns.forEach(({ at, wide }, i) =>
    write(pen, paper.heads[i] ?? '', at, y, { width: wide, align: i === 0 ? 'left' : 'right' }),
  )
  const under = y + 15
  pen
    .moveTo(margin, under)
    .lineTo(margin + width, under)
    .lineWidth(0.8)
    .stroke(colour ?? ink)
  return under + 7
}

function drawLines(pen: Pen, paper: Paper, look: Look, from: number): number {
  let y = drawHeads(pen, paper, look, room(pen, from, 60))
  for (const { cells, notes } of paper.lines) {
    style(pen, 'strong', body)
    const head = heightOf(pen, cells[0], columns[0].wide)
    style(pen, 'regular', small)
    const height = notes.reduce((sum, note) => sum + heightOf(pen, note, columns[0].wide) + 1, head)
    const fits = room(pen, y, Math.min(height, bottom - margin - 30))
    if (fits < y) y = drawHeads(pen, paper, look, fits)
    const [item, ...figures] = cells
    style(pen, 'strong', body)
    write(pen, item, 0, y, { width: columns[0].wide })
    style(pen, 'regular', body)
    figures.forEach((text, i) => figure(pen, text, columns[i + 1] ?? columns[0], y))
    let under = y + head + 1
    style(pen, 'regular', small, quiet)
    for (const note of notes) {
      write(pen, note, 0, under, { width: columns[0].wide })
      under = pen.y + 1
    }
    y = Math.max(under, y + 14) + 6
    pen
      .moveTo(margin, y - 3)
      .lineTo(margin + width, y - 3)
      .lineWidth(0.4)
      .stroke(hairline)
    y += 3
  }
  return y
}

/** The sums stay together. */
function drawSums(pen: Pen, paper: Paper, { colour }: Look, from: number): number {
  let y = room(pen, from, paper.sums.length * 16 + 40) + 4
  for (const [label, value] of paper.sums) {
    style(pen, 'regular', small, quiet)
    write(pen, label, sumsAt, y + 1, { width: columns[4].at - sumsAt - 4 })
    style(pen, 'regular', body)
    figure(pen, value, columns[4], y)
    y += 16
  }
  pen
    .moveTo(margin + sumsAt, y)
    .lineTo(margin + width, y)
    .lineWidth(0.8)
    .stroke(colour ?? ink)
  y += 7
  style(pen, 'strong', 12)
  write(pen, paper.total[0], sumsAt, y, { width: 90 })
  figure(pen, paper.total[1], { at: sumsAt + 96, wide: width - sumsAt - 96 }, y, 12)
  return y + 34
}

/** Once it is known how many pages there are. */
function drawFeet(pen: Pen, paper: Paper): void {
  const { start, count } = pen.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    pen.switchToPage(page)
    style(pen, 'regular', 7, quiet)
    const y = 841.89 - 34 - paper.foot.length * 10
    const line = { height: 9, ellipsis: true }
    paper.foot.forEach((text, i) => write(pen, text, 0, y + i * 10, { ...line, width: width - 90 }))
    const number = paper.page(page - start + 1, count)
    write(pen, number, width - 90, y, { ...line, width: 90, align: 'right' })
  }
}
