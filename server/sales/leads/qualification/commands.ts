import { sql } from 'kysely'
import type { Answer, Qualification } from '../../../../contract/sales/lead-qualification.ts'
import { lead } from '../../../../contract/sales/lead.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { notFound } from '../../../http/problem.ts'
import { allowed, lock } from '../../../records/lock.ts'
import { typeIn } from '../../../records/types.ts'
import { updateRecords } from '../../../records/write.ts'
import { qualificationOf } from './queries.ts'

/** Notes how well a lead meets a criterion; the lead's score follows in the same transaction. */
export const answerCriterion = (
  context: Context,
  id: string,
  criterion: string,
  { answer, note }: { answer: Answer; note: string },
): Promise<Qualification> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const type = typeIn(inner.database, lead.name)
    // Under its lock, so that two who answer at once count both answers.
    allowed(type, (await lock(db, inner, type, [id], 'edit')).get(id), 'change')
    const before = await qualificationOf(db, id)
    if (!before.answers.some((one) => one.criterion === criterion)) throw notFound('criterion')
    await sql`insert into lead_answers (lead_id, criterion, answer, note, answered_by, answered_at)
      values (${id}, ${criterion}, ${answer}, ${note}, ${inner.caller.userId}, ${inner.now})
      on conflict (lead_id, criterion) do update set answer = excluded.answer, note = excluded.note,
        answered_by = excluded.answered_by, answered_at = excluded.answered_at`.execute(db)
    const after = await qualificationOf(db, id)
    await updateRecords(inner, type, [{ id, values: { score: after.score } }])
    return after
  })
