import { CompiledQuery } from 'kysely'
import { company } from '../../../contract/customer/company.ts'
import type { Employment } from '../../../contract/customer/employments.ts'
import { person } from '../../../contract/customer/person.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { getRecord } from '../../records/list.ts'
import { knows, parameters, permitted } from '../../records/visible.ts'

/** Today's first, then the latest; those at the other end whom the caller may not see stay away. */
export async function employmentsIn(
  db: Db,
  context: Context,
  side: 'person' | 'company',
  id: string,
): Promise<Employment[]> {
  const { values, bind } = parameters()
  const text = `select json_build_object('id', p.id, 'title', p.title, 'email', p.email, 'phone', p.phone) as person,
      json_build_object('id', c.id, 'title', c.title) as company,
      m.role, m.started_on as "startedOn", m.ended_on as "endedOn", p.company_id is not distinct from c.id as primary
    from employments m join people p on p.id = m.person_id join companies c on c.id = m.company_id
    where m.${side}_id = ${bind(id)}::uuid and p.deleted_at is null and c.deleted_at is null
      and ${permitted(context.caller, person, 'see', 'p', bind)} and ${permitted(context.caller, company, 'see', 'c', bind)}
    order by m.ended_on is not null, 6 desc, m.ended_on desc, p.title, p.id limit 500`
  const { rows } = await db.executeQuery<Employment>(CompiledQuery.raw(text, values))
  const sees = (field: string) => knows(context.caller, person.name, field)
  return rows.map((row) => ({
    ...row,
    person: {
      ...row.person,
      email: sees('email') ? row.person.email : null,
      phone: sees('phone') ? row.person.phone : null,
    },
  }))
}

export async function listEmployments(
  context: Context,
  side: 'person' | 'company',
  id: string,
): Promise<{ data: Employment[] }> {
  await getRecord(context, side === 'person' ? person : company, id)
  return { data: await employmentsIn(context.database.db, context, side, id) }
}
