import { CompiledQuery } from 'kysely'
import type { Pass, UnknownWord } from '../../../contract/records/import.ts'
import { targetOf } from '../../../contract/records/field.ts'
import { recordTypeOf } from '../../../contract/record-types.ts'
import type { Db } from '../../db/database.ts'
import { nearest } from './similarity.ts'

/** More names than these are not looked through for a likeness. */
export const candidates = 5_000

/** For words that name no record: the record with the name that they are probably meant to be. */
export async function suggestWords(
  db: Db,
  passes: readonly Pass[],
  words: readonly UnknownWord[],
  planned?: ReadonlyMap<string, readonly string[]>,
): Promise<UnknownWord[]> {
  const titles = new Map<string, string[]>()
  const suggested: UnknownWord[] = []
  for (const word of words) {
    const declared = recordTypeOf(passes[word.pass]!.recordType).fields[word.field]
    const target = declared && targetOf(declared)
    if (!target) {
      suggested.push(word)
      continue
    }
    if (!titles.has(target))
      titles.set(target, [...(await titlesOf(db, target)), ...(planned?.get(target) ?? [])])
    suggested.push({ ...word, suggestion: nearest(word.word, titles.get(target)!)?.candidate ?? null })
  }
  return suggested
}

async function titlesOf(db: Db, type: string): Promise<string[]> {
  const { rows } = await db.executeQuery<{ title: string }>(
    CompiledQuery.raw(
      `select title from ${recordTypeOf(type).plural} where deleted_at is null limit ${candidates}`,
      [],
    ),
  )
  return rows.map(({ title }) => title)
}
