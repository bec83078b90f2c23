import { assert, constantFrom, property, string, array } from 'fast-check'
import { expect, test } from 'vitest'
import { erased, marksOf, scrubber } from './scrub.ts'

const ana = {
  firstName: 'Ana',
  lastName: 'Duarte',
  email: 'ana@x.example',
  website: 'https://ana-duarte.example/(me)',
  phone: '+351912345678',
}
const { text, json } = scrubber(marksOf([ana], new Set()))

test('what is theirs alone goes wherever it stands, whatever its case', () => {
  expect(text('ANA DUARTE (Ana@X.example, +351912345678)', false)).toBe(`${erased} (${erased}, ${erased})`)
  expect(text('Duarte, Ana and ana  duarte', false)).toBe(`${erased} and ${erased}`)
})

test('a name goes from what files are called, however its words are joined there', () => {
  const file = { id: '1', name: 'Offer_ana-duarte.2026.pdf', size: 1, mediaType: 'application/pdf' }
  expect(json({ files: [file] }, false)).toEqual({ files: [{ ...file, name: `Offer_${erased}.2026.pdf` }] })
  expect(json([{ ...file, name: 'CV_ANA.pdf' }, { name: 'CV_ANA.pdf' }], true)).toEqual([
    { ...file, name: `CV_${erased}.pdf` },
    { name: `CV_${erased}.pdf` },
  ])
  expect(json({ ...file, name: 'banana.pdf' }, true)).toEqual({ ...file, name: 'banana.pdf' })
})

test('a single name goes only from what is about them, and never out of another word', () => {
  expect(text('Ana ate a banana', false)).toBe('Ana ate a banana')
  expect(text('Ana, ANA and Anabel ate ana bananas', true)).toBe(
    `${erased}, ${erased} and Anabel ate ana bananas`,
  )
  expect(text('joana@x.example', false)).toBe('joana@x.example')
})

test('a number that others have as well is nobody’s', () => {
  const shared = scrubber(marksOf([ana], new Set(['+351912345678'])))
  expect(shared.text('Call +351912345678', false)).toBe('Call +351912345678')
  expect(shared.text('Call +351912345678', true)).toBe(`Call ${erased}`)
})

test('values go from JSON, its shape and the names of its properties stay', () => {
  expect(json({ ana: ['Ana Duarte', 1, null, { x: 'to ana@x.example' }] }, false)).toEqual({
    ana: [erased, 1, null, { x: `to ${erased}` }],
  })
})

test('nothing of them is left, whatever stands around it', () => {
  const marks = constantFrom('Ana Duarte', 'ana@x.example', '+351912345678', 'Duarte, Ana')
  const around = string({ unit: constantFrom(' ', ',', '"', '\n', '<', '>', '😀', ';') })
  assert(
    property(array(marks), around, (found, between) => {
      const scrubbed = text(found.map((mark) => between + mark).join(' ') + between, false)
      for (const mark of ['Duarte', 'ana@', '3519']) expect(scrubbed).not.toContain(mark)
    }),
  )
})

test('nobody known is found nowhere', () => {
  const none = scrubber(marksOf([{}], new Set()))
  expect(none.pattern).toBeNull()
  expect(none.text('Anything', true)).toBe('Anything')
})
