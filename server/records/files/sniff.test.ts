import { expect, test } from 'vitest'
import { image, pdf } from '../../../tests/files.ts'
import { mediaTypeOf } from './sniff.ts'

const zip = (...names: string[]) =>
  Buffer.concat(
    names.map((name) => {
      const head = Buffer.alloc(30)
      head.write('PK\x03\x04', 'latin1')
      head.writeUInt16LE(name.split('\n')[0]!.length, 26)
      return Buffer.concat([head, Buffer.from(name.replace('\n', ''))])
    }),
  )
const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')

test.each<[string, Buffer | string, string]>([
  ['a.pdf', pdf, 'application/pdf'],
  [
    'a.docx',
    zip('[Content_Types].xml', 'word/document.xml'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    'a.bin',
    zip('[Content_Types].xml', 'xl/workbook.xml'),
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  [
    'a.ods',
    zip('mimetype\napplication/vnd.oasis.opendocument.spreadsheet'),
    'application/vnd.oasis.opendocument.spreadsheet',
  ],
  ['a.docx', zip('evil.html'), 'application/zip'],
  ['a.xls', ole, 'application/vnd.ms-excel'],
  ['a.exe', ole, 'application/octet-stream'],
  ['a.csv', 'a;b\n1;2\n', 'text/csv'],
  ['a.png', 'just text', 'text/plain'],
  ['umlaut.txt', Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65]), 'text/plain'],
  ['wide.txt', Buffer.from('\uFEFFhello', 'utf16le'), 'text/plain'],
  ['a.png', '\uFEFF  <!-- x --><html>', 'text/html'],
  ['a.jpg', '<svg onload=alert(1)>', 'image/svg+xml'],
  ['a.txt', '<?xml version="1.0"?><feed/>', 'application/xml'],
  ['a.exe', Buffer.from('4d5a900003000000', 'hex'), 'application/octet-stream'],
  ['a.pdf', 'x%PDF-1.4', 'text/plain'],
  ['a.heic', Buffer.from('\0\0\0\x18ftypheic'), 'image/heic'],
])('%s is what it holds', (name, content, mediaType) => {
  expect(mediaTypeOf(Buffer.from(content), name)).toBe(mediaType)
})

test('an image is its own witness, whatever it is called', async () => {
  for (const type of ['png', 'jpeg', 'webp', 'gif'] as const)
    expect(mediaTypeOf(await image(type), 'page.html')).toBe(`image/${type}`)
})
