import { expect, test } from 'vitest'
import { en } from './en.ts'
import { enPages } from './en-pages.ts'
import { enSeldom } from './en-seldom.ts'
import { t } from './t.ts'

test('fills parameters and groups digits', () => {
  expect(t('spotlight.searchFor', { query: 'Velo' })).toBe('Search for “Velo”')
  expect(t('records.selected', { count: 12000 })).toBe('12,000 selected')
})

test('chooses the plural form by count', () => {
  expect(t('records.deleted', { count: 1, one: 'deal', many: 'deals' })).toBe('1 deal moved to the bin')
  expect(t('records.deleted', { count: 2, one: 'deal', many: 'deals' })).toBe('2 deals moved to the bin')
})

test('no text shouts, apologises or congratulates', () => {
  const texts = Object.values({ ...en, ...enPages, ...enSeldom }).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry),
  )
  expect(texts.filter((text) => /!|\boops\b|successfully|\bsorry\b|please/i.test(text))).toEqual([])
})
