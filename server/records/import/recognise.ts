/** What a row may be recognised by: its id at the source, or a unique value such as an e-mail. */
export interface RowKey {
  /** The kind of key and the value in one; equal for equal keys. */
  text: string
}

export interface Recognised<K extends RowKey> {
  id: string
  /** No record and no earlier row has any of its keys. */
  fresh: boolean
  /** Keys that it brings and nobody had. */
  claims: readonly K[]
  /** Keys it names that belong to another record: the two may be one, which only a person can say. */
  contested: readonly { key: K; owner: string }[]
}

const none: never[] = []

/**
 * Whose row each row is, in the order of the file: the record that owns the strongest of its keys that anybody owns.
 * Its other keys become that record's, unless another has them; so "same as A by mail, same as B by its id" is B, and
 * A keeps its mail. Because rows are taken in order and owners are only added to, the result does not depend on how a
 * file is cut into chunks. Keys are given strongest first; `owners` is extended in place.
 */
export function recognise<K extends RowKey>(
  rows: readonly (readonly K[])[],
  owners: Map<string, string>,
  newId: () => string,
): Recognised<K>[] {
  return rows.map((keys) => {
    let known: string | undefined
    for (const { text } of keys) if ((known = owners.get(text)) !== undefined) break
    const id = known ?? newId()
    if (known === undefined) {
      for (const { text } of keys) owners.set(text, id)
      return { id, fresh: true, claims: keys, contested: none }
    }
    const claims: K[] = []
    const contested: { key: K; owner: string }[] = []
    for (const key of keys) {
      const owner = owners.get(key.text)
      if (owner === undefined) {
        owners.set(key.text, id)
        claims.push(key)
      } else if (owner !== id) contested.push({ key, owner })
    }
    return { id, fresh: false, claims, contested }
  })
}
