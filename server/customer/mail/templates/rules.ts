import { readTemplate, type MergeValues } from '../../../../contract/customer/mail-template.ts'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { FieldError } from '../../../http/problem.ts'

const said = {
  unknown: (name: string, at: number) => `There is no field “${name}” (at character ${at + 1})`,
  open: (name: string, at: number) => `“${name}” is not closed with }} (at character ${at + 1})`,
  empty: (_name: string, at: number) => `Name a field between {{ and }} (at character ${at + 1})`,
} as const

/** What is wrong with a template, by the field of the input, each at its character. */
export const problemsIn = (input: {
  subject?: string | undefined
  body?: string | undefined
}): FieldError[] =>
  (['subject', 'body'] as const).flatMap((path) =>
    readTemplate(input[path] ?? '').problems.map(({ kind, said: word, at }) => ({
      path,
      message: said[kind](word, at),
    })),
  )

const text = (record: AnyRecord | null, field: string): string | null =>
  typeof record?.[field] === 'string' ? record[field] : null

/** What the fields of a template say of somebody. */
export const valuesOf = (
  about: { person: AnyRecord | null; company: AnyRecord | null; deal: AnyRecord | null },
  me: { name: string; email: string | null },
  organisation: string,
): MergeValues => ({
  'person.firstName': text(about.person, 'firstName'),
  'person.lastName': text(about.person, 'lastName'),
  'person.name': text(about.person, 'title'),
  'person.jobTitle': text(about.person, 'jobTitle'),
  'person.email': text(about.person, 'email'),
  'company.name': text(about.company, 'title'),
  'deal.name': text(about.deal, 'title'),
  'me.name': me.name,
  'me.email': me.email,
  'organisation.name': organisation,
})
