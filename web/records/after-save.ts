import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'

type Follower = (type: RecordType, asked: Readonly<Record<string, unknown>>, saved: AnyRecord) => void

const followers = new Set<Follower>()

/** Calls back when this page has changed a record, wherever on it. Answers how to stop. */
export function followSaves(follower: Follower): () => void {
  followers.add(follower)
  return () => void followers.delete(follower)
}

export const tellSaved: Follower = (type, asked, saved) => {
  for (const follower of followers) follower(type, asked, saved)
}
