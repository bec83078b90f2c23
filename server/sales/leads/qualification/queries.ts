import { sql } from 'kysely'
import {
  criteriaOf,
  scoreOf,
  type Answer,
  type Qualification,
} from '../../../../contract/sales/lead-qualification.ts'
import type { Db } from '../../../db/database.ts'
import { readLeadSettings } from '../settings/queries.ts'

/** What is known of a lead by the company's framework of today. */
export async function qualificationOf(db: Db, leadId: string): Promise<Qualification> {
  const { framework } = await readLeadSettings(db)
  const { rows } = await sql<Qualification['answers'][number]>`
    select a.criterion, a.answer, a.note, u.name as by, a.answered_at as at
    from lead_answers a left join users u on u.id = a.answered_by where a.lead_id = ${leadId}`.execute(db)
  const known = new Map(rows.map((row) => [row.criterion, row]))
  const answers = criteriaOf(framework).map(
    (criterion) =>
      known.get(criterion) ?? { criterion, answer: 'unknown' as const, note: '', by: null, at: null },
  )
  const given: Record<string, Answer> = Object.fromEntries(
    answers.map(({ criterion, answer }) => [criterion, answer]),
  )
  return { framework, answers, score: scoreOf(framework, given) }
}
