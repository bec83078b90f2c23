import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Known } from './leads.ts'
import type { Write } from './story.ts'

/** Keeps what the story tells of leads by the criteria of the framework: no record has a field for it. */
export async function bringAnswers(db: Db, writes: readonly Write[]): Promise<void> {
  const answers = writes.flatMap(({ id, at, by, values }) =>
    Object.entries((values.answers ?? {}) as Record<string, Known>).map(([criterion, known]) => ({
      lead: id,
      criterion,
      ...known,
      by,
      at,
    })),
  )
  await sql`insert into lead_answers (lead_id, criterion, answer, note, answered_by, answered_at)
    select lead, criterion, answer, note, "by", "at"
    from json_to_recordset(${JSON.stringify(answers)}) as told (lead uuid, criterion text, answer text, note text, "by" uuid, "at" timestamptz)`.execute(
    db,
  )
}
