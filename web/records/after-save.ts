import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'

type Follower = (type: RecordType, asked: Readonly<Record<string, unknown>>, saved: AnyRecord) => void

const followers = new Set<Follower>()
/** Whoever follows comes after the page, which may be worked on by then: the latest save waits for them. */
let unheard: Parameters<Follower> | null = null

/** Calls back when this page has changed a record, wherever on it. Answers how to stop. */
export function followSaves(follower: Follower): () => void {
  followers.add(follower)
  if (unheard) follower(...unheard)
  unheard = null
  return () => void followers.delete(follower)
}

export const tellSaved: Follower = (...save) => {
  if (followers.size === 0) unheard = save
  for (const follower of followers) follower(...save)
}
