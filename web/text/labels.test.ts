import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { company } from '../../contract/customer/company.ts'
import { person } from '../../contract/customer/person.ts'
import { relationsOf } from '../../contract/record-types.ts'
import { deal } from '../../contract/sales/deal.ts'
import { declaredTexts, untranslated } from './declared.ts'
import * as labels from './labels.ts'
import { language } from './language.ts'

test('in English everything declared is called as its declaration says', () => {
  expect(labels.typeLabel(deal)).toEqual(deal.label)
  expect(labels.fieldLabel(deal.fields.amount)).toBe('Amount')
  expect(labels.choiceLabel(person.fields.lifecycleStage.options, 'lead')).toBe('Lead')
  expect(labels.choiceLabel(person.fields.lifecycleStage.options, 'unheard of')).toBe('unheard of')
  expect(labels.eventLabel('deal.won')).toBe('Deal won')
  expect(labels.eventLabel('moon.landed')).toBe('moon.landed')
  expect(labels.inText('Team members')).toBe('team members')
})

describe('in another language', () => {
  const german = {
    'type.deal.many': 'Geschäfte',
    'field.deal.amount': 'Betrag',
    'field.createdAt': 'Angelegt',
    'choice.person.lifecycleStage.lead': 'Interessent',
    'inverse.deal.company': 'Geschäfte mit ihr',
    'event.deal.won': 'Geschäft gewonnen',
  }
  beforeEach(() => {
    vi.spyOn(language, 'declared', 'get').mockReturnValue(german)
  })

  test('what its catalogue has is shown, the rest as declared, and own names as their company wrote them', () => {
    expect(labels.typeLabel(deal)).toEqual({ one: 'Deal', many: 'Geschäfte' })
    expect(labels.fieldLabel(deal.fields.amount)).toBe('Betrag')
    expect(labels.fieldLabel(deal.fields.owner)).toBe(deal.fields.owner.label)
    expect(labels.fieldLabel({ type: 'text', label: 'Amount' })).toBe('Amount')
    expect(labels.choicesFrom(person.fields.lifecycleStage.options)).toContainEqual({
      value: 'lead',
      label: 'Interessent',
    })
    expect(labels.eventLabel('deal.won')).toBe('Geschäft gewonnen')
    const back = relationsOf(company).find(({ declared }) => declared === deal.fields.company)
    expect(back && labels.relationLabel(back)).toBe('Geschäfte mit ihr')
  })

  test('what is missing, and what names nothing any more, can be listed', () => {
    const { missing, stale } = untranslated({ declared: { ...german, 'field.deal.gone': 'Weg' } })
    expect(stale).toEqual(['field.deal.gone'])
    expect(missing).toContain('field.deal.owner')
    expect(missing).not.toContain('field.deal.amount')
    expect(missing).toHaveLength(declaredTexts().size - Object.keys(german).length)
  })
})

test('every declared text is there, under one key', () => {
  const texts = declaredTexts()
  expect([...texts].filter(([key, text]) => !text || key.includes('undefined'))).toEqual([])
  expect(texts.get('field.deal.amount')).toBe('Amount')
  expect(texts.size).toBeGreaterThan(300)
})

test('the web shows declared texts only through these functions', () => {
  const web = join(import.meta.dirname, '..')
  const direct = /\b(type|Type|recordTypeOf\([^)]*\))\.label\b|\b(field|declared)\??\.(label|help)\b[^:?(]/
  const found = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith('text/'))
    // There a company writes the names of its own fields.
    .filter((file) => !file.startsWith('records/own/'))
    .flatMap((file) =>
      readFileSync(join(web, file), 'utf8')
        .split('\n')
        .flatMap((line, at) =>
          direct.test(line.replaceAll(/field(Label|Help)\([^)]*\)/g, ''))
            ? [`${file}:${at + 1} ${line.trim()}`]
            : [],
        ),
    )
  expect(found).toEqual([])
})
