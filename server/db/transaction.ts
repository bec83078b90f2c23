import type { Db } from './database.ts'

/** Runs `fn` in one transaction: all of it or, when it throws, nothing. Called inside one, it joins that one. */
export function transaction<T>(db: Db, fn: (tx: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? fn(db) : db.transaction().execute(fn)
}
