import type { Change } from '../../records/behaviour.ts'

/** A family as it is written in the catalogue, by its name in small letters. */
export type Families = ReadonlyMap<string, string>

/** A family is one, however its name is typed: the spelling that was there first stays. */
export function completeProduct({ after, given }: Change, families: Families): void {
  if (typeof given.family !== 'string') return
  const typed = given.family.trim()
  after.values.family = families.get(typed.toLowerCase()) ?? (typed || null)
}
